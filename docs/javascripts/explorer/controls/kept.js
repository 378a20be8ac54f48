/**
 * What became of the learning rate when its limit moved, and a button that takes it back.
 * The one rule: nothing is changed for the reader without a line that says so.
 * @import { Actions } from "../types.js"
 * @import { Store } from "../state/store.js"
 */
import { element } from "../views/dom.js";
import { button } from "./fields.js";

/** @param {Store} store @param {Actions} actions */
export function keptLine(store, actions) {
  const says = element("span", { role: "status" });
  const undo = button("Undo", () => {
    const { kept } = store.get();
    if (kept?.before) actions.change({ optimizer: kept.before });
  });
  undo.setAttribute("aria-label", "Undo the change of the learning rate");
  return {
    root: element("p", "gd-kept gd-hint", says, undo),
    draw() {
      const { kept } = store.get();
      const text = kept?.says ?? "";
      if (says.textContent !== text) says.textContent = text;
      undo.hidden = !kept?.before;
    },
  };
}
