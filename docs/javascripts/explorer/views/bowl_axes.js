/**
 * The axes of the bowl: the two nearer edges of its base, and its height.
 * The one rule: however the bowl is turned, a name is whole and a number stands at its tick.
 * @import { Bowl, Lens, Point } from "./bowl_shape.js"
 * @import { Pair } from "./region.js"
 * @typedef {typeof import("./bowl_shape.js")} Shapes
 */
import { number } from "../state/numerals.js";
import { rule } from "./axes.js";
import { label, svg } from "./dom.js";
import { axisName } from "./region.js";
import { tick, ticks } from "./scales.js";

const CORNERS = /** @type {Pair[]} */ ([
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
]);
const NUMBERS = 15; // pixels from an edge to its numbers
const NAME = 38; // and to its name
const DESCENT = 6; // pixels of a name below its line
const UPRIGHT = 40; // pixels: a lower height has no axis

/**
 * @param {Shapes} shapes @param {Bowl} bowl @param {Lens} lens
 * @param {{names: string[], wide: number, high: number, top: number,
 *   width: (text: string) => number}} plot
 */
export function bowlAxes({ pointOf, projected }, bowl, lens, { names, wide, high, top, width }) {
  /** @param {Pair} corner shares of the base @param {number} [height] */
  const place = ([s, t], height = 0) =>
    pointOf(bowl, [between(bowl.across, s), between(bowl.up, t)], height);
  const flat = (/** @type {Point[]} */ ...points) => projected(points, lens);
  const corners = flat(...CORNERS.map((corner) => place(corner)));
  const first = (/** @type {(corner: Pair) => number} */ size) =>
    [...corners.keys()].sort((i, j) => size(corners[i]) - size(corners[j]))[0];
  const group = svg("g", { class: "gd-axis" });

  /** The edge of the base from a corner to the next. @param {number} side */
  function edge(side) {
    const [from, to] = [CORNERS[side], CORNERS[(side + 1) % 4]];
    const along = from[0] === to[0] ? 1 : 0; // the parameter that changes
    const ends = along ? bowl.up : bowl.across;
    const [[x1, y1], [x2, y2]] = [corners[side], corners[(side + 1) % 4]];
    const [mx, my] = [(x1 + x2) / 2, (y1 + y2) / 2];
    const [ox, oy] = outward([mx, my], lens);
    group.append(rule(x1, y1, x2, y2));
    for (const value of ticks(ends, 3)) {
      const share = (value - ends[0]) / (ends[1] - ends[0]);
      const [[x, y]] = flat(place(along ? [from[0], share] : [share, from[1]]));
      group.append(
        rule(x, y, x + 4 * ox, y + 4 * oy),
        label("", x + NUMBERS * ox, y + NUMBERS * oy + 4, tick(value), "middle"),
      );
    }
    const left = (/** @type {string} */ text) => mx + NAME * ox - (width(text) * (1 - ox)) / 2;
    const fits = (/** @type {string} */ text) =>
      left(text) >= 2 && left(text) + width(text) <= wide - 4;
    const words = [axisName(names[along]), names[along]].find(fits) ?? names[along];
    const y = Math.min(my + NAME * oy + 4, high - DESCENT);
    const name = label("gd-axis-name", left(words), y, words);
    if (!names[0].startsWith("x"))
      name.classList.add(along ? "gd-intercept-text" : "gd-slope-text");
    group.append(name);
  }

  const front = first(([, y]) => -y);
  edge(front);
  edge((front + 3) % 4);
  const cut = bowl.whole ? "" : `, cut at ${number(bowl.cut, 3)}`;
  const heights = [`loss above the lowest${cut}`, `loss − lowest${cut}`];
  const height = heights.find((text) => width(text) <= wide - 8) ?? heights[1];
  group.append(label("gd-axis-name", 4, top - 10, height));
  const corner = CORNERS[first(([x]) => x)];
  const [[x, foot], [, tip]] = flat(place(corner), place(corner, bowl.cut));
  if (foot - tip < UPRIGHT) return group;
  group.append(rule(x, foot, x, tip));
  for (const value of ticks([0, bowl.cut], 3)) {
    const [[, y]] = flat(place(corner, value));
    group.append(rule(x - 4, y, x, y), label("", x - 7, y + 4, tick(value), "end"));
  }
  return group;
}

/** @param {Pair} ends @param {number} share */
const between = ([from, to], share) => from + share * (to - from);

/**
 * From the middle of the picture towards a point, a pixel long.
 * @param {Pair} to @param {Lens} lens
 */
function outward([x, y], { origin }) {
  const [dx, dy] = [x - origin.x, y - origin.y];
  const length = Math.hypot(dx, dy) || 1;
  return [dx / length, dy / length];
}
