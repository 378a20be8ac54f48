/** The clock of the front page's picture. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { between, blend, duration, stepAt } from "../../docs/javascripts/hero/clock.js";

const RUN = {
  share: "0.5",
  rate: "1",
  k: [0, 1, 9, 99],
  theta: [0, 0, 4, 1, 2, 3, 1, 5],
  story: "",
};

test("the clock is logarithmic: each decade takes as long as the last", () => {
  const half = stepAt({ ...RUN, k: [0, 99] }, 0.5);
  assert.ok(Math.abs(half - 9) < 1e-9);
  assert.ok(Math.abs(stepAt(RUN, 1) - 99) < 1e-9);
  assert.equal(stepAt(RUN, 0), 0);
});

test("one step can be seen, and a long run takes a second a decade", () => {
  assert.ok(duration({ ...RUN, k: [0, 1] }) >= 500);
  assert.equal(duration({ ...RUN, k: [0, 9999] }), 4000);
});

test("a kept row is what the build wrote", () => {
  for (const [row, k] of RUN.k.entries()) {
    const [w, b] = RUN.theta.slice(2 * row);
    assert.deepEqual(between(RUN, k), { w, b, row });
  }
});

test("between two rows it lies between them; after the last it is the last", () => {
  const { w, b, row } = between(RUN, Math.sqrt(20) - 1); // half way from 2 to 10
  assert.equal(row, 1);
  assert.ok(Math.abs(w - 3) < 1e-9);
  assert.ok(Math.abs(b - 2) < 1e-9);
  assert.deepEqual(between(RUN, 1e6), { w: 1, b: 5, row: 3 });
});

test("a blend begins and ends at its lists", () => {
  assert.deepEqual(blend([1, 2], [3, 6], 0), [1, 2]);
  assert.deepEqual(blend([1, 2], [3, 6], 1), [3, 6]);
  assert.deepEqual(blend([1, 2], [3, 6], 0.5), [2, 4]);
});
