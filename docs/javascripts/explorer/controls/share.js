/**
 * The address of what is on the screen: copied on request, kept in the history.
 * The one rule: an address is written only once the reader has changed something, and a
 * step of the history is one deliberate change, not one move of a slider.
 * @import { Actions, Settings } from "../types.js"
 * @import { Store } from "../state/store.js"
 */
import { LinkError, decode, encode, isLink, same } from "../state/settings.js";
import { element } from "../views/dom.js";

const REST = 400; // milliseconds without a change before the address is written
const SHOWN = 2500; // milliseconds that "copied" is shown

/** Text to the clipboard; false where the browser refuses. @param {string} text */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * What makes a change deliberate: another thing is looked at, not another amount.
 * @param {Settings} one @param {Settings} two
 */
function isDeliberate(one, two) {
  return (
    one.data.name !== two.data.name ||
    one.optimizer.name !== two.optimizer.name ||
    one.loss !== two.loss ||
    one.coordinates !== two.coordinates ||
    one.exercise !== two.exercise
  );
}

/** The fragment of settings; none if no link can hold them. @param {Settings} settings */
async function fragmentOf(settings) {
  try {
    return `#s=${await encode(settings)}`;
  } catch (error) {
    if (error instanceof LinkError) return "";
    throw error;
  }
}

/**
 * Keep the address and the history.
 * @param {Store} store @param {Actions} actions @returns {() => void}
 */
export function mountShare(store, actions) {
  let kept = store.get().settings;
  let fragment = isLink(window.location.hash) ? window.location.hash : "";
  let timer = 0;
  let gone = false;
  const page = window.location.pathname;
  const elsewhere = () => gone || window.location.pathname !== page;

  async function write() {
    const { settings } = store.get();
    if (elsewhere() || settings === kept) return;
    const deliberate = isDeliberate(settings, kept);
    kept = settings;
    const [next, now] = [await fragmentOf(settings), await decode(fragment)];
    if (elsewhere() || settings !== store.get().settings) return;
    // The address may say the same in other letters: it has just been opened.
    if (fragment && !now.problem && same(now.settings, settings)) return;
    fragment = next;
    const { pathname, search } = window.location;
    const how = deliberate ? "pushState" : "replaceState";
    window.history[how](window.history.state, "", `${pathname}${search}${fragment}`);
  }

  /** Back and forward: the settings of the entry; without any, those of the page. */
  async function open() {
    const { hash } = window.location;
    if (elsewhere() || (hash && !isLink(hash))) return;
    clearTimeout(timer);
    fragment = hash;
    if (!hash) actions.reset();
    else {
      const { settings, problem } = await decode(hash);
      if (elsewhere() || hash !== window.location.hash) return;
      actions.loadSettings(settings, problem);
    }
    clearTimeout(timer);
    kept = store.get().settings;
  }

  /** A heading that the reader chose stays in the address until the next change. */
  function leave() {
    if (!isLink(window.location.hash)) fragment = "";
  }

  window.addEventListener("popstate", open);
  window.addEventListener("hashchange", leave);
  const stop = store.subscribe((state, previous) => {
    if (state.settings === previous.settings) return;
    clearTimeout(timer);
    timer = window.setTimeout(write, isDeliberate(state.settings, kept) ? 0 : REST);
  });
  return () => {
    gone = true;
    clearTimeout(timer);
    stop();
    window.removeEventListener("popstate", open);
    window.removeEventListener("hashchange", leave);
  };
}

/** A link as a frame for other pages. @param {string} link */
export function frameCode(link) {
  const address = new URL(link);
  address.search = "?embed=1";
  const source = address.href.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  return (
    `<iframe src="${source}" width="640" height="360" loading="lazy" ` +
    'title="Gradient descent on a line, to try" style="border:0;max-width:100%"></iframe>'
  );
}

/**
 * 'Link to this step' and 'Copy iframe': copied, or shown in a field to copy by hand.
 * @param {Element} root @param {Actions} actions @returns {() => void}
 */
export function shareButtons(root, actions) {
  const note = element("span", { className: "gd-hint", role: "status" });
  const field = element("input", {
    type: "text",
    readOnly: true,
    hidden: true,
    "aria-label": "What to copy by hand",
  });
  let timer = 0;
  /** What is made of the link. @param {(link: string) => string} make */
  async function copy(make) {
    clearTimeout(timer);
    let text;
    try {
      text = make(await actions.share());
    } catch (error) {
      if (!(error instanceof LinkError)) throw error;
      field.hidden = true;
      note.textContent = error.message;
      return;
    }
    const copied = await copyText(text);
    note.textContent = copied ? "Copied." : "Copy it from here:";
    field.hidden = copied;
    field.value = text;
    if (!copied) field.select();
    if (copied) timer = window.setTimeout(() => (note.textContent = ""), SHOWN);
  }
  const link = element(
    "button",
    { type: "button", "aria-label": "Link to this step" },
    "Link",
    element("span", "gd-word", " to this step"),
  );
  link.addEventListener("click", () => void copy((address) => address));
  const name = "Copy iframe";
  const frame = element("button", { type: "button", "aria-label": name, title: name }, "iframe");
  frame.addEventListener("click", () => void copy(frameCode));
  root.append(link, frame, note, field);
  return () => clearTimeout(timer);
}

/**
 * What a frame in another page shows beside the pictures: the way to the whole explorer.
 * @param {Element} root @param {Store} store @param {Actions} actions @returns {() => void}
 */
export function fullLink(root, store, actions) {
  const link = element("a", { target: "_blank", rel: "noopener" }, "Open in the explorer");
  let timer = 0;
  const write = () =>
    actions.share().then(
      (address) => (link.href = address),
      () => {}, // data too long for a link: the last one stays
    );
  const stop = store.subscribe(() => {
    clearTimeout(timer);
    timer = window.setTimeout(write, REST);
  });
  write();
  root.append(link);
  return () => {
    stop();
    clearTimeout(timer);
  };
}
