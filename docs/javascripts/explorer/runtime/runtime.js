/**
 * The one place of Python: it computes the page's pictures and runs the reader's code.
 * The one rule: a worker that has run the reader's code does nothing after it but run the same
 * code again; and every question gets an answer, if need be by the end of the worker.
 * @import { Progress } from "./download.js"
 */
import { download, list } from "./download.js";
import { forget, keep, place, recall } from "./memory.js";
import { Sandbox } from "./sandbox.js";
import { WorkerClient } from "./worker_client.js";

const LONGEST_CALL = 60; // seconds for a picture of the page's own
const LONGEST_RUN = 5; // seconds for the reader's code, unless the caller says otherwise
const FRAME = "frame.js"; // of the runtime's files, the one that is not a worker's
const REST = 300; // milliseconds after a run in which no start is in the way of another run
const ENDED = "Python was ended.";

/**
 * Begin to load Python; nothing is fetched before.
 * @param {string | URL} base of the runtime's files
 * @param {{onProgress?: Progress}} [options]
 */
export function start(base, { onProgress = () => {} } = {}) {
  return new Runtime(new URL(base, document.baseURI), onProgress);
}

export class Runtime {
  #stopping = new AbortController();
  /** Where Python's memory is kept. */ #memory = "";
  /** @type {Sandbox | null} */ #sandbox = null;
  /** Computes the page's pictures. @type {WorkerClient | null} */ #clean = null;
  /** Has run the reader's code, and may run it again. @type {WorkerClient | null} */
  #reader = null;
  /** Waits for the reader's next code. @type {WorkerClient | null} */ #spare = null;
  /** The run that is going. @type {WorkerClient | null} */ #running = null;

  /** @param {URL} base @param {Progress} onProgress */
  constructor(base, onProgress) {
    /** Fails with a message for the reader. @type {Promise<void>} */
    this.ready = this.#load(base, onProgress).catch((error) => {
      this.dispose();
      throw new Error(refusal(error), { cause: error });
    });
    this.ready.catch(() => {}); // whoever cares has the promise
  }

  /**
   * A picture of the page's own. @param {string} name @param {object} argument
   * @returns {Promise<any>}
   */
  async call(name, argument) {
    await this.ready;
    if (this.#ended) return failure(ENDED);
    const client = (this.#clean = usable(this.#clean) ?? this.#boot());
    const answer = await client.ask(name, argument, LONGEST_CALL);
    if (!client.alive && !this.#ended) this.#forget(); // the next shall not break as well
    return answer;
  }

  /**
   * Run the reader's code ("trace", or a posted program, "run_code"), at most so many seconds, in
   * a Python that has run none; "again" may use that of the last run: for the same code, after a
   * change of what it is given.
   * @param {object} argument
   * @param {{seconds?: number, name?: "trace" | "run_code", again?: boolean}} [options]
   * @returns {Promise<any>}
   */
  async run(argument, { seconds = LONGEST_RUN, name = "trace", again = false } = {}) {
    await this.ready;
    if (this.#ended) return failure(ENDED);
    if (this.#running) return failure("A run is still going. Stop it first.");
    const before = usable(this.#reader);
    const client = (again && before) || this.#fresh();
    if (client !== before) before?.end(ENDED);
    this.#reader = this.#running = client;
    const answer = await client.ask(name, argument, seconds);
    if (this.#running === client) this.#running = null;
    setTimeout(() => this.warm(), REST); // a later run shall not wait for a start
    return answer;
  }

  /** End the run that is going, now. */
  stop() {
    this.#running?.end("You stopped the run.");
  }

  /** Have workers ready for pictures and for the reader's code. */
  async warm() {
    await this.ready;
    if (this.#ended) return;
    this.#clean = usable(this.#clean) ?? this.#boot();
    this.#spare = usable(this.#spare) ?? this.#boot();
    await Promise.allSettled([this.#clean.ready, this.#spare.ready]); // a run says what is wrong
  }

  /** End everything; what is asked later is answered with an error. */
  dispose() {
    this.#stopping.abort();
    for (const client of [this.#clean, this.#reader, this.#spare]) client?.end(ENDED);
    this.#sandbox?.close();
  }

  get #ended() {
    return this.#stopping.signal.aborted;
  }

  /** @param {URL} base @param {Progress} onProgress */
  async #load(base, onProgress) {
    if (typeof WebAssembly !== "object") throw new Error("no WebAssembly");
    if (typeof DecompressionStream !== "function") throw new Error("no DecompressionStream");
    const { signal } = this.#stopping;
    const files = await list(String(base), signal);
    this.#memory = place(String(base), Object.values(files));
    const memory = recall(this.#memory);
    /** @type {(script: string) => void} */
    let frame = () => {};
    /** @type {Promise<string>} */
    const script = new Promise((resolve) => (frame = resolve));
    const opened = script.then(async (text) => {
      const sandbox = await Sandbox.open(document, text);
      if (signal.aborted) sandbox.close();
      signal.throwIfAborted();
      this.#sandbox = sandbox;
      memory.then((kept) => sandbox.give("memory", kept, kept ? [kept.bytes.buffer] : []));
      this.#clean = this.#boot();
      return sandbox;
    });
    /** @param {string} name @param {ArrayBuffer} content */
    const give = async (name, content) => {
      if (name === FRAME) frame(new TextDecoder().decode(content));
      else (await opened).give(name, content);
    };
    const started = async () => {
      await opened;
      try {
        await this.#clean?.ready;
      } catch (error) {
        if (!(await memory) || this.#ended) throw error;
        this.#forget(); // what was kept may be damaged
        this.#clean = this.#boot();
        await this.#clean.ready;
      }
    };
    // Whichever fails first, a worker that the browser refuses included, fails it all.
    await Promise.all([started(), download(String(base), files, give, onProgress, signal)]);
  }

  #boot() {
    const sandbox = /** @type {Sandbox} */ (this.#sandbox);
    return new WorkerClient(sandbox, (memory) => {
      keep(this.#memory, memory).catch(() => {});
      sandbox.give("memory", memory, [memory.bytes.buffer]);
    });
  }

  /** Start without the memory that is kept. */
  #forget() {
    forget(this.#memory).catch(() => {});
    this.#sandbox?.give("memory", null, []);
  }

  /** A worker that has run no code: of two that could, the one that is ready first. */
  #fresh() {
    const spare = usable(this.#spare);
    const clean = usable(this.#clean);
    this.#spare = null;
    if (!spare?.isReady && clean?.isFree && (clean.isReady || !spare)) {
      this.#clean = spare; // or none, until a picture or a rest wants one
      return clean;
    }
    return spare ?? this.#boot();
  }
}

/** @param {WorkerClient | null} client */
function usable(client) {
  return client?.alive ? client : null;
}

/** @param {string} message */
export function failure(message) {
  return { error: { message, line: null } };
}

/** What a reader can do about a runtime that does not start. @param {unknown} error */
function refusal(error) {
  const why = error instanceof Error ? error.message : String(error);
  return (
    `Python could not be started in this browser (${why}). What was computed in advance ` +
    "still works; to compute more, try again or try a current Chrome, Edge or Firefox."
  );
}
