/**
 * Any text that a reader posts, as a table, a question or a refusal.
 * The one rule: the first form that knows the text reads it, and each form knows its own.
 * @import { Answer } from "./table.js"
 */
import { tableIn } from "./blocks.js";
import { plain } from "./characters.js";
import { inCode } from "./code.js";
import { labeled } from "./labels.js";
import { linesOf } from "./lines.js";
import { markedUp } from "./markup.js";
import { printed } from "./prints.js";
import { inSentences } from "./sentences.js";
import { refusal } from "./table.js";

const MOST_DEPTH = 3;
/** From the surest sign to none. @type {((text: string, again: Read) => Answer | null)[]} */
const FORMS = [markedUp, printed, inCode, labeled, inSentences];

/** @typedef {(text: string) => Answer} Read */

/** @type {Read} */
export const read = (text) => readIn(text, 0);

/** @param {string} text @param {number} depth of texts within texts @returns {Answer} */
function readIn(text, depth) {
  const given = plain(text);
  if (!given.trim()) return refusal("Paste two columns first: x and y, one point a row.");
  for (const form of FORMS) {
    const answer = depth < MOST_DEPTH ? form(given, (inner) => readIn(inner, depth + 1)) : null;
    if (answer) return answer;
  }
  const { lines, problem, count } = linesOf(given);
  return problem ? refusal(problem) : tableIn(lines, count);
}
