/**
 * Pasted points, as people paste them.
 * The one rule: every refusal names the row it is about.
 */
import assert from "node:assert/strict";
import test from "node:test";

import { format, parse } from "../../docs/javascripts/explorer/controls/csv.js";

/** @type {[string, string][]} */
const READ = [
  ["comma", "1,2.5\n2,-3e-1\n3,.5"],
  ["comma and space", "1, 2.5\n2, -0.3\n3, 0.5"],
  ["header", "time,height\n1,2.5\n2,-0.3\n3,0.5\n"],
  ["quoted header", '"time, s","height"\n1,2.5\n2,-0.3\n3,0.5'.replace("time, s", "time")],
  ["spreadsheet", "1\t2.5\r\n2\t-0.3\r\n3\t0.5\r\n"],
  ["spreadsheet with decimal commas", "x\ty\n1\t2,5\n2\t-0,3\n3\t0,5"],
  ["semicolon", "1;2.5\n2;-0.3\n3;0.5"],
  ["semicolon with decimal commas", "x;y\n1,0;2,5\n2,0;-0,3\n3,0;0,5"],
  ["spaces", "1   2.5\n2 -0.3\n 3 0.5 "],
  ["spaces with decimal commas", "1,0 2,5\n2,0 -0,3\n3,0 0,5"],
  ["old line ends, blank lines, a mark of order", "\uFEFF1,2.5\r\r2,-0.3\r\n\n3,0.5\r"],
  ["a true minus", "1,2.5\n2,−0.3\n3,0.5"],
  ["cells in quotes", '"1","2.5"\n"2","-0.3"\n"3","0.5"'],
];

for (const [name, text] of READ) {
  test(`reads: ${name}`, () => {
    const { x, y } = /** @type {any} */ (parse(text));
    assert.deepEqual(
      [x, y],
      [
        [1, 2, 3],
        [2.5, -0.3, 0.5],
      ],
    );
  });
}

/** @type {[string, RegExp][]} */
const REFUSED = [
  ["", /^Paste two columns/],
  ["  \n \n", /^Paste two columns/],
  ["1\n2\n3", /^Row 1 has only one value/],
  ["1,2\n3,4,5", /^Row 2 has 3 values/],
  ["x,y\n1,2\nthree,4", /^Row 3: “three” is not a number/],
  ["1,2\n\n3,", /^Row 3: an empty cell/],
  ["1,2\n3,NaN", /^Row 2: “NaN”/],
  ["1,2\n3,1e999", /^Row 2: “1e999”/],
  ["1;2\n1.234,5;2", /^Row 2: “1.234,5”/],
  ["1,2\n3,=A1+1", /^Row 2: “=A1\+1”/],
  ["x,y", /two points or more/],
  ["1,2", /two points or more/],
  ["3,1\n3,2\n3,5", /^All x are equal/],
  [
    Array.from({ length: 1001 }, (_, i) => `${i},${i}`).join("\n"),
    /1001 points; the explorer takes 1000/,
  ],
];

test("refuses what is no list of points, and says where", () => {
  for (const [text, said] of REFUSED) {
    const found = parse(text);
    assert.ok("problem" in found, text.slice(0, 40));
    assert.match(found.problem, said);
  }
});

test("a header names the columns", () => {
  assert.match(
    /** @type {any} */ (parse("time,height\n1,2\n2,3")).note,
    /2 points\. x is “time”, y is “height”\./,
  );
});

test("what is written is read back", () => {
  const [x, y] = [
    [0.1, -2e-9, 3],
    [1e21, 5, -0.25],
  ];
  assert.deepEqual(
    [/** @type {any} */ (parse(format(x, y)))].map((p) => [p.x, p.y]),
    [[x, y]],
  );
});
