import assert from "node:assert/strict";
import { test } from "node:test";

import { judge } from "../../docs/javascripts/explorer/controls/exercise.js";

/** What is said of a run of these quantities. @param {any} left @param {string} [status] */
function says(left, status = "OUT_OF_STEPS") {
  const check = [{ of: "left", most: 0.01, else: "After {taken} steps {left} is left." }];
  const frame = { status, quantities: { left, taken: 12_000 } };
  return judge(/** @type {any} */ ({ check }), /** @type {any} */ ({ frame, other: null })).says;
}

test("a number in a verdict has few digits, however large it is", () => {
  assert.equal(says(0.123456), "After 12,000 steps 0.1235 is left.");
  assert.equal(says(2.7043997e60), "After 12,000 steps 2.704 × 10⁶⁰ is left.");
});

test("a run without the number is told in words", () => {
  assert.equal(says(null), "What is asked cannot be measured on this run.");
  assert.equal(says(undefined, "OVERFLOWED"), "This run diverges.");
});
