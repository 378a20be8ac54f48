/**
 * Links: what goes in comes out, and nothing that a stranger writes does harm.
 * The one rule: every generated fragment is a function of its number, so a failure repeats.
 */
import assert from "node:assert/strict";
import test from "node:test";
import { inflateRawSync } from "node:zlib";

import {
  DEFAULTS,
  MOST_OUTPUT,
  clean,
  complete,
  decode,
  encode,
  isLink,
  same,
} from "../../docs/javascripts/explorer/state/settings.js";
import { FIELDS } from "../../docs/javascripts/explorer/state/schema.js";
import { damaged, linkTo } from "./damaged_links.js";

const FRAGMENTS = 10_000;
const FULL = {
  ...structuredClone(DEFAULTS),
  data: { name: "own", x: [1, 2.5, -3e-7], y: [0.1, 2, 3] },
  loss: "mae",
  l2: 0.25,
  optimizer: { name: "Momentum", learning_rate: [0.1, 0.2], beta: 0.9 },
  coordinates: "standardized",
  precision: "float32",
  epochs: 1_000_000,
  start: [-1, 14],
  seed: 7,
  step: 41,
  compare: {
    optimizer: { name: "Adam", learning_rate: 0.01, beta1: 0.9, beta2: 0.999, eps: 1e-8 },
    l2: 1,
  },
  code: "print('π ≈ 3', '𝛽')\n",
  show: { residuals: true, predicted: false, bowl: true },
  exercise: "own-rates",
};

const link = linkTo("s");

test("a link gives back the settings that it was made of", async () => {
  for (const settings of [FULL, structuredClone(DEFAULTS), complete({ code: "" })]) {
    const fragment = await encode(settings);
    assert.match(fragment, /^1\.[\w-]+$/);
    for (const prefix of ["", "s=", "#s="]) {
      assert.deepEqual(await decode(prefix + fragment), { settings, problem: "" });
    }
  }
});

test("what is as usual takes no room in a link", async () => {
  const json = (/** @type {string} */ text) =>
    JSON.parse(inflateRawSync(Buffer.from(text.slice(2), "base64url")).toString());
  assert.deepEqual(json(await encode(structuredClone(DEFAULTS))), {});
  assert.deepEqual(json(await encode(complete({ epochs: 501 }))), { epochs: 501 });
});

test("every method keeps its fields, and gets those that it lacks", () => {
  for (const [name, { fields }] of Object.entries(FIELDS.optimizer.variants)) {
    const { settings, problem } = clean({ optimizer: { name } });
    assert.equal(problem, "");
    assert.deepEqual(Object.keys(settings.optimizer), Object.keys(fields));
    assert.deepEqual(clean(settings), { settings, problem: "" });
  }
});

test("a link of the first version still opens", async () => {
  const old =
    "TZBbasMwEEX3cr9amBjLSTDVHroCY4pqTRqB9WA0bkqD917kr37P5ZzDPOGdOtgnkosMi7zpGlgqCDF_s4edpjOZ7k" +
    "rDPO-ENdcKi-gYhHWA7bvhSshFQwy_LP9Q7zly0i22ITtJIX19iFOGnfrOUN8NM-GTm77v3nbCkrP4kJxyUyyclIU9" +
    "CEV4CTXkBIvbmp2eBxC45OVeYcdxJFR1orDTyZC5zITKrf04cIG9mIaPxQm3whZuDqNvpUVC0hfzCkK950dbCNfgN7" +
    "dWWJWNjwYfFm3Um1sr7wT-YVlCPd72SCc5wvc_";
  const { settings, problem } = await decode(`#s=1.${old}`);
  assert.equal(problem, "");
  assert.deepEqual(settings, {
    v: 1,
    data: { name: "outliers", moved: [[3, 1.5, 2]] },
    loss: "mae",
    l2: 0.25,
    optimizer: { name: "Momentum", learning_rate: [0.1, 0.2], beta: 0.9 },
    coordinates: "centered",
    precision: "float32",
    epochs: 777,
    start: [-1, 14],
    seed: 7,
    step: 41,
    compare: { l2: 1 },
    pins: [],
    code: "print(1)",
    show: { residuals: true, predicted: false, bowl: false },
    exercise: "own-rates",
  });
});

test("an old link opens after the format has changed", async () => {
  const migrations = {
    1: (/** @type {any} */ { steps, ...rest }) => ({ ...rest, turns: steps }),
    2: (/** @type {any} */ { turns, ...rest }) => ({ ...rest, epochs: turns }),
  };
  const opened = await decode(link({ steps: 77 }), migrations, 3);
  assert.equal(opened.settings.epochs, 77);
  assert.equal((await decode(link({ v: 2, turns: 78 }), migrations, 3)).settings.epochs, 78);
  assert.equal((await decode(link({ v: 3, epochs: 79 }), migrations, 3)).settings.epochs, 79);
});

