/**
 * The data and the line: what is fitted.
 * The one rule: the axes hang on the data alone, so a wild line moves and the picture does not.
 * @import { Frame } from "../types.js"
 * @import { Span } from "./scales.js"
 * @import { Scene } from "./scene.js"
 * @typedef {(i: number, x: number, y: number) => void} Move
 */
import { hasLine, row, rowAt, rows } from "../state/frames.js";
import { count, number } from "../state/numerals.js";
import { bottomAxis, leftAxis, leftTicks, roomFor, within } from "./axes.js";
import { clipped, drags, label, pointer, set, svg } from "./dom.js";
import { clear } from "./labels.js";
import { ruler } from "./measure.js";
import { spread } from "./paths.js";
import { extent, linear, padded, ticks } from "./scales.js";

const MARGIN = { left: 34, right: 14, top: 24, bottom: 26 };
const RISE = [0.48, 0.66]; // of the width: where the slope is drawn as a rise
const GONE = "The line has left the picture.";
const MOST_POINTS = 2000; // that are drawn
const NAME_SIZE = 12; // pixels
const OUT = 3000; // pixels beyond the frame are as good as more

/**
 * Spans of the two axes: the data, zero included where it is near.
 * @param {Float64Array} x @param {Float64Array} y
 */
export function domains(x, y) {
  const near = (/** @type {Span} */ [least, most]) => {
    const width = most - least || 1;
    return padded(
      [least > 0 && least < width ? 0 : least, most < 0 && -most < width ? 0 : most],
      0.04,
    );
  };
  return { x: near(extent(x)), y: near(extent(y)) };
}

/** The points that are drawn: all, or evenly many of them. @param {number} n */
export function drawnOf(n) {
  const step = Math.max(1, n / MOST_POINTS);
  return Array.from({ length: Math.min(n, MOST_POINTS) }, (_, j) => Math.floor(j * step));
}

/** Ends of the line over the plot, in pixels. @param {[number, number]} parameters */
export function ends([w, b], /** @type {any} */ x, /** @type {any} */ y) {
  const bound = (/** @type {number} */ pixel) => Math.max(-OUT, Math.min(OUT, pixel));
  const [x1, x2] = x.domain;
  return { x1: x(x1), y1: bound(y(w * x1 + b)), x2: x(x2), y2: bound(y(w * x2 + b)) };
}

/** @param {Float64Array} values @returns {[number, number]} */
const pairOf = ([first, second]) => [first, second];

