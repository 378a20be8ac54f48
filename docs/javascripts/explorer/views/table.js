/**
 * The run as a table, for those who read numbers rather than pictures.
 * The one rule: at most fifty rows, and none before the fold is opened.
 * @import { Features, Frame } from "../types.js"
 * @import { Store } from "../state/store.js"
 */
import { row, thinned, wholeRow } from "../state/frames.js";
import { count, number } from "../state/numerals.js";
import { element } from "./dom.js";
import { rawNames } from "./narrate.js";

const MOST = 50;

/** Heads and rows of the table. @param {Frame} frame */
export function tableOf(frame) {
  if (frame.features) return coefficientsOf(frame, frame.features);
  const [first, second] = rawNames(frame.names);
  const heads = ["step", first, second, "loss", `∂L/∂${first}`, `∂L/∂${second}`];
  const body = thinned(frame, MOST).map((r) => [
    count(frame.k[r]),
    ...row(frame.x, r).map((value) => number(value, 5)),
    number(frame.loss[r], 5),
    ...row(frame.grad, r).map((value) => number(value, 4)),
  ]);
  return { heads, body };
}

/**
 * The same for several features: every coefficient.
 * @param {Frame} frame @param {Features} features
 */
function coefficientsOf(frame, { names, coefficients }) {
  const body = thinned(frame, MOST).map((r) => [
    count(frame.k[r]),
    ...Array.from(wholeRow(coefficients, r), (value) => number(value, 5)),
    number(frame.loss[r], 5),
  ]);
  return { heads: ["step", ...names, "loss"], body };
}

/** @param {HTMLElement} root @param {Store} store */
export function mountTable(root, store) {
  const holder = element("div", {
    className: "gd-table-scroll",
    tabIndex: 0,
    role: "region",
    "aria-label": "The run as a table",
  });
  const fold = element("details", "gd-fold", element("summary", "", "The run as a table"), holder);
  root.append(fold);
  /** @type {unknown} */
  let written = null;

  function write() {
    const { frame } = store.get();
    if (!fold.open || !frame || written === frame) return;
    written = frame;
    const { heads, body } = tableOf(frame);
    const head = element("tr", "", ...heads.map((text) => element("th", { scope: "col" }, text)));
    const lines = body.map((texts) =>
      element("tr", "", ...texts.map((text) => element("td", "", text))),
    );
    const parts = [element("thead", "", head), element("tbody", "", ...lines)];
    holder.replaceChildren(element("table", "gd-table", ...parts));
  }
  fold.addEventListener("toggle", write);
  return store.subscribe(write, ["frame"]);
}
