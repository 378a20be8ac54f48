import assert from "node:assert/strict";
import { test } from "node:test";

import { frameOf, leftAt, likeness } from "../../docs/javascripts/explorer/state/frames.js";
import { boxOf, clear, touches } from "../../docs/javascripts/explorer/views/labels.js";
import { errors } from "../../docs/javascripts/explorer/views/narrate.js";
import { scales } from "../../docs/javascripts/explorer/views/region.js";
import { plainFrame } from "./frame.js";

const BOX = { left: 0, right: 100, top: 0, bottom: 100 };

test("a stretch touches a box that it crosses, and none that it passes by", () => {
  const box = { left: 40, right: 60, top: 40, bottom: 60 };
  assert.ok(touches([0, 0], [100, 100], box));
  assert.ok(touches([50, 50], [51, 51], box));
  assert.ok(touches([0, 50], [100, 50], box));
  assert.ok(!touches([0, 0], [39, 39], box));
  assert.ok(!touches([0, 61], [100, 61], box));
  assert.ok(!touches([30, 0], [30, 100], box));
});

test("a text takes the first place that is clear and inside", () => {
  const places = [
    { x: 10, y: 50, anchor: "start" },
    { x: 95, y: 20, anchor: "start" },
    { x: 90, y: 20, anchor: "end" },
  ];
  const diagonal = [
    /** @type {[number, number][]} */ ([
      [0, 60],
      [60, 30],
    ]),
  ];
  assert.equal(clear(places, 30, [], BOX), places[0]);
  assert.equal(clear(places, 30, diagonal, BOX), places[2]);
  assert.equal(clear(places.slice(0, 2), 30, diagonal, BOX), undefined);
  assert.equal(boxOf({ x: 50, y: 0, anchor: "middle" }, 20).left, 38);
});

test("equal axes have one scale, and the region's middle is in the middle", () => {
  const values = (/** @type {number} */ reach) => Float64Array.from([5 - reach, 5, 5 + reach]);
  const surface = { u: values(8), v: values(2), equal: true, loss: /** @type {any} */ (null) };
  for (const wide of [200, 380]) {
    const { x, y } = scales(surface, { left: 40, right: 40 + wide, top: 20, bottom: 120 });
    assert.equal(x(6) - x(5), y(5) - y(6));
    assert.equal(x(5), 40 + wide / 2);
    assert.ok(y(7) >= 20 - 1e-9 && y(3) <= 120 + 1e-9);
  }
  const { x } = scales({ ...surface, equal: false }, { left: 0, right: 10, top: 0, bottom: 10 });
  assert.deepEqual(x.domain, [-3, 13]);
});

test("an error below the rounding of the other is not told", () => {
  const plain = plainFrame();
  plain.modes.left = [
    [1, 1],
    [1e110, 1e126],
    [1e114, 1e126],
    [0.5, 1e-20],
  ];
  const frame = frameOf(plain);
  assert.deepEqual(leftAt(frame, 1), [null, 1e126]);
  assert.deepEqual(leftAt(frame, 2), [1e114, 1e126]);
  assert.deepEqual(leftAt(frame, 3), [0.5, 1e-20]);
  assert.match(errors(frame, 1), /the flat error is lost in the rounding of the other\./);
  plain.modes.left = [
    [1, 1],
    [1e126, 1e108],
    [1, 1],
    [1, 1],
  ];
  assert.deepEqual(leftAt(frameOf(plain), 1), [1e126, null]);
});

test("where all directions are alike none is called steep", () => {
  const plain = { ...plainFrame(), condition_number: 1 };
  assert.equal(likeness(frameOf(plain)), "alike");
  assert.match(errors(frameOf(plain), 0), /the first error .* the second error/);
  assert.equal(likeness(frameOf({ ...plain, condition_number: 2.9 })), "nearly");
  assert.equal(likeness(frameOf({ ...plain, condition_number: 3 })), "");
});
