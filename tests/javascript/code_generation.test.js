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
} from "../../docs/javascripts/explorer/controls/code_generation.js";
import { py } from "../../docs/javascripts/explorer/controls/feature_code.js";
import { DEFAULTS, complete } from "../../docs/javascripts/explorer/state/settings.js";

/** Entries as in the catalog, of two methods that never were. @type {any} */
const DOUBLING = {
  fields: [{ name: "learning_rate" }, { name: "lambda_min", derived: "curvatures[0]" }],
  numpy: [
    { text: "", problem: "Not on kinks.", when: { loss: "mae" } },
    {
      text: "for k in range(epochs):\n    p = p - 2 * lr * {lambda_min} * gradient(p)\n",
      problem: "",
    },
  ],
  torch: [{ text: "", problem: "torch.optim has no doubling." }],
};
/** @type {any} */
const COUNTED = {
  fields: [{ name: "learning_rate" }, { name: "batch_size", whole: true }],
  numpy: [{ text: "p = p - gradient(p, rows[:{batch_size}], {seed})\n", problem: "" }],
  torch: [{ text: "torch.optim.SGD({parameters})\nnp.ones({epochs})\n", problem: "" }],
};

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
  messages: ["17,162 steps to one percent."],
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
  const { text } = /** @type {any} */ (
    numpyCode(frame({ start: [0.65, 14], epochs: 12 }), DOUBLING)
  );
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

test("a program is the catalog's, with the values of the settings", () => {
  const chebyshev = { name: "Chebyshev", lambda_min: null, lambda_max: null };
  const { text } = /** @type {any} */ (numpyCode(frame({ optimizer: chebyshev }), DOUBLING));
  assert.ok(text.includes("curvatures = np.linalg.eigvalsh(H)\nfor k in range(epochs):\n"));
  assert.ok(text.includes("p - 2 * lr * curvatures[0] * gradient(p)\n\nw = p[0] / sd"));
  const batches = frame({ optimizer: { name: "MinibatchGradientDescent", batch_size: 3 } });
  const numpy = /** @type {any} */ (numpyCode(batches, COUNTED)).text;
  assert.ok(numpy.includes("def gradient(p, rows):"));
  assert.ok(numpy.includes("gradient(p, rows[:3], 0)"));
  assert.ok(!numpy.includes("def loss"));
  const torch = /** @type {any} */ (torchCode(batches, COUNTED)).text;
  assert.ok(torch.startsWith("import numpy as np\nimport torch\n"));
  assert.ok(torch.includes("torch.optim.SGD([u, c], lr=0.1)\nnp.ones(500)"));
  const rates = { name: "GradientDescent", learning_rate: [0.5, 1] };
  const two = /** @type {any} */ (torchCode(frame({ optimizer: rates }), COUNTED)).text;
  assert.ok(two.includes('SGD([{"params": [u], "lr": 0.5}, {"params": [c], "lr": 1.0}])'));
});

test("what has no program is said in the catalog's words", () => {
  const problem = (/** @type {any} */ copy) => copy.problem;
  assert.equal(problem(numpyCode(frame({ loss: "mae" }), DOUBLING)), "Not on kinks.");
  assert.equal(problem(torchCode(frame(), DOUBLING)), "torch.optim has no doubling.");
  for (const code of [numpyCode, torchCode])
    assert.match(problem(code(frame({ code: "x = 1" }), COUNTED)), /your own program/);
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
