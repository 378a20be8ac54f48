/**
 * Long plain tables, read without a look at every form that people post.
 * The one rule: whatever is not plain numbers between plain separators goes to the reader of
 * the explorer, and one text is read once.
 * @import { Answer } from "../../explorer/reading/table.js"
 */
import { read } from "../../explorer/reading/read.js";
import { INDEX } from "../../explorer/reading/roles.js";
import { column, counted, tableOf } from "../../explorer/reading/table.js";

const LONG = 100_000; // characters, from which on a text is tried as a plain table first
const SEPARATORS = ["\t", ";", ","];
const PLAIN = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?\s*$/i;

/** @type {{text: string, answer: Answer} | null} */
let last = null;

/** As the explorer reads it, only sooner. @param {string} text @returns {Answer} */
export function readAny(text) {
  return isLongTable(text) || last?.text === text ? kept().answer : keep(text, read(text));
}

/** Whether a text is a long plain table, which then is read. @param {string} text */
export function isLongTable(text) {
  if (last?.text === text) return text.length > LONG && last.answer.kind === "table";
  const answer = text.length > LONG ? quick(text) : null;
  if (answer) keep(text, answer);
  return answer !== null;
}

const kept = () => /** @type {NonNullable<typeof last>} */ (last);

/** @param {string} text @param {Answer} answer */
function keep(text, answer) {
  last = { text, answer };
  return answer;
}

/** A plain table, or null. @param {string} text @returns {Answer | null} */
export function quick(text) {
  const lines = text.trimEnd().split("\n");
  const separator = SEPARATORS.find((one) => lines[1]?.includes(one));
  if (separator === undefined || lines.length < 3) return null;
  const first = lines[0].split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
  const headed = !first.every((cell) => PLAIN.test(cell));
  const values = columnsOf(headed ? lines.slice(1) : lines, separator, first.length);
  if (!values || (headed && first.some((cell) => PLAIN.test(cell)))) return null;
  // "1,250" could be one number: where no point stands anywhere, the other reader asks.
  if (separator === "," && !lines.slice(0, 50).some((line) => line.includes("."))) return null;
  const columns = values.map((one, j) => ({
    ...column(headed ? first[j] : "", one),
    index: headed && INDEX.test(first[j]) && one.every((value, i) => value === one[0] + i),
  }));
  return tableOf(columns, [counted(values[0].length, "row")]);
}

/**
 * The numbers of each column; null where a cell is anything else.
 * @param {string[]} lines @param {string} separator @param {number} width
 */
function columnsOf(lines, separator, width) {
  /** @type {number[][]} */
  const columns = Array.from({ length: width }, () => []);
  for (const line of lines) {
    const cells = line.split(separator);
    if (cells.length !== width) return null;
    for (let j = 0; j < width; j += 1) {
      if (!PLAIN.test(cells[j])) return null;
      columns[j].push(Number(cells[j]));
    }
  }
  return columns;
}
