/** The sentence above the pictures asks for what is not done yet. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { frameOf } from "../../docs/javascripts/explorer/state/frames.js";
import { advice } from "../../docs/javascripts/explorer/views/guide.js";
import { plainFrame } from "./frame.js";

/** @param {object} [changes] of the frame @param {number} [k] @param {object} [settings] */
function told(changes = {}, k = 3, settings = {}) {
  const plain = /** @type {any} */ (plainFrame());
  const frame = frameOf({
    ...plain,
    settings: { ...plain.settings, code: null },
    status: "MAX_STEPS",
    condition_number: 100,
    limit: 1,
    share: 0.5,
    rates: { half: 0.5, past: 1.2 },
    ...changes,
  });
  return advice({ frame, k, settings: /** @type {any} */ ({ exercise: null, ...settings }) });
}

test("at the start: play; on the way: a hand on the pictures", () => {
  assert.match(told({}, 0), /^Press play/);
  assert.match(told({}, 1), /^Watch the flat error/);
  assert.match(told({ condition_number: 1 }, 1), /^Drag the marker/);
});

test("at the end: the switch, then the limit, then something else", () => {
  assert.match(told(), /“Pin this run”, then switch on “Standardize x”/);
  assert.match(told({ condition_number: 1 }), /^Both errors shrink alike.*Past the limit/);
  const settings = { ...plainFrame().settings, code: null, coordinates: "standardized" };
  assert.match(told({ settings }), /Past the limit/);
  assert.match(told({ limit: null, rates: null }), /^Now change the data/);
});

test("a run that is gone is brought back by what there is to press", () => {
  assert.match(told({ status: "DIVERGED" }, 0), /“Half the limit”/);
  assert.match(told({ status: "OVERFLOWED", rates: null }), /lower the learning rate/);
});

test("where an exercise or a program speaks, nothing is said", () => {
  assert.equal(told({}, 0, { exercise: "threshold" }), "");
  assert.equal(told({ settings: { ...plainFrame().settings, code: "x" } }, 0), "");
});
