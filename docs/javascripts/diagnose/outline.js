/**
 * What a glance at code, printed lines and words tells, before Python reads them.
 * The one rule: this is shown and never decides; the report has Python's own reading.
 */
import { count } from "../explorer/state/numerals.js";
import { FOREIGN, LOG_WORD, numbersIn } from "./reading/lines.js";

const FRAMEWORKS = /** @type {[RegExp, string][]} */ ([
  [/\btorch\b|\bnn\.Linear\b|\boptim\.\w+\(/, "PyTorch"],
  [/\b(?:keras|tensorflow|tf\.)/, "Keras"],
  [/\bsklearn\b|\bSGDRegressor\b|\bLinearRegression\(/, "scikit-learn"],
  [FOREIGN, "not Python"],
  [/\bnumpy\b|\bnp\./, "NumPy"],
]);
const OPTIMIZER =
  /\b(SGD|Adam|AdamW|RMS[pP]rop|Ada[gG]rad|LBFGS|SGDRegressor|fmin_l_bfgs_b)\s*\(([\s\S]{0,200})/;
const METHODS = /** @type {Record<string, string>} */ ({
  SGD: "gradient descent",
  SGDRegressor: "gradient descent",
  Adam: "Adam",
  AdamW: "Adam",
  rmsprop: "RMSProp",
  adagrad: "AdaGrad",
  LBFGS: "L-BFGS",
  fmin_l_bfgs_b: "L-BFGS",
});
const NUMBER = String.raw`((?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)`;
const RATE_OF = new RegExp(String.raw`\b(?:lr|learning_rate|eta0)\s*=\s*${NUMBER}`, "i");
const RATE_IN = new RegExp(
  String.raw`^\s*(?:lr|learning_?rate|alpha|eta|step_?size|l_rate|LR)\s*=\s*${NUMBER}`,
  "im",
);
const RATE_SAID = new RegExp(
  String.raw`\b(?:learning[ -]rate|step size|lr|alpha)\b[^\d\n.]{0,24}${NUMBER}`,
  "i",
);

/** How many lines a text has that are not empty. @param {string} text */
export const linesIn = (text) => text.split("\n").filter((line) => line.trim()).length;

/** @param {number} n @param {string} one */
export const counted = (n, one) => `${count(n)} ${one}${n === 1 ? "" : "s"}`;

/**
 * The framework, the method and the rate of a program, as far as a glance tells.
 * @param {string} code @returns {{framework: string, method: string, rate: number | null}}
 */
export function glance(code) {
  const [, framework = "Python"] = FRAMEWORKS.find(([form]) => form.test(code)) ?? [];
  const [, name = "", inside = ""] = OPTIMIZER.exec(code) ?? [];
  const momentum = /momentum\s*=\s*0*\.\d/.test(inside);
  const nesterov = /nesterov\s*=\s*True/.test(inside);
  const plain = METHODS[name] ?? METHODS[name.toLowerCase()] ?? "";
  const method = momentum ? (nesterov ? "Nesterov" : "momentum") : plain;
  const rate = RATE_OF.exec(inside)?.[1] ?? RATE_IN.exec(code)?.[1] ?? RATE_OF.exec(code)?.[1];
  return { framework, method, rate: rate === undefined ? null : Number(rate) };
}

/** "24 lines · PyTorch, SGD at 0.01". @param {string} code */
export function ofCode(code) {
  const { framework, method, rate } = glance(code);
  const how = [method, rate === null ? "" : `learning rate ${rate}`].filter(Boolean).join(" at ");
  return [counted(linesIn(code), "line"), [framework, how].filter(Boolean).join(", ")].join(" · ");
}

/** "40 losses", or so many lines. @param {string} log */
export function ofLog(log) {
  const lines = log.split("\n").filter((line) => line.trim());
  const losses = lines.filter(
    (line) =>
      /loss|cost|mse|mae|error/i.test(line) || (numbersIn(line) === 1 && !LOG_WORD.test(line)),
  ).length;
  return losses === lines.length
    ? `${count(losses)} ${losses === 1 ? "loss" : "losses"}`
    : counted(lines.length, "line");
}

/** The learning rate that words tell, or null. @param {string} words */
export function rateSaid(words) {
  const said = RATE_SAID.exec(words)?.[1];
  return said === undefined || !(Number(said) > 0) ? null : Number(said);
}
