/**
 * What comes out of posted data: a table, a question, or a refusal.
 * The one rule: a table says how each thing was read, and two readings are never one.
 *
 * @typedef {object} Column
 * @property {string} name
 * @property {number[]} values NaN where a cell is empty
 * @property {string} trouble why it cannot be drawn, or ""
 * @property {boolean} index it counts the rows, and was not meant as data
 *
 * @typedef {{kind: "table", columns: Column[], x: number, y: number, notes: string[],
 *   label: string, others: Reading[]}} Table x and y are the places of the columns guessed
 *   for them; label: this reading in words, where there are others
 * @typedef {{label: string, table: Table}} Reading
 * @typedef {{kind: "question", asks: string, readings: Reading[]}} Question
 * @typedef {{kind: "refusal", problem: string}} Refusal
 * @typedef {Table | Question | Refusal} Answer
 *
 * @typedef {[string, number[]]} Feature its name, and a number for each row
 * @typedef {{line: number, cells: string[]}} Row
 * @typedef {object} Grid cells as they were written
 * @property {string[]} names of the columns, or none
 * @property {Row[]} rows
 * @property {string[]} notes
 * @property {boolean} [index] the first column is an index
 * @property {boolean} [plain] its numbers have a decimal point and nothing else
 * @property {string} [separator] what stood between the cells
 */
import { featuresOf, guess } from "./roles.js";

const OF_COLUMNS = /^(?:\d+ columns? left out|column 1 is an index)/; // notes of the table
const MOST_NAMES = 6; // of features, in a sentence
const SHOWN = 30; // characters of what was written, in a message

/** @param {string} problem @returns {Refusal} */
export const refusal = (problem) => ({ kind: "refusal", problem });

/** What was written, short enough for a message. @param {string} text */
export const quoted = (text) => `“${text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text}”`;

/** @param {number} n @param {string} one */
export const counted = (n, one) => `${n.toLocaleString("en-US")} ${one}${n === 1 ? "" : "s"}`;

/** @param {string} name @param {number[]} values @returns {Column} */
export const column = (name, values) => ({ name, values, trouble: "", index: false });

/**
 * A table with its first guess of x and y, or why there is none.
 * @param {Column[]} columns @param {string[]} notes @returns {Table | Refusal}
 */
export function tableOf(columns, notes) {
  const usable = columns.filter(({ trouble }) => !trouble);
  if (usable.length < 2) {
    const { trouble = "" } = columns.find((one) => one.trouble) ?? {};
    return refusal(trouble || "There is only one column: paste x and y, one point a row.");
  }
  const [x, y] = guess(columns);
  return { kind: "table", columns, x, y, notes: [...new Set(notes)], label: "", others: [] };
}

/**
 * One answer from several: a table if all read the same, a question if they do not.
 * @param {string} asks @param {{label: string, answer: Answer}[]} all
 * @param {boolean} [sure] the first is meant, and the others are offered
 * @returns {Answer}
 */
export function oneOf(asks, all, sure = false) {
  /** @type {Reading[]} */
  const readings = all.flatMap(({ label, answer }) =>
    answer.kind === "table" ? [{ label, table: answer }] : [],
  );
  if (!readings.length) return all[0].answer;
  const kept = readings.filter(
    ({ table }, i) => !readings.slice(0, i).some((other) => alike(other.table, table)),
  );
  const [{ label, table }, ...others] = kept;
  if (!others.length) return table;
  return sure ? { ...table, label, others } : { kind: "question", asks, readings: kept };
}

/** Whether two tables hold the same numbers. @param {Table} one @param {Table} two */
function alike(one, two) {
  const same = (/** @type {Column} */ a, /** @type {Column} */ b) =>
    a.trouble === b.trouble &&
    a.values.length === b.values.length &&
    a.values.every((value, i) => Object.is(value, b.values[i]));
  return (
    one.columns.length === two.columns.length &&
    one.columns.every((first, i) => same(first, two.columns[i]))
  );
}

/** The first row as it would be read: "x = 950, y = 12". @param {Table} table */
export function preview({ columns, x, y }) {
  const [xs, ys] = [columns[x].values, columns[y].values];
  const first = xs.findIndex((value, i) => Number.isFinite(value) && Number.isFinite(ys[i]));
  return `x = ${xs[first]}, y = ${ys[first]}`;
}

/** What a column is called, by its name or its place. @param {Table} table @param {number} i */
export const nameOf = ({ columns }, i) =>
  columns[i].name ? quoted(columns[i].name) : `column ${i + 1}`;

/**
 * How a table was read, in one sentence.
 * @param {Table} table @param {number} x @param {number} y @param {string[]} more
 */
export function sentenceOf(table, x, y, more) {
  const { columns, notes } = table;
  const said = columns.length > 2 || columns[x].name || columns[y].name || x > y;
  const names = said ? [`x is ${nameOf(table, x)}, y is ${nameOf(table, y)}`] : [];
  const [rows, ...others] = notes;
  return `${[rows, ...names, ...others, ...more].join("; ")}.`;
}

