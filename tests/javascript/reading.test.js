/**
 * Posted data, in as many forms as people post.
 * The one rule: what is read has the numbers that were meant; what is not read is asked or refused.
 */
import assert from "node:assert/strict";
import test from "node:test";

import { read } from "../../docs/javascripts/explorer/reading/read.js";
import { points } from "../../docs/javascripts/explorer/reading/table.js";
import coded from "./posted/coded.js";
import nasty from "./posted/nasty.js";
import printed from "./posted/printed.js";
import separated from "./posted/separated.js";

const BOUNDS = { least: 2, most: 100_000 };

/** What comes of a text: its points, "ask" or "refuse". @param {string} text */
function outcome(text) {
  const answer = read(text);
  if (answer.kind !== "table") return answer.kind === "question" ? "ask" : "refuse";
  const pair = points(answer, answer.x, answer.y, BOUNDS);
  return "problem" in pair ? "refuse" : [pair.x, pair.y];
}

for (const [name, text, ...expected] of [...separated, ...printed, ...coded, ...nasty]) {
  test(`${name}: ${expected.length > 1 ? "read" : expected[0]}`, () => {
    assert.deepEqual(outcome(text), expected.length > 1 ? expected : expected[0]);
  });
}
