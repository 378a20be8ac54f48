/**
 * The region of the two parameters, for the map of the loss and for the bowl.
 * The one rule: both pictures name the same axes and show the same places.
 * @import { Frame } from "../types.js"
 * @typedef {[number, number]} Pair
 * @typedef {Frame["surface"]} Surface
 */
import { linear } from "./scales.js";

/** @type {Record<string, string>} */
const WORDS = {
  w: "w, slope",
  b: "b, intercept",
  u: "u, slope for standardized x",
  c: "c, height at the mean of x",
  x0: "x₀",
  x1: "x₁",
};

/** @param {string} name */
export const axisName = (name) => WORDS[name] ?? name;

/**
 * Whether two surfaces have the same range and the same losses.
 * @param {Surface} one @param {Surface} two
 */
export function sameSurface(one, two) {
  const equal = (/** @type {Float64Array} */ p, /** @type {Float64Array} */ q) =>
    p.length === q.length && p.every((value, i) => value === q[i]);
  return (
    one === two ||
    (equal(one.u, two.u) && equal(one.v, two.v) && equal(one.loss.data, two.loss.data))
  );
}

/** The nearest place inside a box. @param {Pair} place @param {any} box @returns {Pair} */
export function held([x, y], { left, right, top, bottom }, room = 7) {
  /** @param {number} value @param {number} least @param {number} most */
  const clamped = (value, least, most) =>
    Math.max(least + room, Math.min(most - room, Number.isFinite(value) ? value : most));
  return [clamped(x, left, right), clamped(y, top, bottom)];
}

/**
 * From the region to the box; with equal axes the middle of it, as far as the box goes.
 * @param {Surface} surface @param {any} box
 */
export function scales({ u, v, equal }, box) {
  const ends = [u, v].map((values) => [values[0], values[values.length - 1]]);
  const sizes = [box.right - box.left, box.bottom - box.top];
  const unit = Math.max(...ends.map(([low, high], i) => sizes[i] / (high - low)));
  const [across, up] = ends.map(([low, high], i) => {
    const [middle, reach] = [(low + high) / 2, sizes[i] / unit / 2];
    return /** @type {Pair} */ (equal ? [middle - reach, middle + reach] : [low, high]);
  });
  return {
    x: linear(across, [box.left, box.right]),
    y: linear(up, [box.bottom, box.top]),
  };
}
