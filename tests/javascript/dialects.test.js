/**
 * Random numbers, written in each dialect, come back as they were.
 * The one rule: five hundred cases a run, all drawn from one seed; a dialect that is ambiguous
 * for some numbers may ask, and one of its readings is then the right one.
 */
import assert from "node:assert/strict";
import test from "node:test";

import { read } from "../../docs/javascripts/explorer/reading/read.js";

const CASES = 500;
let state = 20260101;

/** Uniform in [0, 1): a linear congruential generator. */
function random() {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
}

const below = (/** @type {number} */ n) => Math.floor(random() * n);
const pick = (/** @type {any[]} */ all) => all[below(all.length)];

/** @param {number} value @param {number} digits @param {string} group @param {string} decimal */
function written(value, digits, group, decimal) {
  const [whole, tail] = Math.abs(value).toFixed(digits).split(".");
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, group);
  return `${value < 0 ? "-" : ""}${grouped}${tail ? decimal + tail : ""}`;
}

/** @type {((value: number, digits: number) => string)[]} */
const plain = [(value, digits) => value.toFixed(digits), (value) => String(value)];
const english = (/** @type {number} */ value, /** @type {number} */ digits) =>
  written(value, digits, ",", ".");
const german = (/** @type {number} */ value, /** @type {number} */ digits) =>
  written(value, digits, ".", ",");
const swiss = (/** @type {number} */ value, /** @type {number} */ digits) =>
  written(value, digits, "'", ".");
const french = (/** @type {number} */ value, /** @type {number} */ digits) =>
  written(value, digits, "\u202f", ",");
const rows = (/** @type {string} */ mark) => (/** @type {string[][]} */ cells) =>
  cells.map((row) => row.join(mark)).join("\n");
const lists =
  (/** @type {string} */ x, /** @type {string} */ y) => (/** @type {string[][]} */ cells) =>
    [x, y].map((form, i) => form.replace("@", cells.map((row) => row[i]).join(", "))).join("\n");

/** @typedef {(value: number, digits: number) => string} Form */
/** @type {[string, Form[], (cells: string[][]) => string][]} */
const DIALECTS = [
  ["comma", plain, rows(",")],
  ["comma and gap", plain, rows(", ")],
  ["spaces", plain, rows("  ")],
  ["tabs", [...plain, english, german, swiss, french], rows("\t")],
  ["semicolons", [...plain, english, german, swiss, french], rows(";")],
  ["spaces, grouped", [english, german, swiss], rows("  ")],
  [
    "quoted",
    [english, german],
    (cells) => cells.map((row) => row.map((c) => `"${c}"`).join(",")).join("\n"),
  ],
  [
    "bars",
    [...plain, english, german, french],
    (cells) => `| x | y |\n|---|---|\n${cells.map((row) => `| ${row.join(" | ")} |`).join("\n")}`,
  ],
  ["with names", plain, (cells) => `x,y\n${rows(",")(cells)}`],
  ["Python", plain, lists("x = [@]", "y = np.array([@])")],
  ["R", plain, lists("x <- c(@)", "y <- c(@)")],
  ["Java", plain, lists("double[] x = {@};", "double[] y = {@};")],
  ["MATLAB", plain, (cells) => `[${cells.map((row) => row.join(" ")).join("; ")}]`],
  ["pairs", plain, (cells) => `[${cells.map((row) => `(${row.join(", ")})`).join(", ")}]`],
  [
    "JSON",
    [String],
    (cells) => JSON.stringify(cells.map(([x, y]) => ({ x: Number(x), y: Number(y) }))),
  ],
  [
    "pandas",
    plain,
    (cells) => `     x     y\n${cells.map((row, i) => `${i}    ${row.join("   ")}`).join("\n")}`,
  ],
  [
    "LaTeX",
    plain,
    (cells) =>
      [
        "\\begin{tabular}{cc}",
        ...cells.map((row) => `${row.join(" & ")} \\\\`),
        "\\end{tabular}",
      ].join("\n"),
  ],
];

/** @param {any} table */
const pairOf = ({ columns, x, y }) => [columns[x].values, columns[y].values];

test(`${CASES} tables come back`, () => {
  let asked = 0;
  for (let i = 0; i < CASES; i += 1) {
    const [name, forms, text] = DIALECTS[i % DIALECTS.length];
    const form = pick(forms);
    const digits = pick([0, 1, 2, 3, 5]);
    const size = 10 ** pick([0, 1, 3, 6]);
    const values = Array.from({ length: 3 + below(6) }, (_, row) =>
      [0, 1].map(
        (c) => Number(((random() - (c ? 0.5 : 0)) * size + row * (1 - c)).toFixed(digits)) + 0,
      ),
    );
    const posted = text(values.map((row) => row.map((value) => form(value, digits))));
    const answer = read(posted);
    const meant = [0, 1].map((c) => values.map((row) => row[c]));
    const said = `${name}, ${digits} digits:\n${posted}\n${JSON.stringify(answer).slice(0, 400)}`;
    assert.notEqual(answer.kind, "refusal", said);
    if (answer.kind === "question") {
      asked += 1;
      const pairs = answer.readings.map(({ table }) => JSON.stringify(pairOf(table)));
      assert.ok(pairs.includes(JSON.stringify(meant)), said);
    } else assert.deepEqual(pairOf(answer), meant, said);
  }
  assert.ok(asked < CASES / 8, `${asked} of ${CASES} were asked`);
});
