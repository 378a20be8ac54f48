/**
 * The run against the wall clock.
 * The one rule: a run lasts about as long whatever its number of rows; under reduced motion
 * it goes in few large steps.
 * @import { Store } from "../state/store.js"
 */
const LASTS = 12; // seconds, at speed 1
const SLOWEST = 6; // rows a second, so that a short run does not drag
const STILL = 0.75; // seconds between the pictures under reduced motion

/** Rows in a second. @param {number} total of rows @param {number} speed */
export function pace(total, speed) {
  return Math.max(SLOWEST, total / LASTS) * speed;
}

/**
 * @param {Store} store
 * @param {() => number} total how many rows there are
 * @param {(row: number) => void} show
 * @param {() => void} end
 */
export function createClock(store, total, show, end) {
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  let request = 0;
  let [before, place] = [0, 0];

  /** @param {number} now in milliseconds */
  function tick(now) {
    const { k, speed } = store.get();
    const last = total() - 1;
    // Someone else moved the run: go on from there.
    if (Math.floor(place) !== k) place = k;
    const seconds = (now - before) / 1000;
    if (!still.matches || seconds >= STILL) {
      before = now;
      place = Math.min(last, place + Math.min(seconds, 1) * pace(total(), speed));
      show(Math.floor(place));
    }
    if (place >= last) return end();
    request = requestAnimationFrame(tick);
  }
  return {
    start() {
      cancelAnimationFrame(request);
      place = store.get().k;
      before = performance.now();
      request = requestAnimationFrame(tick);
    },
    stop() {
      cancelAnimationFrame(request);
    },
  };
}
