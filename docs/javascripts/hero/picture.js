/**
 * Draws the front page's picture: it moves what the build has drawn.
 * The one rule: positions come from the scales of the data file.
 */
import { between, blend } from "./clock.js";

/** @import { Run } from "./clock.js" */
/**
 * One of the two coordinates: `point` carries theta, `surface` the circles into the drawing.
 * @typedef {{axes: string[], point: number[], surface: number[], runs: Run[]}} Coordinates
 */
/**
 * The data file. A row of `line` is (across, of_w, of_b, rest).
 * @typedef {{first: number, best: number[], line: number[][],
 *   raw: Coordinates, standardized: Coordinates}} Hero
 */

/** @param {number[]} row @param {number} w @param {number} b */
function height([across, ofW, ofB, rest], w, b) {
  return `${across} ${(ofW * w + ofB * b + rest).toFixed(1)}`;
}

/** @param {number[]} matrix @param {number} w @param {number} b */
function at([a, c, d, e, left, top], w, b) {
  return `${(a * w + d * b + left).toFixed(1)} ${(c * w + e * b + top).toFixed(1)}`;
}

/**
 * The function that draws a run up to a step; `share` is how far the valley has turned
 * from raw to standardized.
 * @param {HTMLElement} section @param {Hero} hero
 */
export function pictureOf(section, hero) {
  const find = (/** @type {string} */ name) =>
    /** @type {SVGElement} */ (section.querySelector(`.gd-hero-${name}`));
  const [line, dot, bands] = ["run", "intercept", "bands"].map(find);
  const paths = ["halo", "path"].map(find);
  const ends = ["ring", "marker"].map(find);
  const [across, up] = ["surface ~ .gd-hero-across", "surface ~ .gd-hero-up"].map(find);
  const [step, b] = ["step", "b"].map(find);
  const [left, right, zero] = hero.line;

  /** @param {Run} run @param {number} k @param {number} share */
  return function draw(run, k, share) {
    const now = between(run, k);
    line.setAttribute("d", `M${height(left, now.w, now.b)}L${height(right, now.w, now.b)}`);
    dot.setAttribute("d", `M${height(zero, now.w, now.b)}h0`);
    const matrix = blend(hero.raw.point, hero.standardized.point, share);
    const surface = blend(hero.raw.surface, hero.standardized.surface, share);
    bands.setAttribute("transform", `matrix(${surface.join(" ")})`);
    const places = [];
    for (let row = 0; row <= now.row; row += 1) {
      places.push(at(matrix, run.theta[2 * row], run.theta[2 * row + 1]));
    }
    const end = at(matrix, now.w, now.b);
    for (const path of paths) path.setAttribute("d", `M${places.join("L")}L${end}`);
    for (const mark of ends) mark.setAttribute("d", `M${end}h0`);
    [across.textContent, up.textContent] = share < 0.5 ? hero.raw.axes : hero.standardized.axes;
    step.textContent = Math.floor(k + 1e-6).toLocaleString("en-US");
    b.textContent = Math.abs(now.b) < 1000 ? now.b.toFixed(2).replace("-", "\u2212") : "…";
  };
}
