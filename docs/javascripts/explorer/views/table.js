/**
 * The run as a table, for those who read numbers rather than pictures.
 * The one rule: at most fifty rows, and none before the fold is opened.
 */
import { row, thinned } from "../state/frames.js";
import { rawNames } from "./narrate.js";
import { count, number } from "./scales.js";
import { html } from "./svg.js";

const MOST = 50;

/** Heads and rows of the table. @param {import("../types.js").Frame} frame */
export function tableOf(frame) {
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

/** @param {HTMLElement} element @param {import("../state/store.js").Store} store */
export function mountTable(element, store) {
  const holder = html("div", { class: "gd-table-scroll", tabindex: 0, role: "region", "aria-label": "The run as a table" });
  const fold = html("details", { class: "gd-fold" }, html("summary", {}, "The run as a table"), holder);
  element.append(fold);
  /** @type {unknown} */
  let written = null;

  function write() {
    const { frame } = store.get();
    if (!fold.open || !frame || written === frame) return;
    written = frame;
    const { heads, body } = tableOf(frame);
    holder.replaceChildren(html("table", { class: "gd-table" },
      html("thead", {}, html("tr", {}, ...heads.map((head) => html("th", { scope: "col" }, head)))),
      html("tbody", {}, ...body.map((cells) => html("tr", {}, ...cells.map((cell) => html("td", {}, cell)))))));
  }
  fold.addEventListener("toggle", write);
  return store.subscribe((state, previous) => {
    if (state.frame !== previous.frame) write();
  });
}
