/**
 * The loss over the two parameters as a bowl: painted once, with the run drawn on it.
 * The one rule: a turn paints the bowl anew, a step moves only the run.
 * @import { Scene } from "./scene.js"
 * @import { Bowl, Lens, Spot, View as Angles } from "./bowl_shape.js"
 * @import { Pair } from "./region.js"
 * @typedef {typeof import("./bowl_shape.js")} Shapes
 */
import { placesIn, row, rows } from "../state/frames.js";
import { number } from "../state/numerals.js";
import { levels } from "./contours.js";
import { bowlAxes } from "./bowl_axes.js";
import { paint } from "./bowl_paint.js";
import { drags, label, set, svg } from "./dom.js";
import { within } from "./axes.js";
import { ruler } from "./measure.js";
import { rawNames } from "./narrate.js";
import { cross, star } from "./paths.js";

const MARGIN = { left: 30, right: 30, top: 26, bottom: 40 };
const NAME_SIZE = 12; // pixels
const TURNS = [0, 1, 2, 3].map((side) => 0.6 - (side * Math.PI) / 2); // radians, to open with
const TILT = 0.85;
const STEEPEST = 1.45;
const TURN = Math.PI / 36; // of a key
const PULL = 0.01; // radians for a pixel of a drag
const DEGREES = 180 / Math.PI;
const REST = 120; // milliseconds after a turn until it is painted in full
/** @type {Record<string, Pair>} */
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/**
 * A path up to a row: what is seen of it, and what stands behind the bowl.
 * @param {Spot[]} spots @param {number} last row
 */
export function pathOf(spots, last = Infinity) {
  const parts = { front: "", back: "" };
  /** @type {"front" | "back" | ""} */
  let pen = "";
  for (let i = 1; i < spots.length && spots[i].r <= last; i += 1) {
    const [from, to] = [spots[i - 1], spots[i]];
    const next = from.behind && to.behind ? "back" : "front";
    if (to.again) {
      pen = "";
      continue;
    }
    if (next !== pen) parts[next] += `M${from.x.toFixed(1)},${from.y.toFixed(1)}`;
    parts[next] += `L${to.x.toFixed(1)},${to.y.toFixed(1)}`;
    pen = next;
  }
  return parts;
}

/** The last spot that is not beyond a row. @param {Spot[]} spots @param {number} r */
export function spotAt(spots, r) {
  let i = spots.length - 1;
  while (i > 0 && spots[i].r > r) i -= 1;
  return spots[i];
}

/**
 * @param {SVGSVGElement} drawing @param {HTMLCanvasElement} canvas @param {Shapes} shapes
 */
