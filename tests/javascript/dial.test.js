/** The rate dial: which place a pointer, a key and a run mean, and how it is told. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { words } from "../../docs/javascripts/explorer/controls/dial_panel.js";
import { moved, nearest, placeOf } from "../../docs/javascripts/explorer/views/dial.js";
import { logarithmic } from "../../docs/javascripts/explorer/views/scales.js";

const share = Float64Array.from([0.01, 0.1, 1]);
const curve = (/** @type {string} */ coordinates, /** @type {number[]} */ steps) => ({
  coordinates,
  limit: 2,
  share,
  rate: share.map((value) => 2 * value),
  steps: Float64Array.from(steps),
  k: { shape: [3, 2], data: new Float64Array(6) },
  left: { shape: [3, 2], data: new Float64Array(6) },
});
const dial = {
  limited: true,
  curves: [curve("raw", [1000, 100, NaN]), curve("centered", [10, 1, 5])],
};
const x = logarithmic([0.01, 1], [0, 200]);
const y = logarithmic([1, 1000], [300, 0]);

test("a pointer means the nearest point that arrives", () => {
  assert.deepEqual(nearest(dial, x, y, 5, 10), { curve: 0, spot: 0 });
  assert.deepEqual(nearest(dial, x, y, 190, 10), { curve: 0, spot: 1 });
  assert.deepEqual(nearest(dial, x, y, 190, 290), { curve: 1, spot: 2 });
});

test("keys go along a curve and across to another, and stop at the ends", () => {
  const place = { curve: 0, spot: 1 };
  assert.deepEqual(moved(dial, place, -1, 0), { curve: 0, spot: 0 });
  assert.deepEqual(moved(dial, place, 1, 0), place);
  assert.deepEqual(moved(dial, place, 0, 1), { curve: 1, spot: 1 });
  assert.deepEqual(moved(dial, place, 0, -1), place);
});

test("the ring is at the run's own rate, and nowhere beyond the limit", () => {
  assert.deepEqual(placeOf(dial, "raw", 0.19), { curve: 0, spot: 1 });
  assert.equal(placeOf(dial, "raw", 3), null);
  assert.equal(placeOf(dial, "standardized", 0.19), null);
  assert.equal(placeOf(dial, "raw", [0.1, 0.2]), null);
});

test("a place is told in words", () => {
  assert.equal(
    words(dial, { curve: 1, spot: 1 }),
    "Centered: 0.1 of the limit, learning rate 0.2: 1 step.",
  );
});
