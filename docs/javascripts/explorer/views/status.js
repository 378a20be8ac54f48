/**
 * What is said: the step in words, why a run went wrong, how far Python has come.
 * The one rule: a live region speaks when the run rests, and seldom while it plays.
 */
import { rows } from "../state/frames.js";
import { narrate } from "./narrate.js";
import { html } from "./svg.js";

const REST = 250; // milliseconds without a change before a step is told
const SELDOM = 3000; // milliseconds between two sentences while playing
const SENTENCES = 2; // of what diagnosis has to say: the cause, and what to do
const MEGABYTE = 1e6;

/** Bytes as megabytes. @param {number} bytes */
export const megabytes = (bytes) => (bytes / MEGABYTE).toFixed(1);

/** @param {HTMLElement} element @param {import("../state/store.js").Store} store */
export function mountStatus(element, store) {
  const words = html("p", { class: "gd-words", role: "status", "aria-live": "polite" });
  const verdict = html("p", { class: "gd-verdict" });
  const problem = html("p", { class: "gd-problem", role: "alert" });
  const bar = html("progress", { max: 1, value: 0, "aria-label": "Python is loading" });
  const bytes = html("span", {});
  const loading = html("p", { class: "gd-loading" }, bar, bytes);
  element.append(words, verdict, html("div", { class: "gd-news" }, problem, loading));
  let timer = 0;
  let last = 0;

  function tell() {
    timer = 0;
    last = performance.now();
    const { frame, k } = store.get();
    if (!frame) return;
    const said = narrate(frame, Math.min(k, rows(frame) - 1));
    if (words.textContent !== said) words.textContent = said;
    store.set({ said });
  }

  function soon(/** @type {boolean} */ playing) {
    if (playing) {
      if (!timer) timer = window.setTimeout(tell, Math.max(0, last + SELDOM - performance.now()));
      return;
    }
    clearTimeout(timer);
    timer = window.setTimeout(tell, REST);
  }

  /** @param {import("../types.js").State} state */
  function judge({ frame }) {
    const wrong = frame?.status === "DIVERGED";
    const says = frame?.says ?? [];
    verdict.textContent = says.slice(0, SENTENCES).join(" ");
    verdict.classList.toggle("gd-wrong-text", wrong);
  }

  /** @param {import("../types.js").State} state */
  function load({ runtime, progress, busy }) {
    loading.hidden = runtime !== "loading";
    const { loaded, total } = progress;
    if (total) bar.value = loaded / total;
    const what = loaded && loaded === total ? "Python is starting" : `Python is loading: ${megabytes(loaded)} of ${total ? megabytes(total) : "…"} MB`;
    bytes.textContent = busy ? `${what}. Your change is drawn as soon as it runs.` : what;
  }

  load(store.get());
  const stop = store.subscribe((state, previous) => {
    if (state.frame !== previous.frame) judge(state);
    if (state.frame !== previous.frame || state.k !== previous.k || state.playing !== previous.playing) soon(state.playing);
    if (state.problem !== previous.problem) problem.textContent = state.problem;
    if (state.runtime !== previous.runtime || state.progress !== previous.progress || state.busy !== previous.busy) load(state);
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}