export function bowlView(drawing, canvas, shapes) {
  const context = canvas.getContext("2d");
  if (!context) throw new Error("this browser has no canvas to draw on");
  const control = new AbortController();
  const { signal } = control;
  const width = ruler(drawing, NAME_SIZE);
  /** @type {Angles} */
  let first = { turn: TURNS[0], tilt: TILT };
  let view = first;
  let opened = "";
  /** @type {any} */
  let drawn = null;
  /** @type {Scene | null} */
  let shown = null;
  let [request, rest] = [0, 0];
  const handle = svg("rect", { class: "gd-turn", tabindex: 0, role: "slider" });

  /** @param {Scene} scene */
  function draw(scene) {
    const { frame } = scene;
    const bowl = drawn?.frame === frame ? drawn.bowl : shapes.bowlOf(frame, levels);
    shown = scene;
    drawn = { frame, bowl };
    const { data: of, coordinates, loss } = frame.settings;
    const key = [of.name, coordinates, loss].join();
    if (key !== opened && view === first) first = view = opening(bowl, scene);
    opened = key;
    render();
  }

  /**
   * The bowl turned so that the optimum and most of the run are seen.
   * @param {Bowl} bowl @param {Scene} scene @returns {Angles}
   */
  function opening(bowl, { frame, width: wide, height: high }) {
    const hides = TURNS.map((angle) => {
      const lens = shapes.lensOf({ turn: angle, tilt: TILT }, within(MARGIN, wide, high));
      const hidden = (/** @type {number} */ total, /** @type {(r: number) => Pair} */ place) => {
        const spots = shapes.spots(bowl, lens, total, place);
        return spots.filter(({ behind }) => behind).length / (spots.length || 1);
      };
      const { z, optimum_z: goal } = frame;
      return (
        hidden(rows(frame), (r) => row(z, r)) + (goal ? hidden(1, () => [goal[0], goal[1]]) : 0)
      );
    });
    return { turn: TURNS[hides.indexOf(Math.min(...hides))], tilt: TILT };
  }

  /** All of it, as it is turned now. @param {boolean} [turning] */
  function render(turning = false) {
    if (!shown || !context) return;
    const { frame, pins, width: wide, height: high, k } = shown;
    const { bowl } = drawn;
    const box = within(MARGIN, wide, high);
    const lens = shapes.lensOf(view, box);
    paint(context, drawing, shapes.polygons(bowl, lens, turning), wide, high);
    const spots = shapes.spots(bowl, lens, rows(frame), (r) => row(frame.z, r));
    const all = pathOf(spots);
    const dashes = pins.flatMap((pin, i) => {
      const places = placesIn(frame, pin);
      const { front, back } = pathOf(shapes.spots(bowl, lens, places.length, (r) => places[r]));
      const name = `gd-path gd-second gd-pin-${i + 1}`;
      return [
        svg("path", { class: name, d: front }),
        svg("path", { class: `${name} gd-behind`, d: back }),
      ];
    });
    const now = {
      front: svg("path", { class: "gd-path" }),
      back: svg("path", { class: "gd-path gd-behind" }),
      marker: svg("circle", { class: "gd-marker", r: 7 }),
      out: svg("path", { class: "gd-cross" }),
      gone: label("gd-gone", 0, 0, ""),
    };
    const [start] = spots;
    set(handle, { x: 1, y: 1, width: wide - 2, height: high - 2 });
    const still = [
      bowlAxes(shapes, bowl, lens, { names: frame.names, wide, high, top: MARGIN.top, width }),
      ...dashes,
      svg("path", { class: "gd-path gd-future", d: all.front }),
      svg("path", { class: "gd-path gd-future gd-behind", d: all.back }),
      now.front,
      now.back,
      ...(start
        ? [svg("circle", { class: named("gd-start", start), cx: start.x, cy: start.y, r: 4.5 })]
        : []),
      ...goal(lens),
    ];
    const focused = document.activeElement === handle;
    drawing.replaceChildren(...still, now.marker, now.out, now.gone, handle);
    if (focused) handle.focus({ preventScroll: true });
    drawn = { ...drawn, spots, lens, ...now };
    describe();
    at(k);
  }

  /** The optimum. @param {Lens} lens */
  function goal(lens) {
    const { optimum_z: optimum } = drawn.frame;
    if (!optimum) return [];
    const [spot] = shapes.spots(drawn.bowl, lens, 1, () => optimum);
    return spot ? [svg("path", { class: named("gd-star", spot), d: star(spot.x, spot.y) })] : [];
  }

  /** Only what moves. @param {number} k */
  function at(k) {
    if (!drawn?.spots) return;
    const { frame, spots, front, back, marker, out, gone } = drawn;
    if (shown) shown = { ...shown, k };
    const r = Math.min(k, rows(frame) - 1);
    const spot = spotAt(spots, r);
    if (!spot) return;
    const path = pathOf(spots, r);
    set(front, { d: path.front });
    set(back, { d: path.back });
    const inside = shapes.isOn(drawn.bowl, row(frame.z, r));
    set(marker, {
      class: named("gd-marker", spot),
      cx: spot.x,
      cy: spot.y,
      visibility: inside ? null : "hidden",
    });
    set(out, { d: inside ? "" : cross(spot.x, spot.y) });
    const raw = rawNames(frame.names);
    const [w, b] = row(frame.x, r);
    gone.textContent = inside ? "" : `left at ${raw[0]} ${number(w, 2)}, ${raw[1]} ${number(b, 2)}`;
    const { width: wide } = /** @type {Scene} */ (shown);
    const size = width(gone.textContent) * 1.08;
    set(gone, { x: Math.max(2, Math.min(wide - size - 2, spot.x - size / 2)), y: spot.y - 14 });
  }

  function describe() {
    const turned = Math.round(view.turn * DEGREES);
    set(handle, {
      "aria-label": "The bowl: arrow keys turn it, Home turns it back",
      "aria-valuemin": -180,
      "aria-valuemax": 180,
      "aria-valuenow": turned,
      "aria-valuetext": `turned by ${turned}°, seen from ${Math.round(90 - view.tilt * DEGREES)}° above`,
    });
  }

  /** Turn it, at most once a picture. @param {Angles} next */
  function turn({ turn: about, tilt }) {
    const full = 2 * Math.PI;
    view = {
      turn: about - full * Math.round(about / full),
      tilt: Math.max(0, Math.min(STEEPEST, tilt)),
    };
    cancelAnimationFrame(request);
    request = requestAnimationFrame(() => render(true));
    clearTimeout(rest);
    rest = window.setTimeout(render, REST);
  }

  /** @type {{x: number, y: number, view: Angles} | null} */
  let grip = null;
  drags(
    drawing,
    signal,
    ({ clientX: x, clientY: y }) => {
      grip = { x, y, view };
      return true;
    },
    ({ clientX, clientY }) => {
      if (!grip) return;
      turn({
        turn: grip.view.turn - (clientX - grip.x) * PULL,
        tilt: grip.view.tilt - (clientY - grip.y) * PULL,
      });
    },
  );
  // The finger scrolls the page, as it turns out.
  drawing.addEventListener("pointercancel", () => grip && turn(grip.view), { signal });
  /** @param {KeyboardEvent} event */
  const press = (event) => {
    const by = KEYS[event.key];
    if (!by && event.key !== "Home") return;
    event.preventDefault();
    event.stopPropagation();
    const size = event.shiftKey ? 5 * TURN : TURN;
    if (!by) turn(first);
    else turn({ turn: view.turn - by[0] * size, tilt: view.tilt - by[1] * size });
  };
  handle.addEventListener("keydown", press, { signal });
  const scheme = new MutationObserver(() => render());
  scheme.observe(document.body, { attributeFilter: ["data-md-color-scheme"] });

  return {
    draw,
    at,
    destroy() {
      control.abort();
      scheme.disconnect();
      cancelAnimationFrame(request);
      clearTimeout(rest);
    },
  };
}

/** @param {string} name @param {Spot} spot */
const named = (name, { behind }) => (behind ? `${name} gd-behind` : name);
