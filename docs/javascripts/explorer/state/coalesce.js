/**
 * Questions that come faster than their answers.
 * The one rule: at most one is on its way, and the next to go is the newest; none between goes.
 * After `drop` nobody hears of those before it.
 */

/**
 * @template Q, A
 * @param {(question: Q) => Promise<A>} ask
 * @param {(answer: A, question: Q) => void} take
 * @param {(error: unknown) => void} fail
 * @param {() => void} rest called when nothing is on its way any more
 */
export function coalesce(ask, take, fail, rest) {
  /** @type {{question: Q} | null} */
  let waiting = null;
  let going = false;
  let era = 0;

  async function go() {
    going = true;
    while (waiting) {
      const { question } = waiting;
      const then = era;
      waiting = null;
      try {
        const answer = await ask(question);
        if (then === era) take(answer, question);
      } catch (error) {
        if (then === era) fail(error);
      }
    }
    going = false;
    rest();
  }
  return {
    /** @param {Q} question */
    put(question) {
      waiting = { question };
      if (!going) void go();
    },
    /** Forget what waits, and the answer to what is on its way. */
    drop() {
      era += 1;
      waiting = null;
    },
  };
}
