/**
 * Several features: which columns they are, and what is drawn and written of them.
 * The one rule: each column that is left out is told by name, with the reason.
 */
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  numpyCode,
  forumAnswer,
} from "../../docs/javascripts/explorer/controls/code_generation.js";
import { read } from "../../docs/javascripts/explorer/reading/read.js";
import {
  features,
  sentenceOfAll,
  writtenAll,
} from "../../docs/javascripts/explorer/reading/table.js";
import { whyNot, withConsequences } from "../../docs/javascripts/explorer/state/choices.js";
import { fittedAt, frameOf, placesIn } from "../../docs/javascripts/explorer/state/frames.js";
import { complete, decode, encode } from "../../docs/javascripts/explorer/state/settings.js";
import { marksOf } from "../../docs/javascripts/explorer/views/features.js";
import { narrate } from "../../docs/javascripts/explorer/views/narrate.js";
import { tableOf } from "../../docs/javascripts/explorer/views/table.js";
import { plainFrame } from "./frame.js";

const BOUNDS = { least: 2, most: 20, rows: { least: 2, most: 100_000 }, name: 120 };
const HOUSES =
  "id,city,size,rooms,floor,price\n1,Oslo,50,2,1,9\n2,Rome,60,,1,8\n3,Oslo,70,3,1,12\n4,Bern,80,5,1,15";
const SEVERAL = {
  name: "own",
  features: /** @type {[string, number[]][]} */ ([
    ["size", [50, 70, 80]],
    ["rooms", [2, 3, 5]],
  ]),
  y: [9, 12, 15],
};

/** @param {string} text @param {number} [place] of y */
function all(text, place) {
  const table = /** @type {any} */ (read(text));
  assert.equal(table.kind, "table");
  const y = place ?? table.y;
  return { table, y, answer: /** @type {any} */ (features(table, y, BOUNDS)) };
}

/** A frame of two features and an intercept. */
function several() {
  return {
    ...plainFrame(),
    settings: { ...plainFrame().settings, data: SEVERAL },
    data: {
      X: [
        [1, 2],
        [3, 4],
      ],
      y: [3, 5],
    },
    names: ["along the flat direction", "along the steep direction"],
    features: {
      names: ["size", "rooms", "intercept"],
      coefficients: [
        [0, 0, 0],
        [1, 0, 2],
        [1, 1, 2],
        [1, -1, 3],
      ],
      best: [1, -1, 3],
      start: [0, 0, 0],
      eigenvalues: [0.1, 1, 10],
      plane: [
        [1, 0, 0],
        [0, 1, 1],
      ],
    },
  };
}

test("every other column of numbers that vary is a feature, and the rest is told", () => {
  const { table, y, answer } = all(HOUSES);
  assert.deepEqual(answer.features, SEVERAL.features);
  assert.deepEqual(answer.y, SEVERAL.y);
  assert.equal(
    sentenceOfAll(table, y, answer),
    "4 rows; y is “price”; the features are size, rooms; “id” is left out (it counts the rows); " +
      "“city” is left out (no numbers); “floor” is left out (the same in every row); " +
      "1 row with an empty cell left out.",
  );
});

test("of many features a sentence has six names", () => {
  const many = [..."abcdefgh"].map((name) => /** @type {[string, number[]]} */ ([name, []]));
  const { table, y } = all(HOUSES);
  const words = sentenceOfAll(table, y, { features: many, notes: [] });
  assert.match(words, /the features are a, b, c, d, e, f and 2 more\.$/);
});

test("y is chosen, and what was y is a feature", () => {
  const { answer } = all(HOUSES, 2);
  assert.deepEqual(
    answer.features.map(([name]) => name),
    ["rooms", "price"],
  );
});

test("a column that varies in rows alone that are left out is no feature", () => {
  const { answer } = all("a,b,c,y\n1,7,2,3\n2,7,5,4\n3,7,1,6\n4,9,,8");
  assert.deepEqual(
    answer.features.map(([name]) => name),
    ["a", "c"],
  );
});

test("columns without a name, or with the same, are told apart", () => {
  const names = (/** @type {string} */ text) =>
    all(text).answer.features.map((/** @type {[string]} */ [name]) => name);
  assert.deepEqual(names("1 5 2 3\n2 3 5 4\n9 9 1 6"), ["column 1", "column 2", "column 3"]);
  assert.deepEqual(names("a,a,y\n1,5,2\n2,3,5\n4,4,4"), ["a", "column 2, a"]);
  const [long] = names(`${"é".repeat(100)},b,y\n1,5,2\n2,3,5\n4,4,4`);
  assert.equal(new TextEncoder().encode(long).length, 120);
});

