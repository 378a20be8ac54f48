/**
 * The buttons that copy the run: as NumPy, as PyTorch, as an answer in a forum.
 * The one rule: where the clipboard is closed, the text stands in a field to copy by hand.
 * @import { Actions, Frame } from "../types.js"
 * @import { Catalog, Optimizer } from "../state/choices.js"
 * @import { Store } from "../state/store.js"
 * @import { GeneratedCode } from "./code_generation.js"
 * @typedef {(frame: Frame, entry: Optimizer) => GeneratedCode | Promise<GeneratedCode>} Make
 */
import { LinkError } from "../state/settings.js";
import { element } from "../views/dom.js";
import { numpyCode, torchCode, forumAnswer, isOf } from "./code_generation.js";
import { button } from "./fields.js";
import { copyText } from "./share.js";

const SHOWN = 3000; // milliseconds that "copied" is shown

/**
 * @param {Store} store @param {Actions} actions
 * @param {Catalog} catalog
 */
export function mountCopies(store, actions, catalog) {
  const note = element("span", { className: "gd-hint", role: "status" });
  const field = element("textarea", {
    className: "gd-copied",
    readOnly: true,
    hidden: true,
    rows: 8,
    "aria-label": "The text to copy",
  });
  let timer = 0;

  /** @param {string} what @param {Make} make */
  async function copy(what, make) {
    const { frame, settings, busy } = store.get();
    if (!frame || busy || !isOf(frame, settings))
      return tell("The run is not drawn yet: try again in a moment.");
    const entry = catalog.optimizers.find(({ name }) => name === frame.settings.optimizer.name);
    const program = await make(frame, /** @type {Optimizer} */ (entry));
    if ("problem" in program) return tell(program.problem);
    const copied = await copyText(program.text);
    field.hidden = copied;
    field.value = copied ? "" : program.text;
    if (!copied) field.select();
    tell(
      copied ? `${what} copied.` : "This browser keeps the clipboard closed: copy it from here.",
      copied,
    );
  }

  /** @param {string} text @param {boolean} [passing] */
  function tell(text, passing = false) {
    note.textContent = text;
    clearTimeout(timer);
    if (passing) timer = window.setTimeout(() => (note.textContent = ""), SHOWN);
  }

  /** @param {Frame} frame */
  async function answer(frame) {
    const { data } = store.get().settings;
    const title = catalog.datasets.find(({ name }) => name === data.name)?.title ?? "my own points";
    try {
      return { text: forumAnswer(frame, title, await actions.share()) };
    } catch (error) {
      if (error instanceof LinkError) return { problem: error.message };
      throw error;
    }
  }

  return element(
    "div",
    "gd-copies",
    element("span", "gd-hint", "Copy this run as"),
    button("NumPy", () => void copy("NumPy program", numpyCode)),
    button("PyTorch", () => void copy("PyTorch program", torchCode)),
    button("Forum answer", () => void copy("Forum answer", answer)),
    note,
    field,
  );
}
