/**
 * What can be done with a report: copied, linked, opened in the explorer; its code can be run.
 * The one rule: the reader's code runs after a press here and at no other time.
 * @import { Question, Report } from "../types.js"
 */
import { button } from "../../explorer/controls/fields.js";
import { copyText } from "../../explorer/controls/share.js";
import { complete, encode } from "../../explorer/state/settings.js";
import { element } from "../../explorer/views/dom.js";
import { settingsOf } from "../explorer_link.js";
import { forumAnswer } from "../forum_answer.js";

/**
 * @typedef {object} Beside what stands beside a report
 * @property {string} base of the site
 * @property {string} address of the report; without a fragment where no link holds it
 * @property {boolean} linked whether the address holds the question
 * @property {string} says what the link holds
 * @property {() => Promise<void>} run the code
 * @property {() => void} stop the run
 */

/** @param {Question} question @param {Report} report @param {Beside} beside */
export async function toolsView(question, report, beside) {
  const { address, linked, says } = beside;
  const note = element("span", { className: "gd-hint", role: "status" });
  const field = element("textarea", {
    className: "gd-d-copied",
    readOnly: true,
    hidden: true,
    rows: 6,
    "aria-label": "The text to copy",
  });
  /** @param {string} what @param {string} text */
  async function copy(what, text) {
    const done = await copyText(text);
    note.textContent = done ? `${what} copied. ${says}` : "Copy it from here:";
    field.hidden = done;
    field.value = done ? "" : text;
    if (!done) field.select();
  }
  return [
    button("Copy as forum answer", () => void copy("Answer", forumAnswer(report, address))),
    ...(linked ? [button("Copy link", () => void copy("Link", address))] : []),
    ...(report.code?.framework ? runners(beside) : []), // else it is no Python
    ...(await explorerLink(question, beside.base)),
    note,
    field,
  ];
}

/**
 * The same run in the explorer, where it can show it.
 * @param {Question} question @param {string} base
 */
async function explorerLink(question, base) {
  const settings = settingsOf(question);
  const fragment = settings && (await encode(complete(settings)).catch(() => ""));
  if (!fragment) return [];
  const { href } = new URL(`explorer/#s=${fragment}`, base);
  return [element("a", { href }, "Open in the explorer")];
}

/** "Run it here", and the way to stop it. @param {Beside} beside */
function runners({ run, stop }) {
  const end = button("Stop", stop);
  end.hidden = true;
  const begin = button("Run it here", () => void go());
  begin.title = "Your code runs in your browser, without any network";
  async function go() {
    begin.disabled = true;
    end.hidden = false;
    await run();
    begin.disabled = false;
    end.hidden = true;
  }
  return [begin, end];
}
