/**
 * The run against the wall clock.
 * The one rule: each factor of ten in the steps lasts as long, so that the first steps can
 * be seen and a million of them end; under reduced motion it goes in few large jumps.
 * @import { Frame } from "../types.js"
 * @import { Store } from "../state/store.js"
 */
import { rowAt, rows } from "../state/frames.js";
import { decadesOf, stepAt } from "../state/steps.js";

const DECADE = 2.5; // seconds, at speed 1
const STILL = 0.75; // seconds between the pictures under reduced motion
const SHORT = 1e-9; // of a decade: rounding

/**
 * The row that is shown when so many decades are past.
 * @param {Frame} frame @param {number} decades
 */
export const rowPast = (frame, decades) => rowAt(frame, stepAt(decades + SHORT));

/**
 * @param {Store} store
 * @param {(row: number) => void} show
 * @param {() => void} end
 */
export function createClock(store, show, end) {
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  let request = 0;
  let [before, place] = [0, 0];

  /** Where the row stands that is shown. @param {Frame} frame @param {number} k */
  const shown = (frame, k) => decadesOf(frame.k[Math.min(k, rows(frame) - 1)]);

  /** @param {number} now in milliseconds */
  function tick(now) {
    const { frame, k, speed } = store.get();
    if (!frame) return end();
    const last = shown(frame, Infinity);
    // Someone else moved the run: go on from there.
    if (rowPast(frame, place) !== k) place = shown(frame, k);
    const seconds = (now - before) / 1000;
    if (!still.matches || seconds >= STILL) {
      before = now;
      place = Math.min(last, place + (Math.min(seconds, 1) * speed) / DECADE);
      show(rowPast(frame, place));
    }
    if (place >= last) return end();
    request = requestAnimationFrame(tick);
  }
  return {
    start() {
      cancelAnimationFrame(request);
      const { frame, k } = store.get();
      place = frame ? shown(frame, k) : 0;
      before = performance.now();
      request = requestAnimationFrame(tick);
    },
    stop() {
      cancelAnimationFrame(request);
    },
  };
}
