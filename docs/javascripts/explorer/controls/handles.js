/**
 * Numbers in sentences that move the live picture beside them, by drag and by arrow keys.
 * The one rule: each value's picture was made by the build; the number that was moved last is
 * the one that is shown, and the others stand where the sentence has them.
 * @import { Actions } from "../types.js"
 * @typedef {{text: string, settings: any, frame: any, other?: any}} State
 */
const STEP = 16; // pixels of a drag from one value to the next
const HINT = "Drag, or use the arrow keys: the picture follows";
/** @type {Record<string, (at: number, last: number) => number>} */
const KEYS = {
  ArrowLeft: (at) => at - 1,
  ArrowDown: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  ArrowUp: (at) => at + 1,
  Home: () => 0,
  End: (_, last) => last,
};

/**
 * @param {ParentNode} block with the sentences
 * @param {Actions} actions of the picture
 * @param {(name: string) => Promise<any>} read a file of the build
 * @returns {() => void} plain numbers again
 */
export function mountHandles(block, actions, read) {
  const nodes = /** @type {HTMLElement[]} */ ([...block.querySelectorAll("[data-handle]")]);
  const handles = nodes.map((node) => handle(node, read));
  const control = new AbortController();
  const { signal } = control;
  handles.forEach((one) => {
    const show = async (/** @type {number} */ to) => {
      const state = await one.turn(to);
      for (const other of handles) if (other !== one) other.back();
      if (state && !signal.aborted) actions.show(state);
    };
    listen(one, show, signal);
  });
  return () => {
    control.abort();
    for (const one of handles) one.end();
  };
}

/** @param {HTMLElement} node @param {(name: string) => Promise<any>} read */
function handle(node, read) {
  const { handle: name = "", label = "", at: first = "0", of = "1" } = node.dataset;
  const words = node.innerHTML;
  const last = Number(of) - 1;
  let at = Number(first);
  /** @type {Promise<State[]> | null} */
  let states = null;
  const attributes = {
    role: "slider",
    tabindex: "0",
    title: HINT,
    "aria-label": label,
    "aria-valuemin": "0",
    "aria-valuemax": String(last),
  };
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);

  /** @param {number} to @param {string} html */
  function put(to, html) {
    at = to;
    node.innerHTML = html;
    node.setAttribute("aria-valuenow", String(to));
    node.setAttribute("aria-valuetext", node.textContent ?? "");
  }
  put(at, words);

  function load() {
    states ??= read(`handle-${name}`).then((file) => file.states);
    states.catch(() => (states = null)); // the next touch tries again
    return states;
  }

  return {
    node,
    load,
    at: () => at,
    last,
    /** The state of a place, once its number is shown. @param {number} to */
    async turn(to) {
      const place = Math.max(0, Math.min(last, to));
      at = place;
      const state = (await load())[place];
      if (at !== place) return null; // the hand is further on
      put(place, state.text);
      return state;
    },
    back: () => put(Number(first), words),
    end() {
      const given = [...Object.keys(attributes), "aria-valuenow", "aria-valuetext"];
      for (const key of given) node.removeAttribute(key);
      node.innerHTML = words;
    },
  };
}

/**
 * @param {ReturnType<typeof handle>} one @param {(to: number) => Promise<void>} show
 * @param {AbortSignal} signal
 */
function listen({ node, load, at, last }, show, signal) {
  /** Where the drag began, and at which value. @type {{x: number, at: number} | null} */
  let drag = null;
  const turn = (/** @type {number} */ to) => {
    show(to).catch(() => (node.title = "The pictures of this number could not be loaded."));
  };
  node.addEventListener("focus", () => void load().catch(() => {}), { signal });
  node.addEventListener(
    "keydown",
    (event) => {
      const to = KEYS[event.key]?.(at(), last);
      if (to === undefined) return;
      event.preventDefault();
      turn(to);
    },
    { signal },
  );
  node.addEventListener(
    "pointerdown",
    (event) => {
      if (event.button !== 0) return;
      drag = { x: event.clientX, at: at() };
      node.setPointerCapture(event.pointerId);
      event.preventDefault(); // no text is marked
      node.focus({ preventScroll: true });
      turn(drag.at);
    },
    { signal },
  );
  node.addEventListener(
    "pointermove",
    (event) => {
      if (!drag) return;
      const to = drag.at + Math.round((event.clientX - drag.x) / STEP);
      const held = Math.max(0, Math.min(last, to));
      if (held !== at()) turn(held);
    },
    { signal },
  );
  for (const end of ["pointerup", "pointercancel"])
    node.addEventListener(end, () => (drag = null), { signal });
}
