/**
 * What became of the learning rate when its limit moved, and a button that takes it back; of a
 * program of the reader's, what it takes from here.
 * The one rule: nothing is changed for the reader without a line that says so.
 * @import { Actions, Settings } from "../types.js"
 * @import { Store } from "../state/store.js"
 */
import { brief } from "../state/numerals.js";
import { USUAL } from "../state/schema.js";
import { element } from "../views/dom.js";
import { button } from "./fields.js";

/** What the reader's program begins with. @param {Settings} settings */
function given({ optimizer: { learning_rate: rate = USUAL.optimizer.learning_rate } }) {
  const lr = [rate].flat().map((one) => brief(one));
  return (
    `You see your program. It takes the data, the start, the epochs and lr = ${lr.join(", ")} ` +
    "from here; another method leaves it."
  );
}

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
      const { kept, settings, frame } = store.get();
      const own = frame !== null && frame.settings.code !== null;
      const text = kept?.says ?? (own ? given(settings) : "");
      if (says.textContent !== text) says.textContent = text;
      undo.hidden = !kept?.before;
    },
  };
}
