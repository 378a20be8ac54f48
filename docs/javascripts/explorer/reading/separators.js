/**
 * The ways to cut a line into cells.
 * The one rule: a quoted cell is never cut, and a way cuts each line of a text alike.
 *
 * @typedef {{name: string, could: (lines: string[]) => boolean, cut: (line: string) => string[]}}
 *   Separator
 */
import { NARROW } from "./characters.js";

/** @param {string} cell */
function clean(cell) {
  const inner = cell.trim();
  if (/^[\w.+-]*$/.test(inner)) return inner;
  const quotes = /^"((?:[^"]|"")*)"$/.exec(inner) ?? /^'([^']*)'$/.exec(inner);
  return (quotes ? quotes[1].replaceAll('""', '"').trim() : inner).replaceAll(NARROW, " ");
}

/**
 * Cuts where a form matches outside of quotes.
 * @param {RegExp} form sticky @returns {(line: string) => string[]}
 */
function at(form) {
  const anywhere = new RegExp(form.source);
  return (line) => {
    if (!line.includes('"')) return line.split(anywhere).map(clean);
    const cells = [];
    let [from, i, inside] = [0, 0, false];
    while (i < line.length) {
      if (line[i] === '"') inside = !inside;
      form.lastIndex = i;
      const match = inside ? null : form.exec(line);
      if (match?.[0]) {
        cells.push(line.slice(from, i));
        i = from = form.lastIndex;
      } else i += 1;
    }
    return [...cells, line.slice(from)].map(clean);
  };
}

/** In half of the lines that have digits. @param {string} mark */
const mostly = (mark) => (/** @type {string[]} */ lines) => {
  const rows = lines.filter((line) => /\d/.test(line));
  return 2 * rows.filter((line) => line.includes(mark)).length >= rows.length;
};

/** @param {RegExp} form */
const somewhere = (form) => (/** @type {string[]} */ lines) =>
  lines.some((line) => form.test(line));

/** Without the bars at both ends. @param {string} line */
const unbarred = (line) => line.replace(/^\s*\|/, "").replace(/\|\s*$/, "");

const bars = at(/\|/y);
const spaces = at(/[ \t]+/y);
const tabs = at(/\t/y);
const wide = at(/ {2,}|\t+/y);

/**
 * Numbers whose thousands are grouped by the same space that stands between cells.
 * @param {string} line
 */
function grouped(line) {
  /** @type {string[]} */
  const out = [];
  for (const cell of spaces(line.trim())) {
    const before = out[out.length - 1];
    const joins = before !== undefined && /^[+-]?[1-9]\d{0,2}(?: \d{3})*$/.test(before);
    if (joins && /^\d{3}(?:[.,]\d+)?$/.test(cell)) out[out.length - 1] = `${before} ${cell}`;
    else out.push(cell);
  }
  return out;
}

/** What no number and no name has: tried even after a refusal. @type {Separator[]} */
export const SIGNS = [
  { name: ">", could: somewhere(/->|=>|→/), cut: at(/\s*(?:->|=>|→)\s*/y) },
  { name: ":", could: somewhere(/: /), cut: at(/\s*:\s+/y) },
];

/** In groups: within one they are compared, and the first group that reads is taken. */
/** @type {Separator[][]} */
export const SEPARATORS = [
  [
    {
      name: "|",
      could: (lines) => lines.filter((line) => line.includes("|")).length > 1,
      cut: (line) => bars(unbarred(line)),
    },
  ],
  [
    {
      name: "\t",
      could: mostly("\t"),
      cut: (line) => tabs(line).map((cell) => cell.replace(/,$/, "")),
    },
  ],
  [{ name: ";", could: mostly(";"), cut: at(/;/y) }],
  [{ name: "&", could: somewhere(/&/), cut: at(/&/y) }],
  [
    { name: ",", could: somewhere(/,/), cut: at(/,/y) },
    { name: ", ", could: somewhere(/, /), cut: at(/, +/y) },
    { name: " ", could: somewhere(/\S[ \t]+\S/), cut: (line) => spaces(line.trim()) },
    { name: "grouped", could: somewhere(/\d +\d{3}\b/), cut: grouped },
    { name: "  ", could: somewhere(/\S {2,}\S/), cut: (line) => wide(line.trim()) },
  ],
  SIGNS,
  [{ name: "whole", could: () => true, cut: (line) => [clean(line)] }],
];
