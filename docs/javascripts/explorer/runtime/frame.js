/**
 * Runs in the frame of sandbox.js: hands files to workers, starts them and ends them.
 * The one rule: the first message of the page brings the one port that is listened to.
 */
export {};

// No policy can close this one way out of a window; the frame's own children are other origins.
for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection"]) {
  delete (/** @type {any} */ (self)[name]);
}

const compile = (/** @type {ArrayBuffer} */ bytes) => WebAssembly.compile(bytes);
const same = (/** @type {ArrayBuffer} */ bytes) => bytes;
/** In this order they are the one script of a worker, so that no policy must let it import. */
const SCRIPTS = ["asm.js", "pyodide.js", "worker.js"];
/**
 * What becomes of each file, once for all workers.
 * @type {Record<string, (content: any) => any>}
 */
const uses = {
  "asm.js": same,
  "asm.wasm": compile,
  "gdcore.zip": same,
  memory: same,
  "numpy.zip": same,
  "pyodide.js": same,
  "stdlib.zip": same,
  "worker.js": same,
};
/** @type {Record<string, (content: any) => void>} */
const give = {};
/** @type {Record<string, Promise<any>>} */
const ready = {};
for (const name of Object.keys(uses)) {
  ready[name] = new Promise((resolve) => (give[name] = resolve));
}
const script = Promise.all(SCRIPTS.map((name) => ready[name])).then((parts) => {
  const lines = parts.flatMap((part) => [part, "\n;\n"]);
  return URL.createObjectURL(new Blob(lines, { type: "text/javascript" }));
});
/** @type {Map<number, Worker>} */
const workers = new Map();
/** @param {number} id @param {MessagePort} port @param {(why: unknown) => void} fail */
const boot = async (id, port, fail) => {
  try {
    const worker = new Worker(await script);
    workers.set(id, worker);
    worker.onerror = ({ message }) => fail(message || "the browser refused the worker");
    worker.postMessage({ port }, [port]);
    for (const [name, file] of Object.entries(ready)) {
      if (SCRIPTS.includes(name)) continue;
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
    if (data.name in uses) {
      const content = uses[data.name](data.content);
      give[data.name](content);
      ready[data.name] = Promise.resolve(content); // of the memory there may be another
    }
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
