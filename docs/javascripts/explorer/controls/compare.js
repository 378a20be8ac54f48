/**
 * A second run over the first: whatever differs is chosen, the rest stays as it is.
 * The one rule: a key that is not there is the first run's.
 * @import { Catalog } from "../state/choices.js"
 * @import { Store } from "../state/store.js"
 */
import { methodChoices, methodOf, whyNot } from "../state/choices.js";
import { FIELDS } from "../state/schema.js";
import { element } from "../views/dom.js";
import { button, choice, numberBox, titled } from "./fields.js";
import { methodFields } from "./method.js";

const AS_FIRST = { value: "", title: "as the first run" };
export const LOSS_TITLES = /** @type {Record<string, string>} */ ({
  mse: "Squared error (MSE)",
  mae: "Absolute error (MAE)",
});

/**
 * @param {Catalog} catalog @param {Store} store
 * @param {(compare: Record<string, any> | null) => void} change
 */
export function compareFields(catalog, store, change) {
  const settings = () => store.get().settings;
  const second = () => ({ ...settings(), ...settings().compare });
  /** @param {string} key @param {any} value */
  function set(key, value) {
    const { [key]: _, ...rest } = settings().compare ?? {};
    change(value === "" || value === null ? rest : { ...rest, [key]: value });
  }
  const choose = (/** @type {string} */ name) =>
    set("optimizer", name && methodOf(name, settings().optimizer));
  /** @param {string} label @param {string} key */
  function pick(label, key) {
    const options = titled(FIELDS[key].choices, (value) => LOSS_TITLES[value] ?? value);
    const why = (/** @type {string} */ value) => value && whyNot(settings(), key, value);
    return choice(label, [AS_FIRST, ...options], (value) => set(key, value), why);
  }
  const whyNotMethod = (/** @type {string} */ name) =>
    name && whyNot(second(), "optimizer.name", name);
  const methods = [AS_FIRST, ...methodChoices()];
  const method = choice("Second method", methods, choose, whyNotMethod);
  const fields = methodFields(catalog, store, (optimizer) => set("optimizer", optimizer));
  const picks = {
    loss: pick("Second loss", "loss"),
    coordinates: pick("Second coordinates", "coordinates"),
    precision: pick("Second precision", "precision"),
  };
  const ridge = numberBox(
    "Second ridge weight",
    { least: FIELDS.l2.least, empty: "as the first run" },
    (value) => set("l2", value),
  );
  const add = button("Compare with a second run", () => change({}));
  const remove = button("Remove the second run", () => change(null));
  const all = element(
    "div",
    "",
    element("p", "gd-hint", "The second run is dashed. Choose what differs."),
    method.root,
    fields.root,
    ...Object.values(picks).map(({ root }) => root),
    ridge.root,
    remove,
  );

  return {
    root: element("div", "", add, all),
    draw() {
      const { compare } = settings();
      add.hidden = compare !== null;
      all.hidden = compare === null;
      if (!compare) return;
      const given = /** @type {Record<string, any>} */ (compare);
      method.draw(given.optimizer?.name ?? "");
      fields.root.hidden = !given.optimizer;
      if (given.optimizer) fields.draw(given.optimizer);
      for (const [key, pick] of Object.entries(picks)) pick.draw(given[key] ?? "");
      ridge.draw(given.l2 ?? null);
    },
  };
}
