/**
 * One Python for all explorers of a tab, started when the first of them needs it.
 * The one rule: nothing is fetched before `wake`; a start that failed may be tried again.
 * @import { Runtime } from "./runtime.js"
 */
import { start } from "./runtime.js";

/** @type {Runtime | null} */
let shared = null;
/** @type {Set<(progress: {loaded: number, total: number}) => void>} */
const watchers = new Set();

/** @param {string} base of the runtime's files */
export function wake(base) {
  if (!shared) {
    const runtime = start(base, {
      onProgress: (progress) => watchers.forEach((watch) => watch(progress)),
    });
    shared = runtime;
    runtime.ready.catch(() => {
      if (shared === runtime) shared = null;
    });
  }
  return shared;
}

/** @param {(progress: {loaded: number, total: number}) => void} watcher @returns {() => void} */
export function watch(watcher) {
  watchers.add(watcher);
  return () => void watchers.delete(watcher);
}
