/**
 * Time of the front page's run: a logarithmic clock, and the run between two kept rows.
 * The one rule: no DOM, and nothing of a run that the build did not write.
 */

/**
 * A run at one learning rate: `theta` holds w and b after each step of `k`, in turns.
 * @typedef {{share: string, rate: string, k: number[], theta: number[], story: string}} Run
 */
/** @typedef {{w: number, b: number, row: number}} Place */

const DECADE = 1000; // milliseconds from step 10 to step 100, as from 100 to 1,000
const SHORTEST = 900; // so that one step can be seen

/** How long a run plays, in milliseconds. @param {Run} run */
export function duration({ k }) {
  return Math.max(SHORTEST, DECADE * Math.log10(1 + k[k.length - 1]));
}

/** The step, with its fraction, at a share of the whole time. @param {Run} run */
export function stepAt({ k }, /** @type {number} */ share) {
  return Math.expm1(share * Math.log1p(k[k.length - 1]));
}

/**
 * Slope and intercept at a step, and the last kept row up to it.
 * @param {Run} run @param {number} step @returns {Place}
 */
export function between({ k, theta }, step) {
  const next = k.findIndex((kept) => kept > step);
  const row = next < 0 ? k.length - 1 : next - 1;
  const [w, b] = [theta[2 * row], theta[2 * row + 1]];
  if (next < 0) return { w, b, row };
  const [before, after] = [Math.log1p(k[row]), Math.log1p(k[next])];
  const share = (Math.log1p(step) - before) / (after - before);
  return {
    w: w + share * (theta[2 * next] - w),
    b: b + share * (theta[2 * next + 1] - b),
    row,
  };
}

/** Entry by entry between two lists. @param {number[]} from @param {number[]} to */
export function blend(from, to, /** @type {number} */ share) {
  return from.map((value, i) => value + share * (to[i] - value));
}
