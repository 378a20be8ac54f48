/**
 * The lines of a text, each as what it could be: cells, a comment, a rule, a gap.
 * The one rule: a line that says that rows are left out refuses the whole.
 *
 * @typedef {{line: number, text: string, comment: boolean}} Line
 */
import { quoted } from "./table.js";

/** Nothing but numbers and what parts them. */
const NUMBERS = /^\s*[-+]?\.?\d(?:[\d,;eE +\t"-]|\.(?!\.))*\d"?\s*$/;
const COMMENT = /^\s*(?:#+|\/\/+|%+|!+|--(?=\s*[A-Za-z])|\/\*|\*(?=\s+[A-Za-z]))\s*/;
const TRAILING = /\s(?:#|\/\/|%(?=\s*[A-Za-z])|!(?=\s)|--(?=\s))/;
const RULE = /^[\s|+:=_*─━═┄┈╌├┤┼╪╞╡╭╮╰╯┌┐└┘┬┴╔╗╚╝╠╣╦╩╬┏┓┗┛┡┩┣┫╇┳┻╋│┃║-]+$/;
const RULED = /-{2}|={2}|_{2}|─{2}|━{2}|═{2}|\+-|╌{2}|┄{2}|:-|\|\s*-/;
const TYPES =
  /^(?:[\s|]*(?:<\w+>|---|[fiu](?:8|16|32|64|128)|str|Float(?:32|64)\??|Int(?:32|64)\??|String\??)(?=[\s|]|$))+[\s|]*$/;
const ELIDED = /^[\s|.…⋮:]*(?:\.\.|…|⋮)[\s|.…⋮:]*$/;
const MORE =
  /\d more (?:row|variable|line|obs)|\bmore rows\b|rows? omitted|reached .*max|truncated|\bomitted \d+ rows/i;
const COUNTED =
  /^\s*(?:\[(\d+) rows x \d+ columns\]|\((\d+) rows?\)|(\d+) rows? in set\b.*|shape: \((\d+), \d+\))\s*$/;
const EMPTY_CELL = /(?:^|[\s,;|\t])(?:\.\.\.|…|⋯)(?:$|[\s,;|\t])/;

/**
 * @param {string} text
 * @returns {{lines: Line[], problem: string, count: number | null}} count: of rows, if it is said
 */
export function linesOf(text) {
  const lines = [];
  /** @type {number | null} */
  let count = null;
  for (const [i, given] of text.split("\n").entries()) {
    if (NUMBERS.test(given)) {
      lines.push({ line: i + 1, text: given, comment: false });
      continue;
    }
    const line = given.replace(/[│┃║┆┊]/g, "|");
    const said = COUNTED.exec(line);
    if (said) {
      count = Number(said.slice(1).find(Boolean));
      continue;
    }
    if (ELIDED.test(line) || MORE.test(line) || (EMPTY_CELL.test(line) && /\d/.test(line))) {
      const gap = `Line ${i + 1} says that something is left out (${quoted(line.trim())})`;
      const problem = `${gap}: paste all of it.`;
      return { lines: [], problem, count };
    }
    if (line.trim() === "" || TYPES.test(line) || (RULE.test(line) && RULED.test(line))) continue;
    const comment = COMMENT.test(line) && !/^\s*%\s*\d/.test(line);
    const bare = comment ? line.replace(COMMENT, "") : withoutComment(line);
    if (bare.trim()) lines.push({ line: i + 1, text: bare, comment });
  }
  const ended = lines.filter(({ text }) => /^[^;]*;\s*$/.test(text)).length;
  if (ended && ended === lines.filter(({ text }) => text.includes(";")).length) {
    for (const line of lines) line.text = line.text.replace(/\s*;\s*$/, "");
  }
  return { lines, problem: "", count };
}

/** A line of data without the comment behind it. @param {string} line */
function withoutComment(line) {
  const data = line.slice(0, Math.max(0, line.search(TRAILING)));
  return /\d/.test(data) ? data : line;
}
