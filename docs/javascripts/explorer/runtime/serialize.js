/**
 * What goes to Python: a text and, where there are arrays, one block of their numbers.
 * The one rule: this is deserialize.js the other way round; lists of JavaScript stay text.
 */

/**
 * A question as {argument, block}: a Float64Array, and a table {shape, data} of one, become
 * places in the block.
 * @param {object} question
 * @returns {{argument: string, block?: ArrayBuffer}}
 */
export function serialize(question) {
  /** @type {Float64Array[]} */
  const arrays = [];
  let length = 0;
  /** @param {Float64Array} data @param {number[]} shape */
  const place = (data, shape) => {
    arrays.push(data);
    length += data.length;
    return { $: [length - data.length, shape] };
  };
  /** @param {any} value @returns {unknown} */
  const packed = (value) => {
    if (value instanceof Float64Array) return place(value, [value.length]);
    if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
    if (value.data instanceof Float64Array) return place(value.data, value.shape);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, packed(inner)]));
  };
  const argument = JSON.stringify(packed(question));
  if (arrays.length === 0) return { argument };
  const block = new Float64Array(length);
  let at = 0;
  for (const data of arrays) {
    block.set(data, at);
    at += data.length;
  }
  return { argument, block: block.buffer };
}
