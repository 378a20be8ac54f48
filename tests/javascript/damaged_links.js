/**
 * Links that nobody's page has made: damaged on the way, or written to do harm.
 * The one rule: each is a function of its number, so a failure repeats.
 */
import { deflateRawSync } from "node:zlib";

/** @param {Buffer} bytes */
const packed = (bytes) => deflateRawSync(bytes).toString("base64url");

/**
 * Makes links that hold a JSON value, or a text. @param {string} mark the letter of the link
 * @returns {(value: unknown) => string}
 */
export const linkTo = (mark) => (value) => {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return `#${mark}=1.${packed(Buffer.from(text))}`;
};

/** Numbers in [0, 1), the same for the same seed (mulberry32). @param {number} seed */
function generator(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Values of wrong kinds and sizes, to be put anywhere. @type {unknown[]} */
const EVIL = [
  null,
  true,
  "",
  "x",
  -1,
  0,
  1e308,
  -1e308,
  1e-320,
  2 ** 53,
  [],
  {},
  [[]],
  "𝛽\u0000\uFFFF",
  "<script>alert(1)</script>",
  "__proto__",
  "constructor",
  { __proto__: null, length: 1e9 },
  { length: 3 },
  [null, null],
  [Infinity, 1],
  "import os; os.system('x')",
  { toString: 1, valueOf: 1 },
  Array(2000).fill(0),
  "9".repeat(500),
  -0,
];

/** @typedef {(random: () => number, whole: string) => string} Damage */

/** @param {() => number} random @param {readonly any[]} list */
const pick = (random, list) => list[Math.floor(random() * list.length)];
const letter = (/** @type {() => number} */ random) =>
  String.fromCodePoint(0x80 + Math.floor(random() * 0xd700));
const NO_NUMBERS = ["NaN", "Infinity", "1e999", "-1e999", "0x10", "1_0", "9".repeat(400)];

/**
 * The ways to make a bad link.
 * @param {string} mark @param {Record<string, any>} full what a whole link holds, a value in each
 * field @param {number} most bytes that a link may unpack to
 * @returns {Record<string, Damage>}
 */
function damages(mark, full, most) {
  const link = linkTo(mark);
  const fields = Object.keys(full);
  const parts = fields.filter(
    (field) => Object.keys(full[field] ?? {}).length && typeof full[field] === "object",
  );
  return {
    truncated: (random, whole) => whole.slice(0, Math.floor(random() * whole.length)),
    flipped: (random, whole) => {
      const at = 5 + Math.floor(random() * (whole.length - 5));
      return whole.slice(0, at) + pick(random, [..."ABCabc019-_"]) + whole.slice(at + 1);
    },
    doubled: (random, whole) => whole + whole.slice(Math.floor(random() * whole.length)),
    bytes: (random) =>
      `#${mark}=1.${Buffer.from(Array.from({ length: 200 }, () => random() * 256)).toString("base64url")}`,
    field: (random) => link({ [pick(random, fields)]: pick(random, EVIL) }),
    within: (random) => {
      const whole = structuredClone(full);
      const inner = whole[pick(random, parts)];
      inner[pick(random, Object.keys(inner))] = pick(random, EVIL);
      return link(whole);
    },
    top: (random) => link(JSON.stringify(pick(random, EVIL)) ?? "null"),
    deep: (random) => {
      const depth = Math.floor(random() * 100_000);
      return link(`{"${pick(random, fields)}":${"[".repeat(depth)}${"]".repeat(depth)}}`);
    },
    broken: (random) => link(JSON.stringify(full).slice(0, Math.floor(random() * 300))),
    numbers: (random) => link(`{"${pick(random, fields)}":${pick(random, NO_NUMBERS)}}`),
    prototype: (random) => {
      const [one, other] = [pick(random, fields), pick(random, parts)];
      return link(
        `{"__proto__":{"${one}":${random()}},"${other}":{"__proto__":{"name":"own"},"x":[]}}`,
      );
    },
    version: (random) => `#${mark}=${Math.floor(random() * 1e6) + 2}.${whole64(random)}`,
    newer: (random) => link({ v: pick(random, [0, -1, 2, 1e9, "1", null, 1.5, [], {}, true]) }),
    unicode: (random) => `#${mark}=1.${Array.from({ length: 20 }, () => letter(random)).join("")}`,
    encoding: (random) =>
      `#${mark}=1.${packed(Buffer.from([0x7b, 0xff, 0xfe, random() * 256, 0x7d]))}`,
    bomb: (random) => link(`{"code":"${"x".repeat(most + random() * 1e6)}"}`),
    long: (random) => `#${mark}=1.${"A".repeat(400_001 + random() * 1e5)}`,
  };
}
const whole64 = (/** @type {() => number} */ random) =>
  Buffer.from(String(random())).toString("base64url");

/**
 * Bad links, each with words about it. @param {string} mark @param {string} whole a link as it
 * should be @param {Record<string, any>} full @param {number} most @param {number} count
 * @returns {Generator<[string, string]>}
 */
export function* damaged(mark, whole, full, most, count) {
  const ways = Object.entries(damages(mark, full, most));
  for (let i = 0; i < count; i += 1) {
    const [kind, damage] = ways[i % ways.length];
    const fragment = damage(generator(i), whole);
    yield [`fragment ${i}, ${kind}: ${fragment.slice(0, 60)}`, fragment];
  }
}
