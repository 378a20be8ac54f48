/**
 * What a reader can do, as functions of the store and of Python.
 * The one rule: the picture shown always answers some settings; new settings take its place
 * when their answer is there, and only the newest are asked.
 * @import { Settings, State } from "../types.js"
 * @import { Wanted } from "../state/shares.js"
 * @import { Store } from "../state/store.js"
 */
import { coalesce } from "../state/coalesce.js";
import { frameOf, isWhole, rowOf, rows } from "../state/frames.js";
import { MOST, pinOf, runOf, withPins } from "../state/pins.js";
import { complete, encode, same } from "../state/settings.js";
import { keptWords, movesLimit, shareOf, wanted } from "../state/shares.js";
import { createClock } from "./clock.js";
import { wake, watch } from "./python.js";

const SPOILED =
  "The run of this program cannot be drawn: the program has changed the Python that was to " +
  "record it. Leave the functions of its modules as they are, and run it again.";

/** Data as text, once for each: there may be many. @type {WeakMap<Settings["data"], string>} */
const texts = new WeakMap();

/** @param {Settings["data"]} data */
function textOf(data) {
  const text = texts.get(data) ?? JSON.stringify(data);
  texts.set(data, text);
  return text;
}

/** What a run hangs on; the rest is how it is shown. @param {Settings} settings */
function keyOf({ step: _1, show: _2, exercise: _3, code: _4, pins: _5, data, ...run }) {
  return JSON.stringify(run) + textOf(data);
}

/** Whether the picture answers other settings than those that stand. @param {State} state */
const isOfOthers = ({ frame, settings }) =>
  frame !== null && keyOf(frame.settings) !== keyOf(settings);

/**
 * @param {Store} store
 * @param {{base: string, first: () => Settings}} options base: of the site
 */
