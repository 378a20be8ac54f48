/**
 * Several features: what was measured against what the coefficients of a step predict.
 * The one rule: the axes hang on the measured values alone; a prediction beyond them stands at
 * the edge and is counted.
 * @import { Scene, View } from "./scene.js"
 */
import { fittedAt, rows } from "../state/frames.js";
import { count } from "../state/numerals.js";
import { bottomAxis, leftAxis, leftTicks, roomFor, within } from "./axes.js";
import { clipped, label, set, svg } from "./dom.js";
import { domains, drawnOf } from "./line.js";
import { linear, ticks } from "./scales.js";

const MARGIN = { left: 46, right: 14, top: 24, bottom: 26 };
const WAYS = 30; // pixels of the diagonal's name from its end
const NARROW = 260; // pixels

/** @param {SVGSVGElement} drawing @returns {View} */
export function fittedView(drawing) {
  /** @type {any} */
  let drawn = null;

  /** @param {Scene} scene */
  function draw(scene) {
    const { frame, width, height } = scene;
    const measured = /** @type {Float64Array} */ (frame.data.y);
    const span = domains(measured, measured).y;
    const box = within(roomFor(MARGIN, span), width, height);
    const x = linear(span, [box.left, box.right]);
    const y = linear(span, [box.bottom, box.top]);
    const inner = clipped(box);
    const residuals = svg("path", { class: "gd-residuals" });
    const points = svg("path", { class: "gd-fitted" });
    const [least, most] = span;
    const line = { x1: x(least), y1: y(least), x2: x(most), y2: y(most) };
    inner.append(residuals, svg("line", { class: "gd-diagonal", ...line }));
    const beyond = label("gd-name gd-thinned", box.right, box.top - 8, "", "end");
    // Where there is little room, below the diagonal, away from the points of the first step.
    const narrow = width < NARROW;
    const name = [box.right - (narrow ? 0 : WAYS), narrow ? box.bottom - 10 : box.top + 14];
    drawing.replaceChildren(
      bottomAxis(x, ticks(span, 4), box, "predicted y"),
      leftAxis(y, leftTicks(span), box, "measured y"),
      inner.parent,
      points,
      label("gd-name", name[0], name[1], "y = prediction", "end"),
      beyond,
    );
    drawn = { scene, x, y, box, measured, residuals, points, beyond };
    at(scene.k);
  }

  /** Only what moves. @param {number} k */
  function at(k) {
    if (!drawn) return;
    const { scene, x, y, box, measured, residuals, points, beyond } = drawn;
    const { frame, settings } = scene;
    const places = drawnOf(measured.length);
    const predicted = fittedAt(frame, Math.min(k, rows(frame) - 1), places);
    let [dots, ways, out] = ["", "", 0];
    places.forEach((i, j) => {
      const across = x(predicted[j]);
      const inside = across >= box.left && across <= box.right;
      const px = Number.isNaN(across) ? box.left : Math.max(box.left, Math.min(box.right, across));
      const place = `M${px.toFixed(1)},${y(measured[i]).toFixed(1)}`;
      dots += `${place}h0`;
      if (inside) ways += `${place}V${y(predicted[j]).toFixed(1)}`;
      else out += 1;
    });
    set(points, { d: dots });
    set(residuals, { d: settings.show.residuals ? ways : "" });
    beyond.textContent = words(places.length, measured.length, out);
  }
  return { draw, at };
}

/** @param {number} shown @param {number} all @param {number} out */
function words(shown, all, out) {
  const some = shown < all ? `${count(shown)} of ${count(all)} rows` : "";
  const gone = out ? `${count(out)} beyond the edge` : "";
  return [some, gone].filter(Boolean).join(", ");
}
