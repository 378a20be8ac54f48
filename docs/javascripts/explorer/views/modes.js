/**
 * Which error is left: a bar for each eigen-direction, on a log axis.
 * The one rule: a bar that shortens at a steady pace shrinks by a steady factor.
 * @import { Frame, Modes } from "../types.js"
 * @import { Span } from "./scales.js"
 * @import { Scene, View } from "./scene.js"
 */
import { leftAt, row, rowAt, rows } from "../state/frames.js";
import { brief, percent } from "../state/numerals.js";
import { bottomAxis, within } from "./axes.js";
import { label, set, svg } from "./dom.js";
import { modeNames } from "./narrate.js";
import { logarithmic } from "./scales.js";

const MARGIN = { left: 2, right: 28, top: 24, bottom: 26 };
const SPAN = /** @type {Span} */ ([1e-6, 1]);
const TICKS = [1e-6, 1e-3, 1];
const ROLES = /** @type {const} */ (["steep", "flat"]);

/** Length of a bar in pixels for a share that is left. @param {number} left @param {any} x */
export function barLength(left, x) {
  const share = Math.min(SPAN[1], Math.abs(left));
  return share > SPAN[0] ? x(share) - x(SPAN[0]) : 0;
}

/** @param {SVGSVGElement} drawing @returns {View} */
export function modesView(drawing) {
  /** @type {any} */
  let drawn = null;

  /** @param {Scene} scene */
  function draw(scene) {
    const { frame, pins, settings, width, height } = scene;
    const box = within(MARGIN, width, height);
    const { modes } = frame;
    drawn = null;
    if (!modes) return drawing.replaceChildren(...without(frame, box));
    const x = logarithmic(SPAN, [box.left, box.right]);
    const room = (box.bottom - box.top) / 2;
    const theory = settings.show.predicted ? modes.predicted : null;
    const names = modeNames(frame);
    const rivals = pins.filter((pin) => pin.modes);
    const bars = ROLES.map((role, i) => {
      const name = `${names[i]}, λ = ${brief(modes.eigenvalues[1 - i])}`;
      return barOf(role, name, box.top + i * room, room, x, rivals.length);
    });
    drawing.replaceChildren(
      bottomAxis(
        x,
        TICKS,
        { ...box, right: box.right + 60 },
        "",
        (share) => `${Number((share * 100).toPrecision(1))} %`,
      ),
      ...bars.map(({ group }) => group),
    );
    if (rivals.length)
      drawing.append(label("gd-muted-text", box.right + 24, 12, "thin: pinned, in order", "end"));
    drawn = { scene, x, bars, theory, rivals };
    at(scene.k);
  }

  /** Only what moves. @param {number} k */
  function at(k) {
    if (!drawn) return;
    const { scene, x, bars, theory, rivals } = drawn;
    const { frame } = scene;
    const r = Math.min(k, rows(frame) - 1);
    const left = leftAt(frame, r);
    const predicted = theory ? row(theory, r) : null;
    const others = rivals.map((/** @type {Frame} */ pin) =>
      row(/** @type {Modes} */ (pin.modes).left, rowAt(pin, frame.k[r])),
    );
    bars.forEach((/** @type {any} */ { rect, mark, thin, value }, /** @type {number} */ i) => {
      const told = left[1 - i];
      const share = told ?? 0;
      set(rect, {
        width: barLength(share, x),
        class: `gd-bar gd-bar-${ROLES[i]}${Math.abs(share) > 1.0001 ? " gd-grown" : ""}`,
      });
      value.textContent = remainder(told);
      others.forEach((/** @type {[number, number]} */ pair, /** @type {number} */ j) =>
        set(thin[j], { width: barLength(pair[1 - i], x) }),
      );
      const at_ = predicted ? x(SPAN[0]) + barLength(predicted[1 - i], x) : 0;
      set(mark, { visibility: predicted ? null : "hidden", x1: at_, x2: at_ });
    });
  }
  return { draw, at };
}

/** What is left, in few words. @param {number | null} share */
function remainder(share) {
  if (share === null) return "lost in rounding";
  return Number.isNaN(share) ? "no error at the start" : percent(share);
}

/**
 * @param {"steep" | "flat"} role @param {string} title @param {number} top
 * @param {number} room @param {any} x @param {number} pins
 */
function barOf(role, title, top, room, x, pins) {
  const y = top + 20;
  const height = Math.max(8, Math.min(12, room - 42));
  const left = x.range[0];
  const rect = svg("rect", { x: left, y, height, width: 0 });
  const ground = svg("rect", {
    class: "gd-bar-ground",
    x: left,
    y,
    height,
    width: x.range[1] - left,
  });
  const thin = Array.from({ length: pins }, (_, i) =>
    svg("rect", {
      class: "gd-bar gd-bar-second",
      x: left,
      y: y + height + 2 + 3 * i,
      height: 2,
      width: 0,
    }),
  );
  const mark = svg("line", { class: "gd-mark", y1: y - 4, y2: y + height + 4 });
  const name = label(`gd-name gd-${role}-text`, left, y - 6, title);
  const value = label("gd-entry", left, y + height + 14 + 3 * pins, "");
  return {
    group: svg("g", {}, ground, rect, ...thin, mark, name, value),
    rect,
    mark,
    thin,
    value,
  };
}

/** Words where there are no eigen-directions. @param {any} run @param {any} box */
function without({ settings }, box) {
  const lines =
    settings.loss === "mae"
      ? [
          "Absolute error is no paraboloid:",
          "it has no steep and flat direction",
          "that stay the same.",
        ]
      : ["No steep and flat direction", "is known for this loss."];
  return lines.map((words, i) => label("gd-muted-text", box.left, box.top + 24 + 19 * i, words));
}
