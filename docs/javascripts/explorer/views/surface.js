/**
 * The loss over the two parameters: the valley, and the way the run takes through it.
 * The one rule: the picture is the region that the frame names; what leaves it stands at the
 * edge. It holds still, and the marker follows the hand, as long as a hand holds the marker.
 * @import { Frame } from "../types.js"
 * @import { Scene } from "./scene.js"
 * @import { Pair, Surface } from "./region.js"
 */
import { fromRaw, placesIn, row, rows } from "../state/frames.js";
import { number } from "../state/numerals.js";
import { bottomAxis, leftAxis, leftTicks, roomFor, within } from "./axes.js";
import { contourPaths } from "./contours.js";
import { directions } from "./directions.js";
import { clipped, label, set, svg } from "./dom.js";
import { clear } from "./labels.js";
import { ruler } from "./measure.js";
import { rawNames } from "./narrate.js";
import { arrowHead, cross, star, trail } from "./paths.js";
import { axisName, held, sameSurface, scales } from "./region.js";
import { ticks } from "./scales.js";
import { gestures } from "./surface_hand.js";

const NAME_SIZE = 12; // pixels
const MARGIN = { left: 40, right: 14, top: 24, bottom: 26 };

/**
 * Arrow of a step downhill in pixels: in its direction, as long as its logarithm says.
 * @param {Frame} frame @param {number} r @param {any} x @param {any} y @returns {Pair}
 */
export function downhill(frame, r, x, y) {
  const [g0, g1] = gradient(frame, r);
  const slopes = [x.domain, y.domain].map(([least, most]) => most - least);
  const size = Math.hypot(g0 * slopes[0], g1 * slopes[1]);
  const [s0, s1] = gradient(frame, 0);
  const first = Math.hypot(s0 * slopes[0], s1 * slopes[1]);
  if (!(size > 0) || !Number.isFinite(size)) return [0, 0];
  const [dx, dy] = [
    (-g0 * (x.range[1] - x.range[0])) / slopes[0],
    (-g1 * (y.range[1] - y.range[0])) / slopes[1],
  ];
  const length = 16 + 34 * Math.max(0, Math.min(1, 1 + Math.log10(size / first) / 4));
  const scale = length / (Math.hypot(dx, dy) || 1);
  return [dx * scale, dy * scale];
}

/**
 * The arrow of each row, as a line.
 * @param {Frame} frame @param {any} x @param {any} y @returns {Pair[][]}
 */
function downhills(frame, x, y) {
  return Array.from({ length: rows(frame) }, (_, r) => {
    const [px, py] = place(x, y, row(frame.z, r));
    const [dx, dy] = downhill(frame, r, x, y);
    return [
      [px, py],
      [px + dx, py + dy],
    ];
  });
}

/**
 * The gradient in the method's coordinates, by the chain rule.
 * @param {Frame} frame @param {number} r @returns {Pair}
 */
function gradient(frame, r) {
  const [gw, gb] = row(frame.grad, r);
  const [a, b, c, d] = frame.map.matrix.data;
  return [a * gw + c * gb, b * gw + d * gb];
}

/**
 * @param {SVGSVGElement} drawing @param {{start: (raw: Pair) => void, started: () => Pair}} hooks
 */
