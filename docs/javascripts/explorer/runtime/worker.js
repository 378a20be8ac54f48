/**
 * Python itself: a worker without network that answers what its port asks.
 * The one rule: every question gets an answer; one that is "broken" ends the worker.
 *
 * It runs in the frame of sandbox.js, whose policy is the wall, after Pyodide's two scripts.
 * What is taken away here only spares a reader's program from meeting that wall by accident.
 */
import { contents } from "./unzip.js";

const HOME = "https://runtime.invalid/"; // nobody's: each request for it is answered here
const SITE_PACKAGES = "/lib/python3.12/site-packages/";
const LARGEST_MEMORY = 512 * 2 ** 20; // bytes; an allocation beyond is a MemoryError
const PAGE = 65536; // bytes of WebAssembly memory
const LOCK = JSON.stringify({
  info: { arch: "wasm32", platform: "emscripten_3_1_58", version: "0.27.8", python: "3.12.7" },
  packages: {},
});

// Where the record of a loaded library says what part of the memory is its own.
const DATA = 12;
const DATA_SIZE = 16;

/** @typedef {{handle: number, name: string}} Library of numpy, and where its record is */
/** @typedef {{bytes: Uint8Array<ArrayBuffer>, libraries: Library[]}} Memory */

const scope = /** @type {any} */ (self);

/** Files that came, and files that are waited for. @type {Record<string, Promise<any>>} */
const files = {};
/** @type {Record<string, (content: any) => void>} */
const give = {};
for (const name of ["asm.wasm", "gdcore.zip", "memory", "numpy.zip", "stdlib.zip"]) {
  files[name] = new Promise((resolve) => (give[name] = resolve));
}

scope.onmessage = (/** @type {MessageEvent} */ { data }) => {
  if (data.port) answer(data.port);
  else give[data.name]?.(data.content);
};

/** @param {MessagePort} port */
async function answer(port) {
  try {
    const memory = await files.memory;
    const { python, ask, finish } = await boot(memory);
    scope.onmessage = null;
    port.onmessage = ({ data: question }) => reply(port, ask, question);
    port.postMessage({ ready: true, anew: !memory });
    if (!memory) {
      const own = remember(python); // before anything was asked
      port.postMessage({ memory: own }, own ? [own.bytes.buffer] : []);
    }
    finish();
  } catch (error) {
    port.postMessage({ failed: String(error) });
  }
}

/** @param {MessagePort} port @param {any} ask @param {any} question */
function reply(port, ask, { id, name, argument, block: given }) {
  try {
    const result = ask(name, argument, given);
    const block = result.get(1);
    const numbers = block.getBuffer("f64");
    const copy = numbers.data.slice().buffer;
    const text = result.get(0);
    for (const proxy of [numbers, block, result]) (proxy.release ?? proxy.destroy).call(proxy);
    port.postMessage({ id, text, block: copy }, [copy]);
  } catch (error) {
    // What the engine did not catch: memory ran out, the stack did, or the program exited.
    port.postMessage({ id, broken: String(error).slice(-300) });
  }
}

/**
 * Start Python and import the wire: each file is used as soon as it is there. With the memory of
 * another that had come so far, there is nothing to import.
 * @param {Memory | null} memory
 */
async function boot(memory) {
  const restore = lend();
  try {
    const python = await scope.loadPyodide({
      indexURL: HOME,
      stdLibURL: `${HOME}stdlib.zip`,
      env: { PYTHONHASHSEED: "0" },
      stdout: () => {},
      stderr: () => {},
      _loadSnapshot: memory?.bytes,
    });
    if (memory) relink(python._module, memory.libraries);
    const gc = python.pyimport("gc");
    gc.disable(); // of what is imported nothing is garbage
    unpack(python.FS, await files["numpy.zip"]);
    unpack(python.FS, await files["gdcore.zip"]);
    const wire = python.pyimport("scripts.engine.wire").ask;
    if (!memory) gc.freeze();
    else python.pyimport("sys").path.shift(); // Pyodide puts "" before all at each start
    const { toPy } = python;
    /** @param {string} name @param {string} argument @param {ArrayBuffer} [given] */
    const ask = (name, argument, given) => {
      const block = given && toPy(new Float64Array(given));
      try {
        return block ? wire(name, argument, block) : wire(name, argument);
      } finally {
        block?.destroy();
      }
    };
    const finish = () => {
      shut(python);
      gc.enable();
    };
    return { python, ask, finish };
  } finally {
    restore();
  }
}

