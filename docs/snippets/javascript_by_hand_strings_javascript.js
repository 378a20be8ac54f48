const strings = "1,2,3".split(","); // what an input field holds
const numbers = strings.map(Number);
const mean = (x) => x.reduce((sum, v) => sum + v, 0) / x.length;

console.log(mean(numbers)); // 2
console.log(mean(strings)); // 41
console.log(Number("1,5")); // NaN