export function surfaceView(drawing, hooks) {
  /** @type {any} */
  let drawn = null;
  /** Lines of equal loss are kept while the surface and the size are the same. */
  let kept = {
    surface: /** @type {Surface | null} */ (null),
    size: "",
    lines: svg("g"),
  };
  /** While a hand holds the marker: where it is. @type {Pair | null} */
  let hand = null;
  const width = ruler(drawing, NAME_SIZE);

  /** @param {Scene} scene */
  function draw(scene) {
    const { frame } = scene;
    const { v } = frame.surface;
    const margin = roomFor(MARGIN, [v[0], v[v.length - 1]]);
    const box = within(margin, scene.width, scene.height);
    const { x, y } = hand && drawn ? drawn : scales(frame.surface, box);
    const inner = clipped(box);
    const way = trail(
      rows(frame),
      (r) => x(frame.z.data[2 * r]),
      (r) => y(frame.z.data[2 * r + 1]),
    );
    const ways = pinned(scene, x, y);
    const lines = [way, ...ways].map(({ points }) => points);
    const arrows = directions(frame, x, y, box, lines, width, () => downhills(frame, x, y));
    lines.push(...arrows.flatMap(shaft));
    const dashes = ways.map(({ d }, i) =>
      svg("path", { class: `gd-path gd-second gd-pin-${i + 1}`, d }),
    );
    inner.append(hand ? kept.lines : contourLines(frame, box, x, y), ...arrows, ...dashes);
    const path = svg("path", { class: "gd-path", d: way.d });
    const arrow = svg("g", { class: "gd-arrow" }, svg("line"), svg("path"));
    const [sx, sy] = row(frame.z, 0);
    inner.append(
      svg("path", { class: "gd-path gd-future", d: way.d }),
      path,
      svg("circle", { class: "gd-start", cx: x(sx), cy: y(sy), r: 4.5 }),
      ...(frame.optimum_z
        ? [svg("path", { class: "gd-star", d: star(x(frame.optimum_z[0]), y(frame.optimum_z[1])) })]
        : []),
      arrow,
    );
    const over = {
      marker: svg("circle", { class: "gd-marker", r: 7 }),
      out: svg("path", { class: "gd-cross" }),
      gone: label("gd-gone", 0, 0, ""),
      pending: svg("circle", { class: "gd-pending", r: 7, visibility: "hidden" }),
      handle: svg("circle", { class: "gd-handle", r: 20, tabindex: 0, role: "slider" }),
    };
    const focused = drawing.contains(document.activeElement);
    const still = [...axes(frame, x, y, box), inner.parent];
    drawing.replaceChildren(...still, ...Object.values(over));
    if (focused) over.handle.focus({ preventScroll: true });
    drawn = { scene, x, y, box, path, lines, way, arrow, ...over };
    at(scene.k);
  }

  /**
   * The ground, and on it the bands, the lower the later.
   * @param {Frame} frame @param {any} box @param {any} x @param {any} y
   */
  function contourLines(frame, box, x, y) {
    const size = `${box.right}:${box.bottom}`;
    const { surface } = frame;
    if (!kept.surface || !sameSurface(kept.surface, surface) || kept.size !== size) {
      const { u, v } = surface;
      const along = (/** @type {number} */ share) => x(u[0] + share * (u[u.length - 1] - u[0]));
      const up = (/** @type {number} */ share) => y(v[0] + share * (v[v.length - 1] - v[0]));
      const paths = contourPaths(frame, along, up);
      const ground = svg("rect", {
        class: `gd-ramp-${paths.length + 1}`,
        x: box.left,
        y: box.top,
        width: box.right - box.left,
        height: box.bottom - box.top,
      });
      const bands = paths.map((d, i) => svg("path", { d, class: `gd-ramp-${i + 1}` }));
      const lines = svg("g", { class: "gd-contours" }, ground, ...bands.reverse());
      kept = { surface, size, lines };
    }
    return kept.lines;
  }

  /** Only what moves. @param {number} k */
  function at(k) {
    if (!drawn) return;
    const { scene, x, y, box, path, way, arrow, marker, out, gone, handle } = drawn;
    const { frame } = scene;
    const r = Math.min(k, rows(frame) - 1);
    const actual = hand ?? place(x, y, row(frame.z, r));
    const edge = held(actual, box, 0);
    const inside = Math.abs(edge[0] - actual[0]) < 1 && Math.abs(edge[1] - actual[1]) < 1;
    set(path, { "stroke-dasharray": `${way.lengths[r].toFixed(1)} 1000000` });
    const [px, py] = inside ? edge : held(actual, box);
    set(marker, { cx: px, cy: py, visibility: inside ? null : "hidden" });
    set(handle, { cx: px, cy: py });
    set(out, { d: inside ? "" : cross(px, py) });
    if (inside) set(gone, { visibility: "hidden" });
    else nameGone(gone, [px, py], drawn, r, width);
    drawArrow(arrow, inside ? downhill(frame, r, x, y) : [0, 0], px, py);
    describe(handle, frame, r);
  }

  /** A start that was asked for and is not computed yet. @param {number[]} raw */
  function pend(raw) {
    if (!drawn) return;
    const { scene, x, y, box, pending } = drawn;
    const { frame } = scene;
    const same = frame.settings.start.every(
      (/** @type {number} */ value, /** @type {number} */ i) => value === raw[i],
    );
    const [px, py] = held(place(x, y, fromRaw(frame, /** @type {Pair} */ (raw))), box, 0);
    set(pending, { cx: px, cy: py, visibility: same ? "hidden" : null });
  }

  /** The marker in a hand, or no longer. @param {Pair | null} place_ */
  function hold(place_) {
    hand = place_;
    if (!drawn) return;
    if (hand) at(drawn.scene.k);
    else draw(drawn.scene);
  }

  return { draw, at, pend, destroy: gestures(drawing, () => drawn, { ...hooks, hold }) };
}

