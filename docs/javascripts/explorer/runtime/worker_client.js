/**
 * One worker as the page sees it: questions go in, each with a number and a time limit.
 * The one rule: a worker that is late, breaks, or speaks unasked is ended, and all that
 * wait for it get an answer that says so.
 * @import { Sandbox } from "./sandbox.js"
 * @import { Memory } from "./worker.js"
 */
import { deserialize } from "./deserialize.js";
import { serialize } from "./serialize.js";

const LONGEST_START = 60; // seconds

/** @typedef {{give: (answer: any) => void, timer: number}} Waiting */

export class WorkerClient {
  alive = true;
  isReady = false;
  /** @type {Map<number, Waiting>} */ #waiting = new Map();
  /** @type {{port: MessagePort, end: () => void}} */ #worker;
  /** @type {(reason: Error) => void} */ #refuse = () => {};
  #count = 0;

  /** @param {Sandbox} sandbox @param {(memory: Memory) => void} remember */
  constructor(sandbox, remember) {
    this.#worker = sandbox.boot((why) => this.end(`Python failed: ${why}`));
    const timer = setTimeout(() => this.end("Python did not start in time."), 1000 * LONGEST_START);
    /** @type {Promise<void>} */
    this.ready = new Promise((resolve, reject) => {
      this.#refuse = reject;
      this.#worker.port.onmessage = ({ data }) => {
        clearTimeout(timer);
        if (data?.ready !== true) return this.end(`Python failed: ${data?.failed}`);
        this.isReady = true;
        let { anew } = data; // one that started anew tells its memory before all answers
        this.#worker.port.onmessage = ({ data }) => {
          if (!anew) return this.#hear(data);
          anew = false;
          if (data?.memory) remember(data.memory);
        };
        resolve();
      };
    });
    this.ready.catch(() => clearTimeout(timer)); // whoever cares has the promise
  }

  /** Whether nothing waits for it. */
  get isFree() {
    return this.#waiting.size === 0;
  }

  /**
   * An answer of the engine, or {error, stopped} if there was none in time.
   * @param {string} name @param {object} argument @param {number} seconds @returns {Promise<any>}
   */
  ask(name, argument, seconds) {
    if (!this.alive) return Promise.resolve(stopped("Python was ended."));
    const question = { id: (this.#count += 1), name, ...serialize(argument) };
    return new Promise((give) => {
      const waiting = {
        give: (/** @type {any} */ answer) => give(echoed(answer, argument)),
        timer: 0,
      };
      this.#waiting.set(question.id, waiting);
      const late = () =>
        this.end(
          `Stopped after ${seconds} ${seconds === 1 ? "second" : "seconds"}, without an end in sight.`,
        );
      const send = () => {
        if (!this.alive) return;
        waiting.timer = setTimeout(late, 1000 * seconds);
        this.#worker.port.postMessage(question, question.block ? [question.block] : []);
      };
      this.ready.then(send, () => {}); // `end` answers where there is no start
    });
  }

  /** End the worker, and answer all who wait. @param {string} message */
  end(message) {
    if (!this.alive) return;
    this.alive = false;
    this.#worker.end();
    this.#refuse(new Error(message));
    for (const { give, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      give(stopped(message));
    }
    this.#waiting.clear();
  }

  /** @param {any} data a message, which may be anything */
  #hear(data) {
    const waiting = this.#waiting.get(data?.id);
    if (!waiting) return this.end("Python spoke without being asked, and was ended.");
    if (typeof data.broken === "string") return this.end(broken(data.broken));
    let answer;
    try {
      answer = deserialize(data);
    } catch (error) {
      return this.end(/** @type {Error} */ (error).message); // it cannot be trusted with more
    }
    this.#waiting.delete(data.id);
    clearTimeout(waiting.timer);
    waiting.give(answer);
  }
}

/**
 * An answer with the reader's own columns in its settings, which do not cross twice.
 * @param {any} answer @param {any} asked
 */
function echoed(answer, asked) {
  const { data } = asked.settings ?? asked;
  for (const frame of [answer, answer.other, answer.frame]) {
    if (frame?.settings?.data.name === "own") frame.settings.data = data;
  }
  return answer;
}

/** @param {string} message */
function stopped(message) {
  return { error: { message, line: null }, stopped: true };
}

/** The last words of Python, for a reader. @param {string} why */
function broken(why) {
  if (why.includes("MemoryError")) return "The program asked for more memory than it may have.";
  const last = why.trim().split("\n").at(-1) ?? "";
  return `Python broke off: ${last}`;
}
