/**
 * The furniture of a plot: ticks and names of its axes.
 * The one rule: no box, no grid but hairlines at the ticks; a name stands at the end of its axis.
 * @import { Scale } from "./scales.js"
 * @typedef {{left: number, right: number, top: number, bottom: number}} Box in pixels
 */
import { label, svg } from "./dom.js";
import { tick, ticks } from "./scales.js";

const LEFT_TICKS = 5; // about as many on the left axis
const DIGIT = 6.4; // pixels of a character at a tick, at most
const BESIDE = 10; // pixels between the words of a tick and the plot, and before them

/** @param {Scale} scale @param {number[]} values @param {Box} box @param {string} name */
export function bottomAxis(scale, values, box, name, format = tick) {
  const group = svg("g", { class: "gd-axis" });
  group.append(rule(box.left, box.bottom, box.right, box.bottom));
  const end = box.right - 7 * name.length - 4;
  for (const value of values) {
    const x = scale(value);
    group.append(rule(x, box.bottom, x, box.bottom + 4));
    const anchor = x - box.left < 12 && format !== tick ? "start" : "middle";
    const words = format(value);
    const reach = (DIGIT * words.length) / (anchor === "start" ? 1 : 2);
    if (x + reach < end) group.append(label("", x, box.bottom + 17, words, anchor));
  }
  group.append(label("gd-axis-name", box.right, box.bottom + 17, name, "end"));
  return group;
}

/** @param {Scale} scale @param {number[]} values @param {Box} box @param {string} name */
export function leftAxis(scale, values, box, name, format = tick) {
  const group = svg("g", { class: "gd-axis" });
  for (const value of values) {
    const y = scale(value);
    group.append(rule(box.left - 4, y, box.left, y));
    group.append(label("", box.left - 7, y + 4, format(value), "end"));
  }
  group.append(rule(box.left, box.top, box.left, box.bottom));
  group.append(label("gd-axis-name", 0, box.top - 8, name));
  return group;
}

/** The ticks of a left axis. @param {[number, number]} span */
export function leftTicks(span) {
  return ticks(span, LEFT_TICKS);
}

/**
 * A margin with room at the left for the numbers of a span.
 * @param {Box} margin @param {[number, number]} span @returns {Box}
 */
export function roomFor(margin, span) {
  const longest = Math.max(0, ...leftTicks(span).map((value) => tick(value).length));
  return { ...margin, left: Math.max(margin.left, BESIDE + Math.ceil(DIGIT * longest)) };
}

/**
 * The box of a plot in a drawing of this size.
 * @param {Box} margin @param {number} width @param {number} height @returns {Box}
 */
export function within({ left, right, top, bottom }, width, height) {
  return { left, right: width - right, top, bottom: height - bottom };
}

/** @param {number} x1 @param {number} y1 @param {number} x2 @param {number} y2 */
export function rule(x1, y1, x2, y2, className = "gd-rule") {
  return svg("line", { class: className, x1, y1, x2, y2 });
}
