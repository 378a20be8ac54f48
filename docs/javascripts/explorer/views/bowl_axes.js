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
const UPRIGHT = 40; // pixels: a lower height has no axis

/**
 * @param {Shapes} shapes @param {Bowl} bowl @param {Lens} lens
 * @param {{names: string[], wide: number, top: number, width: (text: string) => number}} plot
 */
export function bowlAxes({ pointOf, projected }, bowl, lens, { names, wide, top, width }) {
  /** @param {Pair} corner shares of the base @param {number} [height] */
  const place = ([s, t], height = 0) =>
    pointOf(bowl, [between(bowl.across, s), between(bowl.up, t)], height);
  const flat = (/** @type {Point[]} */ ...points) => projected(points, lens);
  const corners = flat(...CORNERS.map((corner) => place(corner)));
  const first = (/** @type {(corner: Pair) => number} */ size) =>
    [...corners.keys()].sort((i, j) => size(corners[i]) - size(corners[j]))[0];
  const words = names.map(axisName);
  const named = width(words.join("")) > wide - 40 ? names : words;
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
    const size = width(named[along]);
    const left = mx + NAME * ox - (size * (1 - ox)) / 2;
    const x = Math.max(2, Math.min(wide - size - 4, left));
    const name = label("gd-axis-name", x, my + NAME * oy + 4, named[along]);
    if (!names[0].startsWith("x"))
      name.classList.add(along ? "gd-intercept-text" : "gd-slope-text");
    group.append(name);
  }

  const front = first(([, y]) => -y);
  edge(front);
  edge((front + 3) % 4);
  const cut = bowl.whole ? "" : `, cut at ${number(bowl.cut, 3)}`;
  group.append(label("gd-axis-name", 0, top - 10, `loss above the lowest${cut}`));
  const corner = CORNERS[first(([x]) => x)];
  const [[x, low], [, high]] = flat(place(corner), place(corner, bowl.cut));
  if (low - high < UPRIGHT) return group;
  group.append(rule(x, low, x, high));
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
