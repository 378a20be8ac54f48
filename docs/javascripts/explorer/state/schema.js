/**
 * Reads settings by the schema that Python wrote: fills in what is missing, tells what is wrong.
 * The one rule: scripts/engine/schema_reader.py is the same reader; no bound, name or sentence
 * stands here.
 */
import described from "#schema" with { type: "json" };

/**
 * @typedef {{kind: string, must: string, [more: string]: any}} Node
 * @typedef {Record<string, unknown>} Values
 * @typedef {{when: Record<string, unknown[]>, unless: Record<string, unknown>,
 *   repair: Record<string, any>, hint: string}} Conflict
 */

/** @type {Record<string, Node>} */
export const FIELDS = described.settings.fields;
export const CONFLICTS = /** @type {Conflict[]} */ (/** @type {unknown} */ (described.conflicts));
/**
 * By name, in the order of the list.
 * @type {Record<string, {title: string, words: string, plain_rate: boolean, seeded: boolean}>}
 */
export const OPTIMIZERS = described.optimizers;
export const DATASETS = FIELDS.data.variants;
/** Of the datasets that have them, by name. @type {Record<string, number>} */
export const ROWS = described.rows;
export const USUAL = described.defaults;
const { words } = described;

/** What a value must be instead. */
class Refused extends Error {}

/** A value that is wrong, with the sentence of its node. @param {Node} node @param {string} path */
const wrong = (node, path) => new Refused(`${path} ${node.must}`);

/** @param {unknown} value @returns {value is Values} */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** A sentence with its names filled in. @param {string} text @param {Record<string, any>} values */
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** The first key that no field has, in a sentence. @param {any} fields @param {Values} given */
function unknown(fields, given, path = "settings") {
  const [key] = Object.keys(given)
    .filter((one) => !Object.hasOwn(fields, one))
    .sort();
  const known = Object.keys(fields).join(", ");
  return key === undefined ? [] : [filled(words.unknown, { path, key, known })];
}

/**
 * Settings with the usual value wherever the given one is refused, and a sentence for each.
 * @param {unknown} given @returns {{settings: any, faults: string[]}}
 */
export function settle(given) {
  if (!isObject(given))
    return { settings: settle({}).settings, faults: [`settings ${words.object}`] };
  const faults = [];
  /** @type {Values} */
  const settings = {};
  for (const [key, node] of Object.entries(FIELDS)) {
    try {
      settings[key] = field(node, given, key, node.called ?? key);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      settings[key] = field(node, {}, key, key);
      faults.push(error.message);
    }
  }
  return { settings, faults: [...faults, ...unknown(FIELDS, given)] };
}

/** @param {Node} node @param {Values} given @param {string} key @param {string} path */
function field(node, given, key, path) {
  const missing = !Object.hasOwn(given, key);
  return read(node, missing ? structuredClone(node.default) : given[key], path);
}

/** @param {Node} node @param {any} value @param {string} path @returns {any} */
function read(node, value, path) {
  return value === null && node.nullable ? null : KINDS[node.kind](node, value, path);
}

/** @param {Node[]} nodes @param {unknown[]} values @param {string} path */
const items = (nodes, values, path) =>
  values.map((value, i) => read(nodes[i], value, filled(words.item, { n: i + 1, path })));

/**
 * Whether all are numbers within the bounds: one look at many of them.
 * @param {Node} node @param {unknown[]} values
 */
const allWithin = ({ kind, each, whole, least, most }, values) =>
  kind === "number" &&
  each === undefined &&
  !whole &&
  values.every((value) => typeof value === "number" && value >= least && value <= most);

/** The length of a list of numbers, or those of the columns of named ones. @param {any[]} values */
const sizes = (values) =>
  Array.isArray(values[0]) ? values.map(([, column]) => column.length) : [values.length];

/** Whether a text is as it must be. @param {Node} node @param {string} text */
const fits = ({ bytes, pattern }, text) =>
  (bytes === undefined || new TextEncoder().encode(text).length <= bytes) &&
  (pattern === undefined || new RegExp(`^(?:${pattern})$`).test(text));

/** @type {Record<string, (node: Node, value: any, path: string) => any>} */
const KINDS = {
  number({ each, ...node }, value, path) {
    if (each !== undefined && Array.isArray(value)) {
      if (value.length !== each) throw wrong(node, path);
      return value.map((one) => KINDS.number(node, one, path));
    }
    const within = typeof value === "number" && value >= node.least && value <= node.most;
    if (!within || (node.whole && !Number.isInteger(value))) throw wrong(node, path);
    return node.whole ? value + 0 : value;
  },
  choice(node, value, path) {
    if (!node.choices.includes(value)) throw wrong(node, path);
    return value;
  },
  text(node, value, path) {
    if (typeof value !== "string" || !fits(node, value)) throw wrong(node, path);
    return value;
  },
  boolean(node, value, path) {
    if (typeof value !== "boolean") throw wrong(node, path);
    return value;
  },
  list(node, value, path) {
    const whole = Array.isArray(value) && value.length >= node.least && value.length <= node.most;
    if (!whole) throw wrong(node, path);
    return allWithin(node.items, value)
      ? [...value]
      : items(Array(value.length).fill(node.items), value, path);
  },
  row(node, value, path) {
    if (!Array.isArray(value) || value.length !== node.items.length) throw wrong(node, path);
    return items(node.items, value, path);
  },
  mapping(node, value, path) {
    if (!isObject(value)) throw wrong(node, path);
    const [fault] = unknown(node.fields, value, path);
    if (fault) throw new Refused(fault);
    /** @type {[string, Node][]} */
    const fields = Object.entries(node.fields);
    const out = Object.fromEntries(
      fields
        .filter(([key, inner]) => !inner.optional || Object.hasOwn(value, key))
        .map(([key, inner]) => [key, field(inner, value, key, `${path}.${key}`)]),
    );
    const either = /** @type {string[]} */ (node.either ?? []);
    if (either.length && either.filter((key) => key in out).length !== 1)
      throw new Refused(filled(words.either, { path, known: either.join(", ") }));
    const alike = /** @type {string[]} */ (node.alike ?? []).filter((key) => key in out);
    if (new Set(alike.flatMap((key) => sizes(out[key]))).size > 1)
      throw new Refused(filled(words.alike, { path, known: alike.join(" as ") }));
    return out;
  },
  variant(node, value, path) {
    if (!isObject(value)) throw wrong(node, path);
    const { name } = value;
    if (typeof name !== "string" || !Object.hasOwn(node.variants, name)) {
      const known = Object.keys(node.variants).join(", ");
      throw new Refused(`${path}.name ${filled(words.name, { known })}`);
    }
    return KINDS.mapping(node.variants[name], value, path);
  },
  part(node, value, path) {
    /** @type {[string, Node][]} */
    const fields = node.keys.map((/** @type {string} */ key) => [
      key,
      { ...FIELDS[key], optional: true },
    ]);
    return KINDS.mapping({ ...node, fields: Object.fromEntries(fields) }, value, path);
  },
};
