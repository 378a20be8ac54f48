import assert from "node:assert/strict";
import { test } from "node:test";

import { complete } from "../../docs/javascripts/explorer/state/settings.js";
import {
  keptWords,
  movesLimit,
  shareOf,
  wanted,
} from "../../docs/javascripts/explorer/state/shares.js";

const START = complete({});
/** @param {object} settings @param {object} [more] @returns {any} */
const frame = (settings, more = {}) => ({
  settings: complete(settings),
  limit: 0.001,
  share: 0.5,
  ...more,
});

test("data, loss, coordinates and method move the limit; a rate and a length do not", () => {
  const movers = [
    { data: { name: "outliers" } },
    { loss: "mae" },
    { coordinates: "standardized" },
    { optimizer: { name: "Momentum" } },
  ];
  for (const one of movers) assert.ok(movesLimit(START, complete(one)), JSON.stringify(one));
  const rate = { optimizer: { name: "GradientDescent", learning_rate: 1e-5 } };
  for (const one of [rate, { epochs: 9 }, { start: [1, 2] }])
    assert.ok(!movesLimit(START, complete(one)), JSON.stringify(one));
});

test("a share is of the settings' rate, and of their own limit alone", () => {
  assert.equal(shareOf(frame({}), START), 0.5);
  const faster = complete({ optimizer: { name: "GradientDescent", learning_rate: 0.0008 } });
  assert.equal(shareOf(frame({}), faster), 0.8);
  assert.equal(shareOf(frame({}), complete({ data: { name: "outliers" } })), null);
  assert.equal(shareOf(frame({}), complete({ l2: 1 })), null);
  assert.equal(shareOf(frame({}, { limit: null }), START), null);
  assert.equal(shareOf(frame({ code: "lr = 1" }), complete({})), null);
  const pair = { optimizer: { name: "GradientDescent", learning_rate: [1e-4, 5e-4] } };
  assert.equal(shareOf(frame(pair), complete(pair)), 0.5);
  assert.equal(shareOf(frame(pair), START), null);
});

test("the line says what became of the rate, and nothing where nothing did", () => {
  const kept = { coordinates: "standardized", optimizer: { ...START.optimizer } };
  kept.optimizer.learning_rate = 0.404;
  const now = frame(kept, { limit: 1, share: 0.404 });
  assert.equal(
    keptWords(wanted(0.4), START.optimizer, now),
    "Still 0.404 of the limit: the learning rate is 0.404 instead of 0.0005.",
  );
  assert.equal(keptWords(wanted(0.4), kept.optimizer, now), "");
  assert.match(keptWords(wanted(null), START.optimizer, now), /half the limit, 0\.404\./);
  const adam = frame({ optimizer: { name: "Adam" } }, { limit: null, share: null });
  assert.equal(
    keptWords(wanted(0.4), adam.settings.optimizer, adam),
    "No limit is known for Adam here, so no share of it: the learning rate is 0.001.",
  );
  const search = frame({ optimizer: { name: "LBFGS" } }, { limit: null, share: null });
  assert.equal(
    keptWords(wanted(0.4), search.settings.optimizer, search),
    "No learning rate is set for L-BFGS.",
  );
});
