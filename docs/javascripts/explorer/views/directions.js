/**
 * Steep and flat, as arrows from the optimum with their names.
 * The one rule: where all directions are alike no arrow says otherwise.
 * @import { Frame } from "../types.js"
 * @import { Box } from "./axes.js"
 * @import { Point } from "./labels.js"
 */
import { likeness } from "../state/frames.js";
import { rule } from "./axes.js";
import { label, svg } from "./dom.js";
import { clear } from "./labels.js";
import { arrowHead } from "./paths.js";

const LENGTHS = { steep: 62, flat: 40 }; // pixels
const BESIDE = 9; // pixels between an arrow and its name
const WORDS = { alike: "every direction alike", nearly: "all directions nearly alike" };
const SHORT = "all alike"; // where there is little room

/**
 * @param {Frame} frame @param {any} x @param {any} y @param {Box} box
 * @param {Point[][]} lines that no name may touch @param {(text: string) => number} width
 * @param {() => Point[][]} downhills which the name of all directions may not touch either
 */
export function directions(frame, x, y, box, lines, width, downhills) {
  const { modes, optimum_z: optimum } = frame;
  if (!modes || !optimum) return [];
  const center = /** @type {Point} */ ([x(optimum[0]), y(optimum[1])]);
  const same = likeness(frame);
  if (same) return [alike(center, WORDS[same], [...lines, ...downhills()], box, width)];
  const slopes = [x, y].map(({ range, domain }) => (range[1] - range[0]) / (domain[1] - domain[0]));
  const names = /** @type {const} */ (["flat", "steep"]);
  const arrows = names.map((name, column) => {
    const [p, q] = [0, 1].map((i) => modes.vectors.data[2 * i + column] * slopes[i]);
    const scale = LENGTHS[name] / (Math.hypot(p, q) || 1);
    return { name, tip: roomier(center, [p * scale, q * scale], box) };
  });
  const all = [...lines, ...arrows.map(({ tip }) => [center, tip])];
  return arrows.map(({ name, tip }) => arrow(name, center, tip, all, box, width));
}

/**
 * Of the two ways along a direction, the tip of the one that has more room.
 * @param {Point} center @param {Point} way @param {Box} box @returns {Point}
 */
function roomier([cx, cy], [p, q], { left, right, top, bottom }) {
  const room = (/** @type {number} */ side) =>
    Math.min(
      cx + side * p - left,
      right - cx - side * p,
      cy + side * q - top,
      bottom - cy - side * q,
    );
  const side = room(1) >= room(-1) ? 1 : -1;
  return [cx + side * p, cy + side * q];
}

/**
 * @param {"flat" | "steep"} name @param {Point} center @param {Point} tip
 * @param {Point[][]} lines @param {Box} box @param {(text: string) => number} width
 */
function arrow(name, [cx, cy], [ex, ey], lines, box, width) {
  const [dx, dy] = [ex - cx, ey - cy];
  const length = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [dx / length, dy / length];
  const anchor = Math.abs(ux) < 0.4 ? "middle" : ux > 0 ? "start" : "end";
  const [mx, my] = [cx + dx / 2, cy + dy / 2];
  const places = [
    { x: ex + ux * BESIDE, y: ey + uy * BESIDE + 4, anchor },
    { x: ex + uy * 14, y: ey - ux * 14 + 4, anchor: uy > 0 ? "start" : "end" },
    { x: ex - uy * 14, y: ey + ux * 14 + 4, anchor: uy > 0 ? "end" : "start" },
    { x: mx + uy * 14, y: my - ux * 14 + 4, anchor: uy > 0 ? "start" : "end" },
    { x: mx - uy * 14, y: my + ux * 14 + 4, anchor: uy > 0 ? "end" : "start" },
    { x: ex + ux * 24, y: ey + uy * 24 + 18, anchor: "middle" },
    { x: ex + ux * 24, y: ey + uy * 24 - 14, anchor: "middle" },
  ];
  const { x, y, anchor: side } = clear(places, width(name), lines, box) ?? places[0];
  return svg(
    "g",
    { class: `gd-direction gd-${name}-stroke` },
    rule(cx, cy, ex - ux * 6, ey - uy * 6, ""),
    svg("path", { d: arrowHead(ex, ey, dx, dy) }),
    label(`gd-name gd-${name}-text`, x, y, name, side),
  );
}

/**
 * @param {Point} center @param {string} words @param {Point[][]} lines @param {Box} box
 * @param {(text: string) => number} width
 */
function alike([cx, cy], words, lines, box, width) {
  const places = [
    ...[26, -16, 44, -34].map((down) => ({ x: cx, y: cy + down, anchor: "middle" })),
    { x: cx + 16, y: cy + 4, anchor: "start" },
    { x: cx - 16, y: cy + 4, anchor: "end" },
  ];
  for (const text of [words, SHORT]) {
    const place = clear(places, width(text), lines, box);
    if (place) return label("gd-name gd-alike", place.x, place.y, text, place.anchor);
  }
  return svg("g"); // the sentence below the pictures says it too
}
