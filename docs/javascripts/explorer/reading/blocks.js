/**
 * Where in a text the rows are, and which lines above them name the columns.
 * The one rule: a line that is no row is left out by name, and never from the middle.
 * @import { Answer, Grid, Row } from "./table.js"
 * @import { Line } from "./lines.js"
 * @import { Separator } from "./separators.js"
 */
import { kindOf } from "./columns.js";
import { headOf, isIndex } from "./heads.js";
import { SEPARATORS, SIGNS } from "./separators.js";
import { counted, oneOf, quoted, refusal } from "./table.js";
import { tabulate } from "./tabulate.js";

/**
 * @typedef {Row & {value: number, words: number}} Cut a line in cells; how many are values, words
 * @typedef {{rows: Cut[], above: Line[], names?: string[]}} Block
 * @typedef {{grid: Grid | null, problem: string, caught: number, single: boolean}} Result
 *   caught: cells with values; single: it failed for want of a second column
 */

const NUMBERED = /^\s*(\d+)[:.)]\s+(?=\S)/;
const BULLET = /^\s*[-*•]\s+(?=\S)/;
const SUMMARY = ["mean", "std"]; // rows of pandas' describe()
const SKIPPED = /\b(?:test|val|valid|validation|held[ -]?out)\b/i;

/**
 * @param {Line[]} given @param {number | null} count of rows, if the text says it
 * @returns {Answer}
 */
export function tableIn(given, count) {
  const { lines, gap } = unnumbered(given);
  if (gap) return refusal(`The rows are numbered, and row ${gap} is missing: paste all of them.`);
  const texts = lines.filter(({ comment }) => !comment).map(({ text }) => text);
  if (!texts.length) return refusal("Paste two columns first: x and y, one point a row.");
  let problem = "";
  /** @type {Answer | null} */
  let refused = null;
  for (const group of SEPARATORS) {
    if (refused && group !== SIGNS) continue;
    const results = group
      .filter(({ could }) => could(texts))
      .map((separator) => resultOf(lines, separator));
    const read = results.filter(({ grid }) => grid !== null);
    const most = Math.max(...read.map(({ caught }) => caught));
    const best = read.filter(({ caught }) => caught === most);
    const failure = results.find((one) => one.problem);
    problem ||= failure?.problem ?? "";
    if (failure && !failure.single && !best.length && !refused) return refusal(problem);
    if (!best.length) continue;
    const answers = best.map(({ grid }) => ({
      label: labelOf(/** @type {Grid} */ (grid)),
      answer: tabulate(/** @type {Grid} */ (grid)),
    }));
    const answer = counting(chosen(answers, best), count);
    if (answer.kind !== "refusal") return answer;
    refused ??= answer;
  }
  return (
    refused ??
    refusal(problem || "No rows with two numbers are here: write x and y, one point a row.")
  );
}

/**
 * One answer of several ways to cut. A way that gives each name its column is meant.
 * @param {{label: string, answer: Answer}[]} answers @param {Result[]} results
 */
function chosen(answers, results) {
  const named = answers.filter((_, i) => results[i].grid?.names.length);
  const questions = answers.filter(({ answer }) => answer.kind === "question");
  if (named.length && named.length < answers.length) return oneOf(asked(named), unfolded(named));
  if (questions.length && answers.length === 1) return answers[0].answer;
  return oneOf(asked(answers), unfolded(answers));
}

/** @param {{answer: Answer}[]} answers */
const asked = (answers) =>
  answers.flatMap(({ answer }) => (answer.kind === "question" ? [answer.asks] : []))[0] ??
  "These rows can be read in two ways. Which is it?";

/**
 * Answers with each reading of a question by itself, tables first.
 * @param {{label: string, answer: Answer}[]} answers
 */
function unfolded(answers) {
  return answers.flatMap(({ label, answer }) =>
    answer.kind === "question"
      ? answer.readings.map((reading) => ({ label: reading.label, answer: reading.table }))
      : [{ label, answer }],
  );
}

/** @param {Grid} grid */
const labelOf = ({ separator, rows }) =>
  separator === "grouped"
    ? "space is a thousands separator"
    : `${counted(rows[0].cells.length, "column")}`;

/**
 * Refuses rows that are fewer than the text says.
 * @param {Answer} answer @param {number | null} count @returns {Answer}
 */