/** @param {SVGSVGElement} drawing @param {{move: Move}} hooks */
export function lineView(drawing, hooks) {
  /** @type {any} */
  let drawn = null;
  /** The point that a pointer holds. @type {number | null} */
  let held = null;
  /** Among the points that are drawn. */
  let chosen = 0;
  /** Spans are kept while a point is held. @type {any} */
  let spans = null;

  /** @param {Scene} scene */
  function draw(scene) {
    const { frame, pins, width, height } = scene;
    const { x: xs, y: ys } = places(frame);
    if (held === null || !spans) spans = domains(xs, ys);
    const box = within(roomFor(MARGIN, spans.y), width, height);
    const x = linear(spans.x, [box.left, box.right]);
    const y = linear(spans.y, [box.bottom, box.top]);
    const inner = clipped(box);
    const past = spread(rows(frame)).map((r) => {
      return { r, node: lineAt(row(frame.x, r), x, y, "gd-past") };
    });
    const best = frame.optimum ? [lineAt(pairOf(frame.optimum), x, y, "gd-best")] : [];
    const inside = {
      residuals: svg("path", { class: "gd-residuals" }),
      line: svg("line", { class: "gd-line" }),
      rise: svg("path", { class: "gd-rise" }),
      foot: svg("circle", { class: "gd-foot", r: 4.5 }),
    };
    const over = {
      points: pointMarks(xs, ys, x, y, chosen),
      thinned: thinned(xs.length, box),
      riseName: label("gd-name gd-slope-text", 0, 0, "w"),
      footName: label("gd-name gd-intercept-text", 0, 0, "b"),
      gone: label("gd-gone", 0, 0, GONE),
      ...(frame.optimum && { bestName: label("gd-name gd-optimum-text", 0, 0, "best line") }),
    };
    const others = pins.filter(hasLine).map((pin) => ({
      pin,
      node: svg("line", { class: `gd-line gd-second gd-pin-${pins.indexOf(pin) + 1}` }),
    }));
    const still = [...past, ...others].map(({ node }) => node);
    inner.append(...still, ...best, ...Object.values(inside));
    const focused = drawing.contains(document.activeElement);
    drawing.replaceChildren(...axes(x, y, box), inner.parent, ...Object.values(over));
    const lines = [frame.optimum ? pairOf(frame.optimum) : []].filter(({ length }) => length);
    drawn = { scene, x, y, box, past, xs, ys, width: wide, lines, others, ...inside, ...over };
    if (focused) over.points.focus({ preventScroll: true });
    at(scene.k);
  }

  /**
   * Where the points are: those of the frame, but the held one where the hand is.
   * @param {Frame} run
   */
  function places({ data }) {
    const [xs, ys] = [Float64Array.from(data.x ?? []), Float64Array.from(data.y ?? [])];
    if (held !== null && drawn) {
      const i = drawnOf(xs.length)[held];
      [xs[i], ys[i]] = [drawn.xs[i], drawn.ys[i]];
    }
    return { x: xs, y: ys };
  }

  /** Only what moves. @param {number} k */
  function at(k) {
    if (!drawn) return;
    const { scene, x, y, box, past, line, others: pinned } = drawn;
    const { frame, settings } = scene;
    const parameters = row(frame.x, Math.min(k, rows(frame) - 1));
    const place = ends(parameters, x, y);
    set(line, place);
    const step = frame.k[Math.min(k, rows(frame) - 1)];
    const pins = pinned.map((/** @type {any} */ { pin, node }) => {
      const place = ends(row(pin.x, rowAt(pin, step)), x, y);
      set(node, place);
      return lineEnds(place);
    });
    for (const { r, node } of past) node.style.display = r < k ? "" : "none";
    const out =
      Math.max(place.y1, place.y2) < box.top ||
      Math.min(place.y1, place.y2) > box.bottom ||
      steep(place, box);
    const shown = lineEnds(place);
    const others = drawn.lines.map((/** @type {[number, number]} */ pair) =>
      lineEnds(ends(pair, x, y)),
    );
    const all = [shown, ...others, ...pins];
    nameParts(drawn, parameters, out, all);
    nameBest(drawn, all, out);
    if (settings.show.residuals) drawResiduals(drawn, parameters);
  }

  /** @param {number} j among the drawn points @param {number} vx @param {number} vy */
  function put(j, vx, vy) {
    const { x, y, xs, ys, points } = drawn;
    const i = drawnOf(xs.length)[j];
    [xs[i], ys[i]] = [vx, vy];
    set(points.children[j], { cx: x(vx), cy: y(vy) });
    choose(drawn, j);
    hooks.move(i, vx, vy);
  }

  const wide = ruler(drawing, NAME_SIZE);
  const control = new AbortController();
  const { signal } = control;
  drags(
    drawing,
    signal,
    ({ target }) => {
      if (!(target instanceof Element) || !target.matches(".gd-points circle")) return false;
      held = chosen = Number(target.getAttribute("data-i"));
      return true;
    },
    (event) => {
      const [px, py] = pointer(drawing, event);
      if (held !== null) put(held, drawn.x.invert(px), drawn.y.invert(py));
    },
    () => (held = null),
  );
  const keys = (/** @type {KeyboardEvent} */ event) => {
    const step = keyStep(event);
    const { target } = event;
    if (!drawn || !step || !(target instanceof Element) || !target.closest(".gd-points")) return;
    event.preventDefault();
    event.stopPropagation();
    const { xs, ys, x, y, points } = drawn;
    if (step.choose) {
      const { length } = points.children;
      chosen = (chosen + step.choose + length) % length;
      choose(drawn, chosen);
    } else {
      const scale = (/** @type {any} */ s) => (s.domain[1] - s.domain[0]) / 100;
      const i = drawnOf(xs.length)[chosen];
      put(chosen, xs[i] + step.x * scale(x), ys[i] + step.y * scale(y));
    }
  };
  drawing.addEventListener("keydown", keys, { signal });
  return { draw, at, destroy: () => control.abort() };
}

