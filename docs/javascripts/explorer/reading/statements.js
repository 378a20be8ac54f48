/**
 * Code as statements, and the values that they give to names.
 * The one rule: a statement that changes a name in a way not computed here is kept as such,
 * so that nobody takes the value before it for the last.
 * @import { Token } from "./tokens.js"
 * @import { Language, Value } from "./values.js"
 */
import { ASSIGNS, assigned, changedBy } from "./assignments.js";
import { Reader } from "./expression.js";
import { Trouble, tokensOf } from "./tokens.js";
import { arrayed, isList, list } from "./values.js";

/**
 * @typedef {{name: string, value: Value}} Binding name: "" of a bare value
 * @typedef {{bindings: Binding[], changed: Map<string, string>, notes: string[],
 *   trouble: string}} Run changed: names, and what changes them
 */

const MOST_DEPTH = 20; // brackets within brackets
const OPENS = /^[([{]$/;
const CLOSES = /^[)\]}]$/;
const BLOCK = /^(?:for|while|if|def|class|function|return|else|elif|with|public|void|int main)$/;

/** @param {string} text @returns {Language} */
export function languageOf(text) {
  if (/<-|\bc\(|data\.frame|\btibble|\btribble|\blibrary\(/.test(text)) return "r";
  if (
    /\bimport\b|\b(?:np|torch|pd|plt)\.|\bdef \w|\bprint\(|\bfor \w+(?:, \w+)* in\b|\blen\(/.test(
      text,
    )
  )
    return "python";
  return /^\s*%|\]'?;|\d\s*;\s*\d|\.[*^/]|^\s*(?:clc|clear)\b|\]'/m.test(text) ? "matlab" : "";
}

/** @param {string} text @returns {Run} */
export function run(text) {
  /** @type {Run} */
  const out = { bindings: [], changed: new Map(), notes: [], trouble: "" };
  /** @type {Token[]} */
  let tokens;
  const language = languageOf(text);
  try {
    tokens = tokensOf(text, language === "matlab");
    if (depthOf(tokens) > MOST_DEPTH) throw new Trouble("The brackets stand too deep.");
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    return { ...out, trouble: error.message };
  }
  /** @type {Map<string, Value>} */
  const scope = new Map();
  for (const statement of statementsOf(tokens)) {
    const ended = [...statement, { ...statement[0], type: /** @type {const} */ ("end"), text: "" }];
    execute(ended, scope, language, out, text);
  }
  return out;
}

/** How many brackets stand within each other. @param {Token[]} tokens */
function depthOf(tokens) {
  let [depth, most] = [0, 0];
  for (const { type, text } of tokens) {
    if (type === "op" && OPENS.test(text)) depth += 1;
    if (type === "op" && CLOSES.test(text)) depth = Math.max(0, depth - 1);
    most = Math.max(most, depth);
  }
  return most;
}

/**
 * Tokens in statements: a line or a semicolon ends one, where no bracket is open.
 * @param {Token[]} tokens @returns {Token[][]}
 */
function statementsOf(tokens) {
  /** @type {Token[][]} */
  const all = [];
  /** @type {Token[]} */
  let current = [];
  let depth = 0;
  const close = () => {
    if (current.length) all.push(current);
    current = [];
  };
  tokens.forEach((token, i) => {
    const { text, type } = token;
    const op = type === "op";
    if (op && text === "{" && !depth && opensBlock(current, tokens[i + 1])) return close();
    if (op && CLOSES.test(text) && depth === 0) return close();
    if (op && OPENS.test(text)) depth += 1;
    if (op && CLOSES.test(text)) depth -= 1;
    const last = current[current.length - 1];
    const open = last?.type === "op" && /^(?:=|<-|[-+*/,])$/.test(last.text);
    if (depth === 0 && ((type === "newline" && !open) || (op && text === ";"))) return close();
    if (type === "end") return close();
    if (type === "newline" && depth === 0) return;
    current.push(token);
  });
  return all;
}

/**
 * Whether a brace opens a block of statements, and no list.
 * @param {Token[]} current @param {Token} next
 */
function opensBlock(current, next) {
  if (!current.length || current.some(({ text }) => ASSIGNS.test(text))) return false;
  const before = current[current.length - 1];
  return (
    before.text === ")" ||
    (before.type === "name" && !/^(?:number|string)$/.test(next.type) && next.text !== "{")
  );
}

/**
 * @param {Token[]} tokens @param {Map<string, Value>} scope @param {Language} language
 * @param {Run} out @param {string} text
 */
function execute(tokens, scope, language, out, text) {
  const target = assigned(tokens);
  try {
    const parser = new Reader(tokens, scope, language);
    parser.i = target.from;
    const first = parser.expression();
    const values = [first];
    while (parser.now.text === ",") {
      parser.i += 1;
      values.push(parser.expression());
    }
    const end = parser.now;
    if (end.text === "->" && tokens[parser.i + 1]?.type === "name") {
      return bind([tokens[parser.i + 1].text], values, scope, out);
    }
    if (end.type !== "end") throw new Trouble(`${end.text} was not expected.`);
    bind(target.names, values, scope, out);
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    salvage(tokens, scope, language, out, { names: target.names, message: error.message, text });
  }
}

/**
 * @param {string[]} names @param {Value[]} values @param {Map<string, Value>} scope
 * @param {Run} out
 */
function bind(names, values, scope, out) {
  const parts =
    names.length > 1 && values.length === 1 && isList(values[0]) ? values[0].items : values;
  if (names.length > 1 && names.length === parts.length) {
    names.forEach((name, i) => bind([name], [parts[i]], scope, out));
    return;
  }
  const value = values.length > 1 ? list(values) : values[0];
  const [name = ""] = names.slice(-1);
  if (name) {
    if (isList(scope.get(name) ?? NaN) && isList(value)) {
      out.notes.push(`${name} is given twice, and the last is taken`);
    }
    scope.set(name, value);
    out.changed.delete(name);
    out.bindings = out.bindings.filter((one) => one.name !== name);
    out.bindings.push({ name, value });
  } else if (typeof value === "object") out.bindings.push({ name, value });
}

/**
 * Literals within a statement that is not computed, with the names before them.
 * @param {Token[]} tokens @param {Map<string, Value>} scope @param {Language} language
 * @param {Run} out
 * @param {{names: string[], message: string, text: string}} failure
 */
function salvage(tokens, scope, language, out, { names, message, text }) {
  const [first] = tokens;
  const written = text
    .slice(first.at, tokens[tokens.length - 2].at + 12)
    .split("\n")[0]
    .trim();
  for (const name of changedBy(tokens, names)) if (scope.has(name)) out.changed.set(name, written);
  const found = pieces(tokens, scope, language);
  const whole = found.length;
  const [only] = found;
  if (whole === 1 && names.length === 1) only.name ||= names[0];
  for (const { name, value } of found) bind(name ? [name] : [], [value], scope, out);
  const data = /random|left out|begins with zero|2\^53|lengths|range|Arithmetic|too long/.test(
    message,
  );
  if (data || whole > 0) out.trouble ||= data ? message : "";
  if (whole > 0 && names.length && !BLOCK.test(first.text)) {
    out.notes.push(`“${written.slice(0, 40)}” is not computed; its numbers are taken as written`);
  }
}

/**
 * The literals of a statement that is not computed.
 * @param {Token[]} tokens @param {Map<string, Value>} scope @param {Language} language
 */
function pieces(tokens, scope, language) {
  /** @type {Binding[]} */
  const found = [];
  let i = 0;
  while (i < tokens.length - 1) {
    const { text, type } = tokens[i];
    if (type !== "op" || !/^[[({]$/.test(text)) {
      i += 1;
      continue;
    }
    const before = tokens
      .slice(0, i)
      .findLast(({ type: kind }) => kind === "op" || kind === "name");
    const sign = before?.type === "op" && ASSIGNS.test(before.text);
    const value = text === "(" && !sign ? null : literal(tokens, i, scope, language);
    if (value && isData(value.of)) {
      const named = tokens
        .slice(0, i)
        .findLast(
          ({ text: one, type: kind }) =>
            kind === "name" && !/^(?:is|are|and|np\..*|torch\..*)$/.test(one),
        );
      const direct = text === "{" && tokens[i - 1]?.type === "name";
      const name =
        sign || direct || /^(?:is|are)$/.test(before?.text ?? "") ? (named?.text ?? "") : "";
      found.push({ name, value: value.of });
      i = value.end;
    } else i += 1;
  }
  return found;
}

/**
 * @param {Token[]} tokens @param {number} at @param {Map<string, Value>} scope
 * @param {Language} language
 */
function literal(tokens, at, scope, language) {
  try {
    const parser = new Reader(tokens, scope, language);
    parser.i = at;
    const of = parser.expression();
    return { of: arrayed(of), end: parser.i };
  } catch (error) {
    if (error instanceof Trouble) return null;
    throw error;
  }
}

/** Whether a value could be data: a list of two or more. @param {Value} value */
const isData = (value) =>
  typeof value === "object" &&
  (value.kind === "dict" ||
    (value.items.length > 1 && !value.items.every((one) => typeof one === "string")));
