/**
 * Two equations in two variables: A x, b, and what is still between them.
 * The one rule: the numbers stand where they stand in the formula.
 * @import { Table } from "../types.js"
 * @import { Scene, View } from "./scene.js"
 */
import { row, rows } from "../state/frames.js";
import { number } from "../state/numerals.js";
import { label, set, svg } from "./dom.js";
import { linear } from "./scales.js";

const LINE = 30; // pixels from row to row
const TOP = 78;

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

/** A number that fits between the brackets. @param {number} value */
function short(value) {
  const text = number(value, 5);
  return text.includes("×") ? number(value, 2) : text;
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
    const unit = Math.min(1, width / 440);
    const cell = (/** @type {number} */ share) => share * 440 * unit + (width - 440 * unit) / 2;
    const still = svg("g", { class: "gd-system" });
    const columns = [
      [cell(0.2), A[0], A[2]],
      [cell(0.38), A[1], A[3]],
      [cell(0.92), b[0], b[1]],
    ];
    for (const [x, upper, lower] of columns) still.append(...pair(x, entry(upper), entry(lower)));
    still.append(
      ...bracketed(cell(0.03), cell(0.4), "A"),
      ...bracketed(cell(0.44), cell(0.66), "x"),
    );
    still.append(
      ...bracketed(cell(0.79), cell(0.94), "b"),
      label("gd-big", cell(0.725), TOP + LINE / 2, "−", "middle"),
    );
    const x = pair(cell(0.645), "", "");
    const left = linear([-1, 1], [cell(0.03), cell(0.72)]);
    const bars = [0, 1].map((i) => bar(left, cell(0.94), TOP + 102 + i * 28));
    const most = Math.max(
      ...residual(/** @type {any} */ (A), row(frame.x, 0), b).map(Math.abs),
      ...b.map(Math.abs),
    );
    const words = label("gd-name", width / 2, TOP + 86, "What is left of A x − b", "middle");
    drawing.replaceChildren(still, ...x, words, ...bars.map(({ group }) => group));
    drawn = { scene, A, b, x, bars, left, most };
    at(scene.k);
  }

  /** @param {number} k */
  function at(k) {
    if (!drawn) return;
    const { scene, A, b, x, bars, left, most } = drawn;
    const place = row(scene.frame.x, Math.min(k, rows(scene.frame) - 1));
    x.forEach((/** @type {Element} */ node, /** @type {number} */ i) => {
      node.textContent = short(place[i]);
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
  const [l, r] = [left + 5, right - 1];
  const d = `M${l},${top}H${left}V${bottom}H${l}M${r},${top}H${right + 4}V${bottom}H${r}`;
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