/** @param {any} x @param {any} y @param {any} box */
function axes(x, y, box) {
  return [bottomAxis(x, ticks(x.domain, 6), box, "x"), leftAxis(y, leftTicks(y.domain), box, "y")];
}

/** @param {[number, number]} parameters @param {any} x @param {any} y @param {string} className */
function lineAt(parameters, x, y, className) {
  return svg("line", { class: className, ...ends(parameters, x, y) });
}

/** Whether a line crosses the frame only as good as upright. @param {any} run @param {any} box */
function steep({ y1, y2 }, box) {
  return Math.abs(y2 - y1) > 6 * (box.bottom - box.top);
}

/**
 * The points, one tab stop together: arrows move the chosen one.
 * @param {Float64Array} xs @param {Float64Array} ys @param {any} x @param {any} y
 * @param {number} chosen
 */
function pointMarks(xs, ys, x, y, chosen) {
  const group = svg("g", {
    class: "gd-points",
    tabindex: 0,
    role: "slider",
    "aria-valuemin": 1,
    "aria-valuemax": xs.length,
  });
  drawnOf(xs.length).forEach((i, j) => {
    group.append(svg("circle", { cx: x(xs[i]), cy: y(ys[i]), r: 3.4, "data-i": j }));
  });
  choose({ points: group, xs, ys }, Math.min(chosen, group.children.length - 1));
  return group;
}

/** What is said where not all points are drawn. @param {number} n @param {any} box */
function thinned(n, box) {
  const words = n > MOST_POINTS ? `${count(MOST_POINTS)} of ${count(n)} points are drawn` : "";
  return label("gd-name gd-thinned", box.right, box.top - 8, words, "end");
}

/** @param {any} run @param {number} j among the drawn points */
function choose({ points, xs, ys }, j) {
  const i = drawnOf(xs.length)[j];
  points.querySelector(".gd-chosen")?.classList.remove("gd-chosen");
  points.children[j].classList.add("gd-chosen");
  const place = `x ${number(xs[i], 3)}, y ${number(ys[i], 3)}`;
  set(points, {
    "aria-label": "Data points: arrow keys move one, Page Up and Page Down choose another",
    "aria-valuenow": i + 1,
    "aria-valuetext": `Point ${i + 1} of ${xs.length}: ${place}`,
  });
}

/** Both ends of a line as points. @param {ReturnType<typeof ends>} line */
const lineEnds = ({ x1, y1, x2, y2 }) =>
  /** @type {[number, number][]} */ ([
    [x1, y1],
    [x2, y2],
  ]);

/** A text in its place, or away. @param {Element} node @param {import("./labels.js").Place} [at] */
function stand(node, at) {
  if (at) set(node, { x: at.x, y: at.y, "text-anchor": at.anchor, visibility: null });
  else set(node, { visibility: "hidden" });
}

/**
 * The name of the best line, beside it, and the words of a line that has left.
 * @param {any} drawn @param {[number, number][][]} lines @param {boolean} out
 */