/**
 * The same for all features.
 * @param {Table} table @param {number} y @param {{features: Feature[], notes: string[]}} all
 */
export function sentenceOfAll(table, y, { features, notes }) {
  // Each column that is no feature is told by name.
  const [rows, ...others] = table.notes.filter((note) => !OF_COLUMNS.test(note));
  const more = features.length - MOST_NAMES;
  const listed = features.slice(0, MOST_NAMES).map(([name]) => name);
  const names = `${listed.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  const words = [rows, `y is ${nameOf(table, y)}`, `the features are ${names}`];
  return `${[...words, ...others, ...notes].join("; ")}.`;
}

/** A name as a cell between tabs. @param {string} name */
const celled = (name) => name.replace(/\s+/g, " ");

/** Features as text that is read back. @param {Feature[]} all @param {ArrayLike<number>} y */
export const writtenAll = (all, y) =>
  [
    [...all.map(([name]) => celled(name)), "y"].join("\t"),
    ...Array.from(y, (value, i) => [...all.map(([, column]) => column[i]), value].join("\t")),
  ].join("\n");

/** Points as text that is read back. @param {ArrayLike<number>} x @param {ArrayLike<number>} y */
export const written = (x, y) => Array.from(x, (value, i) => `${value}, ${y[i]}`).join("\n");

/**
 * The points of two columns, rows with an empty cell left out.
 * @param {Table} table @param {number} x @param {number} y
 * @param {{least: number, most: number}} bounds of the number of points
 * @returns {{x: number[], y: number[], notes: string[]} | Refusal}
 */
export function points({ columns }, x, y, { least, most }) {
  const pair = [columns[x], columns[y]];
  const { trouble = "" } = pair.find((one) => one.trouble) ?? {};
  if (trouble) return refusal(trouble);
  const all = pair[0].values.map((_, i) => i);
  const whole = all.filter((i) => pair.every(({ values }) => !Number.isNaN(values[i])));
  const [xs, ys] = pair.map(({ values }) => whole.map((i) => values[i]));
  const left = all.length - whole.length;
  const notes = left ? [`${counted(left, "row")} with an empty cell left out`] : [];
  if (xs.length < least) return refusal("A line needs two points or more: paste one point a row.");
  if (xs.length > most) {
    return refusal(
      `These are ${counted(xs.length, "point")}; the explorer takes ${counted(most, "point")} at most.`,
    );
  }
  if (xs.every((value) => value === xs[0]))
    return refusal("All x are equal: no slope can be learned. Vary x, or choose another column.");
  return { x: xs, y: ys, notes };
}

/** The start of a text, in so many bytes of UTF-8. @param {string} text @param {number} most */
function cut(text, most) {
  const letters = [...text];
  while (new TextEncoder().encode(letters.join("")).length > most) letters.pop();
  return letters.join("");
}

/**
 * All features beside y, rows with an empty cell left out.
 * @param {Table} table @param {number} y
 * @param {{least: number, most: number, rows: {least: number, most: number}, name: number}} bounds
 *   of the number of features and of rows, and of the bytes of a name
 * @returns {{features: Feature[], y: number[], notes: string[]} | Refusal}
 */
export function features(table, y, { least, most, rows, name: bytes }) {
  const { columns } = table;
  if (columns[y].trouble) return refusal(columns[y].trouble);
  const first = featuresOf(columns, y);
  const all = columns[y].values.map((_, i) => i);
  const used = [...first.places, y];
  const whole = all.filter((i) => used.every((j) => !Number.isNaN(columns[j].values[i])));
  if (whole.length < rows.least)
    return refusal("Fewer than two rows have a number in every column: leave out what is empty.");
  if (whole.length > rows.most) {
    return refusal(
      `These are ${counted(whole.length, "row")}; the explorer takes ${counted(rows.most, "row")} at most.`,
    );
  }
  // What varied only in rows that are left out no longer does.
  const kept = columns.map((one) => ({ ...one, values: whole.map((i) => one.values[i]) }));
  const { places, left } = featuresOf(kept, y);
  if (places.length < least)
    return refusal("All features need two columns of numbers that vary, besides y.");
  if (places.length > most) {
    return refusal(
      `These are ${counted(places.length, "feature")}; the explorer takes ${counted(most, "feature")} at most.`,
    );
  }
  const names = places.map((i) => columns[i].name || `column ${i + 1}`);
  const once = names.map((name, j) =>
    names.indexOf(name) === j ? cut(name, bytes) : cut(`column ${places[j] + 1}, ${name}`, bytes),
  );
  const gone = all.length - whole.length;
  const notes = left.map(({ place, why }) => `${nameOf(table, place)} is left out (${why})`);
  if (gone) notes.push(`${counted(gone, "row")} with an empty cell left out`);
  return {
    features: places.map((i, j) => [once[j], kept[i].values]),
    y: kept[y].values,
    notes,
  };
}
