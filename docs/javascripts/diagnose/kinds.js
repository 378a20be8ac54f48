/**
 * What a paste is made of: data, code, printed lines, words.
 * The one rule: nothing of a paste is lost; what is not understood stands as words, and every
 * piece may be called something else by the reader.
 * @import { Answer } from "../explorer/reading/table.js"
 * @import { Kind, Piece } from "./types.js"
 * @import { Line } from "./reading/dressing.js"
 * @import { Look } from "./reading/lines.js"
 */
import { paired } from "./reading/dressing.js";
import { FOREIGN, LOG_WORD, isProse, lookOf, looks, numbersIn, skeleton } from "./reading/lines.js";
import { isLongTable, readAny as read } from "./reading/quick.js";

const PROGRAM =
  /^\s*(?:>>> ?|\.\.\.:? ?|In \[\d*\]: ?)?\s*(?:for|while|def|class|with|if)\b.*:|\.(?:backward|step|fit|zero_grad|train|minimize)\(|\b(?:nn|optim|keras|tf)\.|^\s*[\w.[\]:, ]+[-+]=/m;
const NOTEBOOK = /^\s*\{[\s\S]*"cells"\s*:[\s\S]*"cell_type"/;
const CLOSES = /^\s*(?:\}|end\b)/; // a block of another language
const CALL = /^\s*[\w.]+\(.*\)\s*;?\s*$/;
const ASIDE = /^\s*(?:\/\/|\/?\*|%|#)/; // a comment of theirs
const LEAST_LOG = 3; // lines of one number each
const LEAST_DATA = 2; // rows
const MOST_WEAK = 3; // lines that may be formulas of a text
const SHARE = 0.8; // of the lines of numbers that are rows, if all is one table
const OF_A_RUN =
  /^(?:w\d*|weights?|b\d*|bias|theta\d*|m|c|slope|intercept|d[wbm]|grad\w*|\w*loss|cost|epochs?|iter\w*|steps?|lr)$/i;

/** @typedef {{look: Look, lines: Line[]}} Run lines of one look */

/** @param {string} text @returns {Piece[]} */
export function split(text) {
  const given = text.replace(/\r\n?/g, "\n");
  if (!given.trim()) return [];
  if (isLongTable(given)) return [{ kind: "data", text: given }];
  if (NOTEBOOK.test(given)) return [{ kind: "code", text: given }];
  const lines = paired(given.split("\n"));
  const whole = asOne(bareOf(lines));
  if (whole) return [{ kind: whole, text: bareOf(lines) }];
  const pieces = fenced(lines).flatMap((part) => piecesOf(part.lines, part.inside));
  return joined(pieces.filter((piece) => piece.text.trim()));
}

/** @param {Line[]} lines */
const bareOf = (lines) => lines.map(({ bare }) => bare).join("\n");

/** The kind of a text that is one thing, or null. @param {string} text @returns {Kind | null} */
function asOne(text) {
  const lines = text.split("\n");
  const own = lines.map(lookOf);
  if (own.includes("fence")) return null;
  const filled = lines.filter((line) => line.trim());
  const forms = new Set(filled.map(skeleton));
  const logs = own.filter((look) => look === "log").length;
  if (logs >= 2 && logs === filled.length && forms.size < filled.length) return "log";
  if (filled.length >= LEAST_LOG && filled.every((line) => single(line))) return "log";
  if (PROGRAM.test(text) || FOREIGN.test(text)) return null;
  if (logs > 1 && logs > filled.length / 4) return null;
  const answer = read(text);
  if (answer.kind === "question") return "data";
  const numeric = own.filter((look) => look === "number").length;
  const { length: rows } = answer.kind === "table" ? answer.columns[0].values : [];
  if (answer.kind === "table" && rows >= SHARE * numeric)
    return isLogTable(answer) ? "log" : "data";
  const others = own.filter((look) => look === "words" || look === "weak").length;
  return numeric > filled.length / 2 && others < 2 ? "data" : null;
}

/** One number and nothing else. @param {string} line */
const single = (line) => lookOf(line) === "number" && numbersIn(line) === 1;

/** A table of a run: its columns are called so. @param {Extract<Answer, {kind: "table"}>} table */
function isLogTable({ columns }) {
  const named = columns.filter(({ name }) => name);
  const lossy = named.some(({ name }) => /\b(?:loss|cost)\b/i.test(name));
  return named.length >= 2 && (lossy || named.every(({ name }) => OF_A_RUN.test(name)));
}

/** Lines inside fences apart from those outside. @param {Line[]} lines */
function fenced(lines) {
  /** @type {{lines: Line[], inside: boolean}[]} */
  const parts = [{ lines: [], inside: false }];
  for (const line of lines) {
    const last = parts[parts.length - 1];
    if (lookOf(line.raw) === "fence" || lookOf(line.bare) === "fence") {
      parts.push({ lines: [], inside: !last.inside });
    } else last.lines.push(line);
  }
  // A last fence that is never closed: what follows is inside all the same.
  return parts.filter((part) => part.lines.some(({ raw }) => raw.trim()));
}

/** @param {Line[]} lines @param {boolean} inside @returns {Piece[]} */
function piecesOf(lines, inside) {
  const here = paired(lines.map(({ bare }) => bare)).map(({ bare }, i) => ({
    raw: lines[i].raw,
    bare,
  }));
  const whole = inside ? asOne(bareOf(here)) : null;
  if (whole) return [{ kind: whole, text: bareOf(here) }];
  const [from, to] = foreignIn(here.map(({ bare }) => bare));
  if (from < to)
    return [
      ...piecesOf(lines.slice(0, from), inside),
      { kind: "code", text: trimmed(here.slice(from, to), "raw") },
      ...piecesOf(lines.slice(to), inside),
    ];
  return runs(here).map((run) => {
    const kind = kindOf(run, inside);
    return { kind, text: trimmed(run.lines, kind === "code" ? "raw" : "bare") };
  });
}

/**
 * From where to where a program of another language stands: all lines up to its last block,
 * but for sentences before it, and what follows at once and is no print.
 * @param {string[]} lines
 */
function foreignIn(lines) {
  const opened = lines.findIndex((line) => FOREIGN.test(line));
  const closed = lines.findLastIndex((line) => CLOSES.test(line));
  const told = lines
    .slice(0, closed + 1)
    .findLastIndex((line) => !ASIDE.test(line) && isProse(line));
  if (opened < 0 || closed < opened || told > opened) return [0, 0];
  const rest = lines.slice(closed + 1);
  const own = looks(rest);
  const printed = rest.findIndex(
    (line, i) => own[i] !== "code" && own[i] !== "weak" && !CALL.test(line),
  );
  return [told + 1, printed < 0 ? lines.length : closed + 1 + printed];
}

/** @param {Line[]} lines @param {"raw" | "bare"} form */
const trimmed = (lines, form) =>
  lines
    .map((line) => line[form])
    .join("\n")
    .replace(/^(?:[^\S\n]*\n)+|\s+$/g, "");

/** Neighbors of one look together, blank lines with them. @param {Line[]} lines */
function runs(lines) {
  const bare = lines.map((line) => line.bare);
  const all = looks(bare);
  const first = all.find((look) => look !== "blank") ?? "words";
  /** @type {Run[]} */
  const found = [];
  for (const [i, line] of lines.entries()) {
    const look = all[i];
    const last = found[found.length - 1];
    if (look === "blank") {
      // What was taken away as dressing is not lost.
      if (last) last.lines.push(line);
      else if (line.raw.trim()) found.push({ look: first, lines: [line] });
      continue;
    }
    if (last && (last.look === look || carries(last, look, bare, all, i))) last.lines.push(line);
    else found.push({ look, lines: [line] });
  }
  return withHeads(found);
}

/**
 * Whether a line goes with code that is not at its end: words or numbers amid a program.
 * @param {Run} last @param {Look} look @param {string[]} lines @param {Look[]} all
 * @param {number} i
 */
function carries(last, look, lines, all, i) {
  if (last.look !== "code" || look === "fence") return false;
  if (look === "words") {
    const tight = i > 0 && lines[i - 1].trim() !== "" && all[i + 1] === "code";
    return tight && lines[i].length < 100 && !/[.?!]\s*$/.test(lines[i]);
  }
  return look === "log" && /^\s{2,}/.test(lines[i]) && all[i + 1] === "code";
}

/** The head of a table belongs to its rows. @param {Run[]} found */
function withHeads(found) {
  /** @type {Run[]} */
  const out = [];
  for (const run of found) {
    const before = out[out.length - 1];
    if (run.look === "number" && before && before.look !== "code") {
      const at = before.lines.findLastIndex(({ bare }) => bare.trim());
      if (at >= 0 && isHead(before.lines[at].bare, run.lines[0].bare)) {
        const moved = before.lines.splice(at);
        if (!before.lines.some(({ bare }) => bare.trim())) out.pop();
        out.push({ look: "number", lines: [...moved, ...run.lines] });
        continue;
      }
    }
    out.push(run);
  }
  return out;
}

/** @param {string} head @param {string} row */
function isHead(head, row) {
  const cells = (/** @type {string} */ line) =>
    line
      .trim()
      .replace(/^\||\|$/g, "")
      .split(/\t|\||;|,\s*|\s{2,}/).length;
  const count = cells(row) > 1 ? cells(row) : numbersIn(row);
  const words = cells(head) > 1 ? cells(head) : head.trim().split(/\s+/).length;
  const rule = /^[\s|:+=-]+$/.test(row);
  return words > 1 && (words === count || words + 1 === count || rule) && !/[.?!:]\s*$/.test(head);
}

/** @param {Run} run @param {boolean} inside of a fence @returns {Kind} */
function kindOf({ look, lines }, inside) {
  const text = trimmed(lines, "bare");
  const filled = lines.map(({ bare }) => bare).filter((line) => line.trim());
  if (look === "log") return "log";
  if (look === "code") {
    if (isDataAlone(text)) return "data";
    const sure =
      inside || filled.length > MOST_WEAK || filled.some((one) => lookOf(one) === "code");
    return sure ? "code" : "words";
  }
  if (look === "number") {
    const [first] = filled;
    if (LOG_WORD.test(first) && /\b(?:loss|cost|epoch|iter)/i.test(first)) return "log";
    if (filled.every(single)) return filled.length >= LEAST_LOG ? "log" : "words";
    return filled.length >= LEAST_DATA || numbersIn(text) > 3 ? "data" : "words";
  }
  if (inside) return "code";
  return look === "words" && isDataInWords(text) ? "data" : "words";
}

/** Lists without a program. @param {string} text */
function isDataAlone(text) {
  if (PROGRAM.test(text)) return false;
  return read(text).kind !== "refusal";
}

/** Sentences that name all numbers of x and of y. @param {string} text */
function isDataInWords(text) {
  return numbersIn(text) > 5 && read(text).kind === "table";
}

/** Neighbors of one kind that only a blank or a fence parts. @param {Piece[]} pieces */
function joined(pieces) {
  /** @type {Piece[]} */
  const out = [];
  for (const piece of pieces) {
    const last = out[out.length - 1];
    if (last && last.kind === piece.kind && piece.kind !== "data") {
      last.text = `${last.text}\n\n${piece.text}`;
    } else out.push({ ...piece });
  }
  return out;
}