test("the bounds of Chebyshev open by the names that links once had", async () => {
  const optimizer = { name: "Chebyshev", mu: null, L: 2 };
  const { settings, problem } = await decode(link({ optimizer }));
  assert.equal(problem, "");
  assert.deepEqual(settings.optimizer, { name: "Chebyshev", lambda_min: null, lambda_max: 2 });
});

test("a link from a newer version says so", async () => {
  const { settings, problem } = await decode(link({ v: 2, epochs: 9 }));
  assert.deepEqual(settings, DEFAULTS);
  assert.match(problem, /newer version/);
});

test("what is refused is said, and has its usual value", () => {
  const wrong = { epochs: 0, loss: "huber", step: 3, optimizer: { name: "Adam", beta2: 2 } };
  const { settings, problem } = clean(wrong);
  assert.deepEqual(settings, { ...DEFAULTS, step: 3 });
  assert.equal(
    problem,
    "In these settings loss must be one of mse, mae; optimizer.beta2 must be a number from 0 to " +
      "0.99999; epochs must be a whole number from 1 to 1,000,000: their usual values stand there.",
  );
  for (const nothing of [null, undefined, 1, "text", [], true])
    assert.match(clean(nothing).problem, /settings must be an object/);
});

test("the curvatures of Chebyshev may be those of the data", () => {
  const optimizer = { name: "Chebyshev", lambda_min: null, lambda_max: 2 };
  assert.deepEqual(clean({ optimizer }), { settings: { ...DEFAULTS, optimizer }, problem: "" });
});

test("the limits themselves are allowed", () => {
  const many = Array.from({ length: 1000 }, (_, i) => i);
  const edge = {
    data: { name: "own", x: many, y: many },
    epochs: 1_000_000,
    code: "x".repeat(FIELDS.code.bytes),
  };
  assert.equal(clean(edge).problem, "");
});

test("unknown keys are refused, and no prototype is touched", () => {
  const tricky = JSON.parse(
    '{"__proto__": {"epochs": 3, "polluted": 1}, "constructor": {"prototype": {"polluted": 1}},' +
      '"data": {"name": "clean", "__proto__": {"x": [1]}}, "epochs": 7,' +
      '"optimizer": {"name": "Adam", "__proto__": {"beta1": 0.5}}}',
  );
  const { settings, problem } = clean(tricky);
  assert.match(
    problem,
    /data has no __proto__; .*optimizer has no __proto__; .*settings has no __/,
  );
  assert.deepEqual(settings, { ...DEFAULTS, epochs: 7 });
  assert.equal(Object.getPrototypeOf(settings), Object.prototype);
  assert.equal(/** @type {any} */ ({}).polluted, undefined);
});

test("a bomb is stopped while it unpacks", async () => {
  const bomb = link(`{"code":"${"x".repeat(50 * MOST_OUTPUT)}"}`);
  assert.ok(bomb.length < 50_000);
  assert.match((await decode(bomb)).problem, /more than settings can/);
});

test("links are told from anchors", () => {
  assert.ok(isLink("#s=1.abc"));
  assert.ok(isLink("#s=damaged"));
  assert.ok(!isLink("#sources"));
  assert.ok(!isLink(""));
});

test("equality knows the order of lists and not that of keys", () => {
  assert.ok(same({ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 }));
  assert.ok(!same([1, 2], [2, 1]));
  assert.ok(!same({ a: 1 }, { a: 1, b: 1 }));
  assert.ok(!same([], {}));
  assert.ok(!same(null, {}));
});

test(`${FRAGMENTS} bad links: no exception, clean settings, a message`, async (t) => {
  const whole = `#s=${await encode(/** @type {any} */ (FULL))}`;
  globalThis.alert = /** @type {any} */ (() => assert.fail("code was run"));
  let complaints = 0;
  let slowest = 0;
  for (const [about, fragment] of damaged("s", whole, FULL, MOST_OUTPUT, FRAGMENTS)) {
    const begin = performance.now();
    const { settings, problem } = await decode(fragment);
    slowest = Math.max(slowest, performance.now() - begin);
    assert.deepEqual(clean(settings), { settings, problem: "" }, about);
    assert.deepEqual(Object.keys(settings), Object.keys(DEFAULTS), about);
    // Whatever is not said to be damaged must be just what the link held.
    if (!problem)
      assert.deepEqual(await decode(await encode(settings)), { settings, problem: "" }, about);
    else assert.match(problem, /^(This link|This browser|In these settings) .+\.$/s, about);
    complaints += problem ? 1 : 0;
  }
  assert.ok(complaints > 0.75 * FRAGMENTS, `only ${complaints} messages`);
  t.diagnostic(`the slowest took ${slowest.toFixed(0)} ms`);
});

test("rows that no link can hold are refused when it is made", async () => {
  const x = Array.from({ length: 30_000 }, (_, i) => i + 0.5);
  const settings = complete({ data: { name: "own", x, y: x } });
  await assert.rejects(encode(settings), { message: /too many rows for a link/ });
});
