let x = [10, 20, 30, 40, 50, 60, 70, 80]; // your x
const y = x.map((v) => 2 * v + 5);
const n = x.length;
const mean = x.reduce((sum, v) => sum + v, 0) / n;
const variance = x.reduce((sum, v) => sum + (v - mean) ** 2, 0) / n;
const deviation = Math.sqrt(variance);
x = x.map((v) => (v - mean) / deviation);
const lr = 0.1;
let w = 0;
let b = 0;
for (let k = 0; k < 1000; k++) {
  let dw = 0;
  let db = 0;
  for (let i = 0; i < n; i++) {
    const r = w * x[i] + b - y[i];
    dw += (2 * r * x[i]) / n;
    db += (2 * r) / n;
  }
  w -= lr * dw;
  b -= lr * db;
}

w = w / deviation;
b = b - w * mean;
console.log(`w ${w.toFixed(3)}, b ${b.toFixed(3)}`); // w 2.000, b 5.000
