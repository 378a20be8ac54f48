/**
 * Rows or a matrix out of a table as people post it.
 * The one rule: how the columns were taken is said in one sentence, and what can be read in two
 * ways is asked.
 * @import { Answer, Table } from "../../explorer/reading/table.js"
 * @import { Value } from "../../explorer/reading/values.js"
 * @import { Data } from "../types.js"
 */
import { featuresOf } from "../../explorer/reading/roles.js";
import { readAny as read } from "./quick.js";
import { run } from "../../explorer/reading/statements.js";
import {
  features,
  nameOf,
  sentenceOf,
  sentenceOfAll,
  tableOf,
} from "../../explorer/reading/table.js";
import { flat, isList } from "../../explorer/reading/values.js";
import { MOST_FEATURES, MOST_ROWS } from "../question.js";
import { computedIn } from "./computed.js";

const BOUNDS = {
  least: 1,
  most: MOST_FEATURES,
  rows: { least: 2, most: MOST_ROWS },
  name: 120,
};
/** @type {Data} */
const NONE = { rows: null, matrix: null, says: "", problem: "", table: null, y: 0, asks: null };

/** @param {string} problem @returns {Data} */
const refused = (problem) => ({ ...NONE, problem });

/** @param {string} text @param {boolean} matrix without an intercept @returns {Data} */
export function dataIn(text, matrix) {
  const named = matrixIn(text);
  if (named) return named;
  const answer = read(text);
  if (answer.kind === "refusal") return refused(problemOf(answer.problem));
  if (answer.kind === "question") {
    return { ...NONE, asks: { asks: answer.asks, readings: answer.readings } };
  }
  return matrix ? matrixFrom(answer) : rowsFrom(answer, answer.y);
}

/** The reader of the explorer speaks of the explorer. @param {string} problem */
const problemOf = (problem) => problem.replaceAll("the explorer", "this page");

/** All features beside y. @param {Table} table @param {number} y @returns {Data} */
export function rowsFrom(table, y) {
  const kept = { ...NONE, table, y };
  if (!featuresOf(table.columns, y).places.length && table.columns[table.x].index) {
    // It counts the rows, and there is no other x.
    const columns = table.columns.map((one) => ({ ...one, index: false }));
    return rowsFrom({ ...table, columns }, y);
  }
  if (table.columns[y].trouble) return { ...kept, problem: table.columns[y].trouble };
  if (!featuresOf(table.columns, y).places.length) {
    return {
      ...kept,
      problem: "No column varies besides y: a line needs an x that is not the same in every row.",
    };
  }
  const all = features(table, y, BOUNDS);
  if ("problem" in all) return { ...kept, problem: problemOf(all.problem) };
  const names = all.features.map(([name]) => name);
  const X = all.y.map((_, i) => all.features.map(([, values]) => values[i]));
  const { places } = featuresOf(table.columns, y);
  const says =
    names.length === 1 ? sentenceOf(table, places[0], y, all.notes) : sentenceOfAll(table, y, all);
  return { ...kept, rows: { X, y: all.y, names: named(table, places, names) }, says };
}

/**
 * Names as they stand; a single one that has none is x.
 * @param {Table} table @param {number[]} places @param {string[]} names
 */
const named = ({ columns }, places, names) =>
  names.length === 1 && !columns[places[0]].name ? ["x"] : names;

/**
 * The data of a program: x and y, and no list that it computes with beside them.
 * @param {string} text @returns {Data | null}
 */
export function dataInProgram(text) {
  const matrix = matrixIn(text);
  if (matrix) return matrix;
  const all = read(text);
  if (all.kind !== "table") return null;
  const computed = computedIn(text);
  const given = all.columns.filter(({ name }) => !computed.has(name));
  const answer = given.length < all.columns.length ? tableOf(given, all.notes) : all;
  if (answer.kind !== "table") return null;
  const { columns, x, y } = answer;
  const stem = (/** @type {number} */ i) => columns[i].name.replace(/\d+$/, "");
  const isTarget = (/** @type {number} */ i) =>
    i !== x && columns[i].values.every((value, k) => value === columns[y].values[k]);
  const kept = columns.filter((_, i) => i === y || (stem(i) === stem(x) && !isTarget(i)));
  const data = rowsFrom({ ...answer, columns: kept, x: 0 }, kept.indexOf(columns[y]));
  return data.rows ? data : null;
}

/**
 * A and b by their names: lists of numbers, one row of A for each number of b.
 * @param {string} text @returns {Data | null}
 */
export function matrixIn(text) {
  if (!/(?:^|[\s;])A\s*=/.test(text) || !/(?:^|[\s;])b\s*=/.test(text)) return null;
  const values = new Map(run(text).bindings.map(({ name, value }) => [name, value]));
  const b = numbersOf(values.get("b"));
  const given = values.get("A");
  if (!b || !given || !isList(given)) return null;
  const A = given.items.map((row) => numbersOf(row));
  if (A.length !== b.length || !A.every((row) => row?.length === A[0]?.length)) return null;
  const size = `${A.length} × ${A[0]?.length}`;
  const rows = /** @type {number[][]} */ (A);
  return { ...NONE, matrix: { A: rows, b }, says: `A is ${size}; no intercept is added.` };
}

/** @param {Value | undefined} value @returns {number[] | null} */
function numbersOf(value) {
  if (value === undefined || !isList(value) || !value.items.length) return null;
  const all = flat(value);
  const numeric = all.every((one) => typeof one === "number" && Number.isFinite(one));
  return numeric ? /** @type {number[]} */ (all) : null;
}

/**
 * Every column but the last, or that called b, in its order.
 * @param {Table} table @returns {Data}
 */
export function matrixFrom(table) {
  const { columns } = table;
  const usable = columns.flatMap(({ trouble }, i) => (trouble ? [] : [i]));
  const b = usable.find((i) => /^b$/i.test(columns[i].name)) ?? usable[usable.length - 1];
  const places = usable.filter((i) => i !== b);
  const kept = { ...NONE, table, y: b };
  const complete = usable.every((j) => columns[j].values.every(Number.isFinite));
  if (!complete) {
    return { ...kept, problem: "The matrix has an empty cell: write a number there." };
  }
  const A = columns[b].values.map((_, i) => places.map((j) => columns[j].values[i]));
  if (places.length > MOST_FEATURES || A.length > MOST_ROWS) {
    return { ...kept, problem: `A matrix here has at most ${MOST_FEATURES} columns.` };
  }
  const size = `${A.length} × ${places.length}`;
  const says = `A is ${size}, b is ${nameOf(table, b)}; no intercept is added.`;
  return { ...kept, matrix: { A, b: [...columns[b].values] }, says };
}

/** The columns that y may be. @param {Table} table */
export const targets = (table) =>
  table.columns.flatMap(({ trouble }, i) =>
    trouble ? [] : [{ value: String(i), title: nameOf(table, i) }],
  );
