/**
 * Written cells as a table: which marks, which order of dates, which way round.
 * The one rule: what is decided holds for all cells, and two results are asked.
 * @import { Answer, Column, Grid, Row } from "./table.js"
 * @import { Kind } from "./columns.js"
 * @import { Marks } from "./numerals.js"
 * @import { Order } from "./dates.js"
 */
import { columnOf, isMissing, kindOf, kindOfAll } from "./columns.js";
import { ORDER_WORDS, isDate, ordersOf } from "./dates.js";
import { askOf, decide, isGroup, labelOf } from "./marks.js";
import { MARKS, wordsOf } from "./numerals.js";
import { INDEX, isX, isY } from "./roles.js";
import { counted, oneOf, quoted, refusal, tableOf } from "./table.js";

/**
 * @typedef {{name: string, cells: {line: number, text: string}[], kinds: Kind[], kind: Kind}} Raw
 */

/** Of numbers that code has written. */
const PLAIN = { marks: MARKS.slice(0, 1), sure: true, clash: null };

/** @param {Grid} given @returns {Answer} */
export function tabulate(given) {
  const whole = withoutEmpty(given);
  if (isNamed(whole)) {
    return oneOf("Each row has a name. Is it a point, or a list?", [
      { label: "each row is a point", answer: settled(whole) },
      { label: "each row is a list", answer: settled(turned(whole, true)) },
    ]);
  }
  const grid = upright(whole);
  const answer = settled(grid);
  if (grid === whole || labelled(whole.rows) || answer.kind !== "table") return answer;
  return oneOf(
    "",
    [
      { label: "each row is a list", answer },
      { label: "each row is a point", answer: settled(whole) },
    ],
    true,
  );
}

/** @param {Grid} grid @returns {Answer} */
function settled(grid) {
  const raw = rawColumns(grid);
  const numbers = raw
    .filter(({ kind }) => kind === "number")
    .map(({ cells, kinds }) => cells.filter((_, i) => kinds[i] === "number").map((c) => c.text));
  const { marks, sure, clash } = grid.plain
    ? PLAIN
    : decide(numbers, grid.index ? "index" : (grid.separator ?? ""));
  if (clash) {
    const [one, two] = clash.map(quoted);
    return refusal(`${one} and ${two} have their marks in different ways: write all like 1234.5.`);
  }
  const torn = grid.separator === "," && raw.findIndex(isTorn);
  if (torn !== false && torn >= 0) {
    return refusal(
      "A comma stands between the values and, it seems, between thousands: " +
        "put a tab or a semicolon between the values.",
    );
  }
  const named = raw.find(({ kind, cells }) => kind === "text" && cells.every(isPair));
  if (named) {
    return refusal(`${quoted(named.cells[0].text)} is a name and a number: write numbers alone.`);
  }
  const orders = raw.flatMap(({ kind, cells, kinds }) =>
    kind === "date"
      ? [ordersOf(cells.filter((_, i) => kinds[i] === "date").map(({ text }) => text))]
      : [],
  );
  const dates = orders.find((left) => left.length > 1) ?? orders[0] ?? [];
  /** @type {Order[]} */
  const ways = dates.length ? dates.map(({ order }) => order) : ["YMD"];
  const all = marks.flatMap((mark) =>
    ways.map((order) => ({
      label: ways.length > 1 ? ORDER_WORDS[order] : labelOf(mark),
      answer: built(grid, raw, { marks: mark, order }),
    })),
  );
  const asks = ways.length > 1 ? askDate(raw) : askOf(numbers);
  return oneOf(asks, all, sure && ways.length === 1);
}

/** Whether a cell ends in a number behind a name: "x = 1". @param {{text: string}} cell */
const isPair = ({ text }) => /[=:>]\s*[-+]?[\d.]+$/.test(text);

/** @param {Raw[]} raw */
function askDate(raw) {
  const cell = raw.find(({ kind }) => kind === "date")?.cells.find(({ text }) => isDate(text));
  return `${cell?.text} is a date in more than one order. Which is it?`;
}

/**
 * A column of groups of three digits, one of them with a leading zero.
 * @param {Raw} raw @param {number} i @param {Raw[]} all
 */
const isTorn = ({ cells }, i, all) =>
  i > 0 &&
  all[i - 1].kind === "number" &&
  cells.some(({ text }) => isGroup(text)) &&
  cells.every(({ text }) => /^\d{3}$/.test(text));

/**
 * @param {Grid} grid @param {Raw[]} raw @param {{marks: Marks, order: Order}} how
 * @returns {Answer}
 */
function built(grid, raw, how) {
  const read = raw.map(({ name, cells, kind }, i) =>
    columnOf(name, cells, kind, { ...how, place: i + 1 }),
  );
  const columns = read.map(({ column }) => column);
  const written = raw.some(({ cells, kind }) => kind === "number" && cells.some(marked(how.marks)));
  const notes = [
    counted(grid.rows.length, "row"),
    ...(written ? [wordsOf(how.marks)].filter(Boolean) : []),
    ...grid.notes,
    ...read.flatMap(({ notes: own }) => own),
    ...leaveIndex(columns, grid),
  ];
  const words = columns.filter(({ trouble }) => trouble).map(({ name }) => name);
  const answer = tableOf(columns, notes);
  if (answer.kind === "table" && words.length) {
    const [first] = columns.filter(({ trouble }) => trouble);
    answer.notes.push(`${counted(words.length, "column")} left out: ${first.trouble}`);
  }
  // Of two columns both are meant.
  return columns.length === 2 && words.length ? refusal(firstTrouble(columns)) : answer;
}

