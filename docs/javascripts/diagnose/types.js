/**
 * The shapes that the modules of the diagnosis share; nothing of this exists when it runs.
 * The one rule: a question and a report are those of gdcore.reports, word for word.
 * @import { Reading, Table } from "../explorer/reading/table.js"
 *
 * @typedef {{X: number[][], y: number[], names: string[]}} Rows of features, without the ones
 * @typedef {{A: number[][], b: number[]}} Matrix minimize over A x ≈ b, without an intercept
 * @typedef {{n: number, mean: number, std: number, y_mean?: number, y_std?: number,
 *   correlation?: number}} Moments of one feature; std divides by n
 *
 * @typedef {object} Question all that is known of a run
 * @property {number} v
 * @property {Rows | null} rows
 * @property {Matrix | null} matrix
 * @property {boolean} in_code whether these stand in the text of the code alone
 * @property {Moments | null} moments
 * @property {number | null} learning_rate
 * @property {{name: string, beta?: number} | null} method
 * @property {string | null} loss
 * @property {number | null} steps
 * @property {string | null} precision
 * @property {string} log
 * @property {string} code
 *
 * @typedef {Pick<Question, "moments" | "learning_rate" | "method" | "loss" | "steps" |
 *   "precision">} Known what the fields say
 *
 * @typedef {"data" | "matrix" | "code" | "log" | "words"} Kind
 * @typedef {{kind: Kind, text: string, name?: string}} Piece of what was pasted; name: of a file
 *
 * @typedef {object} Data how the data of a piece are read
 * @property {Rows | null} rows
 * @property {Matrix | null} matrix
 * @property {string} says in one sentence
 * @property {string} problem why there are none, or ""
 * @property {Table | null} table
 * @property {number} y the place of y in the table
 * @property {{asks: string, readings: Reading[]} | null} asks
 *
 * @typedef {Piece & {data: Data | null}} Part
 *
 * @typedef {{source: string, kind: string, says: string, fix: string, line: number | null,
 *   diff: string, link: string}} Finding
 * @typedef {{label: string, yours: boolean, counted: string, to_1: (number | null)[],
 *   to_001: (number | null)[], measured_1: (number | null)[] | null,
 *   measured_001: (number | null)[] | null, open_1: boolean[], open_001: boolean[],
 *   note: string}} Steps open: more steps than that, the run ended there
 * @typedef {{name: string, says: string, steps: string, lines: Record<string, string>,
 *   diff: string}} Fix
 * @typedef {{label: string, k: number[], loss: number[], theta: number[][]}} Path
 *
 * @typedef {object} Report
 * @property {number} version
 * @property {string} headline
 * @property {string[]} read
 * @property {Finding[]} findings
 * @property {{name: string, text: string, value: number | null}[]} numbers
 * @property {number[]} eigenvalues
 * @property {string[]} parameters
 * @property {Steps[]} steps
 * @property {Fix[]} fixes
 * @property {{before: Path | null, after: Path | null} | null} paths
 * @property {{kind: string, says: string} | null} log
 * @property {{framework: string, method: string, learning_rate: number | null, repaired: string,
 *   mended: string[]} | null} code
 * @property {string} text
 */
export {};
