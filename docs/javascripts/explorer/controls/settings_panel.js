/**
 * The panel: what matters most in sight, and all else under "More", drawn from the settings.
 * The one rule: a control changes the settings and nothing else; what it shows comes from there.
 * @import { Actions, Settings } from "../types.js"
 * @import { Catalog } from "../state/choices.js"
 * @import { Store } from "../state/store.js"
 */
import {
  FIRST,
  methodChoices,
  methodOf,
  parameterNames,
  whyNot,
  withConsequences,
} from "../state/choices.js";
import { count } from "../state/numerals.js";
import { FIELDS, OPTIMIZERS } from "../state/schema.js";
import { element } from "../views/dom.js";
import { chips } from "./chips.js";
import { dataFields } from "./data_panel.js";
import { byFactors, choice, group, numberBox, slider, titled, toggle } from "./fields.js";
import { keptLine } from "./kept.js";
import { methodFields } from "./method.js";

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
 * @returns {{controls: Record<string, HTMLElement>, end: () => void}} controls: by what they change
 */
export function mountPanel(root, store, actions, catalog) {
  const settings = () => store.get().settings;
  const change = (/** @type {Partial<Settings>} */ patch) =>
    actions.choose(withConsequences(settings(), patch));
  const data = dataFields(catalog, store, (patch) => change({ data: patch }));
  const fields = methodFields(catalog, store, (optimizer) => change({ optimizer }));
  const parts = [
    methodPart(settings, change, fields.root),
    lossPart(settings, change),
    runPart(settings, change),
  ];
  const method = methodChips(settings, change);
  const standardize = standardizeSwitch(settings, change);
  const kept = keptLine(store, actions);
  const more = element("span", "gd-hint");
  const fold = group("More", false, ...parts.map(({ root: part }) => part));
  fold.classList.add("gd-more");
  fold.querySelector("summary")?.append(more);
  root.append(data.root, method.root, fields.rate, standardize.root, kept.root, fold);
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", "Settings of the run");
  const draw = () => {
    const now = settings();
    data.draw(now);
    method.draw(now.optimizer.name);
    fields.draw(now.optimizer);
    standardize.draw(now.coordinates);
    kept.draw();
    parts.forEach((part) => part.draw(now));
    more.textContent = `: ${summary(now)}`;
  };
  draw();
  const controls = Object.assign(
    { data: data.root, method: method.root, rate: fields.rate, standardize: standardize.root },
    ...parts.map((part) => part.controls),
  );
  return { controls, end: store.subscribe(draw, ["settings", "frame", "kept", "busy"]) };
}

/** What the fold holds now, in few words. @param {Settings} settings */
function summary({ optimizer, loss, l2, coordinates, epochs, precision }) {
  return [
    ...(FIRST.includes(optimizer.name) ? [] : [OPTIMIZERS[optimizer.name].words]),
    ...(coordinates === "centered" ? ["centered"] : []),
    loss === "mse" ? "squared error" : "absolute error",
    ...(l2 ? ["ridge"] : []),
    `${count(epochs)} epochs`,
    ...(precision === "float32" ? ["float32"] : []),
  ].join(", ");
}

/**
 * @typedef {{root: HTMLElement, controls: Record<string, HTMLElement>,
 *   draw: (settings: Settings) => void}} Part
 * @typedef {(patch: Partial<Settings>) => void} Change
 */

/** Controls that belong together. @param {string} title @param {...Node} nodes */
const part = (title, ...nodes) =>
  element("fieldset", "gd-part", element("legend", "", title), ...nodes);

/** @param {() => Settings} now @param {Change} change */
function methodChips(now, change) {
  const all = methodChoices();
  return chips(
    "Method",
    FIRST.flatMap((name) => all.filter(({ value }) => value === name)),
    (name) => change({ optimizer: methodOf(name, now().optimizer) }),
    (name) => whyNot(now(), "optimizer.name", name),
  );
}

/** The one switch that helps most. @param {() => Settings} now @param {Change} change */
function standardizeSwitch(now, change) {
  const control = toggle("Standardize x", (on) =>
    change({ coordinates: on ? "standardized" : "raw" }),
  );
  const input = control.root.querySelector("input");
  const hint = element("p", { className: "gd-hint", hidden: true });
  input?.setAttribute("role", "switch");
  return {
    root: element("div", "gd-standardize", control.root, hint),
    /** @param {string} coordinates */
    draw(coordinates) {
      const why = whyNot(now(), "coordinates", "standardized");
      control.draw(coordinates === "standardized");
      if (input) input.disabled = why !== "";
      hint.hidden = why === "";
      hint.textContent = why && `Not here: ${why}.`;
    },
  };
}

/**
 * @param {() => Settings} now @param {Change} change
 * @param {HTMLElement} fields of the method, but its rate
 * @returns {Part}
 */
function methodPart(now, change, fields) {
  const method = choice(
    "All methods",
    methodChoices(),
    (name) => change({ optimizer: methodOf(name, now().optimizer) }),
    (name) => whyNot(now(), "optimizer.name", name),
  );
  const coordinates = pick("Coordinates", "coordinates", capital, now, change);
  return {
    root: part("The method", method.root, fields, coordinates.root),
    controls: { methods: method.root, fields },
    draw(settings) {
      method.draw(settings.optimizer.name);
      coordinates.draw(settings.coordinates);
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
  const ridge = numberBox(
    "Ridge weight α",
    { least: FIELDS.l2.least, most: FIELDS.l2.most },
    (value) => change({ l2: Number(value) }),
  );
  /** @param {string} label @param {keyof Settings["show"]} key */
  const shows = (label, key) =>
    toggle(label, (value) => change({ show: { ...now().show, [key]: value } }));
  const residuals = shows("Show residuals", "residuals");
  const predicted = shows("Show the predicted loss", "predicted");
  return {
    root: part("The loss", loss.root, ridge.root, residuals.root, predicted.root),
    controls: { loss: loss.root, l2: ridge.root },
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
    numberBox("", FIELDS.start.items, (value) =>
      change({ start: now().start.map((old, j) => (j === i ? Number(value) : old)) }),
    ),
  );
  const named = (/** @type {string} */ value) => PRECISION_TITLES[value];
  const precision = pick("Precision", "precision", named, now, change);
  const { least, most, whole } = FIELDS.seed;
  const seed = numberBox("Seed of the shuffles", { least, most, whole }, (value) =>
    change({ seed: Number(value) }),
  );
  const pair = element("div", "gd-pair", ...start.map(({ root }) => root));
  return {
    root: part("Start and length", epochs.root, pair, precision.root, seed.root),
    controls: { epochs: epochs.root, start: pair, precision: precision.root },
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
