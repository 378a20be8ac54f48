/**
 * The loss before and after, on a log axis over a log clock of many steps; the eigenvalues below.
 * The one rule: the run is solid, what helps is dashed, and each line is named at its end.
 * @import { Path, Report } from "../types.js"
 * @import { Box } from "../../explorer/views/axes.js"
 * @import { Span } from "../../explorer/views/scales.js"
 */
import { brief } from "../../explorer/state/numerals.js";
import { decadesOf } from "../../explorer/state/steps.js";
import { bottomAxis, leftAxis, rule, within } from "../../explorer/views/axes.js";
import { clipped, element, label, set, svg } from "../../explorer/views/dom.js";
import { decades, extent, linear, logarithmic, tick } from "../../explorer/views/scales.js";

const HEIGHT = 240;
const STRIP = 76;
const MARGIN = { left: 52, right: 14, top: 26, bottom: 28 };
const LETTER = 7; // pixels of a name, for each of its letters
const DEPTH = 1e-14; // of the largest: below, there is only rounding
const RISE = 1e6; // times the first: above, a curve has left the picture
const FEW = 9; // steps that are all marked
const GAP = 0.04; // of a decade, under which two eigenvalues look like one

/** The span of the losses that are drawn. @param {Path[]} paths @returns {Span} */
export function spanOf(paths) {
  const first = Math.max(...paths.map(({ loss }) => loss[0]).filter((one) => one > 0), 1e-300);
  const [least, most] = extent(paths.flatMap(({ loss }) => loss).filter((one) => one > 0));
  const top = Math.min(most, first * RISE);
  return [Math.min(Math.max(least, top * DEPTH), top / 10) / 1.4, top * 1.4];
}

/** What a path does, in words. @param {Path} path */
export function told({ label: name, k, loss }) {
  const [first, last] = [loss[0], loss[loss.length - 1]];
  const steps = k[k.length - 1].toLocaleString("en-US");
  const rounding = last <= first * DEPTH; // what is left is no loss of the method
  const kept = rounding ? "to zero, but for rounding," : `to ${brief(last)}`;
  const ends = Number.isFinite(last) ? kept : "out of all numbers";
  return `${name}: the loss above the lowest goes from ${brief(first)} ${ends} in ${steps} steps.`;
}

/** @param {Report} report */
export function pictureView({ paths, eigenvalues, parameters }) {
  const both = [paths?.before, paths?.after].filter((path) => path !== null && path !== undefined);
  const parts = [];
  if (both.length)
    parts.push(
      figure(
        "Loss above the lowest, before and after",
        both.map(told).join(" "),
        HEIGHT,
        (drawing, width) => losses(drawing, both, width),
      ),
    );
  const positive = eigenvalues.filter((one) => one > 0);
  if (positive.length > 1) {
    const [low, high] = [positive[0], positive[positive.length - 1]];
    const many = `${eigenvalues.length} eigenvalues for ${parameters.length} parameters`;
    const words = `${many}, from ${brief(low)} to ${brief(high)}.`;
    parts.push(
      figure("Eigenvalues of the Hessian", words, STRIP, (drawing, width) =>
        spectrum(drawing, positive, width),
      ),
    );
  }
  return parts.length
    ? element(
        "section",
        { className: "gd-d-section gd-d-pictures", "aria-label": "Pictures" },
        ...parts,
      )
    : null;
}

/**
 * @param {string} title @param {string} words @param {number} height
 * @param {(drawing: SVGSVGElement, width: number) => void} draw
 */
function figure(title, words, height, draw) {
  const drawing = /** @type {SVGSVGElement} */ (
    svg("svg", { role: "img", "aria-label": `${title}. ${words}`, height })
  );
  const observer = new ResizeObserver(([{ contentRect }]) => {
    const { width } = contentRect;
    if (!drawing.isConnected) return observer.disconnect();
    if (width < 1) return;
    set(drawing, { viewBox: `0 0 ${width} ${height}` });
    draw(drawing, width);
  });
  const root = element(
    "figure",
    "gd-d-figure",
    element("figcaption", "", title),
    element("p", "gd-hint", words),
  );
  root.insertBefore(/** @type {any} */ (drawing), root.lastChild);
  observer.observe(root);
  return root;
}

