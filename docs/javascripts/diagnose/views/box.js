/**
 * The box that takes everything: typed, pasted, dropped, or out of a file.
 * The one rule: what stands in it is never changed but by the reader, or by what the reader
 * has opened.
 */
import { button, takesFiles } from "../../explorer/controls/fields.js";
import { element, unique } from "../../explorer/views/dom.js";
import { opened } from "../files.js";

const REST = 250; // milliseconds without a key before the text is read
const PLACEHOLDER = `x = [80, 95, 110, 130, 150]
y = [162, 189, 221, 259, 301]

optimizer = torch.optim.SGD(model.parameters(), lr=1e-4)

epoch 0, loss 48211.7
epoch 1, loss 96530.2`;
const PRIVATE = "Nothing you paste leaves your browser.";

/**
 * @typedef {object} Hooks
 * @property {(text: string) => void} change the text is another
 * @property {(text: string, name: string) => void} file a file was opened
 * @property {() => void} submit
 * @property {(problem: string) => void} refuse
 */

/** @param {Hooks} hooks */
export function box(hooks) {
  const [id, hint] = [unique("paste"), unique("private")];
  const text = element("textarea", {
    id,
    rows: 9,
    spellcheck: false,
    placeholder: PLACEHOLDER,
    autocapitalize: "off",
    "aria-describedby": hint,
  });
  const pick = element("input", { type: "file", hidden: true, "aria-label": "File" });
  const submit = button("Diagnose", hooks.submit, "gd-primary");
  submit.setAttribute("aria-keyshortcuts", "Control+Enter");
  submit.title = "Ctrl+Enter";
  const root = element(
    "div",
    "gd-d-box",
    element("label", { for: id }, "Paste your data, your code, or the lines your run prints"),
    text,
    element(
      "div",
      "gd-d-row",
      submit,
      button("Choose a file", () => pick.click()),
      element("span", { className: "gd-hint", id: hint }, PRIVATE),
    ),
    pick,
  );
  let timer = 0;

  function changed() {
    clearTimeout(timer);
    timer = window.setTimeout(() => hooks.change(text.value), REST);
  }

  /** @param {File} file */
  async function open(file) {
    const read = await opened(file);
    if ("problem" in read) hooks.refuse(read.problem);
    else hooks.file(read.text, file.name);
  }

  text.addEventListener("input", changed);
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    hooks.submit();
  });
  takesFiles(root, pick, open, (dragged) => {
    text.value = text.value.trim() ? `${text.value.trimEnd()}\n\n${dragged}` : dragged;
    hooks.change(text.value);
  });
  return {
    root,
    submit,
    text,
    /** What waits to be read, read now. */
    settle() {
      clearTimeout(timer);
      hooks.change(text.value);
    },
    /** @param {string} value */
    write(value) {
      clearTimeout(timer);
      text.value = value;
    },
  };
}
