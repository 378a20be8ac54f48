import assert from "node:assert/strict";
import { test } from "node:test";

import {
  above,
  frameOf,
  fromRaw,
  isWhole,
  row,
  rowOf,
  rows,
  thinned,
  toRaw,
} from "../../docs/javascripts/explorer/state/frames.js";
import { narrate } from "../../docs/javascripts/explorer/views/narrate.js";
import { movedData } from "../../docs/javascripts/explorer/views/stage.js";
import { tableOf } from "../../docs/javascripts/explorer/views/table.js";
import { plainFrame } from "./frame.js";

test("nested lists and typed tables become the same frame", () => {
  const frame = frameOf(plainFrame());
  const again = frameOf(frame);
  assert.deepEqual(again, frame);
  assert.deepEqual(row(frame.x, 1), [3, 4]);
  assert.equal(rows(frame), 4);
  assert.deepEqual(frame.surface.loss.shape, [2, 2]);
});

test("a frame of which a part is missing or too long is not drawn", () => {
  const whole = frameOf(plainFrame());
  assert.ok(isWhole(whole));
  const long = { shape: [20_001, 2], data: new Float64Array(40_002) };
  const spoiled = [
    { k: new Float64Array(0) },
    { k: new Float64Array(3) },
    { x: { ...whole.x, shape: [8, 1] } },
    { loss: new Float64Array(2) },
    { k: new Float64Array(20_001), loss: new Float64Array(20_001), x: long, z: long, grad: long },
    { map: { ...whole.map, offset: new Float64Array(1) } },
    { surface: { ...whole.surface, u: new Float64Array(1) } },
  ];
  for (const part of spoiled) assert.ok(!isWhole({ ...whole, ...part }), Object.keys(part)[0]);
});

test("no number is NaN, and what is not known is null", () => {
  const frame = frameOf({
    ...plainFrame(),
    predicted: null,
    modes: null,
    optimum: null,
    optimum_z: null,
  });
  assert.equal(frame.predicted, null);
  assert.equal(frame.modes, null);
  assert.equal(frame.optimum, null);
  const modes = {
    eigenvalues: [1, 2],
    vectors: [
      [1, 0],
      [0, 1],
    ],
    first: [1, 1],
    left: [[1, null]],
    predicted: null,
  };
  assert.ok(Number.isNaN(frameOf({ ...plainFrame(), modes }).modes.left.data[1]));
});

test("the row nearest to a step", () => {
  const frame = frameOf(plainFrame());
  assert.deepEqual(
    [-5, 0, 6, 14, 16, 1e9].map((step) => rowOf(frame, step)),
    [0, 0, 1, 1, 2, 3],
  );
});

test("coordinates there and back", () => {
  const map = {
    matrix: [
      [0.5, 0.25],
      [-3, 2],
    ],
    offset: [7, -1],
  };
  const frame = frameOf({ ...plainFrame(), map });
  const raw = toRaw(frame, [2, 8]);
  assert.deepEqual(raw, [10, 9]);
  assert.deepEqual(fromRaw(frame, raw), [2, 8]);
});

test("losses above the lowest; a reader's loss has no lowest that is known", () => {
  const frame = frameOf(plainFrame());
  assert.deepEqual([...above(frame, frame.loss)], [8, 3, 1, 0.5]);
  assert.deepEqual([...above({ ...frame, best: null }, frame.loss)], [9, 4, 2, 1.5]);
});

test("a thinned run keeps its ends", () => {
  const frame = { k: new Float64Array(2001) };
  const kept = thinned(frame, 50);
  assert.equal(kept.length, 50);
  assert.deepEqual([kept[0], kept[49]], [0, 2000]);
  assert.deepEqual(thinned({ k: new Float64Array(3) }, 50), [0, 1, 2]);
});

test("a step in words", () => {
  const frame = frameOf(plainFrame());
  assert.equal(
    narrate(frame, 1),
    "Step 10: w 3.000, b 4.000, loss 4.000. " +
      "The steep error is gone, 90 % of the flat error is left.",
  );
  assert.match(narrate(frame, 3), /steep error has grown to 200.* It diverged: after step 30/);
  assert.match(
    narrate({ ...frame, modes: null, names: ["x0", "x1"] }, 0),
    /^Step 0: x₀ 1.000, x₁ 2.000, loss 9.000.$/,
  );
  assert.match(narrate({ ...frame, per_epoch: 4 }, 1), /^Step 10, epoch 2.500: w /);
  assert.match(narrate({ ...frame, per_epoch: 4 }, 2), /^Step 20, epoch 5: w /);
});

test("points that are moved: a teaching set keeps its name, own points change", () => {
  const named = movedData(
    {
      name: "clean",
      moved: [
        [3, 1, 1],
        [4, 2, 2],
      ],
    },
    3,
    1.234567,
    -2,
  );
  assert.deepEqual(named, {
    name: "clean",
    moved: [
      [4, 2, 2],
      [3, 1.2346, -2],
    ],
  });
  const own = movedData({ name: "own", x: [1, 2], y: [3, 4] }, 1, 9, 8);
  assert.deepEqual(own, { name: "own", x: [1, 9], y: [3, 8] });
});

test("the table has a head for each column", () => {
  const { heads, body } = tableOf(frameOf(plainFrame()));
  assert.equal(body.length, 4);
  for (const cells of body) assert.equal(cells.length, heads.length);
  assert.deepEqual(body[1].slice(0, 4), ["10", "3.0000", "4.0000", "4.0000"]);
});
