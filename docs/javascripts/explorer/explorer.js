/**
 * Puts explorers into a page, and takes them out of it again.
 * The one rule: the static figure stands until the first frame is drawn, and whenever none can be.
 * @import { Actions, Settings, State } from "./types.js"
 */
import { withPins } from "./state/pins.js";
import { DEFAULTS, complete } from "./state/settings.js";
import { createStore } from "./state/store.js";
import { createActions } from "./runtime/actions.js";
import { element } from "./views/dom.js";
import { mountGuide } from "./views/guide.js";
import { mountReadouts } from "./views/readouts.js";
import { mountStage } from "./views/stage.js";
import { mountStatus } from "./views/status.js";
import { mountTable } from "./views/table.js";
import { mountHandles } from "./controls/handles.js";
import { mountEmbedded, mountPanels } from "./controls/panels.js";
import { mountPins } from "./controls/pins.js";
import { mountPlayer, shortcuts } from "./controls/player.js";
import { mountRate } from "./controls/rate.js";

const PRESET = /^#preset=([a-z0-9-]+)$/;
const NEAR = "400px"; // a small explorer this close to the window is made ready

/** A file of the build. @param {string} base @param {string} name @param {AbortSignal} signal */
async function read(base, name, signal) {
  const response = await fetch(new URL(`data/explorer/${name}.json`, base), { signal });
  if (!response.ok) throw new Error(`${name} is not there (${response.status})`);
  return response.json();
}

/** @returns {State} */
function blank() {
  return {
    settings: DEFAULTS,
    frame: null,
    pins: [],
    k: 0,
    playing: false,
    speed: 1,
    runtime: "none",
    progress: { loaded: 0, total: 0 },
    busy: false,
    running: false,
    problem: "",
    refused: false,
    line: null,
    printed: "",
    kept: null,
  };
}

/** The parts of an explorer, empty. @param {boolean} small */
function parts(small) {
  const order = small
    ? ["stage", "player", "pins", "controls", "said"]
    : [
        "exercise",
        "guide",
        "stage",
        "player",
        "pins",
        "said",
        "controls",
        "readouts",
        "dial",
        "code",
        "table-slot",
      ];
  const all = Object.fromEntries(order.map((name) => [name, element("div", `gd-${name}`)]));
  return { all, live: element("div", "gd-live", ...Object.values(all)) };
}

/**
 * @param {HTMLElement} root
 * @param {{preset?: string, base?: string, small?: boolean}} [options]
 *   those of its data attributes, unless named here
 * @returns {() => void} unmount
 */
function mount(root, options = {}) {
  const { preset = root.dataset.preset ?? "start" } = options;
  const embedded = document.documentElement.classList.contains("gd-embed");
  const small = embedded || (options.small ?? root.dataset.small !== undefined);
  const base = new URL(options.base ?? root.dataset.base ?? "./", document.baseURI).href;
  const control = new AbortController();
  const store = createStore(blank());
  /** @type {Settings} */
  let first = DEFAULTS;
  const actions = createActions(store, { base, first: () => first });
  const { live, all: slots } = parts(small);
  /** @type {(() => void)[]} */
  const undo = [
    () => control.abort(),
    () => actions.dispose(),
    () => live.remove(),
    () => root.classList.remove("gd-is-live"),
  ];

  const fetched = (/** @type {string} */ name) => read(base, name, control.signal);

  async function begin() {
    const asked = small && !embedded ? null : PRESET.exec(window.location.hash)?.[1];
    const data = await read(base, asked ?? preset, control.signal);
    first = withPins(complete(data.settings));
    const picture = root.querySelector(".gd-media");
    if (picture) picture.after(live);
    else root.append(live);
    root.classList.add("gd-is-live");
    root.classList.toggle("gd-small", small);
    undo.push(
      mountStage(slots.stage, store, actions, small),
      mountPlayer(slots.player, store, actions, small),
      mountPins(slots.pins, store, actions, small),
      mountStatus(slots.said, store),
      shortcuts(root, store, actions),
    );
    if (!small)
      undo.push(
        mountGuide(slots.guide, store),
        mountReadouts(slots.readouts, store),
        mountTable(slots["table-slot"], store),
      );
    actions.show(data);
    const dim = () => {
      const { busy, refused } = store.get();
      live.classList.toggle("gd-busy", busy);
      live.classList.toggle("gd-stale", refused && !busy);
    };
    undo.push(store.subscribe(dim, ["busy", "refused"]));
    const mounted = embedded
      ? await mountEmbedded(slots, store, actions)
      : small
        ? [mountRate(slots.controls, store, actions), ...driven(root, actions, fetched)]
        : await mountPanels(slots, store, actions, fetched);
    undo.push(...mounted);
    if (control.signal.aborted) mounted.forEach((end) => end());
    else if (!small) undo.push(whenIdle(() => actions.python()));
  }

  begin().catch((error) => {
    if (control.signal.aborted) return;
    root.append(
      element(
        "p",
        { className: "gd-problem", role: "alert" },
        `The explorer could not be opened: ${error.message}. The picture above is the one ` +
          "that was drawn in advance; try to load the page again.",
      ),
    );
  });
  return () => {
    for (const end of undo.splice(0).reverse()) end();
  };
}

/**
 * The numbers of the sentences beside an explorer.
 * @param {HTMLElement} root @param {Actions} actions @param {(name: string) => Promise<any>} read
 */
function driven(root, actions, read) {
  const block = root.closest(".gd-driven");
  return block ? [mountHandles(block, actions, read)] : [];
}

/** Whether a reader would not mind some megabytes unasked: none on a phone would be asked. */
function isGenerous() {
  const { connection } = /** @type {any} */ (navigator);
  const { saveData = false, type = "", effectiveType = "4g" } = connection ?? {};
  const desk = window.matchMedia("(min-width: 60em) and (hover: hover)");
  return desk.matches && !saveData && type !== "cellular" && effectiveType === "4g";
}

/**
 * Do it when the browser has nothing else to do; not for those who pay for bytes.
 * @param {() => void} act
 */
function whenIdle(act) {
  if (!isGenerous()) return () => {};
  if (!window.requestIdleCallback) {
    const timer = window.setTimeout(act, 1500);
    return () => clearTimeout(timer);
  }
  const handle = window.requestIdleCallback(act, { timeout: 4000 });
  return () => window.cancelIdleCallback(handle);
}

/** Explorers of the page, and how to end each. @type {Map<HTMLElement, () => void>} */
const mounted = new Map();

/** @param {HTMLElement} root */
const add = (root) => mounted.set(root, mount(root));

const near = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      const root = /** @type {HTMLElement} */ (target);
      if (root.isConnected && !mounted.has(root)) add(root);
    }
  },
  { rootMargin: NEAR },
);

/**
 * Mount the explorers of a page, small ones as they come near; those of the page before are ended.
 * @param {ParentNode} root
 */
export function mountAll(root) {
  near.disconnect();
  for (const [root, unmount] of mounted) {
    if (root.isConnected) continue;
    unmount();
    mounted.delete(root);
  }
  const places = /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-explorer]"));
  for (const root of places) {
    if (mounted.has(root)) continue;
    if (root.dataset.small === undefined) add(root);
    else near.observe(root);
  }
}
