/**
 * Which names a statement gives a value, and which it changes in another way.
 * The one rule: on the left of a sign stand names, types and sizes alone.
 * @import { Token } from "./tokens.js"
 */

export const ASSIGNS = /^(?:=|<-|:=|:|->)$/;
const LEFT = /^(?:[[\],*&<>]|\|)$/;
const CHANGES = /^(?:\+=|-=|\*=|\/=)$/;
const MUTATES =
  /\.(?:append|extend|insert|remove|pop|sort|reverse|push|add|drop|dropna|fill_|shuffle)$/;

/**
 * The names on the left of a statement, and where its right begins.
 * @param {Token[]} tokens @returns {{names: string[], from: number}}
 */
export function assigned(tokens) {
  const none = { names: [], from: 0 };
  const braced = tokens.findIndex(({ text }) => text === "{");
  const declares = braced > 1 && tokens.slice(0, braced).every(({ type }) => type === "name");
  if (declares) return { names: [tokens[braced - 1].text], from: braced }; // C++: vector x{1, 2}
  const sign = signOf(tokens);
  const left = tokens.slice(0, Math.max(0, sign));
  const names = left.filter(({ type }) => type === "name");
  if (!names.length || isItem(left, names.length)) return none;
  const listed = left.some(({ text }) => text === ",");
  const kept = listed ? names : [nameOf(tokens, left, names)];
  return { names: kept.map(({ text }) => text.replace(/^[$@]/, "")), from: sign + 1 };
}

/**
 * The place of the sign; behind a type that a colon announces, if there is one.
 * @param {Token[]} tokens
 */
function signOf(tokens) {
  const isLeft = (/** @type {Token} */ { type, text }) =>
    type === "name" || type === "number" || LEFT.test(text);
  const isSign = (/** @type {Token} */ { type, text }) => type === "op" && ASSIGNS.test(text);
  const first = tokens.findIndex((token) => !isLeft(token));
  if (first < 0 || !isSign(tokens[first])) return -1;
  const second = tokens.findIndex((token, i) => i > first && !isLeft(token));
  const typed = tokens[first].text === ":" && second > 0 && tokens[second].text === "=";
  return typed ? second : first;
}

/**
 * Whether a value is put into a list that is there: y[0].
 * @param {Token[]} left @param {number} names
 */
const isItem = (left, names) => names === 1 && left.some(({ text }) => text === "[");

/**
 * The name before a colon, else the last.
 * @param {Token[]} tokens @param {Token[]} left @param {Token[]} names
 */
function nameOf(tokens, left, names) {
  const colon = tokens.slice(0, left.length).findIndex(({ text }) => text === ":");
  return colon > 0 ? tokens[colon - 1] : names[names.length - 1];
}

/**
 * Names that a statement changes which is not computed.
 * @param {Token[]} tokens @param {string[]} names on its left
 */
export function changedBy(tokens, names) {
  const [first, second] = tokens;
  const methods = tokens.filter(({ type, text }) => type === "name" && MUTATES.test(text));
  const shifted = tokens.filter((_, i) => CHANGES.test(tokens[i + 1]?.text ?? ""));
  const item = second?.text === "[" && tokens.some(({ text }) => text === "=") ? [first] : [];
  return [...names, ...[...methods, ...shifted, ...item].map(({ text }) => text)].map(
    (name) => name.split(/[.$]/)[0],
  );
}
