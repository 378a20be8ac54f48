/**
 * The whole state of the explorer as one plain object, and as the text of a link.
 * The one rule: what comes from outside is copied field by field, and only if it is
 * what the field wants; nothing here throws at a reader.
 * @import { Settings } from "../types.js"
 */

import { LinkError, deflate, inflate } from "./packing.js";
import { USUAL, settle } from "./schema.js";

export { LinkError };

/**
 * @typedef {Record<number, (old: Record<string, unknown>) => Record<string, unknown>>} Migrations
 */

export const VERSION = USUAL.v;
/** From version n to n + 1. A format may change; its old links still open. @type {Migrations} */
export const MIGRATIONS = {};

/** Names of Chebyshev's bounds in links that were given out before they were renamed. */
const FORMER = new Map([
  ["mu", "lambda_min"],
  ["L", "lambda_max"],
]);

export const MOST_OUTPUT = 262_144; // bytes that a link may unpack to
const TOO_LONG =
  "There are too many rows for a link: share the data as a file, and a link without them.";
const DAMAGED = "This link is damaged, so the explorer shows its usual start.";

/** @type {Readonly<Settings>} */
export const DEFAULTS = deepFreeze(USUAL);

/**
 * Settings that hold nothing but what each field may hold.
 * @param {unknown} untrusted
 * @returns {{settings: Settings, problem: string}} problem: "", or what was put right
 */
export function clean(untrusted) {
  const { settings, faults } = settle(untrusted);
  const usual = faults.length > 1 ? "their usual values stand" : "its usual value stands";
  const problem = faults.length ? `In these settings ${faults.join("; ")}: ${usual} there.` : "";
  return { settings, problem };
}

/** Any part of settings as the whole of them, what is wrong left out. @param {unknown} partial */
export function complete(partial) {
  return clean(partial).settings;
}

/**
 * `1.…`, for the address after `#s=`: deflated JSON without what is as usual.
 * Throws a LinkError if no link can hold them.
 * @param {Settings} settings
 */
export async function encode(settings) {
  const kept = Object.entries(settings).filter(
    ([key, value]) => key in DEFAULTS && !same(value, /** @type {any} */ (DEFAULTS)[key]),
  );
  const text = JSON.stringify(Object.fromEntries(kept));
  return deflate(text, { most: MOST_OUTPUT, tooLong: TOO_LONG });
}

/**
 * The settings of a fragment, with or without its `#s=`. Never throws.
 * @param {string} fragment @param {Migrations} [migrations] @param {number} [version]
 * @returns {Promise<{settings: Settings, problem: string}>}
 */
export async function decode(fragment, migrations = MIGRATIONS, version = VERSION) {
  try {
    const raw = JSON.parse(await unpack(String(fragment)));
    return clean(migrate(raw, migrations, version));
  } catch (error) {
    const problem = error instanceof LinkError ? error.message : DAMAGED;
    return { settings: structuredClone(/** @type {Settings} */ (DEFAULTS)), problem };
  }
}

/** Whether a fragment is a link of ours, whole or damaged. @param {string} fragment */
export function isLink(fragment) {
  return /^#?s=/.test(fragment);
}

/** @param {unknown} raw @param {Migrations} migrations @param {number} version */
function migrate(raw, migrations, version) {
  if (!isObject(raw)) throw new LinkError(DAMAGED);
  // Links leave out what is as usual, and the first version was usual once.
  const from = Object.hasOwn(raw, "v") ? raw.v : 1;
  if (!Number.isInteger(from) || Number(from) < 1) throw new LinkError(DAMAGED);
  if (Number(from) > version) {
    throw new LinkError(
      "This link is from a newer version of the site: reload the page to get it. " +
        "Until then the explorer shows its usual start.",
    );
  }
  const { v: _, ...rest } = raw;
  let settings = rest;
  for (let v = Number(from); v < version; v += 1) settings = migrations[v](settings);
  return renamed(settings);
}

/** The bounds of Chebyshev by their names of now. @param {Record<string, any>} settings */
function renamed(settings) {
  const { optimizer } = settings;
  if (!isObject(optimizer) || optimizer.name !== "Chebyshev") return settings;
  const entries = Object.entries(optimizer).map(([key, value]) => [FORMER.get(key) ?? key, value]);
  return { ...settings, optimizer: Object.fromEntries(entries) };
}

/** The JSON in a fragment. @param {string} fragment */
async function unpack(fragment) {
  return inflate(fragment.replace(/^#?(s=)?/, ""), { most: MOST_OUTPUT, damaged: DAMAGED });
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Equality of plain JSON values, whatever the order of their keys.
 * @param {any} a @param {any} b @returns {boolean}
 */
export function same(a, b) {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [keys, others] = [Object.keys(a), Object.keys(b)];
  return (
    keys.length === others.length &&
    keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]))
  );
}

/** @template T @param {T} value @returns {T} */
function deepFreeze(value) {
  if (typeof value === "object" && value !== null) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}