/** @param {Column[]} columns */
const firstTrouble = (columns) => String(columns.find(({ trouble }) => trouble)?.trouble);

/** Whether a cell shows that a mark is what it is. @param {Marks} marks */
const marked =
  ({ decimal, group }) =>
  (/** @type {{text: string}} */ { text }) =>
    (group !== "" && text.includes(group)) || (decimal === "," && text.includes(","));

/**
 * Marks the column that counts the rows; says so if two columns are left without it.
 * @param {Column[]} columns @param {Grid} grid @returns {string[]}
 */
function leaveIndex(columns, { index, names }) {
  const [first] = columns;
  const usable = columns.filter(({ trouble }) => !trouble).length;
  if (!first || first.trouble || (usable < 3 && !index)) return [];
  const start = first.values[0];
  const counts =
    (start === 0 || start === 1) && first.values.every((value, i) => value === start + i);
  const unnamed = names.length === 0 && first.values.length > 2;
  first.index = index === true || (counts && (unnamed || INDEX.test(first.name)));
  if (!first.index) return [];
  return usable > 2 ? ["column 1 is an index and left out"] : ["x is the index"];
}

/** @param {Grid} grid @returns {Raw[]} */
function rawColumns({ names, rows }) {
  const width = rows[0]?.cells.length ?? 0;
  return Array.from({ length: width }, (_, i) => {
    const cells = rows.map(({ line, cells: row }) => ({ line, text: row[i] }));
    const kinds = cells.map(({ text }) => kindOf(text));
    return { name: names[i] ?? "", cells, kinds, kind: kindOfAll(kinds) };
  });
}

/** Without columns that are empty throughout. @param {Grid} grid @returns {Grid} */
function withoutEmpty(grid) {
  const { names, rows } = grid;
  const width = rows[0]?.cells.length ?? 0;
  const kept = Array.from({ length: width }, (_, i) => i).filter(
    (i) => names[i] || rows.some(({ cells }) => cells[i] !== ""),
  );
  if (kept.length === width) return grid;
  return {
    ...grid,
    names: names.length ? kept.map((i) => names[i]) : [],
    rows: rows.map(({ line, cells }) => ({ line, cells: kept.map((i) => cells[i]) })),
  };
}

/** @param {string} cell */
const isValue = (cell) => isMissing(cell) || kindOf(cell) !== "text";

/**
 * Whether each row begins with its name.
 * @param {Row[]} rows
 */
function labelled(rows) {
  const labels = rows.map(({ cells }) => cells[0].replace(/\s*[:=]$/, ""));
  const named =
    rows.length > 1 &&
    rows[0].cells.length > 2 &&
    labels.every((label) => kindOf(label) === "text") &&
    rows.every(({ cells }) => cells.slice(1).every(isValue));
  const roles = labels.some(isX) && labels.some(isY);
  return named && (roles || (rows.length === 2 && rows[0].cells.length > 3));
}

/**
 * With each point as a row: long rows become columns.
 * @param {Grid} grid @returns {Grid}
 */
function upright(grid) {
  const { names, rows } = grid;
  const width = rows[0]?.cells.length ?? 0;
  if (names.length || rows.length < 2) return grid;
  const named = labelled(rows);
  const long = rows.length === 2 && width > 2 && rows.every(({ cells }) => cells.every(isValue));
  if (!named && !long) return grid;
  return turned(grid, named);
}

/**
 * Whether three rows or more begin with words, and no line names their columns.
 * @param {Grid} grid
 */
function isNamed({ names, rows, separator }) {
  const labels = rows.map(({ cells }) => cells[0]);
  return (
    !names.length &&
    separator !== "code" &&
    rows.length > 2 &&
    rows[0].cells.length > 3 &&
    !labelled(rows) &&
    new Set(labels).size === rows.length &&
    labels.every((label) => kindOf(label) === "text") &&
    rows.every(({ cells }) => cells.slice(1).every(isValue))
  );
}

/** Long rows as columns. @param {Grid} grid @param {boolean} named @returns {Grid} */
function turned(grid, named) {
  const { rows, notes } = grid;
  const from = named ? 1 : 0;
  const points = Array.from({ length: rows[0].cells.length - from }, (_, i) => ({
    line: rows[0].line,
    cells: rows.map(({ cells }) => cells[i + from]),
  }));
  return {
    ...grid,
    names: named ? rows.map(({ cells }) => cells[0].replace(/\s*[:=]$/, "")) : [],
    rows: points,
    notes: [...notes, `${rows.length === 2 ? "two" : rows.length} long rows, turned to columns`],
  };
}
