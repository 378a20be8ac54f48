/**
 * Which pages an address was meant for.
 * The one rule: what is like nothing finds nothing, and no address is an error.
 */
import assert from "node:assert/strict";
import test from "node:test";

import { likeness, nearest } from "../../docs/javascripts/nearest.js";

/** @type {[string, string, string][]} */
const PAGES = [
  ["", "Start", ""],
  ["answers/loss-is-nan/", "Loss is NaN or inf", "exploding overflow"],
  ["answers/loss-stuck/", "The loss is stuck", "plateau"],
  ["topics/adam/", "Does Adam fix it?", "optimizer"],
  ["topics/ridge/", "What does ridge do to linear regression?", "penalty"],
  ["topics/mse/", "Gradients of linear regression", ""],
];
const first = (address) => nearest(address, PAGES)[0]?.[0];

test("letters that are missing, doubled or have changed places", () => {
  for (const typed of ["los-is-nan", "loss-is-nann", "lossisnan", "Loss_is_NaN.html"])
    assert.equal(first(`answers/${typed}`), "answers/loss-is-nan/", typed);
  assert.equal(first("topics/adma"), "topics/adam/");
  assert.equal(first("adam/"), "topics/adam/");
});

test("words of the title and of the tags", () => {
  assert.equal(first("answers/overflow"), "answers/loss-is-nan/");
  assert.equal(first("ridge-regression"), "topics/ridge/");
});

test("a step too many, and the name of a file", () => {
  assert.equal(first("topics/adam/xyzzy"), "topics/adam/");
  assert.equal(first("topics/adam/index.html"), "topics/adam/");
});

test("what is like nothing finds nothing", () => {
  for (const typed of ["", "/", "xyzzy", "%E0%A4%A", "wp-login.php", "---"])
    assert.deepEqual(nearest(typed, PAGES), [], typed);
});

test("no more are offered than asked for", () => {
  assert.equal(nearest("answers/loss", PAGES, 1).length, 1);
});

test("likeness is one for a word and itself, and none without a shared pair", () => {
  assert.equal(likeness("theta", "theta"), 1);
  assert.equal(likeness("abc", "xyz"), 0);
  assert.equal(likeness("adam", "adma"), likeness("adma", "adam"));
});
