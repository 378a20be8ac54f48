/**
 * Play, pause, step, scrub: the run in the reader's hands.
 * The one rule: each button says by name and by picture what it will do.
 * @import { Actions, State } from "../types.js"
 * @import { Store } from "../state/store.js"
 */
import { rows } from "../state/frames.js";
import { count } from "../state/numerals.js";
import { element, svg } from "../views/dom.js";
import { button as textButton } from "./fields.js";

const SPEEDS = [0.25, 1, 4, 16];
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
    min: 0,
    max: 1,
    step: 1,
    value: 0,
    "aria-label": "Step",
  });
  slider.addEventListener("input", () => jump(actions, Number(slider.value)));
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
    slider,
    place,
    speed,
    ...(small ? [] : [reset, element("span", "gd-share")]),
  );

  /** @param {State} state @param {State | null} previous */
  function show(state, previous) {
    if (state.frame !== previous?.frame && state.frame) slider.max = String(rows(state.frame) - 1);
    if (state.k !== previous?.k || state.frame !== previous?.frame) {
      slider.value = String(state.k);
      const words = position(state);
      if (output.textContent !== words) output.textContent = words;
      // Words of a moving slider are for those who stop it.
      if (!state.playing) slider.setAttribute("aria-valuetext", `step ${words}`);
      slider.style.setProperty("--gd-done", String(state.k / Math.max(1, Number(slider.max))));
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
    const { k, frame } = store.get();
    const [by, end] = [event.shiftKey ? 10 : 1, frame ? rows(frame) - 1 : 0];
    /** @type {Record<string, number>} */
    const places = { ArrowLeft: k - by, ArrowRight: k + by, Home: 0, End: end };
    if (key === " ") toggle(store, actions);
    else if (Object.hasOwn(places, key)) jump(actions, places[key]);
    else return;
    event.preventDefault();
  };
  root.addEventListener("keydown", press, { signal: control.signal });
  return () => control.abort();
}
