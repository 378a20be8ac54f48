/**
 * The panel: everything that can be changed, in folds, drawn from the settings.
 * The one rule: a control changes the settings and nothing else; what it shows comes from there.
 * @import { Actions, Settings } from "../types.js"
 * @import { Catalog } from "../state/choices.js"
 * @import { Store } from "../state/store.js"
 */
import {
  methodChoices,
  methodOf,
  parameterNames,
  whyNot,
  withConsequences,
} from "../state/choices.js";
import { FIELDS, OPTIMIZERS } from "../state/schema.js";
import { element } from "../views/dom.js";
import { dataFields } from "./data_panel.js";
import { byFactors, choice, group, numberBox, slider, titled, toggle } from "./fields.js";
import { keptLine } from "./kept.js";
import { methodFields } from "./method.js";

const PHONE = "(max-width: 59.9844em)";
const POSITIONS = 120; // of the slider of epochs: twenty for each factor of ten
const LOSS_TITLES = /** @type {Record<string, string>} */ ({
  mse: "Squared error (MSE)",
  mae: "Absolute error (MAE)",
});
const PRECISION_TITLES = /** @type {Record<string, string>} */ ({
  float64: "float64 (double)",
  float32: "float32 (single)",
});
const capital = (/** @type {string} */ text) => text[0].toUpperCase() + text.slice(1);

/**
 * @param {HTMLElement} root @param {Store} store @param {Actions} actions
 * @param {Catalog} catalog
 * @returns {() => void}
 */
export function mountPanel(root, store, actions, catalog) {
  const settings = () => store.get().settings;
  const change = (/** @type {Partial<Settings>} */ patch) =>
    actions.choose(withConsequences(settings(), patch));
  const parts = [
    dataPart(catalog, store, change),
    methodPart(catalog, store, actions, change),
    lossPart(settings, change),
    runPart(settings, change),
  ];
  const phone = window.matchMedia(PHONE).matches;
  root.append(...parts.map(({ title, open, nodes }) => group(title, open(phone), ...nodes)));
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", "Settings of the run");
  const draw = () => parts.forEach((part) => part.draw(settings()));
  draw();
  return store.subscribe(draw, ["settings", "frame", "kept"]);
}

/**
 * @typedef {{title: string, open: (phone: boolean) => boolean, nodes: HTMLElement[],
 *   draw: (settings: Settings) => void}} Part
 * @typedef {(patch: Partial<Settings>) => void} Change
 */

/** @param {Catalog} catalog @param {Store} store @param {Change} change @returns {Part} */
function dataPart(catalog, store, change) {
  const fields = dataFields(catalog, store, (data) => change({ data }));
  return { title: "Data", open: (phone) => !phone, nodes: [fields.root], draw: fields.draw };
}

/**
 * @param {Catalog} catalog @param {Store} store @param {Actions} actions
 * @param {Change} change @returns {Part}
 */
function methodPart(catalog, store, actions, change) {
  const now = () => store.get().settings;
  const method = choice(
    "Method",
    methodChoices(),
    (name) => change({ optimizer: methodOf(name, now().optimizer) }),
    (name) => whyNot(now(), "optimizer.name", name),
  );
  const fields = methodFields(catalog, store, (optimizer) => change({ optimizer }));
  const kept = keptLine(store, actions);
  const coordinates = pick("Coordinates", "coordinates", capital, now, change);
  return {
    title: "Method and rate",
    open: () => true,
    nodes: [method.root, fields.root, coordinates.root, kept.root],
    draw(settings) {
      method.draw(settings.optimizer.name);
      fields.draw(settings.optimizer);
      coordinates.draw(settings.coordinates);
      kept.draw();
    },
  };
}

/**
 * One of the settings as a choice.
 * @param {string} label @param {string} key @param {(value: string) => string} title
 * @param {() => Settings} now @param {Change} change
 */
function pick(label, key, title, now, change) {
  const why = (/** @type {string} */ value) => whyNot(now(), key, value);
  const options = titled(FIELDS[key].choices, title);
  return choice(label, options, (value) => change({ [key]: value }), why);
}

/** @param {() => Settings} now @param {Change} change @returns {Part} */
function lossPart(now, change) {
  const loss = pick("Loss", "loss", (value) => LOSS_TITLES[value], now, change);
  const ridge = numberBox("Ridge weight α", { least: FIELDS.l2.least }, (value) =>
    change({ l2: Number(value) }),
  );
  /** @param {string} label @param {keyof Settings["show"]} key */
  const shows = (label, key) =>
    toggle(label, (value) => change({ show: { ...now().show, [key]: value } }));
  const residuals = shows("Show residuals", "residuals");
  const predicted = shows("Show the predicted loss", "predicted");
  return {
    title: "Loss",
    open: (phone) => !phone,
    nodes: [loss.root, ridge.root, residuals.root, predicted.root],
    draw(settings) {
      loss.draw(settings.loss);
      ridge.draw(settings.l2, whyNot(settings, "l2", 1));
      residuals.draw(settings.show.residuals);
      predicted.draw(settings.show.predicted);
    },
  };
}

/** @param {() => Settings} now @param {Change} change @returns {Part} */
function runPart(now, change) {
  const epochs = slider("Epochs", byFactors(FIELDS.epochs.most, POSITIONS), (value) =>
    change({ epochs: value }),
  );
  const start = [0, 1].map((i) =>
    numberBox("", {}, (value) =>
      change({ start: now().start.map((old, j) => (j === i ? Number(value) : old)) }),
    ),
  );
  const named = (/** @type {string} */ value) => PRECISION_TITLES[value];
  const precision = pick("Precision", "precision", named, now, change);
  const { least, most, whole } = FIELDS.seed;
  const seed = numberBox("Seed of the shuffles", { least, most, whole }, (value) =>
    change({ seed: Number(value) }),
  );
  return {
    title: "Start and length",
    open: (phone) => !phone,
    nodes: [
      epochs.root,
      element("div", "gd-pair", ...start.map(({ root }) => root)),
      precision.root,
      seed.root,
    ],
    draw(settings) {
      epochs.draw(settings.epochs);
      const names = parameterNames(settings);
      start.forEach((box, i) => {
        const label = box.root.querySelector("label");
        if (label) label.textContent = `Start ${names[i]}`;
        box.draw(settings.start[i]);
      });
      precision.draw(settings.precision);
      seed.root.hidden = !OPTIMIZERS[settings.optimizer.name].seeded;
      seed.draw(settings.seed);
    },
  };
}
