/**
 * The pinned runs: a dash and a label for each, and a button that takes it away.
 * The one rule: a label says what tells a run from the present one, and so changes with it.
 * @import { Actions } from "../types.js"
 * @import { Store } from "../state/store.js"
 */
import { MOST, labelOf } from "../state/pins.js";
import { element, svg } from "../views/dom.js";
import { button } from "./fields.js";

/** The dash of a pin. @param {number} i */
const sample = (i) =>
  svg(
    "svg",
    { class: "gd-sample", width: 30, height: 12, "aria-hidden": "true" },
    svg("line", { class: `gd-path gd-second gd-pin-${i + 1}`, x1: 1, x2: 29, y1: 6, y2: 6 }),
  );

/**
 * @param {HTMLElement} root @param {Store} store @param {Actions} actions
 * @param {boolean} small
 */
export function mountPins(root, store, actions, small) {
  const add = button("Pin this run", () => actions.pin());
  const list = element("ul", { className: "gd-pin-list", "aria-label": "Pinned runs" });
  const says = element("span", { className: "gd-hint", role: "status" });
  root.append(...(small ? [] : [add]), list, says);

  /** @param {number} i @param {string} text */
  function item(i, text) {
    const remove = button("×", () => {
      actions.unpin(i);
      (list.querySelectorAll("button")[i] ?? list.querySelector("button") ?? add).focus();
    });
    remove.className = "gd-unpin";
    remove.setAttribute("aria-label", `Remove pin ${i + 1}: ${text}`);
    return element("li", "", sample(i), element("span", "", text), ...(small ? [] : [remove]));
  }

  let written = "";
  function draw() {
    const { settings, frame } = store.get();
    const texts = settings.pins.map((pin) => labelOf(pin, settings));
    const full = texts.length >= MOST;
    const own = (frame?.settings.code ?? null) !== null;
    add.disabled = full || own;
    says.textContent = full
      ? `${MOST} runs are pinned: remove one to pin another.`
      : own && !small
        ? "The run of a program of yours cannot be pinned."
        : "";
    list.hidden = !texts.length;
    root.hidden = small && !texts.length;
    if (texts.join("\n") === written) return;
    written = texts.join("\n");
    list.replaceChildren(...texts.map((text, i) => item(i, text)));
  }
  draw();
  return store.subscribe(draw, ["settings", "frame"]);
}
