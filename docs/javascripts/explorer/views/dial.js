/**
 * The rate dial: steps to one percent over the learning rate, a curve for each of the coordinates.
 * The one rule: a curve is told by its dash and its name; beyond the limit all is hatched.
 * @typedef {import("./scales.js").Scale} Scale
 * @typedef {{coordinates: string, limit: number | null, share: Float64Array, rate: Float64Array,
 *   steps: Float64Array, k: import("../types.js").Table, left: import("../types.js").Table}} Curve
 * @typedef {{limited: boolean, curves: Curve[]}} Dial
 * @typedef {{curve: number, spot: number}} Place
 */
import { bottomAxis, leftAxis, within } from "./axes.js";
import { clipped, label, set, svg } from "./dom.js";
import { decades, extent, logarithmic } from "./scales.js";

const MARGIN = { left: 44, right: 16, top: 26, bottom: 28 };
const INSET = { width: 150, height: 64, pad: 8 };
const PAST = 1.3; // how far the picture goes beyond the limit
const DEPTH = 1e-6; // of the first loss: below, the small curve ends
const NAME = 12; // pixels that a name stands above its curve
const DASHES = ["", "gd-dash-2", "gd-dash-3"];

/**
 * The place next to a point of the picture: of the nearest rate, the nearest curve.
 * @param {Dial} dial @param {Scale} x @param {Scale} y @param {number} px @param {number} py
 * @returns {Place | null}
 */
export function nearest({ curves }, x, y, px, py) {
  /** @type {{place: Place, far: number} | null} */
  let best = null;
  curves.forEach(({ share, steps }, curve) => {
    share.forEach((value, spot) => {
      if (!Number.isFinite(steps[spot])) return;
      const far = Math.hypot(x(value) - px, y(Math.max(1, steps[spot])) - py);
      if (!best || far < best.far) best = { place: { curve, spot }, far };
    });
  });
  return best && /** @type {any} */ (best).place;
}

/**
 * The place next to it on its curve, or at its share on another.
 * @param {Dial} dial @param {Place} place @param {number} along @param {number} across
 * @returns {Place}
 */
export function moved({ curves }, { curve, spot }, along, across) {
  const arrives = (/** @type {number} */ c, /** @type {number} */ s) =>
    Number.isFinite(curves[c]?.steps[s]);
  if (across && arrives(curve + across, spot)) return { curve: curve + across, spot };
  if (along && arrives(curve, spot + along)) return { curve, spot: spot + along };
  return { curve, spot };
}

/**
 * The place of a run: the nearest rate that was counted, if the rate is among them.
 * @param {Dial} dial @param {string} coordinates @param {unknown} rate @returns {Place | null}
 */
export function placeOf({ curves }, coordinates, rate) {
  const curve = curves.findIndex((one) => one.coordinates === coordinates);
  if (curve < 0 || typeof rate !== "number") return null;
  const { rate: rates, steps } = curves[curve];
  if (!(rate >= rates[0] / 2 && rate <= rates[rates.length - 1] * 1.001)) return null;
  const far = [...rates].map((one, i) =>
    Number.isFinite(steps[i]) ? Math.abs(Math.log(one / rate)) : Infinity,
  );
  const spot = far.indexOf(Math.min(...far));
  return Number.isFinite(far[spot]) ? { curve, spot } : null;
}

/** Where a curve has counts. @param {Curve} curve */
function ends({ steps }) {
  const counted = [...steps.keys()].filter((i) => Number.isFinite(steps[i]));
  return counted.length ? [counted[0], counted[counted.length - 1]] : null;
}

/** A path through what is finite. @param {[number, number][]} points */
function line(points) {
  let d = "";
  let pen = "M";
  for (const [px, py] of points) {
    if (Number.isFinite(px) && Number.isFinite(py)) {
      d += `${pen}${px.toFixed(1)},${py.toFixed(1)}`;
      pen = "L";
    } else pen = "M";
  }
  return d;
}

