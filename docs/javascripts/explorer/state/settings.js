/**
 * The whole state of the explorer as one plain object, and as the text of a link.
 * The one rule: what comes from outside is copied field by field, and only if it is
 * what the field wants; nothing here throws at a reader.
 * @import { Settings } from "../types.js"
 */

/**
 * @typedef {Settings["data"]} Data
 * @typedef {Settings["optimizer"]} Method
 * @typedef {(value: unknown) => any} Check copies a value, or throws a TypeError that
 *   says what the value must be
 * @typedef {Record<number, (old: Record<string, unknown>) => Record<string, unknown>>} Migrations
 */

const VERSION = 1;
/** From version n to n + 1. A format may change; its old links still open. @type {Migrations} */
const MIGRATIONS = {};

const TEACHING = [
  "clean",
  "heavy_noise",
  "outliers",
  "saturating",
  "growing_variance",
  "two_populations",
];
export const DATASETS = [...TEACHING, "intercept_thread", "two_variables", "own"];
export const LOSSES = ["mse", "mae"];
export const COORDINATES = ["raw", "centered", "standardized"];
export const PRECISIONS = ["float64", "float32"];
export const MOST_EPOCHS = 1_000_000;
export const MOST_POINTS = 1000;
export const MOST_CODE = 20_000; // bytes of UTF-8
export const MOST_OUTPUT = 262_144; // bytes that a link may unpack to
const MOST_LINK = 400_000; // characters
const PREFIX = "1."; // of the packing, not of the settings
const DAMAGED = "This link is damaged, so the explorer shows its usual start.";

/**
 * The methods and the fields that a link may set: those of the catalog, a test says. In the order
 * of the list, plain ones first.
 */
export const OPTIMIZERS = /** @type {Readonly<Record<string, readonly string[]>>} */ ({
  GradientDescent: ["learning_rate"],
  Momentum: ["learning_rate", "beta"],
  Nesterov: ["learning_rate", "beta"],
  Adam: ["learning_rate", "beta1", "beta2", "eps"],
  RMSProp: ["learning_rate", "decay", "eps"],
  MinibatchGradientDescent: ["learning_rate", "batch_size"],
  SubgradientDescent: ["learning_rate", "power"],
  Averaged: ["learning_rate", "power"],
  SteepestDescent: ["search", "first"],
  ConjugateGradient: [],
  Chebyshev: ["mu", "L"],
  LBFGS: ["history", "search"],
});
const SEARCHES = ["Backtracking", "StrongWolfe", "Exact"];
/** Fields of another kind than a number. @type {Readonly<Record<string, Check>>} */
const FIELDS = {
  learning_rate: (value) => (Array.isArray(value) ? numbers(2, 2)(value) : finite(value)),
  search: oneOf(SEARCHES),
  mu: orNull(finite), // null: as the data have it
  L: orNull(finite),
};

/** @type {Readonly<Settings>} */
export const DEFAULTS = deepFreeze({
  v: VERSION,
  data: { name: "clean" },
  loss: "mse",
  l2: 0,
  optimizer: { name: "GradientDescent", learning_rate: 0.0005 },
  coordinates: "raw",
  precision: "float64",
  epochs: 500,
  start: [0, 0],
  seed: 0,
  step: 0,
  compare: null,
  code: null,
  show: { residuals: false, predicted: true },
  exercise: null,
});

/** @type {Record<string, Check>} */
const CHECKS = {
  data: cleanData,
  loss: oneOf(LOSSES),
  l2: atLeastZero,
  optimizer: cleanMethod,
  coordinates: oneOf(COORDINATES),
  precision: oneOf(PRECISIONS),
  epochs: whole(1, MOST_EPOCHS),
  start: numbers(2, 2),
  seed: whole(0, 2 ** 31 - 1),
  step: whole(0, MOST_POINTS * MOST_EPOCHS),
  compare: orNull(cleanCompare),
  code: orNull(cleanCode),
  show: cleanShow,
  exercise: orNull(cleanExercise),
};
const COMPARED = ["optimizer", "loss", "l2", "coordinates", "precision"];

/**
 * Settings that hold nothing but what each field may hold.
 * @param {unknown} untrusted
 * @returns {{settings: Settings, problem: string}} problem: "", or what was put right
 */
