/**
 * What comes back from Python, which may be Python that a reader wrote or was sent.
 * The one rule: nothing of a message is trusted but its numbers and its text.
 */
const LONGEST_TEXT = 2_000_000; // characters of JSON
const LARGEST_BLOCK = 64_000_000; // bytes of numbers
const FORBIDDEN = new Set(["__proto__", "constructor", "prototype"]);

/** @typedef {{shape: number[], data: Float64Array}} Table */

/**
 * The answer in a message {text, block}: arrays of one dimension as Float64Array, others
 * as {shape, data}. Throws an Error if it is not what an honest worker sends.
 * @param {unknown} message
 * @returns {any}
 */
export function deserialize(message) {
  const { text, block } = /** @type {{text?: unknown, block?: unknown}} */ (message ?? {});
  if (typeof text !== "string" || !(block instanceof ArrayBuffer)) throw damaged();
  if (text.length > LONGEST_TEXT || block.byteLength > LARGEST_BLOCK) {
    throw new Error("The answer is too large to be shown.");
  }
  if (block.byteLength % 8) throw damaged();
  /** @param {string} key @param {any} value */
  const revive = (key, value) => {
    if (FORBIDDEN.has(key)) return undefined;
    return value !== null && typeof value === "object" && Object.hasOwn(value, "$")
      ? numbers(value.$, block)
      : value;
  };
  const value = parsed(text, revive);
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw damaged();
  const { error, printed } = value;
  if (!isRefusal(error ?? null) || typeof (printed ?? "") !== "string") throw damaged();
  return value;
}

/** @param {string} text @param {(key: string, value: any) => any} revive */
function parsed(text, revive) {
  try {
    return JSON.parse(text, revive);
  } catch {
    throw damaged();
  }
}

/**
 * None, or words for the reader and the line they are about, if it is known.
 * @param {any} error
 */
function isRefusal(error) {
  if (error === null) return true;
  return typeof error.message === "string" && isCount(error.line ?? 0);
}

/** @param {unknown} place [first, shape] of an array in the block @param {ArrayBuffer} block */
function numbers(place, block) {
  const [first, shape] = Array.isArray(place) ? place : [];
  if (!Array.isArray(shape) || ![first, ...shape].every(isCount)) throw damaged();
  const length = shape.reduce((product, size) => product * size, 1);
  if (8 * (first + length) > block.byteLength) throw damaged();
  const data = new Float64Array(block, 8 * first, length);
  return shape.length === 1 ? data : { shape, data };
}

/** @param {unknown} value */
function isCount(value) {
  return Number.isSafeInteger(value) && /** @type {number} */ (value) >= 0;
}

function damaged() {
  return new Error("Python gave an answer that cannot be read. Run it again.");
}