/**
 * All of Python's memory, and the libraries of numpy in it; null if it cannot be told.
 * @param {any} python @returns {Memory | null}
 */
function remember(python) {
  /** @type {[string, {name: string}][]} */
  const loaded = Object.entries(python._module.LDSO.loadedLibsByHandle);
  const all = loaded.map(([handle, { name }]) => ({ handle: Number(handle), name }));
  // As an option of the start it would put proxies around all that Python sees of JavaScript.
  python._api.config._makeSnapshot = true;
  try {
    const libraries = all.filter(({ handle }) => handle !== 0); // that is Python itself
    return { bytes: python.makeMemorySnapshot(), libraries };
  } catch {
    return null;
  }
}

/**
 * Load the libraries that a memory speaks of, each where it was. What a library writes as it is
 * loaded is put back: the memory has what became of it since.
 * @param {any} module @param {Memory["libraries"]} libraries
 */
function relink(module, libraries) {
  for (const { handle, name } of libraries) {
    const at = module.HEAPU32[(handle + DATA) / 4];
    const kept = module.HEAPU8.slice(at, at + module.HEAPU32[(handle + DATA_SIZE) / 4]);
    module.loadDynamicLibrary(name, { nodelete: true }, {}, handle);
    module.HEAPU8.set(kept, at);
  }
}

/** While Pyodide starts it finds the network's answers here; then it finds none. */
function lend() {
  const { fetch } = scope;
  const { instantiateStreaming, Memory } = WebAssembly;
  scope.fetch = async (/** @type {unknown} */ url) => {
    if (String(url).endsWith(".zip")) return new Response(await files["stdlib.zip"]);
    return String(url).endsWith(".json") ? new Response(LOCK) : new Response();
  };
  WebAssembly.instantiateStreaming = async (_, imports = {}) => {
    // Before numpy writes over a large temporary it asks who calls; "nobody", and it does not.
    /** @type {any} */ (imports.env).backtrace ??= () => 0;
    /** @type {WebAssembly.Module} */
    const module = await files["asm.wasm"];
    return { module, instance: await WebAssembly.instantiate(module, imports) };
  };
  WebAssembly.Memory = /** @type {any} */ (
    function (/** @type {WebAssembly.MemoryDescriptor} */ wanted) {
      const maximum = Math.min(wanted.maximum ?? Infinity, LARGEST_MEMORY / PAGE);
      return new Memory({ ...wanted, maximum });
    }
  );
  return () => {
    scope.fetch = fetch;
    Object.assign(WebAssembly, { instantiateStreaming, Memory });
  };
}

/** @param {any} FS @param {ArrayBuffer} zip */
function unpack(FS, zip) {
  const folders = new Set();
  for (const [name, content] of contents(zip)) {
    const folder = SITE_PACKAGES + name.slice(0, name.lastIndexOf("/") + 1);
    if (!folders.has(folder)) FS.mkdirTree(folder);
    folders.add(folder);
    FS.writeFile(SITE_PACKAGES + name, content, { canOwn: true });
  }
}

/** Take from Python the modules through which it would reach JavaScript. @param {any} python */
function shut(python) {
  for (const name of ["js", "pyodide_js"]) python.unregisterJsModule(name);
  for (const name of ["js", "pyodide_js", "pyodide_js._api"]) {
    python.pyimport("sys").modules.pop(name, null);
  }
}
