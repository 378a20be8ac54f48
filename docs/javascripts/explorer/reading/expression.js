/**
 * The value of an expression in the literals that Python, R, MATLAB, JavaScript, Java and
 * their kin share.
 * The one rule: a small grammar is computed; what it lacks has no value, and nothing is run.
 * @import { Scope } from "./brackets.js"
 * @import { Given } from "./functions.js"
 * @import { Place } from "./slices.js"
 * @import { Token } from "./tokens.js"
 * @import { Language, Value } from "./values.js"
 */
import { Brackets } from "./brackets.js";
import { FUNCTIONS, method } from "./functions.js";
import { picked } from "./slices.js";
import { Trouble } from "./tokens.js";
import { arrayed, combined, isList, numeric, steps, transposed, whole } from "./values.js";

const LITERALS = new Map([
  ...["True", "true", "TRUE"].map((name) => /** @type {const} */ ([name, 1])),
  ...["False", "false", "FALSE"].map((name) => /** @type {const} */ ([name, 0])),
  ...["None null nil NULL nan NaN NA NA_real_ NA_integer_ np.nan math.nan undefined missing"]
    .flatMap((names) => names.split(" "))
    .map((name) => /** @type {const} */ ([name, NaN])),
  ...["pi", "np.pi", "math.pi", "Math.PI"].map((name) => /** @type {const} */ ([name, Math.PI])),
]);
const TYPES = /(?:^|\.)(?:float|int|double|long|str|bool)\d*_?$|^(?:device|object)$/;
const RANDOM = /rand|normal|uniform|make_regression/i;
const HOW = /^(?:dtype|device|class|row\.names)$/; // arguments that say how, not what
const BINARY = [
  ["+", "-"],
  ["*", "/", ".*", "./", "//", "%"],
  ["^", "**", ".^"],
];

export class Reader extends Brackets {
  /** @param {Token[]} tokens @param {Scope} scope @param {Language} language */
  constructor(tokens, scope, language) {
    super(tokens, scope);
    this.language = language;
    this.operations = 0;
  }

  get joins() {
    return this.language === "matlab";
  }

  /** @returns {Value} */
  expression() {
    const [before, left] = [this.operations, this.sum()];
    if (!this.take(":")) return left;
    const second = this.sum();
    const third = this.take(":") ? this.sum() : null;
    if (this.operations > before) throw new Trouble("Write the range with numbers.");
    const [from, step, to] = [left, third === null ? 1 : second, third ?? second].map(numeric);
    return steps(from, step, Math.floor(Number(((to - from) / step).toPrecision(12))) + 1);
  }

  /** @returns {Value} */
  sum() {
    return this.binary(0);
  }

  /** @param {number} level @returns {Value} */
  binary(level) {
    if (level === 2) return this.power();
    let left = this.binary(level + 1);
    while (this.now.type === "op" && BINARY[level].includes(this.now.text) && !this.parts(level)) {
      const { text } = this.now;
      this.go(this.i + 1);
      left = combined(text, left, this.binary(level + 1), this.language);
      this.operations += 1;
    }
    return left;
  }

  /** Whether a sign begins an item, after a gap and before none: [1 -2]. @param {number} level */
  parts(level) {
    return level === 0 && this.gaps && this.now.space && !this.next.space;
  }

  /** @returns {Value} */
  power() {
    if (this.is("-") || this.is("+")) {
      const negative = this.is("-");
      this.go(this.i + 1);
      const of = this.power();
      return negative ? combined("-", 0, of, isList(of) ? "r" : this.language) : of;
    }
    const base = this.postfix();
    if (this.now.type !== "op" || !BINARY[2].includes(this.now.text)) return base;
    const { text } = this.now;
    this.go(this.i + 1);
    this.operations += 1;
    return combined(text, base, this.power(), this.language);
  }

  /** @returns {Value} */
  postfix() {
    let of = this.primary();
    for (;;) {
      if (this.is("'") && !this.now.space) {
        this.go(this.i + 1);
        of = transposed(of);
      } else if (this.is("[") && !(this.gaps && this.now.space)) of = this.indexed(of);
      else if (this.is(".") && this.next.type === "name" && !this.now.space) {
        this.go(this.i + 2);
        of = this.methods(of, this.tokens[this.i - 1].text.split("."));
      } else return of;
    }
  }

  /** @param {Value} of @param {string[]} names @returns {Value} */
  methods(of, names) {
    return names.reduce((value, name, j) => {
      const called = j === names.length - 1 && this.is("(");
      const args = called ? this.given().args : [];
      return method(value, name, args, called);
    }, of);
  }

