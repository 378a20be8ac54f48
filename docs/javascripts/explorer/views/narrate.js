/**
 * A step of a run, in words: what a screen reader says and what stands under the player.
 * The one rule: a sentence says where the run is, and what is still wrong.
 * @import { Frame } from "../types.js"
 */
import { leftAt, likeness, row, rows } from "../state/frames.js";
import { count, number, percent } from "../state/numerals.js";

const GONE = 0.01;

/**
 * What is left of an error, in words; of one that rounding of the other hides, nothing.
 * @param {string} name @param {number | null} left its share
 */
function remains(name, left) {
  if (left === null) return `the ${name} error is lost in the rounding of the other`;
  const size = Math.abs(left);
  if (Number.isNaN(size)) return `there was no ${name} error`;
  if (size > 1.0005) return `the ${name} error has grown to ${percent(size)}`;
  return size < GONE
    ? `the ${name} error is gone`
    : `${percent(size)} of the ${name} error is left`;
}

/** Names of the two errors, the steep one first. @param {Frame} frame */
export const modeNames = (frame) =>
  likeness(frame) === "alike" ? ["first", "second"] : ["steep", "flat"];

/** Passes over the rows: an epoch may have several steps. @param {Frame} frame @param {number} r */
export const epochs = ({ k, per_epoch: each }, r) =>
  k[r] % each ? number(k[r] / each) : count(k[r] / each);

/** @param {Frame} frame @param {number} r */
export function errors(frame, r) {
  if (!frame.modes) return "";
  const [flat, steep] = leftAt(frame, r);
  const [one, two] = modeNames(frame);
  const words = `${remains(one, steep)}, ${remains(two, flat)}.`;
  return words[0].toUpperCase() + words.slice(1);
}

/** @param {Frame} frame @param {number} r */
export function place(frame, r) {
  const { names, x, k, loss, features, per_epoch: each } = frame;
  const [first, second] = row(x, r);
  const [one, two] = rawNames(names);
  const passed = each > 1 ? `, epoch ${epochs(frame, r)}` : "";
  const where = features ? "" : `${one} ${number(first)}, ${two} ${number(second)}, `;
  return `Step ${count(k[r])}${passed}: ${where}loss ${number(loss[r])}.`;
}

/**
 * Names of the raw parameters: those of a line, or of the two variables; of several features,
 * of the two directions that are drawn.
 * @param {string[]} names
 */
export function rawNames(names) {
  if (names[0].startsWith("along")) return ["flat", "steep"];
  return names[0].startsWith("x") ? ["x₀", "x₁"] : ["w", "b"];
}

/** How a run ended, at its last row. @param {Frame} frame */
function ending({ status, k }) {
  const last = count(k[k.length - 1]);
  /** @type {Record<string, string>} */
  const endings = {
    CONVERGED: "It has converged.",
    DIVERGED: `It diverged: after step ${last} the numbers are too large.`,
    STALLED: "It no longer moves.",
    OVERFLOWED: "No step was taken: the first gradient is too large for this precision.",
    UNDERFLOWED: "The gradient is zero by underflow: the data are too small for this precision.",
    OUT_OF_STEPS: "",
  };
  return endings[status] ?? "";
}

/** @param {Frame} frame @param {number} r */
export function narrate(frame, r) {
  const words = [place(frame, r), errors(frame, r)];
  if (r === rows(frame) - 1) words.push(ending(frame));
  return words.filter(Boolean).join(" ");
}
