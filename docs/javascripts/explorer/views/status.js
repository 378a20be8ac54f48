/**
 * What is said: the step in words, why a run went wrong, how far Python has come.
 * The one rule: what is seen is always of the step shown; what is spoken waits until the run
 * rests, and is seldom while it plays.
 * @import { State } from "../types.js"
 * @import { Store } from "../state/store.js"
 */
import { rows } from "../state/frames.js";
import { element } from "./dom.js";
import { narrate } from "./narrate.js";

const REST = 250; // milliseconds without a change before a step is spoken
const SELDOM = 3000; // milliseconds between two spoken sentences while playing
const SENTENCES = 2; // of what diagnosis has to say: the cause, and what to do
const MEGABYTE = 1e6;
const STALE = "The pictures and numbers are still those of the settings before.";

/** Bytes as megabytes. @param {number} bytes */
const megabytes = (bytes) => (bytes / MEGABYTE).toFixed(1);

/** @param {HTMLElement} root @param {Store} store */
export function mountStatus(root, store) {
  const words = element("p", { className: "gd-words", "aria-hidden": "true" });
  const spoken = element("p", { className: "gd-spoken", role: "status", "aria-live": "polite" });
  const verdict = element("p", "gd-verdict");
  const problem = element("p", { className: "gd-problem", role: "alert" });
  const bar = element("progress", { max: 1, value: 0, "aria-label": "Python is loading" });
  const bytes = element("span");
  const loading = element("p", "gd-loading", bar, bytes);
  root.append(words, spoken, verdict, element("div", "gd-news", problem, loading));
  let timer = 0;
  let last = 0;

  function tell() {
    timer = 0;
    last = performance.now();
    if (spoken.textContent !== words.textContent) spoken.textContent = words.textContent;
  }

  /** @param {State} state */
  function show({ frame, k, playing }) {
    if (!frame) return;
    words.textContent = narrate(frame, Math.min(k, rows(frame) - 1));
    soon(playing);
  }

  /** @param {boolean} playing */
  function soon(playing) {
    if (playing) {
      if (!timer) timer = window.setTimeout(tell, Math.max(0, last + SELDOM - performance.now()));
      return;
    }
    clearTimeout(timer);
    timer = window.setTimeout(tell, REST);
  }

  /** @param {State} state */
  function judge({ frame }) {
    const failed = ["DIVERGED", "OVERFLOWED", "UNDERFLOWED"].includes(frame?.status ?? "");
    const wrong = failed || frame?.program?.wrong === true;
    const says = frame?.messages ?? [];
    verdict.textContent = says.slice(0, SENTENCES).join(" ");
    verdict.classList.toggle("gd-wrong-text", wrong);
  }

  /** @param {State} state */
  function complain({ problem: what, refused }) {
    problem.textContent = refused ? `${what}${/[.!?]$/.test(what) ? "" : "."} ${STALE}` : what;
  }

  /** @param {State} state */
  function load({ runtime, progress, busy }) {
    loading.hidden = runtime !== "loading";
    const { loaded, total } = progress;
    if (total) bar.value = loaded / total;
    const what =
      loaded && loaded === total
        ? "Python is starting"
        : `Python is loading: ${megabytes(loaded)} of ${total ? megabytes(total) : "…"} MB`;
    bytes.textContent = busy ? `${what}. Your change is drawn as soon as it runs.` : what;
  }

  load(store.get());
  const stops = [
    store.subscribe(judge, ["frame"]),
    store.subscribe(show, ["frame", "k", "playing"]),
    store.subscribe(complain, ["problem", "refused"]),
    store.subscribe(load, ["runtime", "progress", "busy"]),
  ];
  return () => {
    for (const stop of stops) stop();
    clearTimeout(timer);
  };
}
