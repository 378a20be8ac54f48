/**
 * The buttons that copy the run: as NumPy, as PyTorch, as an answer in a forum.
 * The one rule: where the clipboard is closed, the text stands in a field to copy by hand.
 */
import { numpyCode, torchCode, forumAnswer, isOf } from "./code_generation.js";
import { element } from "../views/dom.js";
import { button } from "./fields.js";
import { copyText } from "./share.js";

const TOLD = 3000; // milliseconds that "copied" is shown

/**
 * @param {import("../state/store.js").Store} store @param {import("../types.js").Actions} actions
 * @param {import("../state/choices.js").Catalog} catalog
 */
export function mountCopies(store, actions, catalog) {
  const said = element("span", { className: "gd-hint", role: "status" });
  const field = element("textarea", { className: "gd-copied", readOnly: true, hidden: true, rows: 8, "aria-label": "The text to copy" });
  let timer = 0;

  /** @param {string} what @param {(frame: import("../types.js").Frame) => import("./code_generation.js").GeneratedCode | Promise<import("./code_generation.js").GeneratedCode>} make */
  async function copy(what, make) {
    const { frame, settings, busy } = store.get();
    if (!frame || busy || !isOf(frame, settings)) return tell("The run is not drawn yet: try again in a moment.");
    const made = await make(frame);
    if ("problem" in made) return tell(made.problem);
    const copied = await copyText(made.text);
    field.hidden = copied;
    field.value = copied ? "" : made.text;
    if (!copied) field.select();
    tell(copied ? `${what} copied.` : "This browser keeps the clipboard closed: copy it from here.", copied);
  }

  /** @param {string} text @param {boolean} [passing] */
  function tell(text, passing = false) {
    said.textContent = text;
    clearTimeout(timer);
    if (passing) timer = window.setTimeout(() => (said.textContent = ""), TOLD);
  }

  /** @param {import("../types.js").Frame} frame */
  async function answer(frame) {
    const { data } = store.get().settings;
    const title = catalog.datasets.find(({ name }) => name === data.name)?.title ?? "my own points";
    return { text: forumAnswer(frame, title, await actions.share()) };
  }

  return element("div", { className: "gd-copies" },
    element("span", { className: "gd-hint" }, "Copy this run as"),
    button("NumPy", () => void copy("NumPy program", numpyCode)),
    button("PyTorch", () => void copy("PyTorch program", torchCode)),
    button("Forum answer", () => void copy("Forum answer", answer)),
    said, field);
}
