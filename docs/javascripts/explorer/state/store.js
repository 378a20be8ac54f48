/**
 * The one state of an explorer, and who wants to hear of it.
 * The one rule: a state is never changed, only replaced; listeners get the new and the old.
 * @import { State } from "../types.js"
 * @typedef {(state: State, previous: State) => void} Listener
 */

/** @param {State} initial */
export function createStore(initial) {
  let state = initial;
  /** @type {Set<Listener>} */
  const listeners = new Set();
  return {
    get: () => state,
    /**
     * Replace some keys; listeners hear of it only if one of them differs.
     * @param {Partial<State>} patch
     */
    set(patch) {
      const keys = /** @type {(keyof State)[]} */ (Object.keys(patch));
      if (keys.every((key) => Object.is(patch[key], state[key]))) return;
      const previous = state;
      state = { ...state, ...patch };
      for (const listener of [...listeners]) listener(state, previous);
    },
    /**
     * Hear of each new state, or of those that differ in one of the keys.
     * @param {Listener} listener @param {(keyof State)[]} [keys]
     * @returns {() => void} the way to stop listening
     */
    subscribe(listener, keys) {
      /** @type {Listener} */
      const heard = (now, before) => {
        if (!keys || keys.some((key) => now[key] !== before[key])) listener(now, before);
      };
      listeners.add(heard);
      return () => void listeners.delete(heard);
    },
  };
}

/** @typedef {ReturnType<typeof createStore>} Store */
