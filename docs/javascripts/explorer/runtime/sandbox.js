/**
 * The frame in which Python runs: no origin of its own, no network, no way to the page.
 * The one rule: bytes and questions enter, and what leaves comes by a port that was
 * handed in; the page listens to no window, so no window can speak in Python's name.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'unsafe-inline' 'wasm-unsafe-eval' blob:",
  "worker-src blob:",
  "connect-src 'none'",
].join("; ");

export class Sandbox {
  /** @type {HTMLIFrameElement} */ #frame;
  /** @type {MessagePort} */ #control;
  /** What to do if a worker fails, by its number. @type {Map<number, (why: string) => void>} */
  #fails = new Map();
  #count = 0;

  /** @param {HTMLIFrameElement} frame @param {MessagePort} control */
  constructor(frame, control) {
    this.#frame = frame;
    this.#control = control;
    control.onmessage = ({ data: { id, failed } }) => this.#fails.get(id)?.(String(failed));
  }

  /** Put a frame into the document. @param {Document} document */
  static async open(document) {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts");
    frame.hidden = true;
    frame.title = "Python";
    frame.srcdoc = page();
    const loaded = new Promise((resolve) => {
      frame.addEventListener("load", resolve, { once: true });
    });
    document.body.append(frame);
    await loaded;
    const { port1, port2 } = new MessageChannel();
    // The frame has no origin that could be named here.
    frame.contentWindow?.postMessage("control", "*", [port2]);
    return new Sandbox(frame, port1);
  }

  /**
   * Hand a file in; workers wait for all they need.
   * @param {string} name @param {ArrayBuffer} content
   */
  give(name, content) {
    this.#control.postMessage({ name, content }, [content]);
  }

  /**
   * Start a worker: what it says comes by the port, that it failed by the call.
   * @param {(why: string) => void} failed
   * @returns {{port: MessagePort, end: () => void}}
   */
  boot(failed) {
    const id = (this.#count += 1);
    const { port1, port2 } = new MessageChannel();
    this.#fails.set(id, failed);
    this.#control.postMessage({ boot: id }, [port2]);
    const end = () => {
      port1.close();
      this.#fails.delete(id);
      this.#control.postMessage({ end: id });
    };
    return { port: port1, end };
  }

  close() {
    this.#control.close();
    this.#frame.remove();
  }
}

function page() {
  const policy = `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`;
  return `<!doctype html>${policy}<script>(${inFrame})()</script>`;
}

/** Runs in the frame, from its text alone: it can name nothing that stands outside it. */
function inFrame() {
  const compile = (/** @type {ArrayBuffer} */ bytes) => WebAssembly.compile(bytes);
  const script = (/** @type {ArrayBuffer} */ bytes) =>
    URL.createObjectURL(new Blob([bytes], { type: "text/javascript" }));
  const same = (/** @type {ArrayBuffer} */ bytes) => bytes;
  /**
   * What becomes of each file, once for all workers.
   * @type {Record<string, (bytes: ArrayBuffer) => any>}
   */
  const uses = {
    "asm.js": script,
    "asm.wasm": compile,
    "gdcore.zip": same,
    "numpy.zip": same,
    "pyodide.js": script,
    "stdlib.zip": same,
    "worker.js": script,
  };
  /** @type {Record<string, (content: any) => void>} */
  const give = {};
  /** @type {Record<string, Promise<any>>} */
  const ready = {};
  for (const name of Object.keys(uses)) {
    ready[name] = new Promise((resolve) => (give[name] = resolve));
  }
  /** @type {Map<number, Worker>} */
  const workers = new Map();
  /** @param {number} id @param {MessagePort} port @param {(why: unknown) => void} fail */
  const boot = async (id, port, fail) => {
    try {
      const worker = new Worker(await ready["worker.js"]);
      workers.set(id, worker);
      worker.onerror = ({ message }) => fail(message || "the browser refused the worker");
      worker.postMessage({ port }, [port]);
      for (const [name, file] of Object.entries(ready)) {
        file.then((content) => worker.postMessage({ name, content }), fail);
      }
    } catch (error) {
      fail(error);
    }
  };
  /** @param {MessageEvent} event */
  const enter = ({ source, ports: [control] }) => {
    if (source !== parent) return;
    removeEventListener("message", enter);
    control.onmessage = ({ data, ports: [port] }) => {
      if (data.name in uses) give[data.name](uses[data.name](data.content));
      if (data.boot) {
        const fail = (/** @type {unknown} */ why) =>
          control.postMessage({ id: data.boot, failed: String(why) });
        boot(data.boot, port, fail);
      }
      if (data.end) {
        workers.get(data.end)?.terminate();
        workers.delete(data.end);
      }
    };
  };
  addEventListener("message", enter);
}
