/**
 * Runs that were pinned: what is kept of them, and what tells them from the present one.
 * The one rule: a pin is a whole run, so nothing that is changed later changes it.
 * @import { Settings } from "../types.js"
 * @typedef {Settings["pins"][number]} Pin
 */
import { brief, count } from "./numerals.js";
import { FIELDS, OPTIMIZERS } from "./schema.js";
import { same } from "./settings.js";

export const MOST = FIELDS.pins.most;
const KEYS = /** @type {(keyof Pin)[]} */ (FIELDS.pins.items.keys);
const TOLD = 2; // differences in a label

/** What a run hangs on. @param {Settings} settings @returns {Pin} */
export const pinOf = (settings) =>
  /** @type {Pin} */ (Object.fromEntries(KEYS.map((key) => [key, settings[key]])));

/** A pin as settings to run. @param {Pin} pin @param {Settings} settings @returns {Settings} */
export const runOf = (pin, settings) => ({
  ...settings,
  ...pin,
  compare: null,
  pins: [],
  code: null,
  exercise: null,
});

/**
 * Settings whose pins are whole; a comparison, as links of before have it, is a pin.
 * @param {Settings} settings @returns {Settings}
 */
export function withPins(settings) {
  const { compare, pins } = settings;
  const parts = /** @type {Pin[]} */ ([...(compare ? [compare] : []), ...pins]);
  if (!parts.length) return settings;
  const whole = parts.slice(0, MOST).map((part) => pinOf({ ...settings, ...part }));
  return { ...settings, compare: null, pins: whole };
}

/** A value of a setting. @param {unknown} value */
const text = (value) => (typeof value === "number" ? brief(value) : String(value));

/** @param {Pin["optimizer"]} one @param {Pin["optimizer"]} two */
function methods(one, two) {
  if (one.name !== two.name) return [OPTIMIZERS[one.name].words];
  return Object.keys(one)
    .filter((name) => !same(one[name], two[name]))
    .map((name) => `${name.replaceAll("_", " ")} ${[one[name]].flat().map(text).join(", ")}`);
}

/** @param {Pin["data"]} data */
const named = ({ name, moved }) =>
  name === "own" ? "your points" : `${name.replaceAll("_", " ")}${moved?.length ? ", moved" : ""}`;

/** What each setting is called in a label. @type {Record<string, (pin: any) => string>} */
const WORDS = {
  data: ({ data }) => named(data),
  loss: ({ loss }) => loss.toUpperCase(),
  coordinates: ({ coordinates }) => coordinates,
  precision: ({ precision }) => precision,
  l2: ({ l2 }) => `α ${brief(l2)}`,
  epochs: ({ epochs }) => `${count(epochs)} epochs`,
  start: ({ start }) => `start ${start.map(text).join(", ")}`,
  seed: ({ seed }) => `seed ${seed}`,
};

/**
 * What tells a pin from the settings, in a few words.
 * @param {Pin} pin @param {Settings} settings
 */
export function labelOf(pin, settings) {
  const others = Object.keys(WORDS)
    .filter((key) => !same(/** @type {any} */ (pin)[key], /** @type {any} */ (settings)[key]))
    .map((key) => WORDS[key](pin));
  const all = [...methods(pin.optimizer, settings.optimizer), ...others];
  return all.slice(0, TOLD).join(", ") || "the same run";
}