test("too few and too many features and rows are refused in words", () => {
  assert.match(all("a,b,y\n1,7,2\n2,7,5").answer.problem, /need two columns of numbers/);
  assert.match(all("a,b,y\n1,,2\n2,7,5\n,8,1").answer.problem, /Fewer than two rows/);
  const wide = [0, 1, 2].map((i) => Array.from({ length: 24 }, (_, j) => i * j + j * j + i));
  assert.match(all(wide.map((row) => row.join(",")).join("\n")).answer.problem, /at most/);
});

test("what is written is read back", () => {
  const { answer } = all(writtenAll([['a, “b” "c"', [1, 2, 4]], SEVERAL.features[1]], [1, 5, 2]));
  assert.deepEqual(
    answer.features.map(([, column]) => column),
    [
      [1, 2, 4],
      [2, 3, 5],
    ],
  );
  assert.deepEqual(answer.y, [1, 5, 2]);
});

test("a link holds the features, and too many of them are the same refusal as of points", async () => {
  const settings = complete({ data: SEVERAL, start: [0.5, 1] });
  const again = await decode(await encode(settings));
  assert.equal(again.problem, "");
  assert.deepEqual(again.settings, settings);
  const many = Array.from({ length: 20_000 }, (_, i) => i / 7);
  const data = {
    name: "own",
    features: [
      ["a", many],
      ["b", many],
    ],
    y: many,
  };
  await assert.rejects(encode(complete({ data })), /too many rows for a link/);
});

test("features take along one rate, the squared error and a start at zero", () => {
  const before = complete({
    loss: "mae",
    optimizer: { name: "GradientDescent", learning_rate: [0.1, 0.02] },
    start: [3, 4],
  });
  const after = withConsequences(before, { data: SEVERAL });
  assert.equal(after.loss, "mse");
  assert.equal(after.optimizer?.learning_rate, 0.02);
  assert.deepEqual(after.start, [0, 0]);
  const here = complete({ data: SEVERAL, start: [1, 2] });
  assert.deepEqual(withConsequences(here, { coordinates: "centered" }).start, [0, 0]);
  assert.equal(withConsequences(here, { epochs: 9 }).start, undefined);
  assert.equal(whyNot(here, "loss", "mae"), "needs a single x");
  assert.match(whyNot({ ...here, coordinates: "standardized" }, "l2", 1), /ridge/);
});

test("a fit is what the coefficients of a row predict", () => {
  assert.deepEqual(fittedAt(frameOf(several()), 2, [0, 1]), [5, 9]);
});

test("a pinned run is drawn in the plane of the present one, if it has the same features", () => {
  const [frame, line] = [frameOf(several()), frameOf(plainFrame())];
  assert.deepEqual(placesIn(frame, frame)[2], [1, 3]);
  assert.deepEqual(placesIn(frame, line), []);
  assert.deepEqual(placesIn(line, frame), []);
  const others = several();
  others.features.names[0] = "age";
  assert.deepEqual(placesIn(frame, frameOf(others)), []);
  assert.deepEqual(placesIn(line, line)[1], [3, 4]);
});

test("all eigenvalues stand on a log axis; zero and one alone have a place", () => {
  const at = (/** @type {number[]} */ ...values) =>
    marksOf(/** @type {any} */ ({ eigenvalues: Float64Array.from(values) })).marks.map((mark) =>
      Math.round(mark.at),
    );
  assert.deepEqual(at(0.1, 1, 10), [3, 50, 97]);
  assert.deepEqual(at(2, 2, 2), [50, 50, 50]);
  const [zero, next, last] = at(0, 1, 1000);
  assert.deepEqual([zero, next, last], [3, 50, 97]);
});

test("words, table and code are of all coefficients", () => {
  const frame = frameOf(several());
  assert.match(narrate(frame, 1), /^Step 10: loss 4\.000\. /);
  const { heads, body } = tableOf(frame);
  assert.deepEqual(heads, ["step", "size", "rooms", "intercept", "loss"]);
  assert.deepEqual(body[3], ["30", "1.0000", "−1.0000", "3.0000", "1.5000"]);
  const answer = forumAnswer(frame, "Houses", "#");
  assert.match(answer, /is at size = 1, rooms = −1, intercept = 3 after 30 steps/);
  const entry = /** @type {any} */ ({ fields: [], numpy: [{ text: "pass", problem: "" }] });
  const { text } = /** @type {any} */ (numpyCode(frame, entry));
  assert.match(text, /# column 1 of F: rooms\nF = np\.array\(\[\n {4}\[1\.0, 2\.0\],/);
  assert.match(text, /p = np\.array\(\[0\.0, 0\.0, 0\.0\], X\.dtype\)/);
});
