/**
 * The loss above the lowest, step by step, on a log axis: a straight line is a steady rate.
 * The one rule: what was measured is solid, what theory predicts is dashed and lies on it.
 * @import { Frame } from "../types.js"
 * @import { Span } from "./scales.js"
 * @import { Scene } from "./scene.js"
 */
import { above, rows } from "../state/frames.js";
import { bottomAxis, leftAxis, within } from "./axes.js";
import { clipped, drags, label, pointer, set, svg } from "./dom.js";
import { trail } from "./paths.js";
import { decades, extent, linear, logarithmic, ticks } from "./scales.js";

const MARGIN = { left: 44, right: 14, top: 24, bottom: 26 };
const DEPTH = 1e-14; // of the largest: below, there is only rounding
const HEIGHT = 1e6; // times the first: above, a curve has left the picture

/** Span of the log axis. @param {Float64Array[]} curves @returns {Span} */
export function lossSpan(curves) {
  const first = Math.max(...curves.map((curve) => curve[0]).filter((value) => value > 0), 1e-300);
  const all = curves.flatMap((curve) => [...curve]).filter((value) => value > 0);
  const [least, most] = extent(all);
  const top = Math.min(most, first * HEIGHT);
  const bottom = Math.max(least, top * DEPTH);
  return [Math.min(bottom, top / 10) / 1.3, top * 1.3];
}

/** Passes over the rows up to the last step. @param {Frame} run */
const endOf = (run) => run.k[rows(run) - 1] / run.per_epoch;

/**
 * @param {SVGSVGElement} drawing
 * @param {{seek: (place: {step: number}) => void, pause: () => void}} hooks
 */
export function lossView(drawing, hooks) {
  /** @type {any} */
  let drawn = null;

  /** @param {Scene} scene */
  function draw(scene) {
    const { frame, pins, settings, width, height } = scene;
    const box = within(MARGIN, width, height);
    const measured = above(frame, frame.loss);
    const rivals = pins.map((pin) => above(pin, pin.loss));
    const span = lossSpan([measured, ...rivals]);
    const last = Math.max(...[frame, ...pins].map(endOf), 1);
    const unit = [frame, ...pins].some((run) => run.per_epoch > 1) ? "epoch" : "step";
    const x = linear([0, last], [box.left, box.right]);
    const y = logarithmic(span, [box.bottom, box.top]);
    const curve = (/** @type {Frame} */ of, /** @type {Float64Array} */ values) =>
      trail(
        values.length,
        (r) => x(of.k[r] / of.per_epoch),
        (r) => (values[r] > 0 ? y(Math.max(values[r], span[0] / 10)) : NaN),
      );
    const own = curve(frame, measured);
    const inner = clipped(box);
    const path = svg("path", { class: "gd-curve", d: own.d });
    inner.append(svg("path", { class: "gd-curve gd-future", d: own.d }));
    pins.forEach((pin, i) => {
      const { d } = curve(pin, rivals[i]);
      inner.append(svg("path", { class: `gd-curve gd-second gd-pin-${i + 1}`, d }));
    });
    inner.append(path);
    const predicted = settings.show.predicted && frame.predicted;
    if (predicted)
      inner.append(
        svg("path", { class: "gd-predicted", d: curve(frame, above(frame, predicted)).d }),
      );
    const now = svg("line", { class: "gd-now", y1: box.top, y2: box.bottom });
    const dot = svg("circle", { class: "gd-marker", r: 5.5 });
    drawing.replaceChildren(
      bottomAxis(x, ticks([0, last], 4), box, unit),
      leftAxis(
        y,
        decades(span, Math.max(2, (box.bottom - box.top) / 30)),
        box,
        "loss above the lowest",
      ),
      inner.parent,
      now,
      dot,
      ...(predicted
        ? [label("gd-name gd-theory-text", box.right, MARGIN.top - 8, "predicted: dashed", "end")]
        : []),
    );
    drawn = { scene, x, y, box, path, own, measured, now, dot };
    at(scene.k);
  }

  /** Only what moves. @param {number} k */
  function at(k) {
    if (!drawn) return;
    const { scene, x, y, box, path, own, measured, now, dot } = drawn;
    const { frame } = scene;
    const r = Math.min(k, rows(frame) - 1);
    const px = x(frame.k[r] / frame.per_epoch);
    const level =
      measured[r] > 0 ? Math.max(box.top, Math.min(box.bottom, y(measured[r]))) : box.bottom;
    set(path, { "stroke-dasharray": `${own.lengths[r].toFixed(1)} 100000` });
    set(now, { x1: px, x2: px });
    set(dot, { cx: px, cy: Number.isFinite(level) ? level : box.top });
  }

  return { draw, at, destroy: scrubbing(drawing, () => drawn, hooks) };
}

/**
 * A press or a drag sets the step.
 * @param {SVGSVGElement} drawing @param {() => any} current @param {any} parts
 */
function scrubbing(drawing, current, { seek, pause }) {
  const control = new AbortController();
  /** @param {PointerEvent} event */
  const follow = (event) => {
    const { x, scene } = current();
    seek({ step: x.invert(pointer(drawing, event)[0]) * scene.frame.per_epoch });
  };
  const press = (/** @type {PointerEvent} */ event) => {
    if (!current()) return false;
    pause();
    follow(event);
    return true;
  };
  drags(drawing, control.signal, press, follow);
  return () => control.abort();
}
