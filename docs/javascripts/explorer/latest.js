/**
 * Questions that come faster than their answers.
 * The one rule: at most one is on its way, and the next to go is the newest; those between are forgotten.
 */

/**
 * @template Q, A
 * @param {(question: Q) => Promise<A>} ask
 * @param {(answer: A, question: Q) => void} take
 * @param {(error: unknown) => void} fail
 * @param {() => void} rest called when nothing is on its way any more
 */
export function latest(ask, take, fail, rest) {
  /** @type {{question: Q} | null} */
  let waiting = null;
  let going = false;

  async function go() {
    going = true;
    while (waiting) {
      const { question } = waiting;
      waiting = null;
      try {
        take(await ask(question), question);
      } catch (error) {
        fail(error);
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
    /** Forget what has not gone yet. */
    drop() {
      waiting = null;
    },
  };
}
