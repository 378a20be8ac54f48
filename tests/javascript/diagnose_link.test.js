/**
 * The link to a diagnosis.
 * The one rule: what goes in comes out, and what comes from outside is held to its fields.
 */
import assert from "node:assert/strict";
import test from "node:test";

import {
  MOST_LINK,
  MOST_OUTPUT,
  decode,
  encode,
  isLink,
} from "../../docs/javascripts/diagnose/link.js";
import { partsFrom, questionOf } from "../../docs/javascripts/diagnose/parts.js";
import {
  EMPTY,
  UNKNOWN,
  cleaned,
  knownIn,
  momentsOf,
} from "../../docs/javascripts/diagnose/question.js";
import { deflate } from "../../docs/javascripts/explorer/state/packing.js";
import { damaged } from "./damaged_links.js";

const FULL = cleaned({
  v: 1,
  rows: { X: [[80.5], [95], [110]], y: [162, 189, 221], names: ["area"] },
  learning_rate: 1e-4,
  method: { name: "momentum", beta: 0.9 },
  loss: "half mean",
  steps: 1000,
  precision: "float32",
  log: "epoch 0 loss 3\nepoch 1 loss 9",
  code: "import torch\n",
});

/** @param {number} n @param {number} d */
function rowsOf(n, d) {
  let seed = 3;
  const next = () => (seed = (seed * 1103515245 + 12345) % 2 ** 31) / 2 ** 31;
  const number = () => Number((100 * next()).toFixed(2));
  const X = Array.from({ length: n }, () => Array.from({ length: d }, number));
  return cleaned({ rows: { X, y: X.map(number), names: X[0].map((_, j) => `x${j}`) } });
}

/** @param {unknown} value */
const packed = async (value) =>
  `#d=${await deflate(JSON.stringify(value), { most: 1e6, tooLong: "" })}`;

test("a question comes back whole", async () => {
  for (const question of [FULL, rowsOf(50, 4), cleaned({ moments: { n: 7, mean: 88, std: 6 } })]) {
    const { fragment, whole } = await encode(question);
    assert.equal(whole, true);
    assert.deepEqual(await decode(fragment), { question, problem: "" });
  }
});

test("the page makes the same question of a link as the one that was given", async () => {
  for (const question of [FULL, rowsOf(40, 3), cleaned({ matrix: { A: [[1, 2]], b: [3] } })]) {
    assert.deepEqual(questionOf(partsFrom(question), knownIn(question)), question);
  }
});

test("rows of the code are read from it again, and take no room in a link", async () => {
  const code = "import numpy as np\nx = [1, 2, 3]\ny = [2, 4, 7]\nfor i in range(9):\n    w -= 1";
  const question = questionOf(partsFrom(cleaned({ code })), UNKNOWN);
  assert.ok(question.in_code && question.rows);
  const { fragment, whole } = await encode(question);
  assert.equal(whole, true);
  const opened = (await decode(fragment)).question ?? EMPTY;
  assert.deepEqual(opened, cleaned({ code }));
  assert.deepEqual(questionOf(partsFrom(opened), knownIn(opened)), question);
});

test("a negative zero is a zero, which JSON keeps", () => {
  const { rows } = cleaned({ rows: { X: [[-0], [1]], y: [-0, 1], names: ["x"] } });
  assert.ok(Object.is(rows?.X[0][0], 0) && Object.is(rows?.y[0], 0));
});

test("about two hundred rows fit, beyond that the moments go in", async () => {
  for (const d of [1, 4]) assert.equal((await encode(rowsOf(200, d))).whole, true);
  const question = rowsOf(5000, 1);
  const { fragment, says, whole } = await encode(question);
  assert.equal(whole, false);
  assert.match(says, /n, mean, standard deviation and correlation/);
  assert.ok(fragment.length < MOST_LINK);
  const opened = (await decode(fragment)).question;
  assert.equal(opened?.rows, null);
  assert.deepEqual(opened?.moments, question.rows && momentsOf(question.rows));
});