function counting(answer, count) {
  if (answer.kind !== "table" || count === null) return answer;
  const rows = Math.max(...answer.columns.map(({ values }) => values.length));
  if (rows === count) return answer;
  return refusal(
    `The text says ${counted(count, "row")}, and ${rows} are here: paste all of them.`,
  );
}

/** @param {Line[]} lines @param {Separator} separator @returns {Result} */
function resultOf(lines, separator) {
  const none = { grid: null, problem: "", caught: 0, single: false };
  const all = blocksOf(lines, separator);
  if (!all.length) return none;
  const skipped = all.filter(({ above }) => above.some(({ text }) => SKIPPED.test(text)));
  const blocks = skipped.length < all.length ? all.filter((one) => !skipped.includes(one)) : all;
  const block = blocks.length > 1 ? joined(blocks) : blocks[0];
  if (typeof block === "string") return { ...none, problem: block };
  const { rows, above } = block;
  const widths = rows.map(({ cells }) => cells.length);
  const odd = widths.findIndex((width) => width !== widths[0]);
  if (odd > 0) return { ...none, problem: ragged(rows, odd) };
  if (widths[0] < 2) {
    return {
      ...none,
      single: true,
      problem: `Row ${rows[0].line} has only one value: each row needs two, x and y.`,
    };
  }
  if (rows.length < 2) {
    const problem = "A line needs two points or more: paste one point a row.";
    return { ...none, single: true, problem };
  }
  if (SUMMARY.every((word) => rows.some(({ cells: [first] }) => first === word))) {
    return { ...none, problem: "This is a summary of columns: paste the rows themselves." };
  }
  const head = block.names
    ? { names: block.names, lines: blocks.flatMap((one) => one.above) }
    : headOf(above, separator, widths[0]);
  const own = block.names ? blocks.flatMap((one) => one.rows) : block.rows;
  const used = new Set([...own, ...head.lines].map(({ line }) => line));
  const left = lines.filter(
    (line) => !line.comment && !used.has(line.line) && !(blocks.length > 1 && above.includes(line)),
  );
  if (head.names.length === 1 && !isIndex(rows, separator.name)) head.names = [];
  const index = head.names.length === widths[0] - 1 && head.names.length > 0;
  if (index && !isIndex(rows, separator.name)) {
    const [over, under] = [counted(head.names.length, "name"), counted(widths[0], "value")];
    return { ...none, problem: `${over} stand over ${under}: name each column, or none.` };
  }
  const names = index ? ["", ...head.names] : head.names;
  const inBlock = new Set(all.flatMap((one) => one.rows.map(({ line }) => line)));
  const row = left.find(
    ({ line, text }) => !inBlock.has(line) && /\d/.test(text) && /^[\d\s.,;|+-]+$/.test(text),
  );
  if (row)
    return { ...none, problem: `Line ${row.line} is no row like the others: ${quoted(row.text)}.` };
  const notes = left.length ? [leftOut(left)] : [];
  if (skipped.length && skipped.length < all.length) notes.push("rows for testing left out");
  const [{ line: first }] = rows;
  const marked = lines.some(({ line, text }) => line >= first && text.includes('"'));
  const grid = { names, rows, notes, index, separator: marked ? "quoted" : separator.name };
  return { ...none, grid, caught: rows.reduce((sum, { value }) => sum + value, 0) / widths[0] };
}

/** @param {Line[]} left */
function leftOut(left) {
  const more = left.length > 1 ? ` and ${counted(left.length - 1, "more line")}` : "";
  return `${quoted(left[0].text.trim())}${more} left out`;
}

/** @param {Cut[]} rows @param {number} odd */
function ragged(rows, odd) {
  const [one, two] = [rows[0], rows[odd]];
  const size = (/** @type {Cut} */ { cells }) => counted(cells.length, "value");
  return (
    `Row ${two.line} has ${size(two)} and row ${one.line} has ${size(one)}: ` +
    "each row needs as many. " +
    "If a comma or space stands between thousands, put a tab or semicolon between the values."
  );
}

