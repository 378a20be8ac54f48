/**
 * What a rule may ask of a run: the words of the exercises' checks.
 * The one rule: scripts/exercises/quantities.py has the same words with the same meaning.
 * @import { Frame } from "../types.js"
 * @typedef {{frame: Frame, other: Frame | null}} Runs
 */
import { rows } from "./frames.js";

const PERCENT = 0.01;
const DIRECT = ["status", "share", "limit", "condition_number", "best"];

/**
 * One quantity; null where the run has none.
 * @param {string} name @param {Runs} runs @returns {any}
 */
export function quantity(name, { frame, other }) {
  if (name.startsWith("other.")) {
    return other && quantity(name.slice("other.".length), { frame: other, other: null });
  }
  if (name.startsWith("settings.")) return path(frame.settings, name.split(".").slice(1));
  if (DIRECT.includes(name)) return /** @type {any} */ (frame)[name] ?? null;
  if (!Object.hasOwn(MEASURED, name)) throw new Error(`no quantity is called ${name}`);
  return MEASURED[name](frame);
}

/** @param {any} value @param {string[]} keys */
function path(value, keys) {
  for (const key of keys) {
    value =
      typeof value === "object" && value !== null && Object.hasOwn(value, key) ? value[key] : null;
  }
  return value;
}

/**
 * Loss above the best at a row, as a share of the first.
 * @param {Frame} frame @param {number} row
 */
function excess(frame, row) {
  if (frame.best === null) return NaN;
  return (frame.loss[row] - frame.best) / (frame.loss[0] - frame.best);
}

/**
 * Distance of a parameter from the optimum, as a share of the start's.
 * @param {Frame} frame @param {number} row @param {number} i
 */
function left({ optimum, x }, row, i) {
  if (!optimum) return NaN;
  const error = (/** @type {number} */ r) => Math.abs(x.data[2 * r + i] - optimum[i]);
  return error(0) === 0 ? NaN : error(row) / error(0);
}

/** @param {number} value */
const finite = (value) => (Number.isFinite(value) ? value : null);

/** @param {Frame} frame @param {number} first @returns {number[]} */
const excesses = (frame, first) =>
  Array.from({ length: rows(frame) - first }, (_, i) => excess(frame, first + i));

/**
 * The step from which on both errors stay within one percent of their first.
 * @param {Frame} frame
 */
function reached(frame) {
  const inside = (/** @type {number} */ row) => [0, 1].every((i) => left(frame, row, i) <= PERCENT);
  let row = rows(frame);
  while (row > 0 && inside(row - 1)) row -= 1;
  return row < rows(frame) ? frame.k[row] : null;
}

/** @param {Frame} frame */
function rawConditionNumber({ data: { x } }) {
  if (!x) return null;
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length;
  const trace = 1 + mean * mean + variance;
  const largest = trace + Math.sqrt(trace * trace - 4 * variance);
  return variance ? (largest * largest) / (4 * variance) : null;
}

/** @type {Record<string, (frame: Frame) => any>} */
const MEASURED = {
  taken: (frame) => frame.k[rows(frame) - 1],
  w: (frame) => finite(frame.x.data[2 * rows(frame) - 2]),
  b: (frame) => finite(frame.x.data[2 * rows(frame) - 1]),
  best_w: (frame) => (frame.optimum ? finite(frame.optimum[0]) : null),
  best_b: (frame) => (frame.optimum ? finite(frame.optimum[1]) : null),
  excess: (frame) => finite(excess(frame, rows(frame) - 1)),
  floor(frame) {
    const last = excesses(frame, rows(frame) - Math.max(1, Math.floor(rows(frame) / 5)));
    return finite(last.reduce((sum, value) => sum + value, 0) / last.length);
  },
  peak: (frame) =>
    finite(excesses(frame, Math.floor(rows(frame) / 2)).reduce((a, b) => Math.max(a, b))),
  left_w: (frame) => finite(left(frame, rows(frame) - 1, 0)),
  left_b: (frame) => finite(left(frame, rows(frame) - 1, 1)),
  reached,
  needed({ steps }) {
    const counts = Object.values(steps);
    return counts.includes(null) ? null : Math.max(.../** @type {number[]} */ (counts));
  },
  points: ({ data }) => (data.x ?? data.b ?? []).length,
  moved: ({ settings }) => settings.data.moved?.length ?? 0,
  rates({ settings: { optimizer } }) {
    const rate = optimizer.learning_rate;
    return rate === undefined || rate === null ? 0 : Array.isArray(rate) ? rate.length : 1;
  },
  has_code: ({ settings }) => settings.code !== null,
  own_loss: ({ settings, best }) => settings.code !== null && best === null,
  raw_condition_number: rawConditionNumber,
};
