/**
 * The frame in which Python runs: no origin of its own, no network, no way to the page.
 * The one rule: bytes and questions enter, and what leaves comes by a port that was
 * handed in; the page listens to no window, so no window can speak in Python's name.
 *
 * The frame is under the policy of the page too: that one knows the digest of its script.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'unsafe-inline' 'wasm-unsafe-eval'",
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

  /**
   * Put a frame into the document.
   * @param {Document} document @param {string} script what frame.js was made into
   */
  static async open(document, script) {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts");
    frame.hidden = true;
    frame.title = "Python";
    frame.srcdoc = page(script);
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
   * @param {string} name @param {any} content @param {Transferable[]} [moved] of it, not copied
   */
  give(name, content, moved = [content]) {
    this.#control.postMessage({ name, content }, moved);
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

/** @param {string} script */
function page(script) {
  const policy = `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`;
  return `<!doctype html>${policy}<script>${script}</script>`;
}
