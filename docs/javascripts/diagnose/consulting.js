/**
 * Python, asked one thing at a time.
 * The one rule: a question that came later wins; what fails is told in words, and nothing else
 * happens.
 * @import { Runtime } from "../explorer/runtime/runtime.js"
 */
import { wake, watch } from "../explorer/runtime/python.js";

/**
 * @param {string} base of the site
 * @param {{say: (words: string) => void, refuse: (problem: string) => void,
 *   busy: (busy: boolean) => void}} hooks
 */
export function createConsultant(base, { say, refuse, busy }) {
  const files = new URL("assets/runtime/", base).href;
  let turn = 0;

  /** @param {{loaded: number, total: number}} progress */
  function progress({ loaded, total }) {
    const share = total ? Math.round((100 * loaded) / total) : 0;
    say(share < 100 ? `Loading Python: ${share} %, once. Your paste stays.` : "Starting Python …");
  }

  return {
    /**
     * An answer of Python; null where there is none, or a later question.
     * @param {(runtime: Runtime) => Promise<any>} ask
     */
    async ask(ask) {
      const mine = (turn += 1);
      const latest = () => mine === turn;
      busy(true);
      const unwatch = watch((count) => latest() && progress(count));
      say("Loading Python …");
      try {
        const runtime = wake(files);
        await runtime.ready;
        unwatch();
        if (latest()) say("Diagnosing …");
        const answer = latest() ? await ask(runtime) : null;
        if (answer?.error) throw new Error(answer.error.message);
        return latest() ? answer : null;
      } catch (error) {
        if (latest()) refuse(/** @type {Error} */ (error).message);
        return null;
      } finally {
        unwatch();
        if (latest()) busy(false);
      }
    },
    /** End the run that is going. */
    stop() {
      wake(files).stop();
    },
  };
}
