/**
 * A place in tokens, and the steps from there.
 * The one rule: it knows where it is and whether gaps part items, and no value.
 * @import { Token } from "./tokens.js"
 */
import { Trouble } from "./tokens.js";

export class Cursor {
  /** The place of the token that is next. */
  i = 0;
  /** Whether gaps part the items of the innermost brackets, as in [1 2 3]. */
  gaps = false;

  /** @param {Token[]} tokens */
  constructor(tokens) {
    this.tokens = tokens;
  }

  /** @returns {Token} */
  get now() {
    return this.tokens[Math.min(this.i, this.tokens.length - 1)];
  }

  /** @returns {Token} */
  get next() {
    return this.tokens[Math.min(this.i + 1, this.tokens.length - 1)];
  }

  /** @param {number} i */
  go(i) {
    this.i = i;
  }

  /** @param {boolean} gaps */
  part(gaps) {
    this.gaps = gaps;
  }

  /** @param {string} text @returns {boolean} */
  is(text) {
    return this.now.type === "op" && this.now.text === text;
  }

  /** @param {string} text @returns {boolean} */
  take(text) {
    if (!this.is(text)) return false;
    this.i += 1;
    return true;
  }

  /** @param {string} text */
  need(text) {
    if (this.take(text)) return;
    throw new Trouble(`${text} was expected, not ${this.now.text.trim() || "the end"}.`);
  }

  breaks() {
    while (this.ends) this.i += 1;
  }

  /** Whether a line ends here. @returns {boolean} */
  get ends() {
    return this.now.type === "newline";
  }

  /**
   * The place of the first token outside of further brackets that fits, or of the end.
   * @param {(token: Token) => boolean} fits
   */
  ahead(fits) {
    let depth = 0;
    let j = this.i;
    for (; this.tokens[j] && this.tokens[j].type !== "end"; j += 1) {
      const token = this.tokens[j];
      if (depth === 0 && fits(token)) return j;
      if (token.type === "op" && /^[([{]$/.test(token.text)) depth += 1;
      if (token.type === "op" && /^[)\]}]$/.test(token.text)) depth -= 1;
      if (depth < 0) return j;
    }
    return Math.min(j, this.tokens.length - 1);
  }

  /** Whether the items ahead stand side by side without a comma. @returns {boolean} */
  get gapped() {
    const comma = this.ahead(({ type, text }) => type === "op" && text === ",");
    return this.tokens[comma].text !== ",";
  }
}
