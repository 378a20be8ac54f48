/**
 * The bowl on its canvas, in the colors of the scheme.
 * The one rule: colors are those of the stylesheet at the time of painting.
 * @import { Polygon } from "./bowl_shape.js"
 * @import { Pair } from "./region.js"
 */
const BANDS = 12;
const SHADE = 16; // percent of ink in what is seen from below
const LINE = 40; // percent of paper in a line of equal loss

/** @param {Element} drawing */
function colorsOf(drawing) {
  const style = getComputedStyle(drawing);
  const color = (/** @type {string} */ name) => style.getPropertyValue(`--gd-${name}`).trim();
  const bands = Array.from({ length: BANDS }, (_, i) => color(`ramp-${i + 1}`));
  return {
    bands,
    under: bands.map((band) => `color-mix(in srgb, ${band}, ${color("text")} ${SHADE}%)`),
    line: `color-mix(in srgb, ${color("paper")} ${LINE}%, transparent)`,
    rim: color("muted"),
  };
}

/**
 * @param {CanvasRenderingContext2D} context @param {Pair[][]} lines @param {string} color
 */
function stroke(context, lines, color) {
  if (!lines.length) return;
  context.beginPath();
  for (const [from, to] of lines) {
    context.moveTo(...from);
    context.lineTo(...to);
  }
  context.strokeStyle = color;
  context.lineWidth = 1;
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context @param {Element} drawing that it lies below
 * @param {Polygon[]} polygons far ones first @param {number} width @param {number} height
 */
export function paint(context, drawing, polygons, width, height) {
  const { canvas } = context;
  const density = window.devicePixelRatio || 1;
  [canvas.width, canvas.height] = [width, height].map((size) => Math.round(size * density));
  context.setTransform(density, 0, 0, density, 0, 0);
  context.lineJoin = context.lineCap = "round";
  const colors = colorsOf(drawing);
  for (const { band, under, corners, lines, rims } of polygons) {
    context.beginPath();
    for (const corner of corners) context.lineTo(...corner);
    context.closePath();
    context.fillStyle = context.strokeStyle = (under ? colors.under : colors.bands)[band];
    context.lineWidth = 0.7; // closes the seams
    context.fill();
    context.stroke();
    stroke(context, lines, colors.line);
    stroke(context, rims, colors.rim);
  }
}
