/**
 * A question as the text of a link.
 * The one rule: a link that is too long for a forum loses rows before anything else, and the
 * page says what it holds.
 * @import { Question } from "./types.js"
 */
import { LinkError, deflate, inflate } from "../explorer/state/packing.js";
import { EMPTY, VERSION, cleaned, lost, momentsOf } from "./question.js";

export { LinkError };

export const MOST_LINK = 8000; // characters that forums take, address and all
export const MOST_OUTPUT = 262_144; // bytes that a link may unpack to
const DAMAGED = "This link is damaged, so there is nothing to diagnose in it: ask for it again.";
const NEWER = "This link is from a newer version of the site: reload the page to get it.";
const TOO_LONG =
  `No link of ${MOST_LINK.toLocaleString("en-US")} characters can hold this: share it as a file, ` +
  "or take out what the run does not need.";

/**
 * What a link may hold in place of the whole, and in which words that is said.
 * @type {{says: string, reduce: (question: Question) => Question | null}[]}
 */
const SMALLER = [
  { says: "The link holds everything that you gave.", reduce: (question) => question },
  {
    says:
      "These rows are too many for a link of forums, so the link holds n, mean, standard " +
      "deviation and correlation in their place.",
    reduce: (question) => {
      const moments = question.rows && momentsOf(question.rows);
      return moments && { ...question, rows: null, moments };
    },
  },
  {
    says:
      "This is too much for a link of forums: the link holds it without the rows. Share the " +
      "data as a file beside it.",
    reduce: (question) =>
      question.code || question.log ? { ...question, rows: null, matrix: null } : null,
  },
];

/** Without the data that are read from the code again. @param {Question} question */
const bare = (question) =>
  question.in_code ? { ...question, rows: null, matrix: null, in_code: false } : question;

/** @param {Question} question */
async function packed(question) {
  const { X = [] } = question.rows ?? {};
  if (X.length * (X[0]?.length ?? 0) > MOST_OUTPUT / 2) throw new LinkError(TOO_LONG);
  const kept = Object.entries(question).filter(
    ([key, value]) => value !== /** @type {any} */ (EMPTY)[key],
  );
  const text = JSON.stringify(Object.fromEntries(kept));
  return deflate(text, { most: MOST_OUTPUT, tooLong: TOO_LONG });
}

/**
 * `#d=1.…`, and what it holds. Throws a LinkError if no link can hold it.
 * @param {Question} question @param {number} [room] characters that the rest of the address takes
 */
export async function encode(question, room = 100) {
  for (const [place, { says, reduce }] of SMALLER.entries()) {
    const less = reduce(bare(question));
    if (!less) continue;
    const text = await packed(less).catch((error) => {
      if (error instanceof LinkError) return null;
      throw error;
    });
    const fragment = `#d=${text}`;
    if (text !== null && fragment.length + room <= MOST_LINK) {
      return { fragment, says, whole: place === 0 };
    }
  }
  throw new LinkError(TOO_LONG);
}

/** Whether a fragment is a link of ours, whole or damaged. @param {string} fragment */
export const isLink = (fragment) => /^#?d=/.test(fragment);

/**
 * The question of a fragment, with or without its `#d=`. Never throws.
 * @param {string} fragment @returns {Promise<{question: Question | null, problem: string}>}
 */
export async function decode(fragment) {
  try {
    const text = await inflate(String(fragment).replace(/^#?(d=)?/, ""), {
      most: MOST_OUTPUT,
      damaged: DAMAGED,
    });
    const raw = JSON.parse(text);
    if (typeof raw !== "object" || raw === null || Array.isArray(raw)) throw new LinkError(DAMAGED);
    if ((raw.v ?? VERSION) > VERSION) throw new LinkError(NEWER);
    const question = cleaned(raw);
    const gone = lost(raw, question);
    const problem = gone.length
      ? `This link holds something that is no value of ${gone.join(", ")}: that is left out.`
      : "";
    return { question, problem };
  } catch (error) {
    return { question: null, problem: error instanceof LinkError ? error.message : DAMAGED };
  }
}