export function createActions(store, { base, first }) {
  const go = (/** @type {number} */ row) => {
    const { frame } = store.get();
    if (!frame) return;
    const k = Math.max(0, Math.min(rows(frame) - 1, Math.round(row)));
    sought = frame.k[k];
    store.set({ k });
  };
  const pause = () => {
    clock.stop();
    if (store.get().playing) store.set({ playing: false });
  };
  const clock = createClock(store, go, pause);
  let gone = false;
  /** The step to show when the next answer comes, if not the one shown. @type {number | null} */
  let pending = null;
  /** The step last gone to: a run that is too short for it may give way to a longer one. */
  let sought = 0;
  /** The reader's program whose run is shown. @type {string | null} */
  let traced = null;
  /** The share to keep in the next answer. @type {Wanted | null} */
  let keeps = null;
  /** The last share that theory told. @type {number | null} */
  let share = null;
  /** Of the reader's program. @type {{seconds?: number}} */
  let limit = {};
  const stopWatching = watch((progress) => store.set({ progress }));

  /** Python, loading or ready; its failure is told once. */
  function python() {
    const runtime = wake(new URL("assets/runtime/", base).href);
    const { runtime: state } = store.get();
    if (state === "none" || state === "failed") {
      store.set({ runtime: "loading", problem: state === "failed" ? "" : store.get().problem });
      runtime.ready.then(
        () => store.set({ runtime: "ready" }),
        (error) =>
          store.set({
            runtime: "failed",
            busy: false,
            running: false,
            problem: error.message,
            refused: isOfOthers(store.get()),
          }),
      );
    }
    return runtime;
  }

  let noted = "";
  /** How often a run of the build took the place of what was asked. */
  let round = 0;

  /**
   * A run that the build has made, in the place of what is shown or asked.
   * @param {{settings: Settings, frame: any, other?: any}} made
   */
  function show({ settings: made, frame: plain, other }) {
    pause();
    round += 1;
    pending = keeps = traced = null;
    noted = "";
    const settings = withPins(complete(made));
    sought = settings.step;
    const frame = frameOf(plain);
    share = frame.share ?? null;
    const pins = other ? [frameOf(other)] : [];
    const told = { busy: false, problem: "", refused: false, line: null, kept: null };
    store.set({ settings, frame, pins, k: rowOf(frame, settings.step), ...told });
  }

  /** @param {any} answer @param {Partial<State>} [more] */
  function take(answer, more = {}) {
    if (gone) return;
    const frame = frameOf(answer);
    share = frame.share ?? share;
    sought = pending ?? sought;
    pending = null;
    store.set({
      frame,
      k: rowOf(frame, sought),
      problem: noted,
      refused: false,
      line: null,
      ...more,
    });
  }

  /**
   * The rate that the engine found, and what is said of it.
   * @param {any} answer @param {Wanted} asked @returns {Partial<State>}
   */
  function keep(answer, asked) {
    keeps = null;
    const { settings } = store.get();
    const { optimizer } = answer.settings;
    const says = keptWords(asked, settings.optimizer, answer);
    const stands = same(optimizer, settings.optimizer);
    return {
      settings: stands ? settings : { ...settings, optimizer },
      kept: says ? { says, before: stands ? null : settings.optimizer } : null,
    };
  }

  const refuse = (/** @type {any} */ { message, line }) => {
    if (!gone) store.set({ problem: message, line: line ?? null });
  };
  const pictures = coalesce(
    (/** @type {{settings: Settings, asked: Wanted | null, of: number}} */ { settings, asked }) =>
      asked
        ? python().call("shared", { settings, share: asked.share })
        : python().call("frame", settings),
    (answer, { settings, asked, of }) => {
      if (gone || of !== round) return;
      const newest = keyOf(settings) === keyOf(store.get().settings);
      if (answer.error) {
        refuse(answer.error);
        store.set({ refused: true });
      } else take(answer, newest && asked ? keep(answer, asked) : {});
      if (newest) store.set({ busy: false });
    },
    () => {}, // python() tells of a start that failed
    () => {},
  );

  function ask() {
    store.set({ busy: true });
    // The page's own pictures never need the reader's program.
    const settings = { ...store.get().settings, code: null, pins: [] };
    pictures.put({ settings, asked: keeps, of: round });
  }

  /** A change of the settings, the rate as it stands. @param {Partial<Settings>} patch */
  function change(patch) {
    if (patch.optimizer) keeps = null;
    apply(patch);
  }

  /** A change at the same share of the limit. @param {Partial<Settings>} patch */
  function choose(patch) {
    const { frame, settings } = store.get();
    const next = { ...settings, ...patch };
    if (follows(settings, next) || !movesLimit(settings, next)) return change(patch);
    keeps ??= wanted(shareOf(frame, settings) ?? share);
    apply(patch);
  }

  /**
   * Whether the reader's program is run with these settings too: it has its own method, so who
   * chooses another one wants to see that.
   * @param {Settings} before @param {Settings} settings
   */
  const follows = ({ optimizer }, { code, optimizer: { name } }) =>
    traced !== null && code === traced && name === optimizer.name;

  /** @param {Partial<Settings>} patch */
  function apply(patch) {
    const before = store.get().settings;
    const settings = { ...before, ...patch };
    noted = "";
    store.set({ settings });
    if (!follows(before, settings)) traced = null;
    if (keyOf(settings) === keyOf(before)) return;
    store.set({ kept: null });
    // The reader ran this very program: it follows the controls as the page's own runs do.
    if (traced === null) ask();
    else put(true);
  }

  /**
   * Show the run of the reader's program, whose Python may have sent anything: what cannot be
   * drawn gives way to what was shown before.
   * @param {unknown} answer
   */
  function draws(answer) {
    const { frame, k } = store.get();
    try {
      if (!isWhole(frameOf(answer))) throw new TypeError("rows and steps differ");
      take(answer);
      return true;
    } catch {
      store.set({ frame, k, problem: SPOILED });
      return false;
    }
  }

  const programs = coalesce(
    (/** @type {{settings: Settings, again: boolean}} */ { settings, again }) =>
      python().run(settings, { ...limit, again }),
    (answer, { settings }) => {
      if (gone) return;
      store.set({ printed: answer.printed ?? "" });
      traced = null;
      if (answer.error) refuse(answer.error);
      else if (draws(answer.frame)) traced = settings.code;
    },
    () => {}, // python() tells of a start that failed
    () => {
      if (!gone) store.set({ running: false });
    },
  );

  /**
   * Run the program of the settings, because the reader asked for it.
   * @param {{seconds?: number}} [seconds]
   */
  function runCode(seconds = {}) {
    limit = seconds;
    put(false);
  }

  /** @param {boolean} again whether the program is the one that ran last */
  function put(again) {
    store.set({ running: true, problem: "", line: null, kept: null });
    programs.put({ settings: store.get().settings, again });
  }

  function stopCode() {
    if (store.get().running) python().stop();
  }

  /** The row nearest to a step. @param {{step: number}} place */
  function seek({ step }) {
    const { frame } = store.get();
    if (frame) go(rowOf(frame, step));
  }

  /**
   * @param {Settings} given
   * @param {string} [problem] of the link they came with: told until the next change
   */
  function loadSettings(given, problem = "") {
    pause();
    noted = problem;
    const settings = withPins(complete(given));
    const before = store.get();
    const { frame } = before;
    const shown = frame !== null && traced === null && keyOf(settings) === keyOf(frame.settings);
    traced = keeps = null;
    pictures.drop();
    programs.drop();
    stopCode();
    store.set({ settings, problem, refused: false, line: null, busy: false, kept: null });
    void fill(before, settings.pins);
    if (shown) return seek(settings);
    pending = settings.step;
    ask();
  }

  /**
   * Show these pins, those that are not known yet as soon as they are computed.
   * @param {State} before @param {Settings["pins"]} pins
   */
  async function fill(before, pins) {
    const known = pins.map((pin) => {
      const i = before.settings.pins.findIndex((one) => same(one, pin));
      return before.pins[i] ?? null;
    });
    store.set({ pins: known });
    for (const [i, pin] of pins.entries()) {
      if (known[i]) continue;
      const answer = await python().call("frame", runOf(pin, store.get().settings));
      if (gone || answer.error || !same(store.get().settings.pins, pins)) return;
      known[i] = frameOf(answer);
      store.set({ pins: [...known] });
    }
  }

  return {
    show,
    change,
    /** Keep the run that is shown, dashed. */
    pin() {
      const { frame, settings, pins } = store.get();
      if (!frame || frame.settings.code !== null || settings.pins.length >= MOST) return;
      change({ pins: [...settings.pins, pinOf(frame.settings)] });
      store.set({ pins: [...pins, frame] });
    },
    /** @param {number} i */
    unpin(i) {
      const { settings, pins } = store.get();
      const rest = (/** @type {any[]} */ all) => all.filter((_, j) => j !== i);
      change({ pins: rest(settings.pins) });
      store.set({ pins: rest(pins) });
    },
    choose,
    /** The steps of each learning rate. @param {Settings} settings */
    dial: (settings) => python().call("dial", { ...settings, code: null, pins: [] }),
    go,
    seek,
    pause,
    runCode,
    loadSettings,
    python,
    play() {
      const { frame, k } = store.get();
      if (!frame) return;
      if (k >= rows(frame) - 1) go(0);
      store.set({ playing: true });
      clock.start();
    },
    /** @param {number} speed */
    hasten(speed) {
      store.set({ speed });
    },
    stopCode,
    reset: () => loadSettings(first()),
    async share() {
      const { frame, k, settings } = store.get();
      const step = frame ? frame.k[Math.min(k, rows(frame) - 1)] : settings.step;
      const page = new URL("explorer/", base).href;
      return `${page}#s=${await encode({ ...settings, step })}`;
    },
    dispose() {
      gone = true;
      pause();
      pictures.drop();
      stopWatching();
    },
  };
}
