import assert from "node:assert/strict";
import { test } from "node:test";

import { limitFor } from "../../docs/javascripts/explorer/controls/rate.js";

const NONE = "Theory knows no limit for this run.";
const WAITS = "The limit is being computed.";

/** @param {string} name @param {string} loss @param {boolean} busy */
function why(name, loss, busy) {
  const settings = { optimizer: { name: "Adam", learning_rate: 1 }, loss: "mse" };
  const state = { settings: { ...settings, loss }, frame: { settings, limit: null }, busy };
  return limitFor(/** @type {any} */ (state), 1, name).why;
}

test("that there is no limit is said only of the run that is answered", () => {
  assert.equal(why("Adam", "mse", false), NONE);
  assert.equal(why("Adam", "mse", true), NONE);
  assert.equal(why("Momentum", "mse", true), WAITS);
  assert.equal(why("Adam", "mae", true), WAITS);
  assert.equal(why("Momentum", "mse", false), "");
});
