/**
 * What goes together: which choices the present settings rule out, and why.
 * The one rule: the bridge would refuse the same; here it is said before it is tried.
 * @import { Settings } from "../types.js"
 * @typedef {Settings["optimizer"]} Method
 * @typedef {{name: string, kind: string, default: any, least: number | null, most: number | null,
 *   log: boolean, each: boolean, choices: string[] | null}} Field
 * @typedef {{name: string, title: string, lesson: string, points: number, line: boolean}} Dataset
 * @typedef {{name: string, formula: string, rate: boolean, fields: Field[]}} Optimizer
 * @typedef {{datasets: Dataset[], optimizers: Optimizer[], code?: string}} Catalog
 */
import { OPTIMIZERS } from "./settings.js";

const CURVED = ["Chebyshev", "ConjugateGradient"]; // methods that need a Hessian
/** Methods whose rate multiplies a gradient: it means the same in each of them. */
const PLAIN = [
  "GradientDescent",
  "Momentum",
  "Nesterov",
  "MinibatchGradientDescent",
  "SubgradientDescent",
  "Averaged",
];
const KINKS = "needs squared error";
const NO_LINE = "needs a line";

/** Why a loss cannot be chosen, or "". @param {Settings} settings @param {string} loss */
export function whyNotLoss({ data }, loss) {
  return data.name === "two_variables" && loss === "mae" ? NO_LINE : "";
}

/** @param {Settings} settings @param {string} coordinates */
export function whyNotCoordinates({ data }, coordinates) {
  return data.name === "two_variables" && coordinates !== "raw" ? NO_LINE : "";
}

/** @param {Settings} settings @param {string} name */
export function whyNotMethod({ loss }, name) {
  return loss === "mae" && CURVED.includes(name) ? KINKS : "";
}

/** @param {Settings} settings @param {string} search */
export function whyNotSearch({ loss }, search) {
  return loss === "mae" && search === "Exact" ? KINKS : "";
}

/** @param {Settings} settings */
export function whyNotRidge({ loss }) {
  return loss === "mae" ? "Ridge goes with the squared error." : "";
}

/**
 * A method by its name, with what the present one knows of the rate.
 * @param {Catalog} catalog @param {string} name @param {Method} before @returns {Method}
 */
export function methodOf(catalog, name, before) {
  const fields = catalog.optimizers.find((one) => one.name === name)?.fields ?? [];
  /** @type {Method} */
  const method = { name };
  for (const field of fields) method[field.name] = field.default;
  const kept =
    PLAIN.includes(name) && PLAIN.includes(before.name) && before.learning_rate !== undefined;
  if (kept) method.learning_rate = before.learning_rate;
  return method;
}

/**
 * A change together with what it takes along, so that the settings can be run.
 * @param {Settings} settings @param {Partial<Settings>} patch @param {Catalog} catalog
 * @returns {Partial<Settings>}
 */
export function withConsequences(settings, patch, catalog) {
  const after = { ...settings, ...patch };
  /** @type {Partial<Settings>} */
  const more = {};
  if (whyNotLoss(after, after.loss)) more.loss = "mse";
  if (whyNotCoordinates(after, after.coordinates)) more.coordinates = "raw";
  const now = { ...after, ...more };
  if (now.loss === "mae" && now.l2) more.l2 = 0;
  if (whyNotMethod(now, now.optimizer.name))
    more.optimizer = methodOf(catalog, "SubgradientDescent", now.optimizer);
  else if (whyNotSearch(now, String(now.optimizer.search)))
    more.optimizer = { ...now.optimizer, search: "Backtracking" };
  if (now.compare) more.compare = fitting(now, now.compare, catalog);
  return { ...patch, ...more };
}

/**
 * A second setting without what the first one's data rule out.
 * @param {Settings} settings @param {Record<string, any>} compare @param {Catalog} catalog
 */
function fitting(settings, compare, catalog) {
  const { compare: _, ...first } = settings;
  const second = /** @type {Settings} */ ({ ...first, ...compare, compare: null });
  const repaired = { ...compare, ...withConsequences(second, {}, catalog) };
  return same(repaired, compare) ? compare : repaired;
}

/** @param {Record<string, any>} one @param {Record<string, any>} two */
const same = (one, two) => Object.keys(one).every((key) => one[key] === two[key]);

/** Names of the raw parameters: of a line, or of the two variables. @param {Settings} settings */
export const parameterNames = ({ data }) =>
  data.name === "two_variables" ? ["x₀", "x₁"] : ["w", "b"];

/** Words for a field. @type {Record<string, string>} */
const LABELS = {
  learning_rate: "Learning rate η",
  beta: "Momentum β",
  beta1: "β₁, of the mean",
  beta2: "β₂, of the squares",
  decay: "Decay of the squares",
  eps: "ε, below the root",
  power: "Power of the decay",
  first: "First step tried",
  mu: "μ, smallest curvature",
  L: "L, largest curvature",
  history: "Pairs kept",
  batch_size: "Batch size",
  search: "Line search",
};

/** @param {string} name */
export const labelOf = (name) => LABELS[name] ?? name.replaceAll("_", " ");

/** Every method as a choice, the plain ones first. */
export const methodChoices = () =>
  Object.keys(OPTIMIZERS).map((value) => ({ value, title: titleOf(value) }));

/** A class name in words: GradientDescent -> Gradient descent. @param {string} name */
function titleOf(name) {
  if (/^(LBFGS|RMSProp)$/.test(name)) return name === "LBFGS" ? "L-BFGS" : name;
  const words = name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  const title = words[0].toUpperCase() + words.slice(1);
  return title === "Averaged" ? "Averaged subgradient descent" : title;
}
