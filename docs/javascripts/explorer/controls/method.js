/**
 * The controls of one method, shape from the fields that the catalog lists.
 * The one rule: a field is drawn by its kind; no method is known here by its name.
 * @import { Catalog, Field, Method } from "../state/choices.js"
 * @import { Store } from "../state/store.js"
 */
import { parameterNames, whyNot } from "../state/choices.js";
import { element } from "../views/dom.js";
import { button, choice, evenly, numberBox, slider, titled } from "./fields.js";
import { limitFor, rateField } from "./rate.js";

const POSITIONS = 1000;

/**
 * The learning rate, and apart from it the other fields of the method.
 * @param {Catalog} catalog @param {Store} store
 * @param {(method: Method) => void} change
 */
export function methodFields(catalog, store, change) {
  const root = element("div", "gd-method");
  const rate = element("div", "gd-method-rate");
  const formula = element("p", "gd-hint gd-formula");
  /** @type {{name: string, draw: (value: any) => void}[]} */
  let drawn = [];
  let shape = "";
  /** @type {Method} */
  let method = { name: "" };
  const set = (/** @type {string} */ name, /** @type {any} */ value) =>
    change({ ...method, [name]: value });

  /** @param {Field} field @returns {{root: HTMLElement, draw: (value: any) => void}[]} */
  function controls(field) {
    const { label } = field;
    if (field.each) {
      const several = store.get().settings.data.features !== undefined;
      return several ? rates(label) : [...rates(label), ...splitter()];
    }
    const take = (/** @type {any} */ value) => set(field.name, value);
    if (field.kind === "choice") {
      const options = titled(field.choices ?? [], (name) =>
        name.replace(/([a-z])([A-Z])/g, "$1 $2"),
      );
      const why = (/** @type {string} */ value) =>
        whyNot(store.get().settings, `optimizer.${field.name}`, value);
      return [choice(label, options, take, why)];
    }
    const { least, most, whole } = field;
    if (!field.log && !whole) return [slider(label, evenly(least, most, POSITIONS), take)];
    const empty = field.default === null ? "from the data" : "";
    return [numberBox(label, { least, most, whole, empty }, take)];
  }

  /** One rate, or one for each parameter. @param {string} label */
  function rates(label) {
    const names = parameterNames(store.get().settings);
    const many = Array.isArray(method.learning_rate);
    const fields = (many ? [0, 1] : [0]).map((i) =>
      rateField(many ? `Learning rate of ${names[i]}` : label, (rate) => {
        const before = method.learning_rate;
        set(
          "learning_rate",
          Array.isArray(before) ? before.map((value, j) => (j === i ? rate : value)) : rate,
        );
      }),
    );
    const drawRates = (/** @type {any} */ value) => {
      fields.forEach((field, i) => {
        const rate = Array.isArray(value) ? value[i] : value;
        field.draw(rate, limitFor(store.get(), rate, method.name));
      });
    };
    rate.replaceChildren(...fields.map((field) => field.root));
    return [{ root: rate, draw: drawRates }];
  }

  /** From one rate to one for each parameter, and back. */
  function splitter() {
    const { learning_rate: given } = method;
    const [text, next] = Array.isArray(given)
      ? ["One rate for both", Math.min(...given)]
      : ["One rate for each parameter", [Number(given), Number(given)]];
    const now = () => (Array.isArray(next) ? Array(2).fill(method.learning_rate) : next);
    const root = button(text, () => set("learning_rate", now()), "gd-quiet");
    return [{ root, draw: () => {} }];
  }

  /** What is on the screen: other fields need other controls. @param {Method} now */
  const shapeOf = (now) =>
    `${now.name} ${Array.isArray(now.learning_rate)} ${parameterNames(store.get().settings)}`;

  return {
    root,
    rate,
    /** @param {Method} now */
    draw(now) {
      const entry = catalog.optimizers.find(({ name }) => name === now.name);
      if (!entry) return;
      method = now;
      if (shapeOf(now) !== shape) {
        shape = shapeOf(now);
        formula.textContent = entry.formula;
        const parts = entry.fields.map((field) => ({ field, parts: controls(field) }));
        drawn = parts.flatMap(({ field, parts: list }) =>
          list.map((one) => ({ name: field.name, draw: one.draw })),
        );
        const roots = parts.flatMap(({ parts: list }) => list.map((one) => one.root));
        rate.hidden = !roots.includes(rate);
        root.replaceChildren(...roots.filter((one) => one !== rate), formula);
      }
      for (const { name, draw } of drawn) draw(now[name]);
    },
  };
}
