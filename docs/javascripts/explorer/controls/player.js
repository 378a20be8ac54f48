/**
 * Play, pause, step, scrub: the run in the reader's hands.
 * The one rule: each button says by name and by picture what it will do.
 * @import { Actions, State } from "../types.js"
 * @import { Store } from "../state/store.js"
 */
import { rows } from "../state/frames.js";
import { count, raised } from "../state/numerals.js";
import { decadesOf, marks, stepAt } from "../state/steps.js";
import { element, svg } from "../views/dom.js";
import { button as textButton } from "./fields.js";

const SPEEDS = [0.25, 1, 4, 16];
/** What a range input is also moved by. @type {Record<string, string>} */
const SAME_KEY = {
  ArrowDown: "ArrowLeft",
  ArrowUp: "ArrowRight",
  PageDown: "ArrowLeft",
  PageUp: "ArrowRight",
};
const ICONS = {
  start: "M5 5h2.4v14H5zM19 5v14L8.6 12z",
  back: "M16.5 5v14L6 12z",
  play: "M7 4.5v15L20 12z",
  pause: "M6.5 5h4v14h-4zM13.5 5h4v14h-4z",
  step: "M7.5 5v14L18 12z",
};

/** @param {keyof typeof ICONS} name */
function icon(name) {
  return svg(
    "svg",
    { viewBox: "0 0 24 24", "aria-hidden": "true" },
    svg("path", { d: ICONS[name] }),
  );
}

/** @param {keyof typeof ICONS} picture @param {string} name @param {() => void} act */
function button(picture, name, act, className = "gd-icon") {
  const node = element(
    "button",
    { type: "button", className, "aria-label": name, title: name },
    icon(picture),
  );
  node.addEventListener("click", act);
  return node;
}

/** To a row, and stay there. @param {Actions} actions @param {number} row */
function jump(actions, row) {
  actions.pause();
  actions.go(row);
}

/** @param {Store} store @param {Actions} actions */
const toggle = (store, actions) => (store.get().playing ? actions.pause() : actions.play());

/**
 * The row that a key asks for: one on or back, or ten.
 * @param {State} state @param {boolean} far @returns {Record<string, number>}
 */
function rowsByKey({ k, frame }, far) {
  const [by, end] = [far ? 10 : 1, frame ? rows(frame) - 1 : 0];
  return { ArrowLeft: k - by, ArrowRight: k + by, Home: 0, End: end };
}

/** The step in few words, for the slider and beside it. @param {State} state */
export function position({ frame, k }) {
  if (!frame) return "";
  const r = Math.min(k, rows(frame) - 1);
  return `${count(frame.k[r])} of ${count(frame.k[rows(frame) - 1])}`;
}

/**
 * @param {HTMLElement} root @param {Store} store
 * @param {Actions} actions @param {boolean} small
 */
export function mountPlayer(root, store, actions, small) {
  const move = (/** @type {number} */ by) => jump(actions, store.get().k + by);
  const play = button("play", "Play", () => toggle(store, actions), "gd-icon gd-play");
  const slider = element("input", {
    type: "range",
    className: "gd-scrub",
    min: "0",
    max: "1",
    step: "any",
    value: "0",
    "aria-label": "Step",
  });
  slider.addEventListener("input", () => {
    actions.pause();
    actions.seek({ step: stepAt(Number(slider.value)) });
  });
  slider.addEventListener("keydown", (event) => {
    const key = SAME_KEY[event.key] ?? event.key;
    const places = rowsByKey(store.get(), event.shiftKey || event.key.startsWith("Page"));
    if (!Object.hasOwn(places, key)) return;
    event.preventDefault();
    jump(actions, places[key]);
  });
  const scale = element("div", { className: "gd-marks", "aria-hidden": "true" });
  const output = element("output", { "aria-live": "off" });
  const place = element("span", "gd-position", element("span", "gd-word", "step "), output);
  const speed = element(
    "select",
    { "aria-label": "Speed", title: "Speed" },
    ...SPEEDS.map((value) => element("option", { value }, value < 1 ? "¼×" : `${value}×`)),
  );
  speed.value = String(store.get().speed);
  speed.addEventListener("change", () => actions.hasten(Number(speed.value)));
  const reset = textButton("Reset", () => actions.reset(), "gd-reset");
  reset.title = "Back to the first settings";
  root.append(
    element(
      "div",
      { className: "gd-buttons", role: "group", "aria-label": "Player" },
      button("start", "To the start", () => jump(actions, 0)),
      button("back", "One step back", () => move(-1)),
      play,
      button("step", "One step", () => move(1)),
    ),
    element("div", "gd-scrubber", slider, scale),
    place,
    speed,
    ...(small ? [] : [reset, element("span", "gd-share")]),
  );

  /** @param {State} state @param {State | null} previous */
  function show(state, previous) {
    const { frame, k } = state;
    if (!frame) return;
    const last = frame.k[rows(frame) - 1];
    if (frame !== previous?.frame) {
      slider.max = String(decadesOf(last) || 1);
      scale.replaceChildren(...marks(last).map((step) => markAt(step, last)));
    }
    if (k !== previous?.k || frame !== previous?.frame) {
      slider.value = String(decadesOf(frame.k[Math.min(k, rows(frame) - 1)]));
      const words = position(state);
      if (output.textContent !== words) output.textContent = words;
      // Words of a moving slider are for those who stop it.
      if (!state.playing) slider.setAttribute("aria-valuetext", `step ${words}`);
    }
    if (state.playing !== previous?.playing) {
      const name = state.playing ? "Pause" : "Play";
      play.replaceChildren(icon(state.playing ? "pause" : "play"));
      play.setAttribute("aria-label", name);
      play.title = name;
      slider.setAttribute("aria-valuetext", `step ${position(state)}`);
    }
  }
  show(store.get(), null);
  return store.subscribe(show);
}

/** A step under the scrubber. @param {number} step @param {number} last */
function markAt(step, last) {
  const mark = element("span", "", short(step));
  mark.style.setProperty("--at", String(last ? decadesOf(step) / decadesOf(last) : 0));
  return mark;
}

/** A step in few letters: 1,000 and 10⁵. @param {number} step */
const short = (step) =>
  step >= 1e5 && Number.isInteger(Math.log10(step)) ? `10${raised(Math.log10(step))}` : count(step);

const TYPING =
  "textarea, select, [contenteditable], .cm-editor, " +
  "input:not([type=range], [type=checkbox], [type=radio])";
const PRESSED = "button, summary, a, input, [role=button], [role=radio], [role=switch]";
const MOVED = "input[type=range], input[type=radio], [role=radio], [role=tab], [role=slider]";

/**
 * Keys while the focus is inside: space, arrows, Home, End.
 * @param {HTMLElement} root @param {Store} store @param {Actions} actions
 */
export function shortcuts(root, store, actions) {
  const control = new AbortController();
  /** @param {KeyboardEvent} event */
  const press = (event) => {
    const target = /** @type {Element} */ (event.target);
    const { key, defaultPrevented, ctrlKey, metaKey, altKey } = event;
    if (defaultPrevented || ctrlKey || metaKey || altKey || target.closest(TYPING)) return;
    if (target.closest(key === " " ? PRESSED : MOVED)) return;
    const places = rowsByKey(store.get(), event.shiftKey);
    if (key === " ") toggle(store, actions);
    else if (Object.hasOwn(places, key)) jump(actions, places[key]);
    else return;
    event.preventDefault();
  };
  root.addEventListener("keydown", press, { signal: control.signal });
  return () => control.abort();
}
