import assert from "node:assert/strict";
import { test } from "node:test";

import { frameOf } from "../../docs/javascripts/explorer/state/frames.js";
import { pathOf, spotAt } from "../../docs/javascripts/explorer/views/bowl.js";
import {
  bowlOf,
  heightAt,
  isBehind,
  isOn,
  lensOf,
  pointOf,
  polygons,
  projected,
  spots,
} from "../../docs/javascripts/explorer/views/bowl_shape.js";
import { levels } from "../../docs/javascripts/explorer/views/contours.js";
import { plainFrame } from "./frame.js";

const BOX = { left: 0, right: 300, top: 0, bottom: 200 };
const ABOVE = { turn: 0, tilt: 0 };
const ASIDE = { turn: 0.6, tilt: 1.2 };

/** @param {number} reach @param {number} size */
const values = (reach, size) =>
  Array.from({ length: size }, (_, i) => -reach + (2 * i * reach) / (size - 1));

/** A round bowl, lowest at 0 with a loss of 1; the run begins at (0.5, 0.5). */
function round({ equal = true, size = 32, reach = 3.2, steep = 1 } = {}) {
  const [u, v] = [values(reach, 2 * size), values(1, size)];
  const loss = v.map((q) => u.map((p) => 1 + steep * p * p + q * q));
  const z = [0.5, 0.2, 0.1, 0].map((place) => [place, place]);
  const plain = { ...plainFrame(), z, best: 1, surface: { u, v, loss, equal } };
  return frameOf(plain);
}

/** @param {ReturnType<typeof round>} frame */
const shape = (frame) => bowlOf(frame, levels);

/** @param {[number, number][]} corners */
const area = (corners) =>
  Math.abs(
    corners.reduce((sum, [x, y], i) => {
      const [px, py] = corners.at(i - 1) ?? [0, 0];
      return sum + (px * y - x * py) / 2;
    }, 0),
  );

test("a round bowl has a square base and a level rim at the edge", () => {
  const bowl = shape(round());
  assert.ok(Math.abs(bowl.across[0] + bowl.across[1]) < 1e-9);
  assert.ok(bowl.across[1] <= 1 + 1e-9 && bowl.across[1] > 0.9);
  assert.ok(!bowl.whole && bowl.cut >= 0.8 && bowl.cut <= 1.01);
  assert.equal(bowl.levels.length, 11);
});

test("a valley is cut above its run, at a round number, and a run that leaves cuts nothing", () => {
  const valley = round({ equal: false, reach: 1, steep: 400 });
  const bowl = shape(valley);
  assert.equal(bowl.cut, 120); // the run begins at 100.25
  assert.ok(isOn(bowl, [0.5, 0.5]) && !isOn(bowl, [0.9, 0]) && !isOn(bowl, [2, 0]));
  valley.z.data.set([1, 1], 2);
  assert.ok(shape(valley).whole);
});

test("a height is that of the loss, and there is none outside or where the loss has none", () => {
  const frame = round();
  const bowl = shape(frame);
  assert.ok(Math.abs(heightAt(bowl, [0.3, -0.4]) - 0.25) < 0.01);
  assert.ok(Number.isNaN(heightAt(bowl, [0, 1.5])));
  frame.surface.loss.data.fill(NaN, 0, 64);
  assert.ok(!isOn(shape(frame), [0, -1]));
  assert.ok(isOn(shape(frame), [0, 0.5]));
});

test("seen from above it is the map: right is more of the first, up more of the second", () => {
  const bowl = shape(round());
  const lens = lensOf(ABOVE, BOX);
  const at = (/** @type {[number, number]} */ place, height = 0) =>
    projected([pointOf(bowl, place, height)], lens)[0];
  const [[x, y], [right], [, up], high] = [at([0, 0]), at([0.5, 0]), at([0, 0.5]), at([0, 0], 1)];
  assert.ok(Math.hypot(x - 150, y - 100) < 1e-6);
  assert.ok(right > x && up < y);
  assert.ok(Math.hypot(high[0] - x, high[1] - y) < 1e-9);
  const tilted = lensOf({ turn: 0, tilt: 1 }, BOX);
  const [low, top] = projected([pointOf(bowl, [0, 0], 0), pointOf(bowl, [0, 0], 1)], tilted);
  assert.ok(top[1] < low[1] && Math.abs(top[0] - low[0]) < 1e-9);
});

