import assert from "node:assert/strict";
import { test } from "node:test";

import { roomFor } from "../../docs/javascripts/explorer/views/axes.js";
import {
  decades,
  extent,
  linear,
  logarithmic,
  padded,
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

test("ticks are as short as they can be", () => {
  assert.deepEqual([0.5, 20000, 1e6, 1e-7, -2e6].map(tick), [
    "0.5",
    "20,000",
    "10⁶",
    "10⁻⁷",
    "−2·10⁶",
  ]);
});

test("long numbers at the left have room, and short ones take none", () => {
  const margin = { left: 34, right: 14, top: 24, bottom: 26 };
  assert.deepEqual(roomFor(margin, [0, 10]), margin);
  const { left, ...rest } = roomFor(margin, [300, 300.8]); // 300.2 has five characters
  assert.deepEqual({ left: 34, ...rest }, margin);
  assert.ok(left >= 7 + 5 * 6);
  assert.ok(roomFor(margin, [-60000, 0]).left >= 7 + 7 * 6);
});