/** @param {SVGSVGElement} drawing @param {Path[]} paths @param {number} width */
function losses(drawing, paths, width) {
  const box = within(MARGIN, width, HEIGHT);
  const span = spanOf(paths);
  const last = Math.max(1, ...paths.map(({ k }) => k[k.length - 1]));
  const clock = last <= FEW ? (/** @type {number} */ k) => k : decadesOf;
  const across = linear([0, clock(last)], [box.left, box.right]);
  const x = Object.assign((/** @type {number} */ k) => across(clock(k)), {
    domain: across.domain,
    range: across.range,
    invert: across.invert,
  });
  const y = logarithmic(span, [box.bottom, box.top]);
  const few = [...Array(Math.min(last, FEW) + 1).keys()];
  const marks = last <= FEW ? few : [0, ...decades([1, last], Math.max(2, width / 90))];
  const inner = clipped(box);
  const names = paths.map((path, i) => {
    const points = path.loss.flatMap((loss, r) =>
      loss > 0 && Number.isFinite(loss) ? [[x(path.k[r]), y(Math.max(loss, span[0] / 10))]] : [],
    );
    const d = points
      .map(([px, py], r) => `${r ? "L" : "M"}${px.toFixed(1)} ${py.toFixed(1)}`)
      .join("");
    inner.append(svg("path", { class: i ? "gd-d-after" : "gd-d-before", d }));
    return nameAt(path.label, points, box, i);
  });
  drawing.replaceChildren(
    bottomAxis(x, marks, box, "step"),
    leftAxis(y, decades(span, 6), box, "loss above the lowest"),
    inner.parent,
    ...names,
  );
}

/**
 * A name within the picture, at the end of its line, or beside where that leaves it.
 * @param {string} words @param {number[][]} points @param {Box} box
 * @param {number} i
 */
function nameAt(words, points, box, i) {
  const [px, py] = points[points.length - 1] ?? [box.left, box.top];
  const span = LETTER * words.length;
  const leaves = leavesAt(points, box);
  if (leaves + LETTER + span < box.right)
    return label("gd-d-name", leaves + LETTER, box.top + 12, words);
  if (leaves) {
    const low = Math.max(
      box.top,
      ...points.filter(([x]) => x > box.right - span).map(([, y]) => y),
    );
    const under = points.findLast(([x]) => x <= box.right - span) ?? [0, low];
    return label("gd-d-name", box.right, Math.max(low, under[1]) + 16, words, "end");
  }
  const right = px > (box.left + box.right) / 2;
  // Written leftward, a name stands above all of the line that it spans.
  const spanned = points.filter(([x]) => x > box.right - span);
  const line = right ? Math.min(py, ...spanned.map(([, y]) => y)) - 8 : py + (i ? 14 : -8);
  const level = Math.max(box.top + 12, Math.min(box.bottom - 6, line));
  return label(
    i ? "gd-d-name gd-d-after-text" : "gd-d-name",
    right ? box.right : px + 6,
    level,
    words,
    right ? "end" : "start",
  );
}

/**
 * Where a rising line reaches the top, or NaN.
 * @param {number[][]} points @param {Box} box
 */
function leavesAt(points, box) {
  const r = points.findIndex(([, y]) => y < box.top);
  if (r < 1) return NaN;
  const [[x0, y0], [x1, y1]] = [points[r - 1], points[r]];
  return x0 + ((x1 - x0) * (y0 - box.top)) / (y0 - y1);
}

/** @param {SVGSVGElement} drawing @param {number[]} values @param {number} width */
function spectrum(drawing, values, width) {
  const box = within({ ...MARGIN, left: 14, top: 20 }, width, STRIP);
  const [low, high] = [values[0], values[values.length - 1]];
  const x = logarithmic([low / 1.6, high * 1.6], [box.left, box.right]);
  const alike = Math.log10(high / low) < GAP;
  const dots = values.map((value, i) =>
    svg("circle", {
      class: i === 0 ? "gd-d-flat" : i === values.length - 1 ? "gd-d-steep" : "gd-d-between",
      cx: x(value),
      cy: box.bottom - 10,
      r: 5,
    }),
  );
  const names = alike
    ? [label("gd-d-name", x(low), box.top - 4, `${brief(low)}: all directions alike`, "middle")]
    : [
        label("gd-d-name gd-d-flat-text", x(low) - 6, box.top - 4, `flat ${brief(low, 3)}`),
        label(
          "gd-d-name gd-d-steep-text",
          x(high) + 6,
          box.top - 4,
          `steep ${brief(high, 3)}`,
          "end",
        ),
      ];
  drawing.replaceChildren(
    rule(box.left, box.bottom - 10, box.right, box.bottom - 10),
    ...dots,
    ...names,
    bottomAxis(x, decades([low / 1.6, high * 1.6], Math.max(2, width / 110)), box, "λ", tick),
  );
}
