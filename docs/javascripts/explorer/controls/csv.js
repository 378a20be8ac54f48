/**
 * Two columns of numbers out of pasted text: CSV, a spreadsheet, or a list by hand.
 * The one rule: whatever cannot be read names its row and says what to write there.
 */
import { DATASETS } from "../state/schema.js";

/**
 * @typedef {{x: number[], y: number[], note: string}} Points
 * @typedef {{problem: string}} Refusal
 */

const QUOTES = /^\s*"(.*)"\s*$/;
const POINT = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const COMMA = /^[+-]?(\d+,\d*|,\d+)([eE][+-]?\d+)?$/;
const { least: LEAST_POINTS, most: MOST_POINTS } = DATASETS.own.fields.x;

/**
 * The points of a text, or why there are none.
 * @param {string} text
 * @returns {Points | Refusal}
 */
export function parse(text) {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/);
  const rows = lines
    .map((line, index) => ({ line: line.trim(), row: index + 1 }))
    .filter(({ line }) => line !== "");
  if (!rows.length) return { problem: "Paste two columns first: x and y, one point a row." };
  const cut = cutter(rows.map(({ line }) => line));
  const cells = rows.map(({ line, row }) => ({ row, cells: cut(line).map(unquoted) }));
  const [first] = cells;
  const header = first.cells.length > 1 && first.cells.every((cell) => number(cell) === null);
  return points(header ? cells.slice(1) : cells, header ? first.cells : []);
}

/** Points as text that `parse` reads. @param {ArrayLike<number>} x @param {ArrayLike<number>} y */
export function format(x, y) {
  return Array.from(x, (value, i) => `${value}, ${y[i]}`).join("\n");
}

/**
 * @param {{row: number, cells: string[]}[]} rows @param {string[]} header
 * @returns {Points | Refusal}
 */
function points(rows, header) {
  const x = [];
  const y = [];
  for (const { row, cells } of rows) {
    if (cells.length !== 2) {
      const size = cells.length === 1 ? "only one value" : `${cells.length} values`;
      return { problem: `Row ${row} has ${size}: each row needs two, x and y.` };
    }
    const wrong = cells.find((cell) => !Number.isFinite(number(cell) ?? NaN));
    if (wrong !== undefined) {
      const content = wrong === "" ? "an empty cell" : `“${wrong.slice(0, 30)}”`;
      return {
        problem: `Row ${row}: ${content} is not a number. Write it like 1234.5, or delete the row.`,
      };
    }
    x.push(Number(number(cells[0])));
    y.push(Number(number(cells[1])));
  }
  const problem = unfit(x);
  if (problem) return { problem };
  const names = header.length
    ? ` x is “${header[0].slice(0, 30)}”, y is “${header[1].slice(0, 30)}”.`
    : "";
  return { x, y, note: `${x.length} points.${names}` };
}

/** @param {number[]} x */
function unfit(x) {
  if (x.length < LEAST_POINTS) return "A line needs two points or more: paste one point a row.";
  if (x.length > MOST_POINTS)
    return `These are ${x.length} points; the explorer takes ${MOST_POINTS} at most.`;
  if (x.every((value) => value === x[0])) return "All x are equal: no slope can be learnt. Vary x.";
  return "";
}

/**
 * How to cut a line into cells: what stands in every line decides.
 * @param {string[]} lines @returns {(line: string) => string[]}
 */
function cutter(lines) {
  const body = lines.length > 1 ? lines.slice(1) : lines;
  const everywhere = (/** @type {string} */ mark) => body.every((line) => line.includes(mark));
  if (everywhere("\t")) return (line) => line.split("\t");
  if (everywhere(";")) return (line) => line.split(";");
  const spaced = (/** @type {string} */ line) => line.split(/\s+/);
  // "1,5 2,25" has decimal commas; "1, 2" and "1,2" have a comma between two numbers.
  const decimal = body.every((line) => spaced(line).length === 2 && !spaced(line)[0].endsWith(","));
  if (everywhere(",") && !decimal) return (line) => line.split(",");
  return spaced;
}

/** @param {string} cell */
function unquoted(cell) {
  return (QUOTES.exec(cell)?.[1] ?? cell).trim();
}

/** A cell's value, with a decimal point or comma; null if it is no number. @param {string} cell */
function number(cell) {
  const plain = cell.replace("\u2212", "-");
  if (POINT.test(plain)) return Number(plain);
  return COMMA.test(plain) ? Number(plain.replace(",", ".")) : null;
}
