import assert from "node:assert/strict";
import { test } from "node:test";

import {
  count,
  decades,
  extent,
  linear,
  logarithmic,
  number,
  padded,
  percent,
  rounded,
  tick,
  ticks,
} from "../../docs/javascripts/explorer/views/scales.js";

test("a linear scale and its inverse", () => {
  const scale = linear([2, 4], [100, 0]);
  assert.equal(scale(2.5), 75);
  assert.equal(scale.invert(75), 2.5);
  assert.ok(Number.isFinite(linear([3, 3], [0, 10])(3)));
});

test("on a log scale equal ratios are equal lengths", () => {
  const scale = logarithmic([1e-6, 1], [0, 60]);
  assert.ok(Math.abs(scale(1e-2) - scale(1e-3) - 10) < 1e-9);
  assert.ok(Math.abs(scale.invert(30) - 1e-3) < 1e-12);
});

test("extents are of the finite values", () => {
  assert.deepEqual(extent([3, NaN, -1, Infinity]), [-1, 3]);
  assert.deepEqual(extent([NaN]), [0, 1]);
  assert.deepEqual(padded([0, 10], 0.1), [-1, 11]);
  assert.deepEqual(padded([5, 5], 0.1), [4.5, 5.5]);
});

test("ticks are round and inside", () => {
  assert.deepEqual(ticks([-0.04, 0.52], 5), [0, 0.2, 0.4]);
  assert.deepEqual(ticks([0, 50], 5), [0, 10, 20, 30, 40, 50]);
  assert.deepEqual(ticks([1, 1], 5), []);
  assert.deepEqual(decades([0.5, 2000], 5), [1, 10, 100, 1000]);
  assert.deepEqual(decades([1e-14, 1e2], 5).length <= 5, true);
});

test("numbers as they are read", () => {
  const cases = [
    [0, "0"],
    [0.0123456, "0.01235"],
    [0.000123456, "0.0001235"],
    [-1234.5, "−1,235"],
    [12345.6, "12,350"],
    [1.5e-9, "1.500 × 10⁻⁹"],
    [-2e75, "−2.000 × 10⁷⁵"],
    [null, "–"],
    [NaN, "–"],
    [Infinity, "∞"],
    [0.99999, "1.000"],
    [999999, "1.000 × 10⁶"],
  ];
  for (const [value, text] of cases) assert.equal(number(value), text);
  assert.equal(count(1234567.4), "1,234,567");
  assert.deepEqual([0.5, 20000, 1e6, 1e-7, -2e6].map(tick), [
    "0.5",
    "20,000",
    "10⁶",
    "10⁻⁷",
    "−2·10⁶",
  ]);
});

test("numbers in a sentence", () => {
  assert.equal(rounded(-1234, 3), "−1,234");
  assert.equal(rounded(0.123456, 4), "0.1235");
  assert.equal(rounded(-1e-9, 3), "−1e-9");
});

test("shares as percent", () => {
  const cases = [
    [1, "100 %"],
    [0.9968, "99.7 %"],
    [0.0512, "5.1 %"],
    [0.0012, "0.1 %"],
    [24.2, "2,420 %"],
    [3e-9, "3 × 10⁻⁷ %"],
    [1e60, "1 × 10⁶² %"],
    [NaN, "–"],
  ];
  for (const [share, text] of cases) assert.equal(percent(share), text);
});
