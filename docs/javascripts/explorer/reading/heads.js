/**
 * The names of columns, in the lines above the rows.
 * The one rule: a line names the columns only if it has a name for each, or all but an index.
 * @import { Row } from "./table.js"
 * @import { Line } from "./lines.js"
 * @import { Separator } from "./separators.js"
 */
import { kindOf } from "./columns.js";
import { SEPARATORS } from "./separators.js";

/**
 * The names of the columns in the lines above, and which lines they are.
 * @param {Line[]} above @param {Separator} separator @param {number} width
 * @returns {{names: string[], lines: Line[]}}
 */
export function headOf(above, separator, width) {
  /** @type {string[][]} */
  const heads = [];
  /** @type {Line[]} */
  const lines = [];
  for (const line of [...above].reverse().slice(0, 3)) {
    const names = namesIn(line, separator, width);
    const alone = !heads.length && !/\s/.test(line.text.trim()) && width > 2;
    if (names && (!heads.length || names.length === heads[0].length)) heads.unshift(names);
    else if (!alone || /[:.]$/.test(line.text.trim())) break;
    lines.push(line);
  }
  if (!heads.length) return { names: [], lines: [] };
  const names = heads[0].map((_, i) =>
    [...new Set(heads.map((head) => head[i]))].filter(Boolean).join(" "),
  );
  return { names, lines };
}

/**
 * A line as names of the columns, cut as the rows are or as wide gaps and tabs are.
 * @param {Line} line @param {Separator} separator @param {number} width
 */
function namesIn({ text, comment }, { cut, name }, width) {
  const ends = /[:.]\s*$/.test(text) && !/\.\s*$/.test(name);
  const ways = [cut, ...SEPARATORS.flat().map((one) => one.cut)];
  for (const way of ways) {
    const names = way(text.trim() === "" ? "" : text).map((one) => one.replace(/^\*+|\*+$/g, ""));
    while (names.length > width && names[names.length - 1] === "") names.pop();
    const fits = names.length === width || (names.length === width - 1 && width > 1 && way === cut);
    const words = names.every((one) => !/^[+-]?[\d.,]+$|[=:]\s*[+-]?[\d.]+$/.test(one));
    if (fits && words && !(ends && !comment && names.length < 3)) return names;
  }
  return null;
}

/**
 * Whether the first cells count the rows, are words, or stand in a print.
 * @param {Row[]} rows @param {string} name
 */
export function isIndex(rows, name) {
  const cells = rows.map(({ cells: [first] }) => first);
  const counts = cells.every((cell, i) => Number(cell) === Number(cells[0]) + i);
  return counts || name === "  " || name === " " || cells.every((cell) => kindOf(cell) === "text");
}
