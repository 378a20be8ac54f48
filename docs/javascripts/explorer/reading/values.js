/**
 * The values that code can have here, and arithmetic on them.
 * The one rule: where two languages mean two things, nothing is computed.
 *
 * @typedef {{kind: "list", items: Value[], array: boolean}} List array: arithmetic by element
 * @typedef {{kind: "dict", entries: [string, Value][]}} Dict
 * @typedef {number | string | List | Dict} Value
 * @typedef {"python" | "r" | "matlab" | ""} Language
 */
import { Trouble } from "./tokens.js";

export const MOST = 400_000; // items in a list

/** @param {Value[]} items @param {boolean} [array] @returns {List} */
export function list(items, array = false) {
  if (items.length > MOST) throw new Trouble("This list is too long.");
  return { kind: "list", items, array };
}

/** @param {Value} value @returns {value is List} */
export const isList = (value) => typeof value === "object" && value.kind === "list";

/** @param {Value | undefined} value @returns {number} */
export function numeric(value) {
  if (typeof value === "number") return value;
  if (
    typeof value === "string" &&
    /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/.test(value)
  ) {
    return Number(value);
  }
  throw new Trouble("A number was expected.");
}

/** @param {Value | undefined} value @returns {number} */
export function whole(value) {
  const number = numeric(value);
  if (!Number.isInteger(number) || Math.abs(number) > MOST)
    throw new Trouble("A count was expected.");
  return number;
}

/** All numbers of nested lists in order. @param {Value} value @returns {Value[]} */
export const flat = (value) => (isList(value) ? value.items.flatMap(flat) : [value]);

/**
 * Each number through a function, in lists as they are.
 * @param {Value} value @param {(n: number) => number} f @returns {Value}
 */
export function each(value, f) {
  if (isList(value))
    return list(
      value.items.map((item) => each(item, f)),
      value.array,
    );
  return f(numeric(value));
}

/** As arrays all the way down. @param {Value} value @returns {Value} */
export const arrayed = (value) => (isList(value) ? list(value.items.map(arrayed), true) : value);

/** Rows as columns. @param {Value} value @returns {List} */
export function transposed(value) {
  if (!isList(value)) throw new Trouble("A table was expected.");
  const rows = value.items;
  if (!rows.every(isList)) return value;
  const [{ items: first }] = rows;
  return list(
    first.map((_, i) =>
      list(
        rows.map((row) => row.items[i] ?? NaN),
        value.array,
      ),
    ),
    value.array,
  );
}

const OPERATORS = /** @type {Record<string, (a: number, b: number) => number>} */ ({
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  ".*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "./": (a, b) => a / b,
  "//": (a, b) => Math.floor(a / b),
  "%": (a, b) => a - b * Math.floor(a / b),
  "**": (a, b) => a ** b,
  "^": (a, b) => a ** b,
  ".^": (a, b) => a ** b,
});

/**
 * @param {string} op @param {Value} a @param {Value} b @param {Language} language
 * @returns {Value}
 */
export function combined(op, a, b, language) {
  if (typeof a === "string" || typeof b === "string") throw new Trouble("Words are not computed.");
  if (!isList(a) && !isList(b)) return OPERATORS[op](numeric(a), numeric(b));
  const plain =
    [a, b].some((one) => isList(one) && !one.array) &&
    ![a, b].some((one) => isList(one) && one.array);
  if (plain && language !== "r" && language !== "matlab") return onLists(op, a, b, language);
  if (isList(a) && isList(b)) {
    if (a.items.length !== b.items.length)
      throw new Trouble("Lists of two lengths are not combined.");
    return list(
      a.items.map((item, i) => combined(op, item, b.items[i], "r")),
      true,
    );
  }
  const of = isList(a) ? a : /** @type {List} */ (b);
  return list(
    of.items.map((item) => (isList(a) ? combined(op, item, b, "r") : combined(op, a, item, "r"))),
    true,
  );
}

/**
 * Plain lists in Python: + puts together, * repeats.
 * @param {string} op @param {Value} a @param {Value} b @param {Language} language
 */
function onLists(op, a, b, language) {
  if (language !== "python") {
    throw new Trouble("Arithmetic on a plain list differs by language: write its numbers out.");
  }
  if (op === "+" && isList(a) && isList(b)) return list([...a.items, ...b.items]);
  const [of, times] = isList(a) ? [a, b] : [/** @type {List} */ (b), a];
  if (op !== "*" || isList(times)) throw new Trouble("Python has no such arithmetic on lists.");
  const n = whole(times);
  if (n * of.items.length > MOST) throw new Trouble("This list is too long.");
  return list(Array.from({ length: Math.max(0, n) }, () => of.items).flat());
}

/**
 * Numbers from one to another in steps, rounded as they would be printed.
 * @param {number} from @param {number} step @param {number} n @returns {List}
 */
export function steps(from, step, n) {
  if (!(n >= 0 && n <= MOST)) throw new Trouble("This range is too long.");
  return list(
    Array.from({ length: n }, (_, i) => Number((from + i * step).toPrecision(15))),
    true,
  );
}
