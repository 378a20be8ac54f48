/**
 * A question: all that is known of a run, as plain values.
 * The one rule: what comes from outside is copied field by field, and only if it is what the
 * field wants; nothing here throws at a reader.
 * @import { Known, Matrix, Moments, Question, Rows } from "./types.js"
 */

export const VERSION = 1;
export const MOST_ROWS = 100_000;
export const MOST_FEATURES = 20;
const MOST_NAME = 120; // characters of a column's name
const MOST_TEXT = 200_000; // characters of code or of printed lines
const MOST_STEPS = 1e9;

/** By the names that Python knows: the formula of each convention. */
export const LOSSES = {
  mean: "mean: (1/n) Σ r²",
  "half mean": "half mean: (1/2n) Σ r²",
  sum: "sum: Σ r²",
  "half sum": "half sum: ½ Σ r²",
  absolute: "absolute error: (1/n) Σ |r|",
};
export const METHODS = [
  "gradient descent",
  "momentum",
  "Nesterov",
  "Adam",
  "RMSProp",
  "AdaGrad",
  "L-BFGS",
  "least squares",
];
export const PRECISIONS = ["float32", "float64"];
/** Methods with a momentum. */
export const WITH_BETA = ["momentum", "Nesterov"];

/** @type {Readonly<Question>} */
export const EMPTY = Object.freeze({
  v: VERSION,
  rows: null,
  matrix: null,
  in_code: false,
  moments: null,
  learning_rate: null,
  method: null,
  loss: null,
  steps: null,
  precision: null,
  log: "",
  code: "",
});

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {unknown} value @returns {value is number} */
const isNumber = (value) => typeof value === "number" && Number.isFinite(value);

/** @param {unknown} value @param {number} most @returns {value is number[]} */
const isColumn = (value, most) =>
  Array.isArray(value) && value.length > 0 && value.length <= most && value.every(isNumber);

/** @param {unknown} value @returns {value is number[][]} */
const isTable = (value) =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.length <= MOST_ROWS &&
  value.every((row) => isColumn(row, MOST_FEATURES) && row.length === value[0].length);

/** Without negative zeros, which JSON does not keep. @param {number[]} values */
const whole = (values) => values.map((value) => value + 0);

/** @param {unknown} given @returns {Rows | null} */
function rowsIn(given) {
  if (!isObject(given)) return null;
  const { X, y, names } = given;
  if (!isTable(X) || !isColumn(y, MOST_ROWS) || X.length !== y.length) return null;
  const named = Array.isArray(names) && names.length === X[0].length;
  return {
    X: X.map(whole),
    y: whole(y),
    names: X[0].map((_, j) =>
      named && typeof names[j] === "string" ? names[j].slice(0, MOST_NAME) : `x${j + 1}`,
    ),
  };
}

/** @param {unknown} given @returns {Matrix | null} */
function matrixIn(given) {
  if (!isObject(given)) return null;
  const { A, b } = given;
  if (!isTable(A) || !isColumn(b, MOST_ROWS) || A.length !== b.length) return null;
  return { A: A.map(whole), b: whole(b) };
}

/** @param {unknown} given @returns {Moments | null} */
function momentsIn(given) {
  if (!isObject(given)) return null;
  const { n, mean, std, y_mean, y_std, correlation } = given;
  if (!isNumber(n) || !Number.isInteger(n) || n < 2 || n > 1e12) return null;
  if (!isNumber(mean) || !isNumber(std) || std <= 0) return null;
  const more = Object.entries({ y_mean, y_std, correlation }).filter(([, one]) => isNumber(one));
  return { n, mean, std, ...Object.fromEntries(more) };
}

/** @param {unknown} given @returns {Question["method"]} */
function methodIn(given) {
  if (!isObject(given) || !METHODS.includes(/** @type {string} */ (given.name))) return null;
  const { beta } = given;
  const kept = isNumber(beta) && beta >= 0 && beta < 1 ? { beta } : {};
  return { name: String(given.name), ...kept };
}

