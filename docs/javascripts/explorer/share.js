/**
 * The address of what is on the screen: copied on request, kept in the history.
 * The one rule: an address is written only once the reader has changed something, and a
 * step of the history is one deliberate change, not one move of a slider.
 *
 * @typedef {import("./store.js").Store} Store
 * @typedef {import("./types.js").Actions} Actions
 * @typedef {import("./types.js").Settings} Settings
 */
import { element } from "./dom.js";
import { decode, encode, isLink } from "./settings.js";

const REST = 400; // milliseconds without a change before the address is written
const TOLD = 2500; // milliseconds that "copied" is shown

/** Text to the clipboard; false where the browser refuses. @param {string} text */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** What makes a change deliberate: another thing is looked at, not another amount. @param {Settings} one @param {Settings} two */
export function isDeliberate(one, two) {
  return (
    one.data.name !== two.data.name ||
    one.optimizer.name !== two.optimizer.name ||
    one.loss !== two.loss ||
    one.coordinates !== two.coordinates ||
    one.exercise !== two.exercise
  );
}

/**
 * Keep the address and the history.
 * @param {Store} store @param {Actions} actions @returns {() => void}
 */
export function mountShare(store, actions) {
  let kept = store.get().settings;
  let timer = 0;
  let opening = false;
  let gone = false;
  const page = window.location.pathname;

  async function write() {
    const { settings } = store.get();
    if (gone || settings === kept) return;
    const deliberate = isDeliberate(settings, kept);
    kept = settings;
    const fragment = `#s=${await encode(settings)}`;
    if (gone || window.location.pathname !== page || settings !== store.get().settings) return;
    const address = `${window.location.pathname}${window.location.search}${fragment}`;
    if (fragment === window.location.hash) return;
    // Material reads the scroll position from the state of an entry: it is kept.
    if (deliberate) window.history.pushState(window.history.state, "", address);
    else window.history.replaceState(window.history.state, "", address);
  }

  async function open() {
    const { hash } = window.location;
    if (window.location.pathname !== page || (hash && !isLink(hash))) return;
    clearTimeout(timer);
    if (!hash) {
      opening = true;
      actions.reset();
    } else {
      const { settings } = await decode(hash);
      if (gone || hash !== window.location.hash) return;
      opening = true;
      actions.loadSettings(settings);
    }
    opening = false;
    kept = store.get().settings;
  }

  window.addEventListener("popstate", open);
  const stop = store.subscribe((state, previous) => {
    if (state.settings === previous.settings) return;
    if (opening) kept = state.settings;
    clearTimeout(timer);
    timer = window.setTimeout(write, isDeliberate(state.settings, kept) ? 0 : REST);
  });
  return () => {
    gone = true;
    clearTimeout(timer);
    stop();
    window.removeEventListener("popstate", open);
  };
}

/**
 * 'Link to this step': copies the address, or shows it in a field to copy by hand.
 * @param {Element} root @param {Store} store @param {Actions} actions @returns {() => void}
 */
export function shareButton(root, store, actions) {
  const button = element("button", { type: "button" }, "Link to this step");
  const said = element("span", { className: "gd-hint", role: "status" });
  const field = element("input", { type: "text", readOnly: true, hidden: true, "aria-label": "The link to this step" });
  let timer = 0;
  async function copy() {
    const link = await actions.share();
    const copied = await copyText(link);
    said.textContent = copied ? "Copied." : "Copy it from here:";
    field.hidden = copied;
    field.value = link;
    if (!copied) field.select();
    clearTimeout(timer);
    if (copied) timer = window.setTimeout(() => (said.textContent = ""), TOLD);
  }
  button.addEventListener("click", () => void copy());
  root.append(button, said, field);
  return () => clearTimeout(timer);
}
