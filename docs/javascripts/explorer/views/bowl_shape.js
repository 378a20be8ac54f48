/**
 * The bowl as polygons: heights over the region, turned, laid on the picture, far ones first.
 * The one rule: a chunk of its own, loaded when the bowl is asked for; it knows no document.
 * @import { Frame } from "../types.js"
 * @import { Box } from "./axes.js"
 * @typedef {[number, number]} Pair
 * @typedef {{x: number, y: number, z: number}} Point of the model: base about 0, height up
 * @typedef {{turn: number, tilt: number}} View in radians: about the height, and from above
 * @typedef {{view: View, origin: {x: number, y: number}, scale: number}} Lens
 * @typedef {{x: number, y: number, s: number, t: number, height: number}} Corner of a
 *   polygon: in the picture, on the base, above it
 * @typedef {object} Polygon
 * @property {number} band
 * @property {boolean} under whether it is seen from below
 * @property {Pair[]} corners
 * @property {Pair[][]} lines its edges of equal loss
 * @property {Pair[][]} rims its edges at the end of the bowl
 * @typedef {{r: number, x: number, y: number, behind: boolean, again: boolean}} Spot of a run,
 *   at row r; `again`: the rows before it are not on the bowl
 * @typedef {{points: Point[], columns: number}} Mesh places of the model, line by line
 * @typedef {object} Bowl
 * @property {Pair} across the first parameter, from end to end
 * @property {Pair} up the second one
 * @property {number} columns
 * @property {number} lines
 * @property {Float64Array} heights losses above the lowest, line by line
 * @property {number} cut height of the rim
 * @property {boolean} whole whether nothing is above the rim
 * @property {number[]} levels heights between the bands
 * @property {Mesh} fine every place
 * @property {Mesh} rough every second one, for while it turns
 */
import { gridPlanes3D, points3D } from "d3-3d";

const HEIGHT = 0.62; // of the rim, in sides of the base
const FILLED = 0.85; // of the height: where the base ends farthest, no bowl is at its highest
const AIR = 1.04; // of the highest place of the run
const ROUND = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];
const MARCH = 48; // places that are looked at between a point and the eye
const APART = 0.7; // pixels: nearer places of a run are one

/** The next round number. @param {number} value */
function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * (ROUND.find((step) => step * power >= value) ?? 10);
}

/**
 * Height over a place; not a number outside.
 * @param {Pick<Bowl, "across" | "up" | "columns" | "lines" | "heights">} bowl @param {Pair} place
 */
export function heightAt({ across, up, columns, lines, heights }, [p, q]) {
  const c = ((p - across[0]) / (across[1] - across[0])) * (columns - 1);
  const r = ((q - up[0]) / (up[1] - up[0])) * (lines - 1);
  if (!(c >= 0 && c <= columns - 1 && r >= 0 && r <= lines - 1)) return NaN;
  const [i, j] = [Math.min(Math.floor(c), columns - 2), Math.min(Math.floor(r), lines - 2)];
  const [s, t] = [c - i, r - j];
  const at = (/** @type {number} */ k) => heights[j * columns + i + k];
  return (
    (1 - t) * ((1 - s) * at(0) + s * at(1)) + t * ((1 - s) * at(columns) + s * at(columns + 1))
  );
}

/** Whether a place lies on the bowl, below its rim. @param {Bowl} bowl @param {Pair} place */
export const isOn = (bowl, place) => heightAt(bowl, place) <= bowl.cut;

/**
 * A place of the model. @param {Pick<Bowl, "across" | "up" | "cut">} bowl
 * @param {Pair} place @param {number} height @returns {Point}
 */
export function pointOf({ across, up, cut }, [p, q], height) {
  return {
    x: (p - across[0]) / (across[1] - across[0]) - 0.5,
    y: 0.5 - (q - up[0]) / (up[1] - up[0]),
    z: HEIGHT * (height / cut - 0.5),
  };
}

/**
 * The bowl of a frame: with equal axes the middle of the region, as wide as it is deep.
 * @param {Frame} frame
 * @param {(losses: Float64Array, lowest: number) => number[]} levels between the bands
 * @returns {Bowl}
 */
