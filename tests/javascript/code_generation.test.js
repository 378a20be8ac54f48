/**
 * Programs and answers that the explorer writes; tests/engine/test_copies.py runs them.
 * The one rule: what cannot be copied is refused in words.
 */
import assert from "node:assert/strict";
import test from "node:test";

import {
  numpyCode,
  torchCode,
  forumAnswer,
  isOf,
  py,
} from "../../docs/javascripts/explorer/controls/code_generation.js";
import { DEFAULTS, OPTIMIZERS, complete } from "../../docs/javascripts/explorer/state/settings.js";

/** A frame of three points. @param {object} settings @returns {any} */
const frame = (settings = {}) => ({
  settings: complete(settings),
  data: { x: Float64Array.of(1, 2, 4), y: Float64Array.of(1, -0, 1e-7) },
  names: ["w", "b"],
  k: Float64Array.of(0, 500),
  x: { shape: [2, 2], data: Float64Array.of(0, 0, 0.4330004, -0.64) },
  loss: Float64Array.of(9, 1.5),
  optimum: Float64Array.of(0.3, 5),
  limit: 0.0012382278,
  share: 0.4038,
  condition_number: 3010.08,
  steps: { w: 14567, b: 17152 },
  status: "OUT_OF_STEPS",
  says: ["17,162 steps to one percent."],
});

test("numbers are Python floats", () => {
  assert.deepEqual([1, 0.1, -0, 1e-7, 1e21, -3.5].map(py), [
    "1.0",
    "0.1",
    "0.0",
    "1e-7",
    "1e+21",
    "-3.5",
  ]);
});

test("a program holds the data, the start and the rate", () => {
  const { text } = /** @type {any} */ (numpyCode(frame({ start: [0.65, 14], epochs: 12 })));
  for (const part of [
    "1.0, 2.0, 4.0,",
    "1.0, 0.0, 1e-7,",
    "14.0 + 0.65 * mean",
    "epochs = 12",
    "lr = 0.0005",
  ]) {
    assert.ok(text.includes(part), part);
  }
  assert.ok(text.split("\n").every((/** @type {string} */ line) => line.length <= 100));
});

test("every method is copied, or refused in words", () => {
  for (const name of Object.keys(OPTIMIZERS)) {
    for (const copy of [numpyCode, torchCode]) {
      const made = copy(
        frame({
          optimizer: { name, learning_rate: 0.1, beta: 0.9, search: "StrongWolfe", first: 1 },
        }),
      );
      if ("problem" in made) assert.match(made.problem, /(copy it as NumPy|choose Backtracking)/);
      else assert.ok(!/undefined|NaN/.test(made.text) || name !== "GradientDescent");
    }
  }
  for (const copy of [numpyCode, torchCode]) {
    const settings = { ...complete({}), optimizer: { name: "SignDescent", learning_rate: 0.1 } };
    const added = /** @type {any} */ (copy({ ...frame(), settings }));
    assert.match(added.problem, /^SignDescent cannot be copied yet/);
  }
  assert.match(
    /** @type {any} */ (numpyCode(frame({ code: "x = 1" }))).problem,
    /your own program/,
  );
  const kinks = frame({
    loss: "mae",
    optimizer: { name: "LBFGS", history: 10, search: "Backtracking" },
  });
  assert.match(/** @type {any} */ (torchCode(kinks)).problem, /kinks/);
});

test("an answer has the numbers and the link", () => {
  const text = forumAnswer(frame(), "Clean line", "https://example.org/#s=1.abc");
  for (const part of [
    "Clean line, gradient descent, `learning_rate=0.0005`",
    "w = 0.433, b = −0.64 after 500 steps",
    "The optimum is w = 0.3, b = 5.",
    "is 0.001238; this run uses 0.4038 of it",
    "14,567 for w, 17,152 for b",
    "- 17,162 steps to one percent.",
    "(https://example.org/#s=1.abc)",
  ]) {
    assert.ok(text.includes(part), `${part} in\n${text}`);
  }
});

test("a frame of other settings is told from the one that is meant", () => {
  assert.ok(isOf(frame(), complete({ step: 3 })));
  assert.ok(!isOf(frame(), complete({ epochs: 3 })));
  assert.ok(!isOf(frame(), { ...DEFAULTS, data: { name: "outliers" } }));
});