function nameBest({ scene, box, x, y, width, bestName, gone }, lines, out) {
  const { frame } = scene;
  const right = /** @type {const} */ ({ x: box.right - 3, anchor: "end" });
  if (bestName) {
    const { y2 } = ends(pairOf(frame.optimum), x, y);
    const level = Math.max(box.top + 12, Math.min(box.bottom - 6, y2));
    const places = [34, -24, 52, -42, 70, -60, 90, -80].map((down) => ({
      ...right,
      y: level + down,
    }));
    stand(bestName, clear(places, width("best line"), lines, box));
  }
  gone.style.display = out ? "" : "none";
  if (!out) return;
  const levels = [14, 32, box.bottom - box.top - 8];
  const middle = (box.left + box.right) / 2;
  const places = levels.flatMap((down) => [
    { x: middle, y: box.top + down, anchor: "middle" },
    { x: box.left + 10, y: box.top + down, anchor: "start" },
    { ...right, y: box.top + down },
  ]);
  stand(gone, clear(places, 1.06 * width(GONE), lines, box) ?? places[0]);
}

/**
 * The slope as a rise in its color, the intercept as a foot on x = 0.
 * @param {any} run @param {[number, number]} pair @param {boolean} out
 * @param {[number, number][][]} lines that no name may touch
 */
function nameParts({ x, y, box, rise, riseName, foot, footName, width }, [w, b], out, lines) {
  const [least, most] = x.domain;
  const [x1, x2] = [least + RISE[0] * (most - least), least + RISE[1] * (most - least)];
  const [y1, y2] = [y(w * x1 + b), y(w * x2 + b)];
  const shown =
    !out && Math.min(y1, y2) > box.top && Math.max(y1, y2) < box.bottom && Math.abs(y2 - y1) > 3;
  set(rise, { d: shown ? `M${x(x1)},${y1.toFixed(1)}H${x(x2)}V${y2.toFixed(1)}` : "" });
  if (!shown) stand(riseName);
  else {
    const away = y2 < y1 ? [4, 16, -14] : [4, -8, 22];
    const places = away.map((down) => ({ x: x(x2) + 6, y: (y1 + y2) / 2 + down, anchor: "start" }));
    const below = { x: (x(x1) + x(x2)) / 2, y: y1 + (y2 < y1 ? 16 : -7), anchor: "middle" };
    stand(riseName, clear([...places, below], width("w"), lines, box));
  }
  const level = y(b);
  const footed = least <= 0 && most >= 0 && level > box.top - 1 && level < box.bottom + 1;
  set(foot, { cx: x(0), cy: footed ? level : 0, visibility: footed ? null : "hidden" });
  if (!footed) return stand(footName);
  const sides = [
    { x: x(0) + 9, y: level - 7, anchor: "start" },
    { x: x(0) + 9, y: level + 18, anchor: "start" },
    { x: x(0) - 9, y: level - 7, anchor: "end" },
    { x: x(0) + 9, y: level - 22, anchor: "start" },
    { x: x(0) + 9, y: level + 34, anchor: "start" },
  ];
  stand(footName, clear(sides, width("b"), lines, box));
}

/** @param {any} run @param {[number, number]} pair */
function drawResiduals({ x, y, xs, ys, residuals }, [w, b]) {
  let d = "";
  for (const i of drawnOf(xs.length)) {
    const level = Math.max(-OUT, Math.min(OUT, y(w * xs[i] + b)));
    d += `M${x(xs[i]).toFixed(1)},${y(ys[i]).toFixed(1)}V${level.toFixed(1)}`;
  }
  set(residuals, { d });
}

/** What an arrow key means for the points. @param {KeyboardEvent} event */
function keyStep({ key, shiftKey }) {
  const size = shiftKey ? 5 : 1;
  /** @type {Record<string, {x: number, y: number, choose: number}>} */
  const steps = {
    ArrowLeft: { x: -size, y: 0, choose: 0 },
    ArrowRight: { x: size, y: 0, choose: 0 },
    ArrowUp: { x: 0, y: size, choose: 0 },
    ArrowDown: { x: 0, y: -size, choose: 0 },
    PageUp: { x: 0, y: 0, choose: 1 },
    PageDown: { x: 0, y: 0, choose: -1 },
  };
  return steps[key];
}
