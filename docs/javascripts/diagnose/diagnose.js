/**
 * The page that diagnoses a run: what is pasted, the question, the report, the link.
 * The one rule: Python is loaded for a diagnosis and not before; the reader's code runs after a
 * click alone, and whatever fails, the paste stays.
 * @import { Question, Report } from "./types.js"
 * @import { State } from "./state.js"
 */
import { decode as decodeSettings } from "../explorer/state/settings.js";
import { element } from "../explorer/views/dom.js";
import { createConsultant } from "./consulting.js";
import { asComputed, questionOfSettings } from "./explorer_link.js";
import { LinkError, decode, encode, isLink } from "./link.js";
import { undecided, written } from "./parts.js";
import { cleaned, crossing, isEmpty } from "./question.js";
import { shaped } from "./report.js";
import * as states from "./state.js";
import { box } from "./views/box.js";
import { cards } from "./views/cards.js";
import { mountExamples } from "./views/examples.js";
import { hintsOf, knownFields } from "./views/known.js";
import { reportView } from "./views/report.js";
import { toolsView } from "./views/tools.js";

const LONGEST_BOX = 60_000; // characters that are shown in the box
const LONGEST_RUN = 20; // seconds for the reader's program
const GRACE = 5; // more until Python is ended, which stops a loop by itself and tells of it
const AFTER_RUN = "Who opens it sees the report before the run, and can run the code.";
const EMPTY =
  "There is nothing to diagnose yet: paste data, code or the lines that your run prints, or open " +
  "“What is known of the run” and write n, mean and standard deviation of x.";
const BEFORE = "The report below is of what stood here before";
const UNDECIDED = "One thing is open: answer it on its card, or remove that card.";

/**
 * The tool in its place; what comes back is called where it is put into its page again.
 * @param {HTMLElement} root @returns {() => void}
 */