test("rows of several features that are too many are left out beside code, or refused", async () => {
  const many = rowsOf(3000, 4);
  await assert.rejects(encode(many), /No link of 8,000 characters/);
  const { says, fragment } = await encode({ ...many, code: "import torch\n" });
  assert.match(says, /without the rows/);
  assert.equal((await decode(fragment)).question?.code, "import torch\n");
});

test("the moments are those of the rows", () => {
  const moments = momentsOf({ X: [[1], [2], [3]], y: [2, 4, 6], names: ["x"] });
  assert.deepEqual(Object.keys(moments ?? {}).sort(), [
    "correlation",
    "mean",
    "n",
    "std",
    "y_mean",
    "y_std",
  ]);
  assert.ok(Math.abs(Number(moments?.correlation) - 1) < 1e-12);
  assert.ok(Math.abs(Number(moments?.std) - Math.sqrt(2 / 3)) < 1e-12);
  assert.equal(momentsOf({ X: [[1], [1]], y: [2, 4], names: ["x"] }), null);
});

test("a link is known by its head", () => {
  assert.ok(isLink("#d=1.abc") && isLink("d=broken"));
  assert.ok(!isLink("#s=1.abc") && !isLink("#examples"));
});

for (const [name, fragment, says] of /** @type {[string, string, RegExp][]} */ ([
  ["nothing", "#d=", /damaged/],
  ["letters of no packing", "#d=hello", /damaged/],
  ["another packing", "#d=9.AAAA", /does not know/],
  ["letters that are not base64", "#d=1.a b", /damaged/],
  ["bytes that are not deflated", "#d=1.AAAA", /damaged/],
  ["a link that is too long", `#d=1.${"A".repeat(500_000)}`, /too long/],
])) {
  test(`${name}: refused with a message`, async () => {
    const { question, problem } = await decode(fragment);
    assert.equal(question, null);
    assert.match(problem, says);
  });
}

test("10,000 hostile or damaged links: no exception, a clean question or a message", async (t) => {
  const { fragment: whole } = await encode(FULL);
  let complaints = 0;
  let slowest = 0;
  for (const [about, fragment] of damaged("d", `#d=${whole}`, FULL, MOST_OUTPUT, 10_000)) {
    const begin = performance.now();
    const { question, problem } = await decode(fragment);
    slowest = Math.max(slowest, performance.now() - begin);
    if (question) assert.deepEqual(cleaned(question), question, about);
    else assert.match(problem, /^This link .+\.$/s, about);
    complaints += problem ? 1 : 0;
  }
  assert.equal(/** @type {any} */ ({}).name, undefined);
  assert.ok(complaints > 6000, `only ${complaints} messages`);
  t.diagnostic(`the slowest took ${slowest.toFixed(0)} ms`);
});

test("what unpacks to more than a page may hold is refused before it is unpacked", async () => {
  const bomb = await packed({ code: "a".repeat(900_000) });
  assert.match((await decode(bomb)).problem, /more than/);
});

test("a newer version, a list and a number are refused", async () => {
  assert.match((await decode(await packed({ v: 2 }))).problem, /newer version/);
  for (const value of [[], 7, null, "x"]) {
    assert.equal((await decode(await packed(value))).question, null);
  }
});

test("each field is held to what it may be, and the loss of one is told", async () => {
  const { question, problem } = await decode(
    await packed({
      rows: { X: [[1], [2, 3]], y: [1, 2], names: [] },
      moments: { n: 1.5, mean: 2, std: 3 },
      learning_rate: "fast",
      method: { name: "<img src=x onerror=alert(1)>" },
      loss: "cubic",
      steps: -4,
      precision: 64,
      code: ["import os"],
      log: "loss 1",
      __proto__: { polluted: true },
      more: 1,
    }),
  );
  assert.deepEqual(question, { ...EMPTY, log: "loss 1" });
  assert.match(problem, /rows, moments, learning_rate, method, loss, steps, precision, code/);
});

test("a beta outside its range is dropped, the method stays", () => {
  const { method } = cleaned({ method: { name: "Nesterov", beta: 1.5 } });
  assert.deepEqual(method, { name: "Nesterov" });
});
