/**
 * The buttons that copy the run: as NumPy, as PyTorch, as an answer in a forum; and the way to
 * its diagnosis.
 * The one rule: where the clipboard is closed, the text stands in a field to copy by hand.
 * @import { Actions, Frame, Settings } from "../types.js"
 * @import { Catalog, Optimizer } from "../state/choices.js"
 * @import { Store } from "../state/store.js"
 * @import { GeneratedCode } from "./code_generation.js"
 * @typedef {(frame: Frame, entry: Optimizer) => GeneratedCode | Promise<GeneratedCode>} Make
 */
import { LinkError, encode } from "../state/settings.js";
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

  /** The page that diagnoses runs takes this one, its rows in the place of their name. */
  async function diagnose() {
    const { frame, settings, busy } = store.get();
    if (!frame || busy || !isOf(frame, settings))
      return tell("The run is not drawn yet: try again in a moment.");
    const data = rowsOf(frame, settings);
    if (!data || settings.coordinates !== "raw" || settings.l2 > 0)
      return tell("A diagnosis is of rows of x and y, raw x, and a loss without ridge.");
    try {
      const fragment = await encode({ ...settings, data, pins: [], compare: null, code: null });
      const page = new URL("../diagnose/", await actions.share());
      window.location.assign(`${page.origin}${page.pathname}#s=${fragment}`);
    } catch (error) {
      if (!(error instanceof LinkError)) throw error;
      tell(error.message);
    }
  }

  return element(
    "div",
    "gd-copies",
    element("span", "gd-hint", "Copy this run as"),
    button("NumPy", () => void copy("NumPy program", numpyCode)),
    button("PyTorch", () => void copy("PyTorch program", torchCode)),
    button("Forum answer", () => void copy("Forum answer", answer)),
    button("Diagnose this run", () => void diagnose()),
    note,
    field,
  );
}

/**
 * The rows of a run as the reader's own; null where it has none of x and y.
 * @param {Frame} frame @param {Settings} settings @returns {Settings["data"] | null}
 */
function rowsOf({ data: { x, y } }, { data }) {
  if (data.name === "own") return data;
  return x && y ? { name: "own", x: [...x], y: [...y] } : null;
}
