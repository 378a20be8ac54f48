/**
 * Steps by factors of ten: where a step stands on the clock and on the scrubber.
 * The one rule: 0 stands at 0, and each factor of ten is as long as the next.
 */

/** @param {number} step */
export const decadesOf = (step) => Math.log10(1 + step);

/** @param {number} decades */
export const stepAt = (decades) => 10 ** decades - 1;

/**
 * Steps to write under a scrubber: 0, 1, 10, 100, … and the last.
 * @param {number} last @param {number} [room] share of the length that a label takes
 */
export function marks(last, room = 0.11) {
  const steps = [0];
  for (let step = 1; step < last; step *= 10) steps.push(step);
  const end = decadesOf(last);
  const fits = (/** @type {number} */ step) => step === 0 || end - decadesOf(step) > room * end;
  return last > 0 ? [...steps.filter(fits), last] : steps;
}
