/**
 * What each line of a paste looks like by itself and beside its neighbors.
 * The one rule: a line that could be two things is what the lines around it are.
 * @typedef {"blank" | "fence" | "code" | "weak" | "log" | "number" | "words"} Look
 */

export const LOG_WORD =
  /(?:\b|_)(?:loss|cost|epochs?|iter(?:ation)?s?|steps?|mse|mae|rmse|error|err|grad(?:ient)?s?|grad_norm|weights?|bias|theta\d?|slope|intercept|val_loss|val_mae)\b/i;
/** A line that opens a block of another language than Python. */
export const FOREIGN =
  /^\s*(?:(?:for|while|if)\s*\(.*\)\s*\{?|(?:for|while)\s+\w+\s*(?:=|in)\s*[\w.]+:[\w.:()]+)\s*;?\s*$|=>\s*\{\s*$/m;
const NUMBER = /[-+−]?(?:\d+(?:\.\d+)*\.?|\.\d+)(?:e[-+]?\d+)?/gi;
const FENCE = /^\s*(?:`{3,}|~{3,})\s*[\w+#.{}-]*\s*$|^\s*\[\/?(?:code|python|quote)[^\]]*\]\s*$/i;
const TAGS = /^\s*(?:<\/?(?:pre|code)\b[^>]*>\s*)+$/i;
const STRONG = [
  /^\s*(?:from\s+[\w.]+\s+import\b|import\s+[\w.]+(?:\s+as\s+\w+)?\s*(?:,|;|#|$))/,
  /^\s*(?:async\s+)?(?:def|class)\s+\w+.*[:(\\]/,
  /^\s*(?:for\s+.+\s+in\s+.+|while\s*\(?.+|if\s+.+|elif\s+.+|with\s+.+|else|try|finally|except.*):\s*(?:#.*|\S.*)?$/,
  /^\s*(?:return|raise|yield|assert|global|nonlocal|del)\b(?:\s+[\w([{'"-].*)?$/,
  /^\s*(?:break|continue|pass)\s*(?:#.*)?$/,
  /^\s*print\s*\(/,
  /^\s*[A-Za-z_][\w.]*(?:\[[^\]]*\])?(?:\.[A-Za-z_]\w*)+\s*\(.*\)?\s*;?\s*(?:#.*)?$/,
  /^\s*(?:>>>|\.\.\.:?|In \[\d*\]:)(?:\s|$)/,
  /^\s*print\s+["'\w(]/,
  /^\s*@\w[\w.]*(?:\(.*\))?\s*$/,
  /^\s*(?:%|!pip)\w+/,
  /^\s*[A-Za-z_][\w.]*(?:\[[^=]*\])?\s*(?:\+|-|\*|\/|@|\*\*|\/\/)=\s*\S/,
  /^\s*[A-Za-z_][\w.]*(?:\[[^=]*\])?(?:\s*,\s*[A-Za-z_*][\w.]*(?:\[[^=]*\])?)*\s*=\s*[^=\s].*[A-Za-z_]\w*\s*(?:[.([]|[-+*/@]\s*\w)/,
];
const WEAK =
  /^\s*[A-Za-z_][\w.]*(?:\[[^=]*\])?(?:\s*,\s*[A-Za-z_]\w*)*\s*(?::\s*\w+\s*)?=\s*[^=\s].*$/;
const FORMULA = /^[^"'#]*(?<![\w.])(?!0x)\d+[a-df-ik-z]\b/i; // 3x is no Python
const MOST_WORDS = 7; // of a line that a program prints
const COMMENT = /^\s*#/;
const PROMPT = /^\s*(?:>>>|In \[\d*\]:)(?:\s|$)/;
const DRESSED =
  /\b(?:tensor|array|Parameter|matrix|nan|inf|NA)\b|\b(?:dtype=[\w.]+|device='?[\w:]+'?|grad_fn=<[^>]*>|requires_grad=\w+)/gi;

/** How many numbers stand in a line. @param {string} line */
export const numbersIn = (line) => line.replace(DRESSED, "").match(NUMBER)?.length ?? 0;

/** A line without what its numbers are: lines of one print are alike. @param {string} line */
export const skeleton = (line) =>
  line
    .replace(NUMBER, (number, at) => (/[A-Za-z_]/.test(line[at - 1] ?? "") ? number : "0"))
    .replace(/\b(?:nan|inf|-inf)\b/gi, "0")
    .replace(/[=━─#>.·█▏▎▍▌▋▊▉\s]+/g, " ")
    .trim();

/** Whether nothing but numbers and what parts them stands in a line. @param {string} line */
function isNumbers(line) {
  // Without a digit: the rule of a table, or its rows that are left out.
  if (!/\d/.test(line))
    return /^(?:[\s|:+=-]*[-=]{3,}[\s|:+=-]*|\s*\.{2,3}(?:\s+\.{2,3})+\s*)$/.test(line);
  const rest = line.replace(DRESSED, "").replace(NUMBER, "");
  return !/[^\s,;|()[\]{}<>/&\\$€£%:+-]/.test(rest);
}

/** By itself. @param {string} line @returns {Look} */
export function lookOf(line) {
  if (!line.trim()) return "blank";
  if (FENCE.test(line) || TAGS.test(line)) return "fence";
  if (isNumbers(line)) return "number";
  if (STRONG.some((form) => form.test(line))) return FORMULA.test(line) ? "words" : "code";
  const logged = LOG_WORD.test(line) && numbersIn(line) > 0 && !/[?]\s*$/.test(line);
  if (logged && line.length < 240) return "log";
  if (/\b(?:nan|inf)\b/i.test(line) && LOG_WORD.test(line) && line.length < 160) return "log";
  if (WEAK.test(line)) return "weak";
  if (COMMENT.test(line)) return "weak";
  return "words";
}

/**
 * How deep in brackets a text ends, and whether in a string of three quotes.
 * @param {string} line @param {{depth: number, quote: string}} before
 */
function after(line, { depth, quote }) {
  let [now, open] = [depth, quote];
  for (let i = 0; i < line.length; i += 1) {
    const three = line.slice(i, i + 3);
    if (open) {
      if (three === open) [open, i] = ["", i + 2];
      continue;
    }
    if (three === '"""' || three === "'''") {
      [open, i] = [three, i + 2];
      continue;
    }
    const letter = line[i];
    if (letter === "#") break;
    if (letter === '"' || letter === "'") {
      const end = line.indexOf(letter, i + 1);
      if (end < 0) break;
      i = end;
    } else if ("([{".includes(letter)) now += 1;
    else if (")]}".includes(letter)) now = Math.max(0, now - 1);
  }
  return { depth: now, quote: open };
}

/** Lines of a print: at least twice in a row, numbers apart. @param {string[]} lines */
function repeated(lines) {
  const forms = lines.map(skeleton);
  const seen = new Map();
  for (const form of forms) seen.set(form, (seen.get(form) ?? 0) + 1);
  return forms.map((form) => form !== "" && (seen.get(form) ?? 0) > 1);
}

/**
 * What each line is: "code", "log", "number", "words", "blank" or "fence".
 * @param {string[]} lines @returns {Look[]}
 */
export function looks(lines) {
  const own = lines.map(lookOf);
  const twice = repeated(lines);
  const prompts = lines.flatMap((line, i) => (PROMPT.test(line) ? [i] : []));
  const [from = Infinity, to = -1] = [prompts[0], prompts[prompts.length - 1]];
  /** @type {Look[]} */
  const found = [];
  let state = { depth: 0, quote: "" };
  for (const [i, line] of lines.entries()) {
    const before = lastOf(found);
    let look = own[i];
    const inside = before === "code" && (state.depth > 0 || state.quote !== "");
    if (i >= from && i <= to) look = look === "blank" ? look : "code";
    else if (inside && look !== "fence") look = "code";
    else {
      state = { depth: 0, quote: "" };
      const beside = alike(lines, i);
      look = settled(look, line, { before, next: nextOf(own, i), twice: twice[i], beside });
    }
    if (look === "code") state = after(line, state);
    found.push(look);
  }
  return found;
}

/** Whether a neighbor is the same but for its numbers. @param {string[]} lines @param {number} i */
function alike(lines, i) {
  const form = skeleton(lines[i]);
  return [i - 1, i + 1].some((j) => lines[j] !== undefined && skeleton(lines[j]) === form);
}

/** A sentence, which may name a loss and a number. @param {string} line */
export function isProse(line) {
  const words = line.match(/(?<![\w.])[a-z]{2,}(?![\w(=])/gi)?.length ?? 0;
  return words > MOST_WORDS || (words > MOST_WORDS / 2 && /[.!?:]\s*$/.test(line));
}

/** @param {Look[]} found */
const lastOf = (found) => found.findLast((look) => look !== "blank") ?? "blank";

/** @param {Look[]} own @param {number} i */
const nextOf = (own, i) => own.slice(i + 1, i + 6).find((look) => look !== "blank") ?? "blank";

/**
 * @param {Look} look @param {string} line
 * @param {{before: Look, next: Look, twice: boolean, beside: boolean}} around twice: the same
 *   form stands elsewhere, beside: right there
 * @returns {Look}
 */
function settled(look, line, { before, next, twice, beside }) {
  const indented = /^(?: {2,}|\t)/.test(line);
  if (look === "weak") {
    if (COMMENT.test(line))
      return before === "code" || next === "code" || next === "weak" ? "code" : "words";
    return "code";
  }
  if (look === "log") {
    const assigned = WEAK.test(line);
    const coded = before === "code" || next === "code" || next === "weak";
    if (assigned && coded && !beside) return "code";
    if (twice) return "log";
    if (isProse(line)) return "words";
    const within = before === "code" && (next === "code" || next === "weak");
    return within && indented ? "code" : "log";
  }
  if (look === "words" && before === "code" && indented) return "code";
  if (look === "words" && /^\s*[)\]}]+,?\s*$/.test(line) && before === "code") return "code";
  return look;
}
