/**
 * Places for texts in a plot.
 * The one rule: a text stands clear of every line; where each place is taken there is none.
 * @import { Box } from "./axes.js"
 * @typedef {[number, number]} Point in pixels
 * @typedef {{x: number, y: number, anchor: string}} Place of the foot of a text
 */
const RISE = 11; // pixels of a letter above its foot
const DROP = 4;
/** Of a text that lies left of its place. @type {Record<string, number>} */
const SHARE = { start: 0, middle: 0.5, end: 1 };
const AIR = 2; // pixels between a text and a line

/** The box of a text. @param {Place} place @param {number} width @returns {Box} */
export function boxOf({ x, y, anchor }, width) {
  const left = x - (SHARE[anchor] ?? 0) * width;
  return { left: left - AIR, right: left + width + AIR, top: y - RISE - AIR, bottom: y + DROP };
}

/**
 * Whether a stretch of a line touches a box.
 * @param {Point} from @param {Point} to @param {Box} box
 */
export function touches([x1, y1], [x2, y2], { left, right, top, bottom }) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  let [enter, leave] = [0, 1];
  for (const [step, room] of [
    [-dx, x1 - left],
    [dx, right - x1],
    [-dy, y1 - top],
    [dy, bottom - y1],
  ]) {
    if (step === 0 && room < 0) return false;
    if (step < 0) enter = Math.max(enter, room / step);
    if (step > 0) leave = Math.min(leave, room / step);
  }
  return enter <= leave;
}

/**
 * The first place whose text lies inside and meets no line.
 * @template {Place} P @param {P[]} places @param {number} width of the text
 * @param {Point[][]} lines @param {Box} inside
 */
export function clear(places, width, lines, inside) {
  const free = (/** @type {P} */ place) => {
    const box = boxOf(place, width);
    return (
      box.left >= inside.left &&
      box.right <= inside.right &&
      box.top >= inside.top &&
      box.bottom <= inside.bottom &&
      !lines.some((line) => line.some((to, i) => i > 0 && touches(line[i - 1], to, box)))
    );
  };
  return places.find(free);
}
