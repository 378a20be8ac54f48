import assert from "node:assert/strict";
import { test } from "node:test";

import { methodOf, withConsequences } from "../../docs/javascripts/explorer/state/choices.js";
import { complete } from "../../docs/javascripts/explorer/state/settings.js";

const THREE = { name: "own", x: [1, 2, 4], y: [1, 3, 2] };
const BATCHES = "MinibatchGradientDescent";

test("a batch has no more rows than the data, whichever is chosen last", () => {
  const few = complete({ data: THREE });
  const chosen = withConsequences(few, { optimizer: methodOf(BATCHES, few.optimizer) });
  assert.equal(chosen.optimizer?.batch_size, 3);
  const many = complete({ optimizer: { name: BATCHES, batch_size: 50 } });
  assert.equal(withConsequences(many, { data: THREE }).optimizer?.batch_size, 3);
  assert.equal(withConsequences(many, { epochs: 7 }).optimizer, undefined);
  assert.equal(
    withConsequences(many, { data: { name: "two_variables" } }).optimizer?.batch_size,
    2,
  );
});

test("new data have batches of their own size: ten again, and a hundred steps in an epoch", () => {
  const few = complete({ data: THREE, optimizer: { name: BATCHES, batch_size: 3 } });
  assert.equal(withConsequences(few, { data: { name: "clean" } }).optimizer?.batch_size, 10);
  const x = Array.from({ length: 5000 }, (_, i) => i);
  const many = { data: { name: "own", x, y: x } };
  assert.equal(withConsequences(few, many).optimizer?.batch_size, 50);
  const single = complete({ ...many, optimizer: { name: BATCHES, batch_size: 1 } });
  assert.equal(withConsequences(single, { epochs: 7 }).optimizer, undefined);
});
