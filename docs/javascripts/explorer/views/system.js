/**
 * Two equations in two variables: A x, b, and what is still between them.
 * The one rule: the numbers stand where they stand in the formula.
 * @import { Table } from "../types.js"
 * @import { Scene, View } from "./scene.js"
 */
import { row, rows } from "../state/frames.js";
import { number } from "../state/numerals.js";
import { label, set, svg } from "./dom.js";
import { ruler } from "./measure.js";
import { linear } from "./scales.js";

const LINE = 30; // pixels from row to row
const TOP = 78;
const SIZE = 13; // pixels of a number
const ROOM = 96; // pixels at most for a number that moves
const EDGE = 2; // pixels of a bracket's own
const PAD = 9; // pixels between a bracket and what it holds
const GAP = 13; // pixels between columns, and beside the minus
const DIGITS = 5; // of what moves, where there is room

/**
 * A x − b, component by component.
 * @param {Float64Array} A @param {[number, number]} x @param {Float64Array} b
 */
export function residual([p, q, r, s], [u, v], b) {
  return [p * u + q * v - b[0], r * u + s * v - b[1]];
}

/** A number as it was given. @param {number} value */
function entry(value) {
  return String(Number(value.toPrecision(6))).replace("-", "−");
}

/**
 * A number with as many digits as its room takes.
 * @param {number} value @param {number} room in pixels
 * @param {(text: string) => number} width of a text
 */
export function fitting(value, room, width) {
  for (let digits = DIGITS; digits > 1; digits -= 1) {
    const text = number(value, digits);
    if (width(text) <= room) return text;
  }
  return number(value, 1);
}

/**
 * Where the columns end, each as wide as its numbers; the unknowns take what is left.
 * @param {number} width of the drawing @param {string[][]} columns two of A, and b
 * @param {(text: string) => number} of the width of a text
 */
export function columnsIn(width, columns, of) {
  const [first, second, last] = columns.map((texts) => Math.max(...texts.map(of)));
  const fixed = first + second + last + 6 * PAD + 4 * GAP + 2 * EDGE;
  const room = Math.min(ROOM, width - fixed);
  const left = (width - fixed - room) / 2 + EDGE;
  const inner = left + PAD + first + GAP + second;
  const x = inner + PAD + GAP;
  const end = x + PAD + room;
  const b = end + PAD + 2 * GAP;
  const right = b + PAD + last;
  return {
    A: [left, inner + PAD],
    x: [x, end + PAD],
    b: [b, right + PAD],
    ends: [left + PAD + first, inner, end, right],
    minus: end + PAD + GAP,
    room,
  };
}

/** @param {SVGSVGElement} drawing @returns {View} */
export function systemView(drawing) {
  /** @type {any} */
  let drawn = null;

  /** @param {Scene} scene */
  function draw(scene) {
    const { frame, width } = scene;
    const A = /** @type {Table} */ (frame.data.A).data;
    const b = /** @type {Float64Array} */ (frame.data.b);
    const of = ruler(drawing, SIZE);
    const texts = [
      [A[0], A[2]],
      [A[1], A[3]],
      [b[0], b[1]],
    ].map((values) => values.map(entry));
    const places = columnsIn(width, texts, of);
    const still = svg("g", { class: "gd-system" });
    for (const [i, end] of [places.ends[0], places.ends[1], places.ends[3]].entries())
      still.append(...pair(end, texts[i][0], texts[i][1]));
    for (const name of /** @type {const} */ (["A", "x", "b"]))
      still.append(...bracketed(places[name][0], places[name][1], name));
    still.append(label("gd-big", places.minus, TOP + LINE / 2, "−", "middle"));
    const x = pair(places.ends[2], "", "");
    const left = linear([-1, 1], [places.A[0], places.minus - GAP]);
    const bars = [0, 1].map((i) => bar(left, places.ends[3], TOP + 102 + i * 28));
    const most = Math.max(
      ...residual(/** @type {any} */ (A), row(frame.x, 0), b).map(Math.abs),
      ...b.map(Math.abs),
    );
    const words = label("gd-name", width / 2, TOP + 86, "What is left of A x − b", "middle");
    drawing.replaceChildren(still, ...x, words, ...bars.map(({ group }) => group));
    const fits = (/** @type {number} */ value) => fitting(value, places.room, of);
    drawn = { scene, A, b, x, bars, left, most, fits };
    at(scene.k);
  }

  /** @param {number} k */
  function at(k) {
    if (!drawn) return;
    const { scene, A, b, x, bars, left, most, fits } = drawn;
    const place = row(scene.frame.x, Math.min(k, rows(scene.frame) - 1));
    x.forEach((/** @type {Element} */ node, /** @type {number} */ i) => {
      node.textContent = fits(place[i]);
    });
    residual(A, place, b).forEach((value, i) => {
      const end = left(Math.max(-1, Math.min(1, value / most)));
      set(bars[i].rect, { x: Math.min(end, left(0)), width: Math.abs(end - left(0)) });
      bars[i].value.textContent = number(value, 4);
    });
  }
  return { draw, at };
}

/** @param {number} x @param {string} upper @param {string} lower */
function pair(x, upper, lower) {
  return [label("gd-entry", x, TOP, upper, "end"), label("gd-entry", x, TOP + LINE, lower, "end")];
}

/**
 * Brackets around two rows, and the name of what they hold.
 * @param {number} left @param {number} right @param {string} name
 */
function bracketed(left, right, name) {
  const [top, bottom] = [TOP - 20, TOP + LINE + 10];
  const [l, r] = [left + 5, right - 5];
  const d = `M${l},${top}H${left}V${bottom}H${l}M${r},${top}H${right}V${bottom}H${r}`;
  return [
    svg("path", { class: "gd-bracket", d }),
    label("gd-big", (left + right) / 2, top - 12, name, "middle"),
  ];
}

/** @param {any} left @param {number} end @param {number} y */
function bar(left, end, y) {
  const rect = svg("rect", { class: "gd-bar gd-bar-run", y, height: 14, x: left(0), width: 0 });
  const zero = svg("line", { class: "gd-rule", x1: left(0), x2: left(0), y1: y - 4, y2: y + 18 });
  const value = label("gd-entry", end, y + 12, "", "end");
  return { group: svg("g", {}, rect, zero, value), rect, value };
}
