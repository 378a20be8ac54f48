import assert from "node:assert/strict";
import { test } from "node:test";

import { frameOf, rowAt } from "../../docs/javascripts/explorer/state/frames.js";
import { decadesOf, marks, stepAt } from "../../docs/javascripts/explorer/state/steps.js";
import { rowPast } from "../../docs/javascripts/explorer/runtime/clock.js";
import { columnsIn, fitting } from "../../docs/javascripts/explorer/views/system.js";
import { plainFrame } from "./frame.js";

test("each factor of ten is as long, and a step is found again", () => {
  for (const step of [0, 1, 2, 99, 1e6]) assert.ok(Math.abs(stepAt(decadesOf(step)) - step) < 1e-6);
  assert.equal(decadesOf(0), 0);
  assert.equal(decadesOf(999_999) - decadesOf(99_999), 1);
});

test("the marks are powers of ten, and none stands on the last", () => {
  assert.deepEqual(marks(500), [0, 1, 10, 100, 500]);
  assert.deepEqual(marks(1e6), [0, 1, 10, 100, 1e3, 1e4, 1e5, 1e6]);
  assert.deepEqual(marks(120), [0, 1, 10, 120]);
  assert.deepEqual(marks(1), [0, 1]);
  assert.deepEqual(marks(0), [0]);
});

test("the clock shows the last row that is past, every row of a run in its turn", () => {
  const frame = frameOf({ ...plainFrame(), k: [0, 10, 20, 30] });
  assert.equal(rowAt(frame, 19.9), 1);
  assert.equal(rowAt(frame, 20), 2);
  assert.equal(rowAt(frame, 1e9), 3);
  for (const [row, step] of frame.k.entries()) assert.equal(rowPast(frame, decadesOf(step)), row);
});

test("a number has the digits that its room takes, and columns never meet", () => {
  const width = (/** @type {string} */ text) => 7 * text.length;
  assert.equal(fitting(0.123456, 49, width), "0.12346");
  assert.equal(fitting(-2.2e-16, 75, width), "−2 × 10⁻¹⁶");
  for (const wide of [320, 358, 600]) {
    const texts = [
      ["−249.69", "−249.54"],
      ["123.456", "1"],
      ["−0.0005", "3"],
    ];
    const { A, x, b, ends, minus, room } = columnsIn(wide, texts, width);
    const edges = [0, ...A, ...x, minus - 5, minus + 5, ...b, wide];
    for (let i = 1; i < edges.length; i += 1) assert.ok(edges[i] >= edges[i - 1], `${edges}`);
    assert.ok(ends[1] - width("123.456") > ends[0]);
    assert.ok(room > 30);
  }
});
