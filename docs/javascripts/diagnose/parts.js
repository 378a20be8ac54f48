/**
 * The parts of a paste, each with what it holds, and the question that they make together.
 * The one rule: a part says what it gives to the question, and gives no more.
 * @import { Data, Kind, Known, Part, Piece, Question } from "./types.js"
 */
import { writtenAll } from "../explorer/reading/table.js";
import { split } from "./kinds.js";
import { counted, ofCode, ofLog, linesIn, rateSaid } from "./outline.js";
import { EMPTY, VERSION, cleaned } from "./question.js";
import { dataIn, dataInProgram } from "./reading/data.js";

/** @type {Record<Kind, string>} */
export const KINDS = {
  data: "Data",
  matrix: "Matrix A and b",
  code: "Code",
  log: "Printed lines",
  words: "Words",
};

/**
 * The parts of a text; `called` is what the reader calls a piece, by its text.
 * @param {string} text @param {Map<string, Kind>} called @returns {Part[]}
 */
export const partsOf = (text, called) =>
  split(text).map((piece) => partOf({ ...piece, kind: called.get(piece.text) ?? piece.kind }));

/** @param {Piece} piece @returns {Part} */
export function partOf(piece) {
  const { kind, text } = piece;
  if (kind === "log" || kind === "words") return { ...piece, data: null };
  if (kind === "code") return { ...piece, data: dataInProgram(text) };
  const data = dataIn(text, kind === "matrix");
  return { ...piece, kind: data.matrix ? "matrix" : kind, data };
}

/**
 * What a part is, in a few words: its title, and how it was read.
 * @param {Part} part @returns {{title: string, says: string, wrong: boolean}}
 */
export function describe({ kind, text, data, name }) {
  const title = name ? `${KINDS[kind]}, ${name}` : KINDS[kind];
  if (kind === "code") {
    const within = data ? ` · data in it: ${data.says}` : "";
    return { title, says: `${ofCode(text)}${within}`, wrong: false };
  }
  if (kind === "log") return { title, says: ofLog(text), wrong: false };
  if (kind === "words") {
    const rate = rateSaid(text);
    const says = rate === null ? "left out" : `left out but for the learning rate ${rate}`;
    return { title, says: `${counted(linesIn(text), "line")}, ${says}`, wrong: false };
  }
  const wrong = Boolean(data?.problem);
  return { title, says: data?.problem || data?.says || data?.asks?.asks || "", wrong };
}

/** The part whose data the question takes. @param {Part[]} parts */
const withData = (parts) =>
  parts.find(({ kind, data }) => kind !== "code" && (data?.rows || data?.matrix)) ??
  parts.find(({ data }) => data?.rows || data?.matrix);

/** Part that must be answered or mended first. @param {Part[]} parts */
export const undecided = (parts) => parts.find(({ data }) => data && !data.rows && !data.matrix);

/** @param {Part[]} parts @param {Kind} kind */
const texts = (parts, kind) =>
  parts
    .filter((part) => part.kind === kind)
    .map(({ text }) => text)
    .join("\n\n");

/** @param {Part[]} parts @param {Known} known @returns {Question} */
export function questionOf(parts, known) {
  const { kind, data = null } = withData(parts) ?? {};
  return cleaned({
    ...EMPTY,
    ...known,
    v: VERSION,
    rows: data?.rows ?? null,
    matrix: data?.matrix ?? null,
    in_code: kind === "code",
    log: texts(parts, "log"),
    code: texts(parts, "code"),
  });
}

/** What the other data parts are told. @param {Part[]} parts */
export const spare = (parts) => {
  const used = withData(parts);
  return parts.filter((part) => part !== used && (part.data?.rows || part.data?.matrix));
};

/** @param {Question} question @param {Data} data @returns {Data} */
const given = ({ rows, matrix }, data) => ({ ...data, rows, matrix });

/**
 * The parts of a question that came in a link, read as they were meant.
 * @param {Question} question
 */
export function partsFrom(question) {
  const { rows, matrix, moments, log, code } = question;
  /** @type {Part[]} */
  const parts = [];
  /** @type {Data} */
  const none = { rows, matrix, says: "", problem: "", table: null, y: 0, asks: null };
  if (rows) {
    const { X, y, names } = rows;
    const text = writtenAll(
      names.map((name, j) => [name, X.map((row) => row[j])]),
      y,
    );
    const says = `${counted(y.length, "row")}; the features are ${names.join(", ")}.`;
    parts.push({ kind: "data", text, data: given(question, { ...none, says }) });
  }
  if (matrix) {
    const { A, b } = matrix;
    const text = `A = ${JSON.stringify(A)}\nb = ${JSON.stringify(b)}`;
    const says = `A is ${A.length} × ${A[0].length}; no intercept is added.`;
    parts.push({ kind: "matrix", text, data: given(question, { ...none, says }) });
  }
  if (log.trim()) parts.push({ kind: "log", text: log, data: null });
  const alone = !rows && !matrix && !moments;
  if (code.trim()) {
    parts.push({ kind: "code", text: code, data: alone ? dataInProgram(code) : null });
  }
  return parts;
}

/** The parts as one text for the box: code within fences. @param {Part[]} parts */
export const written = (parts) =>
  parts
    .map(({ kind, text }) => (kind === "code" || kind === "log" ? `\`\`\`\n${text}\n\`\`\`` : text))
    .join("\n\n");
