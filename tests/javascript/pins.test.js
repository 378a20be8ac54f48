import assert from "node:assert/strict";
import { test } from "node:test";

import { best } from "../../docs/javascripts/explorer/controls/exercise.js";
import {
  MOST,
  labelOf,
  pinOf,
  runOf,
  withPins,
} from "../../docs/javascripts/explorer/state/pins.js";
import { clean, complete, decode, encode } from "../../docs/javascripts/explorer/state/settings.js";

const START = complete({});
/** @param {object} more */
const pin = (more) => pinOf(complete(more));

test("a pin is labeled by what differs from the present run", () => {
  const rate = { optimizer: { name: "GradientDescent", learning_rate: 0.02 } };
  assert.equal(labelOf(pin(rate), START), "learning rate 0.02");
  assert.equal(labelOf(pin({ optimizer: { name: "Momentum" } }), START), "momentum");
  assert.equal(labelOf(pin({ coordinates: "centered" }), START), "centered");
  assert.equal(labelOf(pin({ data: { name: "heavy_noise" }, l2: 3 }), START), "heavy noise, α 3");
  assert.equal(labelOf(pin({ loss: "mae", precision: "float32", seed: 4 }), START), "MAE, float32");
  assert.equal(labelOf(pin({ epochs: 4000 }), START), "4,000 epochs");
  assert.equal(labelOf(pin({}), START), "the same run");
});

test("a pin is a whole run, and goes through a link", async () => {
  const pins = [pin({ loss: "mae" }), pin({ data: { name: "own", x: [1, 2], y: [3, 5] } })];
  const { settings, problem } = await decode(`#s=${await encode({ ...START, pins })}`);
  assert.equal(problem, "");
  assert.deepEqual(withPins(settings).pins, pins);
  const run = runOf(pins[0], { ...START, l2: 9, pins });
  assert.deepEqual(run, { ...START, loss: "mae" });
});

test("a comparison of a link of before is a pin; a part of a run takes the rest", () => {
  const compare = { optimizer: { name: "Adam", learning_rate: 0.3 } };
  const { settings } = clean({ compare, epochs: 77, pins: [{ l2: 1 }] });
  const opened = withPins(settings);
  assert.equal(opened.compare, null);
  assert.deepEqual(
    opened.pins.map(({ optimizer, l2, epochs }) => [optimizer.name, l2, epochs]),
    [
      ["Adam", 0, 77],
      ["GradientDescent", 1, 77],
    ],
  );
  assert.equal(withPins(START), START);
});

test("more than four pins, and what is none, are refused", () => {
  const five = clean({ pins: Array(MOST + 1).fill({ l2: 1 }) });
  assert.match(five.problem, /pins must be a list of at most 4 pinned runs/);
  assert.deepEqual(five.settings.pins, []);
  assert.match(clean({ pins: [{ code: "x" }] }).problem, /pins has no code/);
});

test("an exercise with two runs passes whichever was pinned", () => {
  const is = (/** @type {string} */ name) => ({ of: name, is: 1, else: `not ${name}` });
  const exercise = /** @type {any} */ ({ check: [is("share"), { ...is("other.share"), is: 2 }] });
  const [one, two] = [{ share: 1 }, { share: 2 }].map((run) => /** @type {any} */ (run));
  assert.ok(best(exercise, one, [two]).passed);
  assert.ok(best(exercise, two, [null, one]).passed);
  assert.deepEqual(best(exercise, one, []), { passed: false, says: "not other.share" });
  assert.equal(best(exercise, one, [one]).says, "not other.share");
});