export function bowlOf({ surface, z, best }, levels) {
  const { u, v, equal, loss } = surface;
  const middle = (u[0] + u[u.length - 1]) / 2;
  const reach = equal ? (1 + 1e-9) * ((v[v.length - 1] - v[0]) / 2) : Infinity;
  const kept = [...u.keys()].filter((i) => Math.abs(u[i] - middle) <= reach);
  const [first, columns, lines] = [kept[0], kept.length, v.length];
  const losses = Float64Array.from(
    { length: columns * lines },
    (_, i) => loss.data[Math.floor(i / columns) * u.length + first + (i % columns)],
  );
  const finite = losses.filter(Number.isFinite);
  const lowest = Math.min(best ?? Infinity, ...finite);
  const most = Math.max(lowest, ...finite) - lowest || 1;
  const heights = losses.map((value) => (Number.isFinite(value) ? value - lowest : 4 * most));
  /** @type {{across: Pair, up: Pair, columns: number, lines: number, heights: Float64Array}} */
  const grid = {
    across: [u[first], u[kept[columns - 1]]],
    up: [v[0], v[lines - 1]],
    columns,
    lines,
    heights,
  };
  const cut = Math.min(most, rimOf(grid, z.data) || most);
  const shape = {
    ...grid,
    cut,
    whole: cut === most,
    levels: levels(loss.data, lowest).map((level) => level - lowest),
  };
  const points = [...heights].map((height, i) =>
    pointOf(shape, [u[first + (i % columns)], v[Math.floor(i / columns)]], height),
  );
  const mesh = (/** @type {number} */ stride) => {
    const is = (/** @type {number} */ i, last = columns - 1) => i % stride === 0 || i === last;
    const chosen = (/** @type {Point} */ _, /** @type {number} */ i) =>
      is(i % columns) && is(Math.floor(i / columns), lines - 1);
    const some = points.filter(chosen);
    return { points: some, columns: some.findIndex(({ y }) => y !== some[0].y) };
  };
  return { ...shape, fine: mesh(1), rough: mesh(2) };
}

/**
 * The height of the rim: above the run, and no lower than the lowest place of the edge.
 * @param {any} grid @param {Float64Array} places of the run
 */
function rimOf(grid, places) {
  const { columns, lines, heights } = grid;
  let edge = Infinity;
  heights.forEach((/** @type {number} */ height, /** @type {number} */ i) => {
    const [c, r] = [i % columns, Math.floor(i / columns)];
    if (c % (columns - 1) === 0 || r % (lines - 1) === 0) edge = Math.min(edge, height);
  });
  let top = 0;
  for (let i = 0; i < places.length; i += 2) {
    top = Math.max(top, heightAt(grid, [places[i], places[i + 1]]) || 0);
  }
  return Math.max(edge, top && roundUp(AIR * top));
}

/**
 * How the bowl fills a box, however it is turned.
 * @param {View} view @param {Box} box @returns {Lens}
 */
export function lensOf(view, { left, right, top, bottom }) {
  const high = Math.SQRT2 * Math.cos(view.tilt) + FILLED * HEIGHT * Math.sin(view.tilt);
  return {
    view,
    origin: { x: (left + right) / 2, y: (top + bottom) / 2 },
    scale: Math.min((right - left) / Math.SQRT2, (bottom - top) / high),
  };
}

/** @param {any} shapes of d3-3d @param {Lens} lens */
const through = (shapes, { view, origin, scale }) =>
  shapes.rotateZ(view.turn).rotateX(view.tilt).origin(origin).scale(scale);

/**
 * Places of the model in the picture.
 * @param {Point[]} points @param {Lens} lens @returns {Pair[]}
 */
export function projected(points, lens) {
  return through(
    points3D(),
    lens,
  )(points.map((point) => ({ ...point }))).map((/** @type {any} */ { projected: { x, y } }) => [
    x,
    y,
  ]);
}

/**
 * The part of a polygon that lies above a level (side 1) or below it (side -1).
 * @param {Corner[]} corners @param {number} level @param {number} side
 */
function part(corners, level, side) {
  /** @type {Corner[]} */
  const kept = [];
  let from = corners[corners.length - 1];
  for (const to of corners) {
    const [a, b] = [side * (from.height - level), side * (to.height - level)];
    if (a >= 0 !== b >= 0) {
      const between = (/** @type {"x" | "y" | "s" | "t"} */ key) =>
        from[key] + (a / (a - b)) * (to[key] - from[key]);
      const [x, y, s, t] = [between("x"), between("y"), between("s"), between("t")];
      kept.push({ x, y, s, t, height: level });
    }
    if (b >= 0) kept.push(to);
    from = to;
  }
  return kept;
}