  /** @returns {Value} */
  primary() {
    if (!this.gaps) this.breaks();
    const token = this.now;
    this.go(this.i + 1);
    if (token.type === "number") return token.value;
    if (token.type === "string") return token.text;
    if (token.type === "name") return this.name(token);
    if (token.text === "[" && this.is("]") && this.next.type === "name") {
      this.go(this.i + 2); // Go: []float64{1, 2}
      return this.primary();
    }
    if (token.text === "[") return this.bracket("]");
    if (token.text === "{") return this.brace();
    if (token.text === "(") return this.bracket(")");
    if (token.text === "~" && this.now.type === "name") {
      this.go(this.i + 1);
      return `~${this.tokens[this.i - 1].text}`;
    }
    throw new Trouble(`${token.text.trim() || "The end"} was not expected.`);
  }

  /** @param {Token} token @returns {Value} */
  name({ text }) {
    if (LITERALS.has(text) && !this.is("(") && !this.scope.has(text)) {
      return Number(LITERALS.get(text));
    }
    if (text === "new" && this.now.type === "name") return this.made();
    const [head, ...rest] = text.split(".");
    const maker = FUNCTIONS.get(text) ?? FUNCTIONS.get(text.split(".").slice(-1)[0]);
    const bound = this.scope.get(text) ?? this.scope.get(head);
    if (bound !== undefined && !(this.is("(") && FUNCTIONS.has(text))) {
      return this.scope.has(text) ? bound : this.methods(bound, rest);
    }
    if (RANDOM.test(text) && this.is("(")) {
      throw new Trouble(`${text} makes random numbers: run it, print x and y, and paste them.`);
    }
    if (maker && this.is("(")) return maker(this.given());
    if (maker && this.take("[")) return arrayed(this.bracket("]"));
    if (maker && this.take("{")) return arrayed(this.brace());
    if (/^[A-Z]/.test(text) && this.take("{")) return this.brace();
    if (TYPES.test(text)) return text;
    throw new Trouble(`${text} has no value here.`);
  }

  /** After `new`: a type, its brackets, and the items. @returns {Value} */
  made() {
    const type = this.now.text;
    this.go(this.i + 1);
    while (this.is("[") && this.next.text === "]") this.go(this.i + 2);
    if (this.is("{")) return this.primary();
    const maker = FUNCTIONS.get(type);
    if (maker && this.is("(")) return maker(this.given());
    throw new Trouble(`new ${type} is not computed here.`);
  }

  /** The arguments of a call. @returns {Given} */
  given() {
    this.need("(");
    /** @type {Given} */
    const out = { args: [], named: {}, keys: [] };
    const outside = this.gaps;
    this.part(false);
    this.breaks();
    while (!this.is(")")) {
      const keyed = /^(?:name|string)$/.test(this.now.type) && this.next.text === "=";
      const key = keyed ? this.now.text : "";
      if (keyed) this.go(this.i + 2);
      this.breaks();
      if (HOW.test(key)) this.go(this.ahead(({ text }) => text === "," || text === ")"));
      else {
        const value = this.argument();
        if (key) out.named[key] = value;
        else out.args.push(value);
        out.keys.push(key);
      }
      this.breaks();
      if (!this.is(")")) this.need(",");
      this.breaks();
    }
    this.go(this.i + 1);
    this.part(outside);
    return out;
  }

  /** An argument, which may be a comprehension without brackets. @returns {Value} */
  argument() {
    const loop = this.loopBefore(")");
    return loop ? this.comprehension(loop, ")") : this.expression();
  }

  /** What stands at an index, counted from zero as in Python. @param {Value} of @returns {Value} */
  indexed(of) {
    this.need("[");
    if (this.now.type === "string") {
      this.go(this.i + 1);
      const key = this.tokens[this.i - 1].text;
      this.need("]");
      return method(of, key, [], false);
    }
    /** @type {Place[]} */
    const places = [];
    while (!this.is("]")) {
      places.push(this.slice());
      if (!this.is("]")) this.need(",");
    }
    this.go(this.i + 1);
    if (this.language === "r" || this.language === "matlab") {
      throw new Trouble("Indexes are not computed here.");
    }
    return picked(of, places);
  }

  /** One index or slice. @returns {Place} */
  slice() {
    const part = () => (this.is(":") || this.is(",") || this.is("]") ? null : whole(this.sum()));
    if (this.now.text === "None" || this.now.text === "np.newaxis") {
      this.go(this.i + 1);
      return { from: null, to: null, step: 1 };
    }
    const from = part();
    if (!this.take(":")) return { at: from ?? 0 };
    const to = part();
    return { from, to, step: this.take(":") ? (part() ?? 1) : 1 };
  }
}
