/**
 * What the page knows: the parts of the paste, the fields, and the question that they make.
 * The one rule: a new state is a new object; a part that is corrected keeps its place.
 * @import { Reading } from "../explorer/reading/table.js"
 * @import { Data, Kind, Known, Part, Question } from "./types.js"
 */
import { glance, rateSaid } from "./outline.js";
import { partOf, partsFrom, partsOf, questionOf } from "./parts.js";
import { UNKNOWN, knownIn } from "./question.js";
import { matrixFrom, rowsFrom } from "./reading/data.js";

/**
 * @typedef {object} State
 * @property {string} text of the box, as it was read last
 * @property {Part[]} boxed the parts of the box
 * @property {Part[]} filed the parts of files that are too long for the box
 * @property {Map<string, Kind>} called what the reader calls a piece, by its text
 * @property {Known} known
 */

/** @type {Readonly<State>} */
export const BLANK = Object.freeze({
  text: "",
  boxed: [],
  filed: [],
  called: new Map(),
  known: UNKNOWN,
});

/** @param {State} state */
export const partsIn = ({ boxed, filed }) => [...filed, ...boxed];

/** @param {State} state @param {string} text @returns {State} */
export const withText = (state, text) =>
  text === state.text ? state : { ...state, text, boxed: partsOf(text, state.called) };

/**
 * A file that is too long for the box.
 * @param {State} state @param {string} text @param {string} name @returns {State}
 */
export function withFile(state, text, name) {
  const filed = partsOf(text, state.called).map((part) => ({ ...part, name }));
  return { ...state, filed: [...state.filed.filter((one) => one.name !== name), ...filed] };
}

/**
 * A question that came whole.
 * @param {Question} question @param {string} text for the box @returns {State}
 */
export const fromQuestion = (question, text) => ({
  ...BLANK,
  text,
  boxed: partsFrom(question),
  called: new Map(),
  known: knownIn(question),
});

/** @param {State} state @param {Partial<Known>} patch @returns {State} */
export const withKnown = (state, patch) => ({ ...state, known: { ...state.known, ...patch } });

/**
 * A part in the place of another; null takes it out.
 * @param {State} state @param {Part} old @param {Part | null} next @returns {State}
 */
export function withPart(state, old, next) {
  const put = (/** @type {Part[]} */ parts) =>
    parts.flatMap((part) => (part === old ? (next ?? []) : part));
  return { ...state, boxed: put(state.boxed), filed: put(state.filed) };
}

/** @param {State} state @param {Part} part @param {Kind} kind @returns {State} */
export function calledAs(state, part, kind) {
  const called = new Map(state.called).set(part.text, kind);
  const next = { ...partOf({ ...part, kind }), kind };
  return withPart({ ...state, called }, part, next);
}

/** @param {State} state @param {Part} part @param {number} y @returns {State} */
export function aimedAt(state, part, y) {
  const { data } = part;
  if (!data?.table) return state;
  return withPart(state, part, { ...part, data: rowsFrom(data.table, y) });
}

/** @param {State} state @param {Part} part @param {Reading} reading @returns {State} */
export function chosenAs(state, part, { table }) {
  const data = part.kind === "matrix" ? matrixFrom(table) : rowsFrom(table, table.y);
  return withPart(state, part, { ...part, data });
}

/**
 * The text of the box without a part; null where the part does not stand there as it is.
 * @param {string} text @param {Part} part
 */
export function without(text, part) {
  const at = text.indexOf(part.text);
  if (at < 0) return null;
  const rest = `${text.slice(0, at)}${text.slice(at + part.text.length)}`;
  return rest.replace(/^\s*(?:`{3,}[^\n]*|~{3,}[^\n]*)\n\s*(?:`{3,}|~{3,})\s*$/gm, "").trim();
}

const WORDS = "your words";

/** What a glance reads: of code, or else of words. @param {Part[]} parts */
export function glanced(parts) {
  const code = parts.find(({ kind }) => kind === "code");
  if (code) {
    const { method, rate } = glance(code.text);
    return { reading: { method, learning_rate: rate }, where: "your code" };
  }
  const said = parts.find(({ kind, text }) => kind !== "log" && rateSaid(text) !== null);
  const rate = said ? rateSaid(said.text) : null;
  return { reading: { learning_rate: rate }, where: WORDS };
}

/** All that is known, words included where nothing else tells the rate. @param {State} state */
export function asked(state) {
  const parts = partsIn(state);
  const question = questionOf(parts, state.known);
  const { reading, where } = glanced(parts);
  const rate = reading.learning_rate ?? null;
  if (question.learning_rate !== null || where !== WORDS || rate === null) return question;
  return { ...question, learning_rate: rate };
}

/** @param {Data | null} data */
export const isAsked = (data) => Boolean(data?.asks);