/** @param {SVGSVGElement} drawing */
export function dialView(drawing) {
  /** @type {any} */
  let drawn = null;

  /** @param {Dial} dial @param {number} width @param {number} height @param {Place | null} run */
  function draw(dial, width, height, run) {
    const box = within(MARGIN, width, height);
    const shares = extent(dial.curves.flatMap(({ share }) => [...share]));
    const counts = extent(dial.curves.flatMap(({ steps }) => [...steps]));
    const right = dial.limited ? PAST : shares[1];
    const x = logarithmic([shares[0], right], [box.left, box.right]);
    const y = logarithmic([0.8, Math.max(counts[1] * 8, 10)], [box.bottom, box.top]);
    const across = dial.limited ? "share of the limit" : "learning rate";
    const inner = clipped(box);
    if (dial.limited) inner.append(cliff(x(1), box));
    dial.curves.forEach((curve, i) => {
      const points = [...curve.share].map((share, s) => [x(share), y(curve.steps[s])]);
      const d = line(/** @type {any} */ (points));
      inner.append(svg("path", { class: `gd-curve ${DASHES[i]}`, d }));
    });
    const marker = svg("circle", { class: "gd-marker", r: 6, visibility: "hidden" });
    const inset = svg("g", { class: "gd-inset" });
    const ring = svg("circle", { class: "gd-start", r: 5, visibility: run ? "visible" : "hidden" });
    if (run) {
      const { share, steps } = dial.curves[run.curve];
      set(ring, { cx: x(share[run.spot]), cy: y(Math.max(1, steps[run.spot])) });
    }
    drawing.replaceChildren(
      bottomAxis(x, decades([shares[0], right], 5), box, across),
      leftAxis(y, decades([1, counts[1] * 2], 6), box, "steps until the errors are at 1 %"),
      inner.parent,
      ...dial.curves.flatMap((curve) => named(curve, x, y, box)),
      inset,
      ring,
      marker,
    );
    drawn = { dial, x, y, box, marker, inset };
  }

  /** @param {Place | null} place */
  function at(place) {
    if (!drawn) return;
    const { dial, x, y, box, marker, inset } = drawn;
    set(marker, { visibility: place ? "visible" : "hidden" });
    inset.replaceChildren();
    if (!place) return;
    const { share, steps, k, left } = dial.curves[place.curve];
    const [cx, cy] = [x(share[place.spot]), y(Math.max(1, steps[place.spot]))];
    set(marker, { cx, cy });
    inset.append(...small(k, left, place.spot, dial.limited ? x(1) : box.right, box));
  }

  return {
    draw,
    at,
    /** @param {number} px @param {number} py */
    find: (px, py) => (drawn ? nearest(drawn.dial, drawn.x, drawn.y, px, py) : null),
  };
}

/** Where every run diverges. @param {number} edge @param {any} box */
function cliff(edge, box) {
  const lines = [];
  for (let at = box.top - (box.right - edge); at < box.bottom; at += 7)
    lines.push(`M${edge},${at}L${box.right},${at + box.right - edge}`);
  return svg(
    "g",
    {},
    svg("path", { class: "gd-cliff", d: lines.join("") }),
    svg("line", { class: "gd-cliff-edge", x1: edge, x2: edge, y1: box.top, y2: box.bottom }),
  );
}

/** The name of a curve, above its beginning. @param {Curve} curve @param {any} box */
function named(curve, /** @type {Scale} */ x, /** @type {Scale} */ y, box) {
  const from = ends(curve);
  if (!from) return [];
  const [first] = from;
  const px = Math.max(box.left + 4, x(curve.share[first]) + 4);
  const py = Math.max(box.top + 10, y(curve.steps[first]) - NAME);
  return [label("gd-name", px, py, curve.coordinates)];
}

/**
 * The loss of one rate, step by step, in the corner above the curves' ends.
 * @param {any} k @param {any} left @param {number} spot @param {number} edge @param {any} box
 */
function small(k, left, spot, edge, box) {
  const [, columns] = k.shape;
  const row = (/** @type {any} */ table) =>
    [...table.data.subarray(spot * columns, (spot + 1) * columns)].slice(1);
  const [steps, losses] = [row(k), row(left)];
  const { width, height, pad } = INSET;
  const [x0, y0] = [edge - width - pad, box.top];
  const x = logarithmic(extent(steps), [x0 + pad, x0 + width - pad]);
  const y = logarithmic([DEPTH, 1], [y0 + height - pad, y0 + pad + 10]);
  const points = losses.map((loss, i) => [x(steps[i]), y(Math.max(DEPTH, Math.min(2, loss)))]);
  return [
    svg("rect", { class: "gd-inset-ground", x: x0, y: y0, width, height, rx: 4 }),
    svg("path", { class: "gd-curve", d: line(/** @type {any} */ (points)) }),
    label("gd-muted-text", x0 + width - pad, y0 + 14, "its loss", "end"),
  ];
}
