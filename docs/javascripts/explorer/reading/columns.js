/**
 * One column of written cells as numbers.
 * The one rule: a column is one kind of thing in one unit, or it has a trouble that names
 * the row.
 * @import { Marks } from "./numerals.js"
 * @import { Column } from "./table.js"
 * @import { Order } from "./dates.js"
 */
import { ORDER_WORDS, dateOf, isDate, timeOf } from "./dates.js";
import { maskOf, numberOf, scaleOf } from "./numerals.js";
import { column, quoted } from "./table.js";

const MISSING =
  /^(?:|n\/?a|nan|null|none|nil|\?+|-{1,3}|—|–|\.|#n\/a|#na|missing|<na>|<null>|nat|na_real_|na_integer_|undefined|\*|\\n)$/i;
const DAY = 86_400_000; // milliseconds

/** @typedef {"number" | "date" | "time" | "missing" | "text"} Kind */

/** @param {string} cell */
export const isMissing = (cell) => MISSING.test(cell);

/** @param {string} cell @returns {Kind} */
export function kindOf(cell) {
  if (/^[+-]?\d/.test(cell) && maskOf(cell)) return "number";
  if (isMissing(cell)) return "missing";
  if (maskOf(cell)) return "number";
  if (timeOf(cell)) return "time";
  return isDate(cell) ? "date" : "text";
}

/**
 * What a column holds: what most of its cells are.
 * @param {Kind[]} kinds of its cells @returns {Kind}
 */
export function kindOfAll(kinds) {
  /** @type {Record<string, number>} */
  const counts = { number: 0, date: 0, time: 0, text: 0 };
  for (const kind of kinds) counts[kind] += 1;
  const most = Math.max(...["number", "date", "time", "text"].map((kind) => counts[kind]));
  if (!most) return "missing";
  return /** @type {Kind} */ (
    ["number", "date", "time", "text"].find((one) => counts[one] === most)
  );
}

/**
 * @param {string} name @param {{line: number, text: string}[]} cells @param {Kind} kind
 * @param {{marks: Marks, order: Order, place: number}} how place: of the column, from one
 * @returns {{column: Column, notes: string[]}}
 */
export function columnOf(name, cells, kind, how) {
  const title = name ? quoted(name) : String(how.place);
  if (kind === "text" || kind === "missing") {
    const holds = kind === "text" ? `words such as ${quoted(firstWord(cells))}` : "nothing";
    return troubled(name, `Column ${title} holds ${holds}, not numbers.`);
  }
  if (kind === "date") return dated(name, cells, how.order);
  if (kind === "time") return timed(name, cells);
  return numeric(name, cells, how.marks);
}

/** @param {{text: string}[]} cells */
const firstWord = (cells) => cells.find(({ text }) => kindOf(text) === "text")?.text ?? "";

/** @param {string} name @param {string} trouble */
const troubled = (name, trouble) => ({ column: { ...column(name, []), trouble }, notes: [] });

/** @param {string} name @param {{line: number, text: string}} cell */
function notNumber(name, { line, text }) {
  return troubled(
    name,
    `Row ${line}: ${quoted(text)} is not a number. Write it like 1234.5, or delete the row.`,
  );
}

/**
 * @param {string} name @param {{line: number, text: string}[]} cells @param {Marks} marks
 */
function numeric(name, cells, marks) {
  const values = [];
  /** What stands around the numbers, and the first line of each. @type {Map<string, number>} */
  const around = new Map();
  let rounded = "";
  for (const cell of cells) {
    if (isMissing(cell.text)) {
      values.push(NaN);
      continue;
    }
    if (!maskOf(cell.text)) return notNumber(name, cell);
    const { value, before, after, exact } = numberOf(cell.text, marks);
    if (!Number.isFinite(value)) return notNumber(name, cell);
    if (!exact) rounded ||= cell.text;
    const unit = `${before}\n${after}`;
    if (!around.has(unit)) around.set(unit, cell.line);
    values.push(value);
  }
  if (rounded) {
    return troubled(
      name,
      `${rounded} is a whole number beyond 2^53, which no float64 holds exactly. ` +
        "Subtract a constant from the column first, such as its first number.",
    );
  }
  return measured(name, values, cells, around);
}

/**
 * Numbers without their unit, if it is one for all; k and M as what they stand for.
 * @param {string} name @param {number[]} values @param {{line: number, text: string}[]} cells
 * @param {Map<string, number>} around
 */
function measured(name, values, cells, around) {
  const units = [...around.keys()].map((key) => key.split("\n"));
  const signs = new Set(units.map(([before]) => before).filter(Boolean));
  const tails = new Set(units.map(([, after]) => after).filter(Boolean));
  const places = [...around.values()];
  const scaled = [...tails].some((tail) => scaleOf(tail) > 0);
  if (signs.size > 1 || (tails.size > 1 && !scaled)) return mixed(name, cells, places);
  if (tails.size === 1 && units.some(([, after]) => !after) && !scaled) {
    return mixed(name, cells, places);
  }
  const [sign] = signs;
  const notes = sign ? [`${sign} left out`] : [];
  if (!scaled) {
    const [tail] = tails;
    return {
      column: column(name, values),
      notes: tail ? [...notes, `the unit ${tail} left out`] : notes,
    };
  }
  if ([...tails].some((tail) => !scaleOf(tail))) return mixed(name, cells, places);
  if (tails.size === 1 && !sign && /^[KMB]$/.test([...tails][0])) {
    return troubled(
      name,
      `Row ${places[0]}: is ${[...tails][0]} a unit, or does it stand for zeros? ` +
        "Write the numbers out, like 1234.5.",
    );
  }
  const out = values.map((value, i) => {
    const [letter] = /[A-Za-z]+$/.exec(cells[i].text) ?? [""];
    const factor = Number.isNaN(value) ? 1 : scaleOf(letter) || 1;
    return factor === 1 ? value : Number((value * factor).toPrecision(15));
  });
  const words = [...tails].map((tail) => `${tail} is ${scaleOf(tail).toLocaleString("en-US")}`);
  return { column: column(name, out), notes: [...notes, ...words] };
}

/** @param {string} name @param {{line: number, text: string}[]} cells @param {number[]} places */
function mixed(name, cells, places) {
  const [one, two] = places.map((line) => cells.find((cell) => cell.line === line));
  return troubled(
    name,
    `Row ${one?.line} has ${quoted(one?.text ?? "")} and row ${two?.line} ` +
      `${quoted(two?.text ?? "")}: write all numbers of a column in one unit.`,
  );
}

/** @param {string} name @param {{line: number, text: string}[]} cells @param {Order} order */
function dated(name, cells, order) {
  const days = [];
  for (const cell of cells) {
    const day = isMissing(cell.text) ? NaN : dateOf(cell.text, order);
    if (day === null) {
      return troubled(
        name,
        `Row ${cell.line}: ${quoted(cell.text)} is no date in the order ${ORDER_WORDS[order]}.`,
      );
    }
    days.push(day);
  }
  let first = Infinity;
  for (const day of days) if (day < first) first = day;
  const since = Math.floor(first);
  const written = new Date(since * DAY).toISOString().slice(0, 10);
  const out = days.map((day) => Number((day - since).toPrecision(12)));
  return {
    column: column(name, out),
    notes: [`dates (${ORDER_WORDS[order]}) are days since ${written}`],
  };
}

/** @param {string} name @param {{line: number, text: string}[]} cells */
function timed(name, cells) {
  const values = [];
  let parts = 0;
  for (const cell of cells) {
    const time = timeOf(cell.text);
    if (!time && !isMissing(cell.text)) return notNumber(name, cell);
    if (time && parts && parts !== time.places) {
      return troubled(name, `Row ${cell.line}: write all times with as many parts.`);
    }
    if (time) parts = time.places;
    values.push(time ? time.value : NaN);
  }
  const unit = parts === 3 ? "seconds" : "units of their last part (h:m is minutes, m:s seconds)";
  return { column: column(name, values), notes: [`clock times are in ${unit}`] };
}
