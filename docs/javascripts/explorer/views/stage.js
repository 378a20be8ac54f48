/**
 * The four views, drawn from one state.
 * The one rule: a new frame is drawn whole; a new row moves only what moves.
 * @import { Actions, Frame, Settings } from "../types.js"
 * @import { Store } from "../state/store.js"
 * @import { View } from "./scene.js"
 */
import { rows } from "../state/frames.js";
import { switchedView } from "./bowl_switch.js";
import { element, svg } from "./dom.js";
import { fittedView } from "./fitted.js";
import { lineView } from "./line.js";
import { lossView } from "./loss.js";
import { modesView } from "./modes.js";
import { systemView } from "./system.js";

/** What the first picture is called, and what the loss is drawn over, by what the data are. */
const TITLES = {
  line: { one: "The data and the line", over: " over slope and intercept" },
  system: { one: "The two equations", over: " over x₀ and x₁" },
  features: { one: "Measured against predicted y", over: " over its flat and steep direction" },
};

/** @param {Frame} frame @returns {keyof typeof TITLES} */
const kindOf = ({ data }) => (data.x ? "line" : data.A ? "system" : "features");

const DIGITS = 5; // of a place that a hand chose: the link stays short

/** @param {number} value */
const short = (value) => Number(value.toPrecision(DIGITS));

/**
 * The data with point i at another place.
 * @param {Settings["data"]} data @param {number} i @param {number} x @param {number} y
 */
export function movedData(data, i, x, y) {
  if (data.x && data.y) {
    const [xs, ys] = [[...data.x], [...data.y]];
    [xs[i], ys[i]] = [short(x), short(y)];
    return { ...data, x: xs, y: ys };
  }
  const others = (data.moved ?? []).filter(([j]) => j !== i);
  return { ...data, moved: [...others, [i, short(x), short(y)]] };
}

/** A figure with its drawing. @param {string} name @param {string} title @param {string} role */
function figure(name, title, role) {
  const drawing = /** @type {SVGSVGElement} */ (svg("svg", { role, "aria-label": title }));
  const caption = element("figcaption", "", title);
  return { drawing, caption, node: element("figure", `gd-view gd-view-${name}`, caption, drawing) };
}

/**
 * @param {HTMLElement} root @param {Store} store
 * @param {Actions} actions @param {boolean} small
 */
export function mountStage(root, store, actions, small) {
  const figures = {
    line: figure("line", "The data and the line", "group"),
    surface: figure("surface", "The loss over slope and intercept", "group"),
    ...(small
      ? {}
      : {
          loss: figure("loss", "The loss, step by step", "img"),
          modes: figure("modes", "Which error is left", "img"),
        }),
  };
  const [line, second, ...rest] = Object.values(figures).map(({ node }) => node);
  const pictures = element("div", "gd-pictures", line, second);
  root.append(pictures, ...rest);
  const move = (/** @type {number} */ i, /** @type {number} */ x, /** @type {number} */ y) =>
    actions.change({ data: movedData(store.get().settings.data, i, x, y) });
  const start = (/** @type {number[]} */ raw) => {
    actions.go(0);
    actions.change({ start: raw.map(short) });
  };
  const surface = switchedView(figures.surface, store, actions, {
    start,
    started: () => /** @type {[number, number]} */ (store.get().settings.start),
  });
  /**
   * What the first view shows, and the view.
   * @type {{kind: string, view: View | null}}
   */
  const first = { kind: "", view: null };
  /** @type {{figure: ReturnType<typeof figure>, view: View}[]} */
  const lower =
    figures.loss && figures.modes
      ? [
          { figure: figures.loss, view: lossView(figures.loss.drawing, actions) },
          { figure: figures.modes, view: modesView(figures.modes.drawing) },
        ]
      : [];

  /** @param {Frame} frame */
  function firstView(frame) {
    const kind = kindOf(frame);
    if (first.kind !== kind) {
      first.view?.destroy?.();
      const { drawing, caption } = figures.line;
      const views = {
        line: () => lineView(drawing, { move }),
        system: () => systemView(drawing),
        features: () => fittedView(drawing),
      };
      first.view = views[kind]();
      first.kind = kind;
      pictures.classList.toggle("gd-stacked", kind === "system"); // equations need the width
      const { one, over } = TITLES[kind];
      caption.textContent = one;
      drawing.setAttribute("aria-label", one);
      figures.surface.caption.replaceChildren("The loss", element("span", "gd-word", over));
    }
    return /** @type {View} */ (first.view);
  }

  /** @param {Frame} frame @returns {{figure: ReturnType<typeof figure>, view: View}[]} */
  function all(frame) {
    return [
      { figure: figures.line, view: firstView(frame) },
      { figure: figures.surface, view: surface },
      ...lower,
    ];
  }

  /**
   * Asking for a size in the middle of a drawing would lay out the page each time.
   * @type {Map<Element, [number, number]>}
   */
  const sizes = new Map();

  /** @param {Element} drawing @returns {[number, number]} */
  function measure(drawing) {
    const { clientWidth, clientHeight } = drawing;
    sizes.set(drawing, [clientWidth, clientHeight]);
    return [clientWidth, clientHeight];
  }

  function draw() {
    const { frame, pins: all_, settings, k } = store.get();
    if (!frame) return;
    const pins = all_.filter((pin) => pin !== null);
    for (const { figure: of, view } of all(frame)) {
      const { drawing } = of;
      const [width, height] = sizes.get(drawing) ?? measure(drawing);
      if (width && height) view.draw({ frame, pins, settings, k, width, height });
    }
  }

  /** @param {number} k */
  function at(k) {
    const { frame } = store.get();
    if (!frame) return;
    for (const { view } of all(frame)) view.at(Math.min(k, rows(frame) - 1));
  }

  const observer = new ResizeObserver((changes) => {
    for (const { target } of changes) measure(target);
    draw();
  });
  for (const { drawing } of Object.values(figures)) observer.observe(drawing);
  const stop = store.subscribe((state, previous) => {
    const shown = state.settings.show !== previous.settings.show;
    if (shown || state.frame !== previous.frame || state.pins !== previous.pins) draw();
    else if (state.k !== previous.k) at(state.k);
    if (state.settings.start !== previous.settings.start || state.frame !== previous.frame) {
      surface.pend(state.settings.start);
    }
  });
  return () => {
    stop();
    observer.disconnect();
    for (const view of [first.view, surface, ...lower.map(({ view: of }) => of)]) view?.destroy?.();
  };
}
