/**
 * Which marks stand for decimals and for thousands, decided for all cells together.
 * The one rule: marks under which one cell is no number are out; what is left is asked,
 * unless something written only one way decides.
 * @import { Marks } from "./numerals.js"
 */
import { ALL_MARKS, MARKS, maskOf, partsOf, wordsOf } from "./numerals.js";

/**
 * @typedef {{marks: Marks[], sure: boolean, clash: [string, string] | null}} Decision
 *   marks: the likeliest first; clash: two cells that no marks read together
 */

const [POINT, THOUSANDS, COMMA, CONTINENTAL] = [0, 1, 2, 3];
const THREE = { ",": /^[1-9]\d{0,2},\d{3}$/, ".": /^[1-9]\d{0,2}\.\d{3}$/ };
/** Where a comma parts the values, or a program printed them, it is no decimal mark. */
const POINTED = /^(?:, ?|index)$/;
const QUESTION = "Which is it: thousands, or decimals?";

/**
 * @param {string[][]} columns the cells of each column that are numbers
 * @param {string} separator between cells
 * @returns {Decision}
 */
export function decide(columns, separator) {
  let mask = ALL_MARKS;
  /** @type {string | null} */
  let narrowing = null;
  for (const cell of columns.flat()) {
    const now = mask & maskOf(cell);
    if (!now) return { marks: [], sure: false, clash: [String(narrowing), cell] };
    if (now !== mask) narrowing = cell;
    mask = now;
  }
  const left = MARKS.flatMap((_, i) => (mask & (1 << i) ? [i] : []));
  const order = ranked(columns, left, separator);
  return { marks: order.all.map((i) => MARKS[i]), sure: order.sure, clash: null };
}

/**
 * The ways that are left, the likeliest first, and whether that one is meant.
 * @param {string[][]} columns @param {number[]} left @param {string} separator
 */
function ranked(columns, left, separator) {
  const has = (/** @type {number} */ one) => left.includes(one);
  const to = (/** @type {number} */ one) => [one, ...left.filter((other) => other !== one)];
  if (has(THOUSANDS) && has(COMMA) && uses(columns, ",")) {
    const grouped = mixed(columns, ",");
    return { all: grouped ? to(THOUSANDS) : left, sure: grouped };
  }
  if (has(POINT) && has(CONTINENTAL) && uses(columns, ".")) {
    const sure = POINTED.test(separator) && !mixed(columns, ".");
    return { all: to(POINT), sure };
  }
  return { all: left, sure: !has(THOUSANDS) || !has(CONTINENTAL) || !uses(columns, ",") };
}

/** @param {string[][]} columns @param {string} mark */
const uses = (columns, mark) => columns.some((cells) => cells.some((cell) => cell.includes(mark)));

/**
 * Whether a column has bare numbers beside ones with three digits that end in zero: no
 * printer of decimals writes both 950 and 1,050, since it either keeps zeros or drops them.
 * @param {string[][]} columns @param {"," | "."} mark
 */
function mixed(columns, mark) {
  return columns.some((cells) => {
    const bodies = cells.map((cell) => partsOf(cell)?.body ?? "");
    return (
      bodies.some((body) => /^[1-9]\d{0,2}$/.test(body)) &&
      bodies.some((body) => THREE[mark].test(body) && body.endsWith("0"))
    );
  });
}

/** What is asked, with a cell that can be read in two ways. @param {string[][]} columns */
export function askOf(columns) {
  const cell = columns.flat().find((one) => Object.values(THREE).some((form) => form.test(one)));
  return cell ? `${cell} can be read in two ways. ${QUESTION}` : QUESTION;
}

/** The words on a button for marks. @param {Marks} marks */
export function labelOf(marks) {
  return wordsOf(marks) || "point is the decimal mark";
}

/** Whether a cell could be both a number and part of one. @param {string} cell */
export const isGroup = (cell) => /^0\d{2}$/.test(cell);
