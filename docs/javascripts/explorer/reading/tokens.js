/**
 * Code of any language in tokens: numbers, names, strings, operators, ends of lines.
 * The one rule: a number that languages read differently is refused, not read.
 *
 * @typedef {"number" | "name" | "string" | "op" | "newline" | "end"} Type
 * @typedef {{type: Type, text: string, value: number, space: boolean, line: number,
 *   at: number}} Token
 */
import { isExact } from "./numerals.js";

/** What cannot be read; its message is for the reader. */
export class Trouble extends Error {}

const SPACE = /[ \t]+/y;
const NEWLINE = /\n/y;
const CONTINUED = /(?:\\|\.\.\.)[ \t]*(?:%[^\n]*)?\n/y;
const COMMENT = /#[^\n]*|\/\*[^]*?\*\/|\(\*[^]*?\*\)|--(?= )[^\n]*/y;
const SLASHES = /\/\/[^\n]*/y;
const PERCENT = /%[^\n]*/y;
const NUMBER =
  /(?:\d[\d_]*(?:\.(?![.A-Za-z*/^'])[\d_]*|\.(?=[eEdD][+-]?\d))?|\.\d[\d_]*)(?:[eEdD][+-]?\d+|\*\^[+-]?\d+)?/y;
const SUFFIX = /(?:[LlFfDdMmUu]|ll|LL|[fiu](?:8|16|32|64|128))?(?![\w])/y;
const STRING = /(?:[rbfu]{0,2})("""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\[^])*"|`[^`]*`)/iy;
const LINES = /"[^"\\]*"|'[^'\\]*'/y; // a table in a string, after = or a bracket
const SINGLE = /(?:[rbfu]{0,2})'(?:[^'\\\n]|\\[^])*'/iy;
const NAME =
  /[A-Za-z_$@\u00C0-\u024F\u0370-\u03FF][\w$\u00C0-\u024F\u0370-\u03FF]*(?:(?:\.|::|->)[A-Za-z_][\w$]*)*!?/y;
const TEMPLATE = /<[\w:., ]+(?:<[\w:., ]+>)?>(?=\s*[([{\w])/y;
const OP = /\*\*|<-|->|=>|:=|==|!=|<=|>=|\/\/|\.\*|\.\/|\.\^|\+=|-=|\*=|\/=|%>%|\|>|[^\s]/y;

/** @param {RegExp} form sticky @param {string} text @param {number} i */
function match(form, text, i) {
  form.lastIndex = i;
  return form.exec(text)?.[0] ?? "";
}

/**
 * Whether a value could end here, so that a quote turns it over.
 * @param {Token | undefined} token
 */
const isEnd = (token) =>
  token !== undefined &&
  (token.type === "number" || token.type === "name" || /^[\])}']$/.test(token.text));

/**
 * @param {string} given @param {boolean} [percent] a percent sign begins a comment
 * @returns {Token[]}
 */
export function tokensOf(given, percent = false) {
  const text = given.replace(/\(\//g, "[").replace(/\/\)/g, "]");
  /** @type {Token[]} */
  const tokens = [];
  let [i, line, space] = [0, 1, false];
  const push = (/** @type {Type} */ type, /** @type {string} */ written, value = 0) => {
    tokens.push({ type, text: written, value, space, line, at: i });
  };
  while (i < text.length) {
    const before = tokens[tokens.length - 1];
    const skipped =
      match(SPACE, text, i) || continued(text, i, tokens) || comment(text, i, before, percent);
    if (skipped) {
      line += skipped.split("\n").length - 1;
      i += skipped.length;
      space = true;
      continue;
    }
    const written =
      match(NEWLINE, text, i) ||
      string(text, i, before, space) ||
      match(NUMBER, text, i) ||
      match(NAME, text, i) ||
      match(OP, text, i);
    let length = written.length;
    if (written === "\n") push("newline", written);
    else if (/^[rbfu]{0,2}["'`]/i.test(written) && written.length > 1)
      push("string", unquoted(written));
    else if (/^\.?\d/.test(written)) {
      push("number", written, numberOf(written));
      length += suffix(text, i + length, written);
    } else if (new RegExp(NAME.source).test(written[0] ?? "")) {
      push("name", written.replaceAll("::", "."));
      length += match(TEMPLATE, text, i + length).length;
    } else push("op", written);
    line += written.split("\n").length - 1;
    i += Math.max(1, length);
    space = written === "\n";
  }
  push("end", "");
  return tokens;
}

/** A line that goes on; dots go on only where something is assigned. */
function continued(
  /** @type {string} */ text,
  /** @type {number} */ i,
  /** @type {Token[]} */ tokens,
) {
  const found = match(CONTINUED, text, i);
  return found.startsWith(".") && !tokens.some((one) => one.text === "=") ? "" : found;
}

/**
 * @param {string} text @param {number} i @param {Token | undefined} before
 * @param {boolean} percent
 */
function comment(text, i, before, percent) {
  const free = !before || before.type === "newline" || /^[,;[{(\])}]$/.test(before.text);
  return (
    match(COMMENT, text, i) ||
    (free || /\/\/\s+[A-Za-z]/y.test(text.slice(i, i + 4)) ? match(SLASHES, text, i) : "") ||
    ((free || percent) && !/%>%/.test(text.slice(i, i + 3)) ? match(PERCENT, text, i) : "")
  );
}

/**
 * @param {string} text @param {number} i @param {Token | undefined} before @param {boolean} space
 */
function string(text, i, before, space) {
  const double = match(STRING, text, i);
  if (double) return double;
  const turned = text[i] === "'" && !space && isEnd(before);
  const single = turned || /[A-Za-z]/.test(text[i - 1] ?? "") ? "" : match(SINGLE, text, i);
  return single || (before && /^[=(]$/.test(before.text) ? match(LINES, text, i) : "");
}

/** @param {string} written */
function unquoted(written) {
  const bare = written.replace(/^[rbfu]{0,2}/i, "");
  const wide = /^("""|''')/.test(bare) ? 3 : 1;
  return bare.slice(wide, -wide).replaceAll("\\n", "\n").replaceAll("\\t", "\t");
}

/** @param {string} written */
function numberOf(written) {
  const plain = written.replaceAll("_", "").replace(/\*\^|[dD]/, "e");
  if (/^0\d/.test(plain)) {
    throw new Trouble(
      `The number ${written} begins with zero: leave out commas between thousands.`,
    );
  }
  if (!isExact(plain)) {
    throw new Trouble(`${written} is a whole number beyond 2^53, which no float64 holds exactly.`);
  }
  return Number(plain);
}

/** @param {string} text @param {number} i @param {string} written */
function suffix(text, i, written) {
  const found = match(SUFFIX, text, i);
  if (!found && /[A-Za-z_]/.test(text[i] ?? "")) {
    throw new Trouble(`“${written}${text.slice(i, i + 5).split(/\s/)[0]}” is not a number.`);
  }
  return found.length;
}
