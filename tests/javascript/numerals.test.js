import assert from "node:assert/strict";
import { test } from "node:test";

import { brief, count, number, percent } from "../../docs/javascripts/explorer/state/numerals.js";

test("a number that changes keeps its width, one that stands still is brief", () => {
  const cases = [
    [0, "0", "0"],
    [0.5, "0.5000", "0.5"],
    [0.0123456, "0.01235", "0.01235"],
    [0.000123456, "0.0001235", "0.0001235"],
    [-1234.5, "−1,235", "−1,235"],
    [12345.6, "12,350", "12,350"],
    [1.5e-9, "1.500 × 10⁻⁹", "1.5 × 10⁻⁹"],
    [-2e75, "−2.000 × 10⁷⁵", "−2 × 10⁷⁵"],
    [null, "–", "–"],
    [NaN, "–", "–"],
    [Infinity, "∞", "∞"],
    [0.99999, "1.000", "1"],
    [999999, "1.000 × 10⁶", "10⁶"],
    [-1e-7, "−1.000 × 10⁻⁷", "−10⁻⁷"],
  ];
  for (const [value, wide, short] of cases) {
    assert.equal(number(/** @type {any} */ (value)), wide);
    assert.equal(brief(/** @type {any} */ (value)), short);
  }
  assert.equal(count(1234567.4), "1,234,567");
});

test("shares as percent", () => {
  const cases = /** @type {[number, string][]} */ ([
    [1, "100 %"],
    [0.9968, "99.7 %"],
    [0.0512, "5.1 %"],
    [0.0012, "0.1 %"],
    [24.2, "2,420 %"],
    [3e-9, "less than 0.0001 %"],
    [1e60, "10⁶² %"],
    [NaN, "–"],
  ]);
  for (const [share, text] of cases) assert.equal(percent(share), text);
});