/**
 * A number of an open range, or null.
 * @param {unknown} given @param {number} most @param {boolean} [whole]
 */
const positive = (given, most, whole = false) =>
  isNumber(given) && given > 0 && given <= most && (!whole || Number.isInteger(given))
    ? given
    : null;

/** @param {unknown} given @param {readonly string[]} known */
const oneOf = (given, known) => (typeof given === "string" && known.includes(given) ? given : null);

/** @param {unknown} given */
const textIn = (given) => (typeof given === "string" ? given.slice(0, MOST_TEXT) : "");

/** A question that holds nothing but what each field may hold. @param {unknown} untrusted */
export function cleaned(untrusted) {
  const given = isObject(untrusted) ? untrusted : {};
  const rows = rowsIn(given.rows);
  const matrix = rows ? null : matrixIn(given.matrix);
  /** @type {Question} */
  const question = {
    v: VERSION,
    rows,
    matrix,
    in_code: given.in_code === true && Boolean(rows || matrix),
    moments: rows || matrix ? null : momentsIn(given.moments),
    learning_rate: positive(given.learning_rate, 1e300),
    method: methodIn(given.method),
    loss: oneOf(given.loss, Object.keys(LOSSES)),
    steps: positive(given.steps, MOST_STEPS, true),
    precision: oneOf(given.precision, PRECISIONS),
    log: textIn(given.log),
    code: textIn(given.code),
  };
  return question;
}

/**
 * The fields that were given but hold nothing now.
 * @param {unknown} given @param {Question} kept
 */
export function lost(given, kept) {
  if (!isObject(given)) return [];
  return Object.keys(given).filter((key) => {
    const value = given[key];
    if (value === null || value === "" || value === undefined || key === "v") return false;
    const now = /** @type {any} */ (kept)[key];
    return now === null || now === undefined || now === "";
  });
}

/** Whether there is nothing to be diagnosed. @param {Question} question */
export const isEmpty = ({ rows, matrix, moments, log, code }) =>
  !rows && !matrix && !moments && !log.trim() && !code.trim();

/** @param {number[]} values */
const meanOf = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** What is known of rows of one feature without them; null of more. @param {Rows} rows */
export function momentsOf({ X, y }) {
  if (X[0].length !== 1) return null;
  const x = X.map(([one]) => one);
  const [mean, y_mean] = [meanOf(x), meanOf(y)];
  const [dx, dy] = [x.map((one) => one - mean), y.map((one) => one - y_mean)];
  const [std, y_std] = [dx, dy].map((all) => Math.sqrt(meanOf(all.map((one) => one * one))));
  if (!(std > 0)) return null;
  const correlation = y_std > 0 ? meanOf(dx.map((one, i) => one * dy[i])) / (std * y_std) : 0;
  return { n: x.length, mean, std, y_mean, y_std, correlation };
}

/** Nothing known. @type {Readonly<Known>} */
export const UNKNOWN = Object.freeze({
  moments: null,
  learning_rate: null,
  method: null,
  loss: null,
  steps: null,
  precision: null,
});

/** What the fields say of a question. @param {Question} question @returns {Known} */
export const knownIn = ({ moments, learning_rate, method, loss, steps, precision }) => ({
  moments,
  learning_rate,
  method,
  loss,
  steps,
  precision,
});

/**
 * A question as it crosses to Python: long tables as blocks of numbers.
 * @param {Question} question @returns {object}
 */
export function crossing(question) {
  const { rows, matrix } = question;
  return {
    ...question,
    rows: rows && { ...rows, X: block(rows.X), y: line(rows.y) },
    matrix: matrix && { A: block(matrix.A), b: line(matrix.b) },
  };
}

const LONG = 2000; // numbers, from which on a block pays

/** @param {number[]} values */
const line = (values) => (values.length > LONG ? Float64Array.from(values) : values);

/** @param {number[][]} table */
function block(table) {
  const width = table[0].length;
  if (table.length <= LONG) return table;
  const data = new Float64Array(table.length * width);
  table.forEach((row, i) => data.set(row, i * width));
  return { shape: [table.length, width], data };
}
