/**
 * A cell as a number, under each way of writing decimals and thousands.
 * The one rule: a cell is read under marks that are given; which ones is not decided here.
 *
 * @typedef {{decimal: "." | ",", group: "" | "," | "." | "'" | " "}} Marks
 * @typedef {{sign: number, body: string, exponent: number, before: string, after: string}} Parts
 */

/** @type {Marks[]} */
export const MARKS = [
  { decimal: ".", group: "" },
  { decimal: ".", group: "," },
  { decimal: ",", group: "" },
  { decimal: ",", group: "." },
  { decimal: ".", group: "'" },
  { decimal: ".", group: " " },
  { decimal: ",", group: "'" },
  { decimal: ",", group: " " },
];
export const ALL_MARKS = (1 << MARKS.length) - 1;

const MONEY = "US\\$|A\\$|C\\$|[$€£₹¥₽₩]|USD|EUR|GBP|CHF|INR|Rs\\.?";
const POWER =
  "[eEdD]([+-]?\\d+)|\\s?(?:[x×*·⋅]|\\\\times|\\\\cdot)\\s?10(?:\\^|\\*\\*)\\{?([+-]?\\d+)\\}?|\\*\\^([+-]?\\d+)";
const UNIT = "%|‰|°|[A-Za-zµμ°Ω€£$₹¥][A-Za-zµμ°Ω€£$₹¥0-9²³/^·.]*";
const DIGITS = "(?:\\d[\\d.,' ]*\\d|\\d|[.,]\\d+)\\.?";
const CELL = new RegExp(
  `^([+-]?)(?:(${MONEY})\\s?)?([+-]?)(${DIGITS})(?:${POWER})?\\s?(${UNIT})?$`,
);
const PLAIN = /^[+-]?\d+$/;
/** A point that no thousands could have: not before three digits, or after a zero. */
const POINTED = /^[+-]?(?:\d+\.(?!\d{3}(?:$|[eE]))\d+|0\.\d+|\d{4,}\.\d+)(?:[eE][+-]?\d+)?$/;
const POINT_MASK = MARKS.reduce(
  (mask, { decimal }, i) => (decimal === "." ? mask | (1 << i) : mask),
  0,
);

const SCALES = new Map(
  Object.entries({
    ...{ k: 1e3, K: 1e3, M: 1e6, Mio: 1e6, mn: 1e6, B: 1e9, bn: 1e9, lakh: 1e5, crore: 1e7 },
    ...{ thousand: 1e3, million: 1e6, billion: 1e9 },
  }),
);

/** Where each way of grouping digits is kept. */
const WHOLE = /** @type {Record<string, RegExp>} */ ({
  "": /^\d+$/,
  ",": /^(?:\d+|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d?(?:,\d{2})+,\d{3})$/,
  ".": /^(?:\d+|[1-9]\d{0,2}(?:\.\d{3})+)$/,
  "'": /^(?:\d+|[1-9]\d{0,2}(?:'\d{3})+)$/,
  " ": /^(?:\d+|[1-9]\d{0,2}(?: \d{3})+)$/,
});

/** A cell taken apart, or null if it is no number. @param {string} cell @returns {Parts | null} */
export function partsOf(cell) {
  const match = CELL.exec(cell);
  if (!match) return null;
  const [, sign, before = "", inner, body, e, tens, wolfram, after = ""] = match;
  if (sign && inner) return null;
  const exponent = Number(e ?? tens ?? wolfram ?? 0);
  return { sign: sign === "-" || inner === "-" ? -1 : 1, body, exponent, before, after };
}

/** Whether digits can be read under marks. @param {string} body @param {Marks} marks */
function fits(body, { decimal, group }) {
  const at = body.lastIndexOf(decimal);
  const [whole, tail] = at < 0 ? [body, ""] : [body.slice(0, at), body.slice(at + 1)];
  if (at >= 0 && decimal === "," && !tail) return false;
  return (whole === "" ? tail !== "" : WHOLE[group].test(whole)) && /^\d*$/.test(tail);
}

/** The marks under which a cell is a number, as bits. @param {string} cell */
export function maskOf(cell) {
  if (PLAIN.test(cell)) return ALL_MARKS;
  if (POINTED.test(cell)) return POINT_MASK;
  const parts = partsOf(cell);
  if (!parts) return 0;
  return MARKS.reduce((mask, marks, i) => (fits(parts.body, marks) ? mask | (1 << i) : mask), 0);
}

/**
 * The number of a cell, and what stood around it.
 * @param {string} cell that fits the marks @param {Marks} marks
 * @returns {{value: number, before: string, after: string, exact: boolean}}
 */
export function numberOf(cell, { decimal, group }) {
  if (PLAIN.test(cell) || POINTED.test(cell)) {
    return { value: Number(cell), before: "", after: "", exact: isExact(cell) };
  }
  const { sign, body, exponent, before, after } = /** @type {Parts} */ (partsOf(cell));
  const plain = (group ? body.replaceAll(group, "") : body).replace(decimal, ".");
  const value = sign * Number(exponent ? `${plain}e${exponent}` : plain);
  return { value, before, after, exact: isExact(plain) };
}

/** Whether a whole number survives as a float64. @param {string} digits */
export function isExact(digits) {
  if (digits.length < 16 || !PLAIN.test(digits)) return true;
  return BigInt(digits) === BigInt(Number(digits));
}

/**
 * How many thousands a letter stands for; 0 if it is none.
 * @param {string} after
 */
export const scaleOf = (after) => SCALES.get(after) ?? 0;

/** In words what marks say. @param {Marks} marks */
export function wordsOf({ decimal, group }) {
  const names = { ".": "point", ",": "comma", "'": "apostrophe", " ": "space", "": "" };
  const grouped = group ? `${names[group]} is a thousands separator` : "";
  return [grouped, decimal === "," ? "comma is the decimal mark" : ""].filter(Boolean).join(", ");
}
