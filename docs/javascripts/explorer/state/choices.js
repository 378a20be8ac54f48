/**
 * What goes together: which choices the present settings rule out, and why.
 * The one rule: the engine would refuse the same; its conflicts are read before it is asked.
 * @import { Settings } from "../types.js"
 * @import { Conflict } from "./schema.js"
 * @typedef {Settings["optimizer"]} Method
 * @typedef {{name: string, label: string, kind: string, default: any, least: number,
 *   most: number, log: boolean, whole?: boolean, each?: number, derived: string | null,
 *   choices?: string[]}} Field
 * @typedef {{text: string, problem: string, when?: Record<string, unknown>}} Program
 * @typedef {{name: string, title: string, lesson: string, points: number, line: boolean,
 *   picture?: number[][]}} Dataset picture: some of its points, each from 0 to 100
 * @typedef {{name: string, formula: string, seeded: boolean, fields: Field[], numpy: Program[],
 *   torch: Program[]}} Optimizer
 * @typedef {{datasets: Dataset[], optimizers: Optimizer[], code?: string}} Catalog
 */
import { CONFLICTS, FIELDS, OPTIMIZERS, ROWS } from "./schema.js";

/** The methods that stand in sight; the others are listed. */
export const FIRST = ["GradientDescent", "Momentum", "Adam", "LBFGS"];
const MOST_PER_EPOCH = 100; // steps

/** The setting at a path such as "optimizer.name". @param {any} settings @param {string} path */
function at(settings, path) {
  const [key, inner] = path.split(".");
  return inner ? (settings[key][inner] ?? null) : settings[key];
}

/** @param {any} settings @param {string} path @param {any} value @returns {Settings} */
function put(settings, path, value) {
  if (path === "optimizer.name")
    return { ...settings, optimizer: methodOf(value, settings.optimizer) };
  const [key, inner] = path.split(".");
  return { ...settings, [key]: inner ? { ...settings[key], [inner]: value } : value };
}

/** @param {Settings} settings @param {Conflict} conflict */
const holds = (settings, { when, unless }) =>
  Object.entries(when).every(([path, values]) => values.includes(at(settings, path))) &&
  !Object.entries(unless).some(([path, value]) => at(settings, path) === value);

/**
 * Why a setting cannot have a value, or "".
 * @param {Settings} settings @param {string} path @param {unknown} value
 */
export function whyNot(settings, path, value) {
  const after = put(settings, path, value);
  return CONFLICTS.find((one) => path in one.repair && holds(after, one))?.hint ?? "";
}

/**
 * A method by its name, with what the present one knows of the rate.
 * @param {string} name @param {Method} before @returns {Method}
 */
export function methodOf(name, before) {
  const { fields } = FIELDS.optimizer.variants[name];
  const usual = Object.entries(fields).map(([key, node]) => [
    key,
    /** @type {any} */ (node).default,
  ]);
  const method = { ...Object.fromEntries(usual), name };
  const kept = [name, before.name].every((one) => OPTIMIZERS[one].plain_rate);
  return kept ? { ...method, learning_rate: before.learning_rate } : method;
}

/**
 * A change together with what it takes along, so that the settings can be run.
 * @param {Settings} settings @param {Partial<Settings>} patch
 * @returns {Partial<Settings>}
 */
export function withConsequences(settings, patch) {
  let now = { ...settings, ...patch };
  for (const conflict of CONFLICTS) {
    if (!holds(now, conflict)) continue;
    for (const [path, value] of Object.entries(conflict.repair)) now = put(now, path, value);
  }
  now = { ...now, ...ofFeatures(now, settings) };
  const chosen = now.optimizer.name !== settings.optimizer.name;
  now.optimizer = fitted(now.optimizer, rowsOf(now.data), chosen ? 0 : rowsOf(settings.data));
  const changed = Object.entries(now).filter(
    ([key, value]) => key in patch || value !== settings[/** @type {keyof Settings} */ (key)],
  );
  return Object.fromEntries(changed);
}

/**
 * What several features take along: one rate for all, and the start at zero, because a start
 * is a place along two directions of these data in these coordinates.
 * @param {Settings} now @param {Settings} before @returns {Partial<Settings>}
 */
function ofFeatures(now, before) {
  const others = now.data !== before.data || now.coordinates !== before.coordinates;
  if (!others || !(now.data.features || before.data.features)) return {};
  const { learning_rate: rate } = now.optimizer;
  const optimizer = Array.isArray(rate)
    ? { ...now.optimizer, learning_rate: Math.min(...rate) }
    : now.optimizer;
  return { optimizer, start: [0, 0] };
}

/** How many rows there are. @param {Settings["data"]} data */
const rowsOf = ({ name, y }) => y?.length ?? ROWS[name];

/**
 * The method with as many rows in a batch as the data have room for: never more than there
 * are; its usual number again once fewer data do not hold it down; and no epoch of more than a
 * hundred steps because the data have grown.
 * @param {Method} method @param {number} rows @param {number} before
 */
function fitted(method, rows, before) {
  const size = method.batch_size;
  if (typeof size !== "number") return method;
  const usual = FIELDS.optimizer.variants[method.name].fields.batch_size.default;
  const held = size === before && before < usual ? usual : size;
  const least = rows > before ? Math.ceil(rows / MOST_PER_EPOCH) : 1;
  const wanted = Math.min(Math.max(held, least), rows);
  return wanted === size ? method : { ...method, batch_size: wanted };
}

/**
 * What the two numbers of a start are called: raw parameters, or places along two directions.
 * @param {Settings} settings
 */
export function parameterNames({ data }) {
  if (data.features) return ["flat", "steep"];
  return data.name === "two_variables" ? ["x₀", "x₁"] : ["w", "b"];
}

/** Every method as a choice, the plain ones first. */
export const methodChoices = () =>
  Object.entries(OPTIMIZERS).map(([value, { title }]) => ({ value, title }));
