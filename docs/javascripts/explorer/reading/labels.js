/**
 * Lists that stand in a line behind their name: "x = 1, 2, 3", "$ x: num 1 2 3".
 * The one rule: one mark parts the numbers of all lists, and all are of one length.
 * @import { Answer } from "./table.js"
 */
import { isMissing } from "./columns.js";
import { maskOf } from "./numerals.js";
import { isX, isY } from "./roles.js";
import { quoted, refusal } from "./table.js";
import { tabulate } from "./tabulate.js";

const LABELED =
  /^[\s$]*([A-Za-z_][\w .]{0,30}?)\s*(?:\([^)\d]*\))?\s*(?::\s*(?:num|int|dbl)|<\w+>|[:=])\s*([-+.\d].*?)[;,.]?\s*$/;
const CUTS = [/\s*;\s*/, /\s*,\s+/, /\s*,\s*/, /\s+/];

/** @typedef {{name: string, cells: string[]}} Labeled */

/** @param {string} text @returns {Answer | null} */
export function labeled(text) {
  const matches = text.split("\n").flatMap((line) => {
    const match = LABELED.exec(line);
    return match && /[\s,;]/.test(match[2]) ? [{ name: match[1], rest: match[2] }] : [];
  });
  const cut = CUTS.find((form) => matches.every(({ rest }) => form.test(rest)));
  if (matches.length < 2 || !cut) return null;
  const lists = matches.map(({ name, rest }) => ({ name, cells: rest.split(cut) }));
  const elided = lists.some(({ cells }) => cells.some((cell) => /^(?:\.{2,}|…)$/.test(cell)));
  const names = lists.map(({ name }) => name);
  const long = lists.every(({ cells }) => cells.length > 3) && lists.length === 2;
  if (!long && !(names.some(isX) || names.some(isY))) return null;
  if (elided) return refusal("Something is left out here (“...”): paste all of it.");
  const wrong = lists
    .flatMap(({ cells }) => cells)
    .find((cell) => !maskOf(cell) && !isMissing(cell));
  if (wrong !== undefined) return matches.length > 1 && /\d,\d/.test(wrong) ? torn(wrong) : null;
  const [{ cells: first }] = lists;
  if (lists.some(({ cells }) => cells.length !== first.length)) {
    return refusal("The lists have different lengths: each x needs its y.");
  }
  const rows = first.map((_, i) => ({ line: i + 1, cells: lists.map(({ cells }) => cells[i]) }));
  const mixed =
    cut !== CUTS[0] && rows.some(({ cells }) => cells.some((cell) => cell.includes(",")));
  if (mixed && cut !== CUTS[3]) return torn(String(rows[0].cells[0]));
  return tabulate({ names, rows, notes: ["each line is a column"], separator: "" });
}

/** @param {string} cell */
const torn = (cell) =>
  refusal(`${quoted(cell)} has a comma as the lists have: put semicolons between the numbers.`);