const onSide = (/** @type {Corner} */ p, /** @type {Corner} */ q) =>
  (p.s === q.s && Math.abs(p.s) === 0.5) || (p.t === q.t && Math.abs(p.t) === 0.5);

/**
 * What is painted, far parts first; each quad is cut at the levels between the bands.
 * @param {Bowl} bowl @param {Lens} lens @param {boolean} [turning] @returns {Polygon[]}
 */
export function polygons({ fine, rough, levels, cut }, lens, turning = false) {
  const { points, columns } = turning ? rough : fine;
  const shapes = through(gridPlanes3D(), lens).rows(columns);
  const tops = [...levels.filter((level) => level < cut), cut];
  /** @type {Polygon[]} */
  const all = [];
  for (const quad of shapes(points).sort(shapes.sort)) {
    /** @type {Corner[]} */
    let rest = quad.map((/** @type {any} */ { projected: { x, y }, x: s, y: t, z }) => {
      return { x, y, s, t, height: cut * (z / HEIGHT + 0.5) };
    });
    const heights = rest.map(({ height }) => height);
    const [lowest, highest] = [Math.min(...heights), Math.max(...heights)];
    for (let band = 0; band < tops.length && rest.length > 2; band += 1) {
      const top = tops[band];
      if (lowest >= top) continue;
      const inside = highest <= top ? rest : part(rest, top, -1);
      rest = highest <= top ? [] : part(rest, top, 1);
      if (inside.length > 2) all.push(polygon(inside, band, quad.ccw, top, top === cut));
    }
  }
  return all;
}

/**
 * @param {Corner[]} corners @param {number} band @param {boolean} under
 * @param {number} top @param {boolean} last @returns {Polygon}
 */
function polygon(corners, band, under, top, last) {
  /** @type {Record<"lines" | "rims", Pair[][]>} */
  const { lines, rims } = { lines: [], rims: [] };
  corners.forEach((to, i) => {
    const from = corners[(i || corners.length) - 1];
    const line = /** @type {Pair[]} */ ([
      [from.x, from.y],
      [to.x, to.y],
    ]);
    const level = from.height === top && to.height === top;
    if (onSide(from, to) || (level && last)) rims.push(line);
    else if (level) lines.push(line);
  });
  return { band, under, corners: corners.map(({ x, y }) => [x, y]), lines, rims };
}

/**
 * Whether the bowl stands between a point and the eye.
 * @param {Bowl} bowl @param {View} view @param {Point} point
 */
export function isBehind(bowl, { turn, tilt }, { x, y, z }) {
  const { across, up, cut } = bowl;
  const [dx, dy, dz] = [
    Math.sin(tilt) * Math.sin(turn),
    Math.sin(tilt) * Math.cos(turn),
    Math.cos(tilt),
  ];
  for (let i = 1; i <= MARCH; i += 1) {
    const way = (i / MARCH) * Math.SQRT2;
    const height = cut * ((z + way * dz) / HEIGHT + 0.5);
    if (height > cut) return false;
    const wall = heightAt(bowl, [
      across[0] + (x + way * dx + 0.5) * (across[1] - across[0]),
      up[0] + (0.5 - y - way * dy) * (up[1] - up[0]),
    ]);
    if (Number.isNaN(wall)) return false;
    if (wall > height + 0.01 * cut && wall <= cut) return true;
  }
  return false;
}

/**
 * The places of a run that lie on the bowl, in the picture: those that the eye can tell apart.
 * @param {Bowl} bowl @param {Lens} lens @param {number} total @param {(r: number) => Pair} place
 * @returns {Spot[]}
 */
export function spots(bowl, lens, total, place) {
  /** @type {Point[]} */
  const points = [];
  /** @type {number[]} */
  const rows = [];
  for (let r = 0; r < total; r += 1) {
    const height = heightAt(bowl, place(r));
    if (!(height <= bowl.cut)) continue;
    points.push(pointOf(bowl, place(r), height));
    rows.push(r);
  }
  /** @type {Spot[]} */
  const kept = [];
  projected(points, lens).forEach(([x, y], i) => {
    const last = kept[kept.length - 1];
    const again = i > 0 && rows[i] > rows[i - 1] + 1;
    const near = last && Math.hypot(x - last.x, y - last.y) < APART;
    if (near && !again && i < rows.length - 1) return;
    kept.push({ r: rows[i], x, y, again, behind: isBehind(bowl, lens.view, points[i]) });
  });
  return kept;
}
