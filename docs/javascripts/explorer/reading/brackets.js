/**
 * What stands in brackets: lists, matrices, dictionaries, comprehensions.
 * The one rule: what an item is worth is the expression's matter.
 * @import { Token } from "./tokens.js"
 * @import { Dict, List, Value } from "./values.js"
 */
import { Cursor } from "./cursor.js";
import { Trouble } from "./tokens.js";
import { isList, list } from "./values.js";

/** @typedef {Map<string, Value>} Scope */
/** @typedef {{items: Value[], line: number}} Line */

const WIDE = 60; // characters: a print is wrapped beyond

export class Brackets extends Cursor {
  /** @param {Token[]} tokens @param {Scope} scope */
  constructor(tokens, scope) {
    super(tokens);
    this.scope = scope;
  }

  /** Whether lists in brackets are put side by side, as in MATLAB. @returns {boolean} */
  get joins() {
    return false;
  }

  /** With ranges. @returns {Value} */
  expression() {
    throw new Error("Brackets hold what a reader reads.");
  }

  /** Without ranges. @returns {Value} */
  sum() {
    throw new Error("Brackets hold what a reader reads.");
  }

  /** Items up to a bracket. @param {string} close @returns {Value} */
  bracket(close) {
    const loop = this.loopBefore(close);
    if (loop) {
      const value = this.comprehension(loop, close);
      this.need(close);
      return value;
    }
    const [outside, open, gapped] = [this.gaps, this.tokens[this.i - 1], this.gapped];
    this.part(close === "]" && gapped);
    const { rows, commas, semicolons } = this.rows(close);
    this.part(outside);
    const items = rows.flatMap((row) => row.items);
    if (this.joins && close === "]" && items.length > 1 && items.some(isList)) {
      throw new Trouble("Matrices are not put together here: write the numbers.");
    }
    if (close === ")" && items.length === 1 && !commas && !semicolons) return items[0];
    if (rows.length < 2 || !(semicolons || this.isMatrix(rows, open))) {
      return list(items, semicolons || (gapped && !commas));
    }
    if (rows.some((row) => row.items.length !== rows[0].items.length)) {
      throw new Trouble("The rows of this matrix have different lengths.");
    }
    return list(
      rows.map((row) => list(row.items, true)),
      true,
    );
  }

  /** @param {string} close */
  rows(close) {
    /** @type {Line[]} */
    const rows = [{ items: [], line: this.now.line }];
    let [commas, semicolons] = [false, false];
    for (;;) {
      while (this.ends || this.is(",") || this.is(";")) {
        if (this.is(",")) commas = true;
        if (this.is(";")) semicolons = true;
        const parts = this.is(";") || (this.ends && this.gaps);
        this.go(this.i + 1);
        if (parts && rows[rows.length - 1].items.length) {
          rows.push({ items: [], line: this.now.line });
        }
      }
      if (this.take(close)) break;
      if (this.now.type === "end") throw new Trouble(`${close} is missing.`);
      if (this.is("…") || (this.is(".") && this.next.text === ".")) {
        throw new Trouble("Something is left out here (“...”): paste all of it.");
      }
      rows[rows.length - 1].items.push(this.expression());
      const parted = this.is(",") || this.is(";") || this.is(close) || this.ends;
      if (!parted && !(this.gaps && this.now.space) && !this.is("[")) {
        throw new Trouble(", was expected.");
      }
    }
    return { rows: rows.filter(({ items }) => items.length), commas, semicolons };
  }

  /**
   * Whether lines in brackets are rows, and not one print that was wrapped.
   * @param {Line[]} rows @param {Token} open
   */
  isMatrix(rows, open) {
    if (rows[0].items.some(isList)) return false;
    const alike = rows.every(({ items }) => items.length === rows[0].items.length);
    const last = this.tokens.findLast(({ line }) => line === open.line) ?? open;
    return alike && last.at - open.at <= WIDE;
  }

  /** A dictionary, or a list in braces. @returns {Value} */
  brace() {
    const outside = this.gaps;
    this.part(false);
    this.breaks();
    const keyed =
      /^(?:name|string|number)$/.test(this.now.type) && /^(?::|=|=>)$/.test(this.next.text);
    if (!keyed) {
      this.part(outside);
      return this.bracket("}");
    }
    /** @type {Dict} */
    const out = { kind: "dict", entries: [] };
    while (!this.is("}")) {
      const key = this.now.text;
      this.go(this.i + 1);
      if (!this.take(":") && !this.take("=")) this.need("=>");
      this.breaks();
      out.entries.push([key, this.sum()]);
      this.breaks();
      if (!this.is("}") && !this.take(";")) this.need(",");
      this.breaks();
    }
    this.go(this.i + 1);
    this.part(outside);
    return out;
  }

  /** Where the `for` of a comprehension stands, or 0. @param {string} close */
  loopBefore(close) {
    const at = this.ahead(
      ({ type, text }) => (type === "name" && text === "for") || (text === "," && close === ")"),
    );
    return this.tokens[at].text === "for" ? at : 0;
  }

  /**
   * A comprehension with one loop and no condition.
   * @param {number} at of its `for` @param {string} close @returns {List}
   */
  comprehension(at, close) {
    const body = this.i;
    this.go(at + 1);
    /** @type {string[]} */
    const names = [];
    while (this.now.type === "name" && this.now.text !== "in") {
      names.push(this.now.text);
      this.go(this.i + 1);
      this.take(",");
    }
    if (this.now.text !== "in") throw new Trouble("in was expected.");
    this.go(this.i + 1);
    const over = this.expression();
    if (!isList(over) || !this.is(close)) throw notComputed();
    const end = this.i;
    const outer = this.scope;
    this.scope = new Map(outer);
    const items = over.items.map((item) => {
      const parts = names.length > 1 && isList(item) ? item.items : [item];
      names.forEach((name, j) => this.scope.set(name, parts[j]));
      this.go(body);
      const tuple = [this.sum()];
      while (this.take(",")) tuple.push(this.sum());
      if (this.i !== at) throw notComputed();
      return tuple.length > 1 ? list(tuple) : tuple[0];
    });
    this.scope = outer;
    this.go(end);
    return list(items);
  }
}

const notComputed = () => new Trouble("This comprehension is not computed here.");