export function clean(untrusted) {
  const settings = /** @type {any} */ (structuredClone(DEFAULTS));
  if (!isObject(untrusted)) return { settings, problem: DAMAGED };
  const faults = [];
  for (const [key, check] of Object.entries(CHECKS)) {
    if (!Object.hasOwn(untrusted, key)) continue;
    try {
      settings[key] = check(untrusted[key]);
    } catch (error) {
      faults.push(`${key} must be ${/** @type {Error} */ (error).message}`);
    }
  }
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
 * @param {Settings} settings
 */
export async function encode(settings) {
  const kept = Object.entries(settings).filter(
    ([key, value]) => key in DEFAULTS && !same(value, /** @type {any} */ (DEFAULTS)[key]),
  );
  const bytes = new TextEncoder().encode(JSON.stringify(Object.fromEntries(kept)));
  const packed = await through(bytes, new CompressionStream("deflate-raw"));
  return `${PREFIX}${toBase64(packed)}`;
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

/** A link that cannot be opened; its message is for the reader. */
class LinkError extends Error {}

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
  let settings = raw;
  for (let v = Number(from); v < version; v += 1) settings = migrations[v](settings);
  return settings;
}

/** The JSON in a fragment. @param {string} fragment */
async function unpack(fragment) {
  const text = fragment.replace(/^#?(s=)?/, "");
  if (text.length > MOST_LINK) throw new LinkError(`${DAMAGED} It is too long.`);
  if (/^\d+\./.test(text) && !text.startsWith(PREFIX)) {
    throw new LinkError(`${DAMAGED} It is packed in a way that this version does not know.`);
  }
  if (!text.startsWith(PREFIX)) throw new LinkError(DAMAGED);
  if (typeof DecompressionStream === "undefined") {
    throw new LinkError("This browser is too old to open links to a step: update it.");
  }
  const packed = fromBase64(text.slice(PREFIX.length));
  const bytes = await through(packed, new DecompressionStream("deflate-raw"), MOST_OUTPUT);
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

/**
 * Bytes sent through a stream, up to `most` of them.
 * @param {Uint8Array} bytes @param {CompressionStream | DecompressionStream} stream
 */
async function through(bytes, stream, most = Infinity) {
  const writer = stream.writable.getWriter();
  // A damaged stream also fails where it is read; there it is caught.
  const written = writer.write(/** @type {BufferSource} */ (bytes)).then(() => writer.close());
  written.catch(() => {});
  const reader = stream.readable.getReader();
  const pieces = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) {
      reader.cancel().catch(() => {});
      throw new LinkError(`${DAMAGED} It holds more than settings can.`);
    }
    pieces.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** @param {Uint8Array} bytes */
function toBase64(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** @param {string} text */
function fromBase64(text) {
  if (!/^[\w-]*$/.test(text)) throw new LinkError(DAMAGED);
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param {string} wanted @returns {never} */
function refuse(wanted) {
  throw new TypeError(wanted);
}

/** @param {string[]} names @returns {Check} */
function oneOf(names) {
  return (value) => names.find((name) => name === value) ?? refuse(`one of ${names.join(", ")}`);
}

/** @param {unknown} value */
function finite(value) {
  return Number.isFinite(value) ? value : refuse("a number");
}

/** @param {unknown} value */
function atLeastZero(value) {
  return Number.isFinite(value) && Number(value) >= 0 ? value : refuse("a number, at least 0");
}

/** @param {number} least @param {number} most @returns {Check} */
function whole(least, most) {
  return (value) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most
      ? value
      : refuse(`a whole number from ${least} to ${most}`);
}

/** @param {number} least @param {number} most @returns {Check} */
function numbers(least, most) {
  const length = least === most ? `${least}` : `${least} to ${most}`;
  return (value) =>
    Array.isArray(value) &&
    value.length >= least &&
    value.length <= most &&
    value.every(Number.isFinite)
      ? [...value]
      : refuse(`a list of ${length} numbers`);
}

/** @param {Check} check @returns {Check} */
function orNull(check) {
  return (value) => (value === null ? null : check(value));
}

/** @param {unknown} value @returns {Data} */
function cleanData(value) {
  if (!isObject(value)) refuse("a data set");
  const name = oneOf(DATASETS)(value.name);
  if (name === "own") return ownData(value);
  if (value.moved === undefined) return { name };
  return { name, moved: cleanMoved(value.moved) };
}

/** @param {Record<string, unknown>} value @returns {Data} */
function ownData(value) {
  const [x, y] = [value.x, value.y].map(numbers(2, MOST_POINTS));
  if (x.length !== y.length) refuse("as many x as y");
  return { name: "own", x, y };
}

/** @param {unknown} value @returns {number[][]} */
function cleanMoved(value) {
  if (!Array.isArray(value) || value.length > MOST_POINTS) refuse("a list of moved points");
  return value.map((row) => {
    const [i, x, y] = numbers(3, 3)(row);
    return [whole(0, MOST_POINTS - 1)(i), x, y];
  });
}

/** @param {unknown} value @returns {Method} */
function cleanMethod(value) {
  if (!isObject(value)) refuse("a method");
  const name = oneOf(Object.keys(OPTIMIZERS))(value.name);
  /** @type {Method} */
  const method = { name };
  for (const field of OPTIMIZERS[name].filter((one) => Object.hasOwn(value, one))) {
    try {
      method[field] = (FIELDS[field] ?? finite)(value[field]);
    } catch (error) {
      refuse(
        `a method whose ${field.replaceAll("_", " ")} is ${/** @type {Error} */ (error).message}`,
      );
    }
  }
  return method;
}

/** @param {unknown} value @returns {Record<string, unknown>} */
function cleanCompare(value) {
  if (!isObject(value)) refuse("settings to compare with");
  const kept = COMPARED.filter((key) => Object.hasOwn(value, key));
  return Object.fromEntries(kept.map((key) => [key, CHECKS[key](value[key])]));
}

/** @param {unknown} value */
function cleanCode(value) {
  const fits = typeof value === "string" && new TextEncoder().encode(value).length <= MOST_CODE;
  return fits ? value : refuse(`a text of at most ${MOST_CODE / 1000} kB`);
}

/** @param {unknown} value */
function cleanShow(value) {
  if (!isObject(value)) refuse("a choice of what to show");
  const show = { ...DEFAULTS.show };
  for (const key of /** @type {(keyof typeof show)[]} */ (Object.keys(show))) {
    if (!Object.hasOwn(value, key)) continue;
    show[key] = typeof value[key] === "boolean" ? value[key] : refuse("yes or no for each");
  }
  return show;
}

/** @param {unknown} value */
function cleanExercise(value) {
  const fits = typeof value === "string" && /^[a-z][a-z0-9-]{0,39}$/.test(value);
  return fits ? value : refuse("the name of an exercise");
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