/** @param {Line[]} lines @param {Separator} separator @returns {Block[]} */
function blocksOf(lines, { cut, name }) {
  /** @type {Block[]} */
  const blocks = [];
  /** @type {Line[]} */
  let above = [];
  /** @type {Block | null} */
  let open = null;
  for (const line of lines) {
    const row = line.comment ? null : cutOf(line, cut);
    const alone = row?.cells.length === 1 && (name !== "whole" || row.words > 0);
    if (row && !alone && isRow(row, open)) {
      if (!open) blocks.push((open = { rows: [], above }));
      open.rows.push(row);
      above = [];
    } else if (!line.comment || !open) {
      if (repeats(line, open)) continue;
      above = [...(open ? [] : above), line];
      open = null;
    }
  }
  for (const block of blocks) trim(block.rows);
  return blocks.filter(({ rows }) => rows.length);
}

/**
 * Whether a line is the header of an open block once more.
 * @param {Line} line @param {Block | null} open
 */
const repeats = ({ text }, open) =>
  open !== null && open.above.some((other) => other.text.trim() === text.trim());

/** @param {Line} line @param {(line: string) => string[]} cut @returns {Cut} */
function cutOf({ line, text }, cut) {
  const cells = cut(text);
  let [value, words] = [0, 0];
  for (const cell of cells) {
    const kind = kindOf(cell);
    if (kind === "text") words += 1;
    else if (kind !== "missing") value += 1;
  }
  return { line, cells, value, words };
}

/**
 * Whether cut cells are a row of data: half of them are values, or all that can be.
 * @param {Cut} row @param {Block | null} open
 */
function isRow({ cells, value, words }, open) {
  if (value >= Math.max(1, words)) return true;
  const like = open?.rows[0];
  if (!like || like.cells.length !== cells.length) return false;
  return value > 0 || words <= like.words;
}

/** Cells that are empty at the end of every row are none. @param {Cut[]} rows */
function trim(rows) {
  while (
    rows.length &&
    rows[0].cells.length > 1 &&
    rows.every(({ cells }) => cells[cells.length - 1] === "")
  ) {
    for (const { cells } of rows) cells.pop();
  }
}

/**
 * Blocks as one: single columns side by side; otherwise the reason why not.
 * @param {Block[]} blocks @returns {Block | string}
 */
function joined(blocks) {
  const single = blocks.every(({ rows }) => rows.every(({ cells }) => cells.length === 1));
  const [first] = blocks;
  const long = blocks.filter(({ rows }) => rows.length > 1);
  if (single && blocks.every(({ rows }) => rows.length === first.rows.length)) {
    const names = blocks.map(
      ({ above }) => above[above.length - 1]?.text.replace(/[:=]\s*$/, "") ?? "",
    );
    const rows = first.rows.map(({ line, value, words }, i) => ({
      line,
      value: value * blocks.length,
      words,
      cells: blocks.map((block) => block.rows[i].cells[0]),
    }));
    return { rows, above: [], names: names.every(Boolean) ? names.map((name) => name.trim()) : [] };
  }
  if (single) return "The columns have different lengths: each x needs its y.";
  const stray = blocks.filter(({ rows }) => rows.length === 1 && rows[0].words > 0);
  const [only, ...more] = blocks.filter((block) => !stray.includes(block));
  if (only && !more.length) return only;
  if (stray.length === blocks.length && long.length === 0) return blocks[0];
  const between = blocks[1].rows[0].line - 1;
  return `There are ${blocks.length} tables, or line ${between} is no row: paste one table.`;
}

/**
 * Rows without bullets, or without the numbers 1, 2, 3 … that stand before them; gap: the
 * first number that is missing.
 * @param {Line[]} lines
 */
function unnumbered(lines) {
  const rows = lines.filter(({ text }) => /\d/.test(text));
  const numbers = rows.flatMap(({ text }) => NUMBERED.exec(text)?.[1] ?? []).map(Number);
  const behind = rows.every(({ text }) => /\s/.test(text.replace(NUMBERED, "").trim()));
  const all = numbers.length > 1 && numbers.length === rows.length && numbers[0] < 2 && behind;
  const wrong = all ? numbers.findIndex((number, i) => number !== numbers[0] + i) : -1;
  const bulleted = rows.length > 1 && rows.every(({ text }) => BULLET.test(text));
  if (wrong > 0) return { lines, gap: numbers[0] + wrong };
  if (!all && !bulleted) return { lines, gap: 0 };
  const form = all ? NUMBERED : BULLET;
  return { lines: lines.map((line) => ({ ...line, text: line.text.replace(form, "") })), gap: 0 };
}
