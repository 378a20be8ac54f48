/**
 * Posted data, in as many forms as people post.
 * The one rule: what is read has the numbers that were meant; what is not read is asked or refused.
 */
import assert from "node:assert/strict";
import test from "node:test";

import { read } from "../../docs/javascripts/explorer/reading/read.js";
import {
  points,
  preview,
  sentenceOf,
  written,
} from "../../docs/javascripts/explorer/reading/table.js";
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

/** @param {string} text */
const table = (text) => /** @type {any} */ (read(text));

test("how a table was read is said in one sentence", () => {
  const answer = table("950\t12\n1,050\t13\n1,200\t14");
  assert.equal(sentenceOf(answer, 0, 1, []), "3 rows; comma is a thousands separator.");
  assert.deepEqual(
    answer.others.map((/** @type {any} */ { label, table: other }) => [label, preview(other)]),
    [["comma is the decimal mark", "x = 950, y = 12"]],
  );
});

test("columns that cannot be drawn are named, and refused if they are chosen", () => {
  const answer = table("id,kind,x,y\n12345678901234567,a,1,2\n12345678901234568,b,2,4");
  assert.match(answer.notes.join("; "), /2 columns left out: 12345678901234567 is a whole number/);
  assert.match(/** @type {any} */ (points(answer, 1, 3, BOUNDS)).problem, /“kind” holds words/);
});

test("a refusal says what to write", () => {
  const refused = [
    ["1,2\n3,4,5", /^Row 2 has 3 values and row 1 has 2 values/],
    ["x,y\n1,2\nthree,4", /^Row 3: “three” is not a number\. Write it like 1234\.5/],
    ["1.5\t2\n2,5\t3", /^“1\.5” and “2,5” have their marks in different ways/],
    ["x = np.random.rand(9)\ny = 2*x", /^np\.random\.rand makes random numbers: run it/],
    ["1 2\n...\n9 8", /^Line 2 says that something is left out/],
    ["x = [1, 2]\ny = [2, 4]\nx.append(3)", /^“x\.append\(3\)” changes x: print x after it/],
  ];
  for (const [text, problem] of refused) {
    assert.match(table(String(text)).problem, /** @type {RegExp} */ (problem));
  }
});

test("too many points are counted", () => {
  const answer = table(written([1, 2, 3], [2, 4, 6]));
  const pair = points(answer, 0, 1, { least: 2, most: 2 });
  assert.match(/** @type {any} */ (pair).problem, /^These are 3 points; the explorer takes 2/);
});

test("what is written is read back", () => {
  const [x, y] = [
    [0.1, -2e-9, 3],
    [1e21, 5, -0.25],
  ];
  assert.deepEqual(outcome(written(x, y)), [x, y]);
});

test("no text throws, and none takes long", () => {
  const hostile = [
    "(",
    "[",
    "x = [",
    "1,",
    "1 ",
    " ",
    "x=",
    '"',
    "(1,",
    "a\n",
    "-",
    "<td",
    "&a",
    "1.",
  ];
  for (const piece of hostile) {
    const before = performance.now();
    assert.ok(read(piece.repeat(10_000)).kind, piece);
    assert.ok(performance.now() - before < 10_000, piece);
  }
});
