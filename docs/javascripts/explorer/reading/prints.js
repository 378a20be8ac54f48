/**
 * What consoles print: R's vectors, pandas' wide frames in pieces, libsvm's rows.
 * The one rule: a print whose own counts do not fit was not pasted whole.
 * @import { Answer } from "./table.js"
 */
import { isMissing } from "./columns.js";
import { column, counted, refusal, tableOf } from "./table.js";

const VECTOR = /^\s*\[(\d+)\]\s+(.*\S)\s*$/;
const SPARSE = /^\s*([+-]?[\d.eE+-]+)((?:\s+\d+:[+-]?[\d.eE+-]+)+)\s*(?:#.*)?$/;
const MATRIX_HEAD = /^\s*(?:\[,\d+\]\s*)+$/;

/**
 * @param {string} text @param {(text: string) => Answer} again
 * @returns {Answer | null}
 */
export function printed(text, again) {
  const lines = text.split("\n");
  if (lines.some((line) => MATRIX_HEAD.test(line))) return again(matrix(lines));
  if (lines.some((line) => VECTOR.test(line) && !/[\]),;]\s*$/.test(line))) return vectors(lines);
  const filled = lines.filter((line) => line.trim());
  if (filled.every((line) => SPARSE.test(line))) return sparse(filled);
  return filled.some((line) => /\s\\\s*$/.test(line)) && /\n\s*\n/.test(text)
    ? again(unwrapped(text))
    : null;
}

/** R's matrix with its brackets as names. @param {string[]} lines */
const matrix = (lines) =>
  lines
    .map((line) => (MATRIX_HEAD.test(line) ? line.replace(/\[,(\d+)\]/g, "V$1") : line))
    .map((line) => line.replace(/^\s*\[\d+,\]/, ""))
    .join("\n");

/** @param {string[]} lines @returns {Answer | null} */
function vectors(lines) {
  /** @type {{name: string, cells: string[]}[]} */
  const all = [];
  let name = "";
  for (const line of lines) {
    const match = VECTOR.exec(line);
    if (!match) {
      name = line.trim() || name;
      continue;
    }
    const cells = match[2].split(/\s+/);
    const [before] = all.slice(-1);
    if (match[1] === "1") all.push({ name: /^[\w.$]+$/.test(name) ? name : "", cells });
    else if (before && before.cells.length === Number(match[1]) - 1) before.cells.push(...cells);
    else return refusal(`The row that begins with [${match[1]}] does not follow: paste all rows.`);
    name = "";
  }
  const read = all.map((one) => ({
    ...one,
    values: one.cells.map((cell) => (isMissing(cell) ? NaN : Number(cell))),
  }));
  const wrong = read.flatMap(({ cells, values }) =>
    cells.filter((cell, i) => Number.isNaN(values[i]) && !isMissing(cell)),
  );
  if (!read.length || wrong.length) return null;
  if (new Set(read.map(({ values }) => values.length)).size > 1)
    return refusal("The vectors have different lengths: each x needs its y.");
  const columns = read.map(({ name: own, values }) => column(own.replace(/^.*\$/, ""), values));
  return tableOf(columns, [counted(columns[0].values.length, "row")]);
}

/** Rows "y 1:x 2:x"; what is not written is zero. @param {string[]} lines @returns {Answer} */
function sparse(lines) {
  const rows = lines.map((line) => {
    const [, label, pairs] = /** @type {RegExpExecArray} */ (SPARSE.exec(line));
    const entries = pairs
      .trim()
      .split(/\s+/)
      .map((pair) => pair.split(":").map(Number));
    return { y: Number(label), features: new Map(/** @type {[number, number][]} */ (entries)) };
  });
  const places = [...new Set(rows.flatMap(({ features }) => [...features.keys()]))];
  places.sort((a, b) => a - b);
  const columns = [
    ...places.map((place) =>
      column(
        `x${place}`,
        rows.map(({ features }) => features.get(place) ?? 0),
      ),
    ),
    column(
      "y",
      rows.map(({ y }) => y),
    ),
  ];
  const gaps = rows.some(({ features }) => features.size < places.length);
  const notes = ["rows of libsvm: y first", ...(gaps ? ["what is not written is 0"] : [])];
  return tableOf(columns, [counted(rows.length, "row"), ...notes]);
}

/** The pieces of a wide frame side by side, by their index. @param {string} text */
function unwrapped(text) {
  const pieces = text
    .split(/\n\s*\n/)
    .map((piece) => piece.split("\n").filter((line) => line.trim() && !/^\s*\[.*\]\s*$/.test(line)))
    .filter((piece) => piece.length > 1);
  const size = Math.max(...pieces.map(({ length }) => length));
  const whole = pieces.filter(({ length }) => length === size);
  const rest = (/** @type {string} */ line) => line.trim().replace(/^\S+\s*/, "");
  const footer = /^\s*\[\d+ rows x \d+ columns\]\s*$/m.exec(text)?.[0] ?? "";
  return [
    ...whole[0].map((line, i) =>
      whole
        .map((piece, j) => {
          const bare = piece[i].replace(/\s\\\s*$/, "");
          return j === 0 || i === 0 ? bare.trim() : rest(bare);
        })
        .join("  "),
    ),
    footer,
  ].join("\n");
}
