/**
 * Lines of equal loss, from a coarse table of losses to paths.
 * The one rule: a narrow valley is as smooth as a wide one, so the table is refined by
 * cubics, which are exact on the paraboloids of squared errors, before it is cut.
 * @import { Frame } from "../types.js"
 */
import { contours } from "d3-contour";

const FINER = 2;
const LEVELS = 11;
const LOWEST = 1e-3; // of the range of losses: the innermost line

/** Weights of the four neighbors at a share of the way (Catmull-Rom). @param {number} t */
function weights(t) {
  return [
    ((2 - t) * t - 1) * t * 0.5,
    ((3 * t - 5) * t * t + 2) * 0.5,
    ((4 - 3 * t) * t + 1) * t * 0.5,
    (t - 1) * t * t * 0.5,
  ];
}

/**
 * Value at index i, continued beyond the ends by the parabola of the last three.
 * @param {(i: number) => number} value @param {number} i @param {number} size
 */
function at(value, i, size) {
  if (i < 0) return 3 * value(0) - 3 * value(1) + value(2);
  if (i >= size) return 3 * value(size - 1) - 3 * value(size - 2) + value(size - 3);
  return value(i);
}

/**
 * `FINER` times as many values along rows of `width`, then turned over.
 * @param {Float64Array} values @param {number} width @param {number} height
 */
function refined(values, width, height) {
  const wide = (width - 1) * FINER + 1;
  const turned = new Float64Array(wide * height);
  const shares = Array.from({ length: FINER }, (_, s) => weights(s / FINER));
  for (let r = 0; r < height; r += 1) {
    const value = (/** @type {number} */ i) => values[r * width + i];
    for (let c = 0; c < wide; c += 1) {
      const i = Math.floor(c / FINER);
      const [a, b, d, e] = shares[c - i * FINER];
      turned[c * height + r] =
        a * at(value, i - 1, width) +
        b * value(i) +
        d * at(value, i + 1, width) +
        e * at(value, i + 2, width);
    }
  }
  return turned;
}

/**
 * Levels at equal ratios above the lowest loss.
 * @param {Float64Array} losses @param {number} best
 */
export function levels(losses, best) {
  let most = 0;
  for (const loss of losses) if (Number.isFinite(loss)) most = Math.max(most, loss - best);
  const ratio = (1 / LOWEST) ** (1 / LEVELS);
  return Array.from({ length: LEVELS }, (_, i) => best + most * LOWEST * ratio ** i);
}

/**
 * A path for each level, lowest first, around all that is lower.
 * @param {Frame} frame
 * @param {(u: number) => number} x of a share of the width
 * @param {(v: number) => number} y of a share of the height
 */
export function contourPaths({ surface, best }, x, y) {
  const [height, width] = surface.loss.shape;
  const tall = refined(surface.loss.data, width, height);
  const wide = (width - 1) * FINER + 1;
  const fine = refined(tall, height, wide);
  const high = (height - 1) * FINER + 1;
  const lowest = Math.min(best ?? Infinity, ...surface.loss.data);
  // Rings enclose what lies above a threshold: turned over, they enclose the valley.
  const depths = levels(surface.loss.data, lowest)
    .map((level) => -level)
    .reverse();
  const cut = contours().size([wide, high]).thresholds(depths);
  const turned = fine.map((loss) => -loss);
  // A cell's value stands in its middle, at half a cell from its corner.
  const place = (/** @type {number[]} */ [c, r]) =>
    `${x((c - 0.5) / (wide - 1)).toFixed(1)},${y((r - 0.5) / (high - 1)).toFixed(1)}`;
  /** @type {{coordinates: number[][][][]}[]} */
  const rings = cut(turned).reverse();
  return rings.map(({ coordinates }) =>
    coordinates
      .flat()
      .map((ring) => `M${ring.map((corner) => place(corner)).join("L")}Z`)
      .join(""),
  );
}