/**
 * The ways of the pinned runs.
 * @param {Scene} run @param {any} x @param {any} y
 */
function pinned({ frame, pins }, x, y) {
  return pins.map((pin) => {
    const places = placesIn(frame, pin);
    return trail(
      places.length,
      (r) => x(places[r][0]),
      (r) => y(places[r][1]),
    );
  });
}

/** @param {any} x @param {any} y @param {Pair} pair @returns {Pair} */
function place(x, y, [z0, z1]) {
  return [x(z0), y(z1)];
}

/** @param {any} run @param {any} x @param {any} y @param {any} box */
function axes({ names }, x, y, box) {
  const bottom = bottomAxis(x, ticks(x.domain, 5), box, axisName(names[0]));
  const left = leftAxis(y, leftTicks(y.domain), box, axisName(names[1]));
  if (names[0].startsWith("along")) {
    bottom.lastElementChild?.classList.add("gd-flat-text");
    left.lastElementChild?.classList.add("gd-steep-text");
  } else if (!names[0].startsWith("x")) {
    bottom.lastElementChild?.classList.add("gd-slope-text");
    left.lastElementChild?.classList.add("gd-intercept-text");
  }
  return [bottom, left];
}

/** The line of an arrow, if it is one. @param {Element} arrow @returns {Pair[][]} */
function shaft(arrow) {
  const line = arrow.querySelector("line");
  const at = (/** @type {string} */ name) => Number(line?.getAttribute(name));
  const ends = ["1", "2"].map((n) => /** @type {Pair} */ ([at(`x${n}`), at(`y${n}`)]));
  return line ? [ends] : [];
}

/** @param {Element} arrow @param {Pair} pair @param {number} px @param {number} py */
function drawArrow(arrow, [dx, dy], px, py) {
  const length = Math.hypot(dx, dy);
  set(arrow, { visibility: length ? null : "hidden" });
  if (!length) return;
  const [ex, ey] = [px + dx, py + dy];
  set(arrow.children[0], {
    x1: px,
    y1: py,
    x2: ex - (dx / length) * 7,
    y2: ey - (dy / length) * 7,
  });
  set(arrow.children[1], { d: arrowHead(ex, ey, dx, dy, 9) });
}

/**
 * Where a run has left to, beside its mark at the edge.
 * @param {Element} node @param {Pair} mark @param {any} drawn @param {number} r
 * @param {(text: string) => number} width
 */
function nameGone(node, [px, py], { box, lines, scene }, r, width) {
  const { x, names } = scene.frame;
  const [w, b] = row(x, r);
  const raw = rawNames(names);
  const text = `left at ${raw[0]} ${number(w, 2)}, ${raw[1]} ${number(b, 2)}`;
  const [first, second] = px > (box.left + box.right) / 2 ? [-1, 1] : [1, -1];
  const places = [first, second].flatMap((side) =>
    [-12, 20, -30, 38, -48, 56].map((down) => ({
      x: px + 12 * side,
      y: py + down,
      anchor: side > 0 ? "start" : "end",
    })),
  );
  const { x: left, y, anchor } = clear(places, width(text) * 1.08, lines, box) ?? places[0];
  node.textContent = text;
  set(node, { visibility: null, x: left, "text-anchor": anchor, y });
}

/** @param {Element} handle @param {any} frame @param {number} r */
function describe(handle, frame, r) {
  const [w, b] = row(frame.x, r);
  const raw = rawNames(frame.names);
  set(handle, {
    "aria-label": "The run on the surface: arrow keys move its start",
    "aria-valuenow": r,
    "aria-valuemin": 0,
    "aria-valuemax": rows(frame) - 1,
    "aria-valuetext": `${raw[0]} ${number(w, 3)}, ${raw[1]} ${number(b, 3)}`,
  });
}