export function mount(root) {
  const base = new URL(root.dataset.base ?? "./", document.baseURI).href;
  const page = window.location.pathname;
  /** @type {State} */
  let state = states.BLANK;
  /** What Python read of the code, if it did. @type {Record<string, any> | null} */
  let reading = null;
  /** What came of running the code. @type {any} */
  let execution = null;
  /** What was wrong with the link that was opened. */
  let warning = "";
  const status = element("p", { className: "gd-d-status", role: "status" });
  const place = element("div", "gd-d-place");
  const given = box({ change: typed, file: filed, submit: () => void diagnose(), refuse });
  const shown = cards({
    call: (part, kind) => update(states.calledAs(state, part, kind)),
    remove,
    aim: (part, y) => update(states.aimedAt(state, part, y)),
    choose: (part, one) => update(states.chosenAs(state, part, one)),
  });
  const fields = knownFields((patch) => update(states.withKnown(state, patch), false));

  /** @param {State} next */
  function update(next, drawn = true) {
    const changed = next !== state;
    state = next;
    const parts = states.partsIn(state);
    if (changed && place.firstChild) outdate();
    if (drawn) shown.draw(parts);
    const { reading: glance, where } = states.glanced(parts);
    const code = parts.some(({ kind }) => kind === "code");
    const known = code && reading ? hintsOf(reading, "your code") : hintsOf(glance, where);
    fields.draw(state.known, known);
  }

  /** A report stays in sight, and says that it is of another paste. */
  function outdate() {
    place.classList.add("gd-d-stale");
    say(`${BEFORE}: press Diagnose again.`);
  }

  /** @param {string} text */
  function typed(text) {
    if (text === state.text) return;
    reading = execution = null;
    warning = "";
    update(states.withText(state, text));
  }

  /** @param {string} text @param {string} name */
  function filed(text, name) {
    reading = execution = null;
    if (text.length > LONGEST_BOX) update(states.withFile(state, text, name));
    else {
      const before = given.text.value.trimEnd();
      const fenced = /\.(?:py|ipynb)$/i.test(name) && !text.includes("```");
      const piece = fenced ? `\`\`\`\n${text.trimEnd()}\n\`\`\`` : text;
      given.write(before ? `${before}\n\n${piece}` : piece);
      typed(given.text.value);
    }
    say(`${name} is read.`);
  }

  /** @param {import("./types.js").Part} part */
  function remove(part) {
    const rest = part.name ? null : states.without(given.text.value, part);
    update(states.withPart(state, part, null));
    if (rest !== null) {
      given.write(rest);
      state = { ...state, text: rest };
    }
    given.text.focus();
  }

  /** @param {string} words */
  function say(words, wrong = false) {
    status.textContent = words;
    status.classList.toggle("gd-wrong-text", wrong);
  }

  /** @param {string} problem */
  function refuse(problem) {
    say(problem, true);
  }

  const consultant = createConsultant(base, {
    say,
    refuse,
    busy: (busy) => (given.submit.disabled = busy),
  });

  /** @param {boolean} [moves] whether the focus goes to the report */
  async function diagnose(moves = true) {
    given.settle();
    const open = undecided(states.partsIn(state));
    const question = states.asked(state);
    if (open && (open.data?.asks || isEmpty(question))) {
      refuse(open.data?.problem || UNDECIDED);
      shown.focus(open);
      return;
    }
    if (isEmpty(question)) {
      refuse(place.firstChild ? `${EMPTY} ${BEFORE}.` : EMPTY);
      given.text.focus();
      return;
    }
    const { code, log } = question;
    const answer = await consultant.ask(async (runtime) => {
      if (code || log) {
        const read = await runtime.call("read", { code, log });
        reading = read?.error ? null : (read.code ?? null);
      }
      return runtime.call("diagnose", { question: crossing(question), execution });
    });
    if (!answer) return;
    update(state, false);
    await draw(question, shaped(answer), moves);
  }

  /** @param {Question} question @param {Report} report @param {boolean} moves */
  async function draw(question, report, moves) {
    const link = await encode(question, addressOf("").length).catch((error) => {
      if (error instanceof LinkError) return { fragment: "", says: error.message, whole: false };
      throw error;
    });
    const computed = asComputed(question, [reading?.data, execution?.data]);
    const tools = await toolsView(computed, report, {
      base,
      address: addressOf(link.fragment),
      linked: link.fragment !== "",
      says: execution ? `${link.says} ${AFTER_RUN}` : link.says,
      run: () => run(question),
      stop: consultant.stop,
    });
    const printed = typeof execution?.printed === "string" ? execution.printed : "";
    const { root: drawn, headline } = reportView(report, { base, tools, printed });
    place.replaceChildren(drawn);
    place.classList.remove("gd-d-stale");
    if (link.fragment && window.location.pathname === page) {
      const { search } = window.location;
      window.history.replaceState(window.history.state, "", `${page}${search}${link.fragment}`);
      opened = link.fragment;
    }
    say([warning, link.whole ? "" : link.says].filter(Boolean).join(" "));
    if (moves) headline.focus({ preventScroll: true });
    if (moves) drawn.scrollIntoView({ block: "start" });
  }

  /** The address of this page with a fragment. @param {string} fragment */
  const addressOf = (fragment) => `${window.location.origin}${page}${fragment}`;

  /** Run the code, and diagnose what came of it. @param {Question} question */
  async function run({ code }) {
    const answer = await consultant.ask((runtime) => {
      say(`Running your code here, ${LONGEST_RUN} seconds at most …`);
      const longest = { name: /** @type {const} */ ("run_code"), seconds: LONGEST_RUN + GRACE };
      return runtime.run({ code, seconds: LONGEST_RUN }, longest);
    });
    if (!answer) return;
    execution = answer.execution ?? null;
    await diagnose();
  }

  /** @param {unknown} untrusted @param {string} problem */
  function take(untrusted, problem) {
    const question = cleaned(untrusted);
    const parts = states.fromQuestion(question, "").boxed;
    const text = written(parts);
    reading = execution = null;
    place.replaceChildren();
    given.write(text.length > LONGEST_BOX ? "" : text);
    fields.forget();
    update(states.fromQuestion(question, given.text.value));
    warning = problem;
    return diagnose();
  }

  let opened = "";

  /** What the address asks for: a question, or the run of an explorer. */
  async function open() {
    const { hash, pathname } = window.location;
    if (pathname !== page || !root.isConnected || hash === opened) return;
    opened = hash;
    if (isLink(hash)) {
      const { question, problem } = await decode(hash);
      if (question && !isEmpty(question)) await take(question, problem);
      else refuse(problem || "This link holds nothing to diagnose.");
    } else if (/^#s=/.test(hash)) {
      const { settings, problem } = await decodeSettings(hash);
      const question = questionOfSettings(settings);
      if (question) await take(question, problem);
      else refuse(problem || "This link of the explorer holds no data of yours to diagnose.");
    }
  }

  const live = element("div", "gd-d-live", given.root, status, shown.root, fields.root, place);
  root.replaceChildren(live);
  root.classList.add("gd-is-live");
  update(state);
  for (const name of ["popstate", "hashchange"]) {
    window.addEventListener(name, () => void open());
  }

  /** Where the tool stands in its page, at first or again. */
  function resume() {
    const examples = (/** @type {unknown} */ question) => {
      live.scrollIntoView({ block: "start" });
      void take(question, "");
    };
    mountExamples(root.closest(".md-content") ?? document, examples, refuse);
    void open();
  }
  resume();
  return resume;
}