test("the polygons cover all below the rim, once, each band between its levels", () => {
  const bowl = shape(round({ size: 48 }));
  const lens = lensOf(ABOVE, BOX);
  const unit = lens.scale / (bowl.across[1] - bowl.across[0]);
  const tall = lens.scale / (bowl.up[1] - bowl.up[0]);
  const all = polygons(bowl, lens);
  const inside = (/** @type {number} */ height) => Math.PI * height * unit * tall;
  const covered = (/** @type {number} */ most) =>
    all.filter(({ band }) => band <= most).reduce((sum, { corners }) => sum + area(corners), 0);
  assert.ok(Math.abs(covered(99) / inside(bowl.cut) - 1) < 0.02);
  for (const band of [4, 6]) {
    assert.ok(Math.abs(covered(band) / inside(bowl.levels[band]) - 1) < 0.05, `band ${band}`);
  }
  assert.ok(all.every(({ under }) => !under));
  assert.ok(all.some(({ lines }) => lines.length) && all.some(({ rims }) => rims.length));
  assert.ok(polygons(bowl, lens, true).length < all.length / 2);
});

test("near parts are painted over far ones, and the outside is told from the inside", () => {
  const bowl = shape(round());
  const all = polygons(bowl, lensOf(ASIDE, BOX));
  const tenth = Math.floor(all.length / 10);
  const unders = all.map(({ under }) => under);
  assert.ok(unders.slice(-tenth).every(Boolean)); // the near wall shows its outside
  assert.ok(!unders.slice(0, tenth).some(Boolean));
  for (const { corners } of all)
    for (const [x, y] of corners) assert.ok(x >= 0 && x <= 300 && y >= 0 && y <= 200);
});

test("the near wall hides what lies behind it, and from above it hides nothing", () => {
  const bowl = shape(round());
  const on = (/** @type {[number, number]} */ place) => pointOf(bowl, place, heightAt(bowl, place));
  const view = { turn: 0, tilt: 1.3 };
  assert.ok(isBehind(bowl, view, on([0, -0.7]))); // the near wall, from outside
  assert.ok(!isBehind(bowl, view, on([0, 0.8])));
  for (const q of [-0.7, 0, 0.8]) assert.ok(!isBehind(bowl, ABOVE, on([0, q])));
});

test("of a run only what lies on the bowl is drawn, and a row that comes back begins anew", () => {
  const bowl = shape(round());
  const lens = lensOf(ABOVE, BOX);
  /** @type {[number, number][]} */
  const places = [
    [0.5, 0.5],
    [0.2, 0.2],
    [9, 9],
    [0.1, 0.1],
    [0.1, 0.1],
    [0, 0],
  ];
  const kept = spots(bowl, lens, places.length, (r) => places[r]);
  assert.deepEqual(
    kept.map(({ r, again }) => [r, again]),
    [
      [0, false],
      [1, false],
      [3, true],
      [5, false],
    ],
  );
  const strokes = (/** @type {number} */ last) => pathOf(kept, last).front.match(/[ML]/g);
  assert.deepEqual(strokes(1), ["M", "L"]);
  assert.deepEqual(strokes(4), ["M", "L"]);
  assert.deepEqual(strokes(5), ["M", "L", "M", "L"]);
  assert.equal(pathOf(kept).back, "");
  assert.equal(spotAt(kept, 4).r, 3);
  assert.equal(spotAt(kept, 0).r, 0);
});

test("what stands behind the bowl is a path of its own", () => {
  const spot = (/** @type {number} */ r, /** @type {boolean} */ behind) => {
    return { r, x: r, y: 0, behind, again: false };
  };
  const run = [spot(0, false), spot(1, true), spot(2, true), spot(3, false)];
  assert.deepEqual(pathOf(run), {
    front: "M0.0,0.0L1.0,0.0M2.0,0.0L3.0,0.0",
    back: "M1.0,0.0L2.0,0.0",
  });
});
