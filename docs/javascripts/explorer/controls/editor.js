/**
 * CodeMirror with what a dozen lines of Python need; a chunk of its own, loaded when used.
 * The one rule: colors are those of the page's code blocks, through its variables.
 */
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { pythonLanguage } from "@codemirror/lang-python"; // python() also completes names
import {
  HighlightStyle,
  bracketMatching,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import {
  EditorView,
  drawSelection,
  highlightActiveLine,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";

const color = (/** @type {string} */ name) => `var(--md-code-hl-${name}-color)`;

const COLORS = HighlightStyle.define([
  {
    tag: [tags.keyword, tags.controlKeyword, tags.definitionKeyword, tags.moduleKeyword],
    color: color("keyword"),
  },
  { tag: [tags.string, tags.special(tags.string)], color: color("string") },
  { tag: [tags.number, tags.bool, tags.null], color: color("number") },
  { tag: [tags.comment], color: color("comment") },
  {
    tag: [tags.function(tags.definition(tags.variableName)), tags.function(tags.variableName)],
    color: color("function"),
  },
  { tag: [tags.operator, tags.punctuation], color: color("operator") },
]);

const FOCUSED = "&.cm-focused > .cm-scroller > .cm-selectionLayer";
const THEME = EditorView.theme({
  "&": {
    backgroundColor: "var(--md-code-bg-color)",
    color: "var(--md-code-fg-color)",
    fontSize: "0.68rem",
  },
  "&.cm-focused": { outline: "2px solid var(--gd-text)", outlineOffset: "1px" },
  ".cm-scroller": {
    fontFamily: "var(--md-code-font-family, ui-monospace), monospace",
    lineHeight: "1.6",
    maxHeight: "26rem",
  },
  ".cm-content": { caretColor: "var(--gd-text)" },
  ".cm-cursor": { borderLeftColor: "var(--gd-text)" },
  ".cm-gutters": { backgroundColor: "transparent", border: "0", color: "var(--gd-muted)" },
  ".cm-activeLine, .cm-activeLineGutter": {
    backgroundColor: "color-mix(in srgb, var(--gd-text) 5%, transparent)",
  },
  [`${FOCUSED} .cm-selectionBackground, .cm-selectionBackground`]: {
    backgroundColor: "color-mix(in srgb, var(--gd-slope) 25%, transparent)",
  },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": {
    backgroundColor: "transparent",
    outline: "1px solid var(--gd-muted)",
  },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--gd-wrong)",
    textDecorationSkipInk: "none",
  },
  ".cm-lint-marker-error": { content: "none" },
  ".cm-lint-marker-error::before": { color: "var(--gd-wrong)", content: "'✕'", fontWeight: "700" },
  ".cm-tooltip": {
    backgroundColor: "var(--gd-paper)",
    border: "1px solid var(--gd-wrong)",
    color: "var(--gd-text)",
  },
  ".cm-diagnostic-error": { borderLeft: "0" },
});

/**
 * @param {HTMLElement} parent
 * @param {{text: string, label: string, describedBy: string, change: (text: string) => void,
 *   run: () => void}} options
 */
export function createEditor(parent, { text, label, describedBy, change, run }) {
  let silent = false;
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        history(),
        drawSelection(),
        indentOnInput(),
        indentUnit.of("    "),
        bracketMatching(),
        highlightActiveLine(),
        pythonLanguage,
        syntaxHighlighting(COLORS),
        lintGutter(),
        THEME,
        keymap.of([
          { key: "Mod-Enter", preventDefault: true, run: () => (run(), true) },
          ...defaultKeymap,
          ...historyKeymap,
          indentWithTab,
        ]),
        EditorView.contentAttributes.of({
          "aria-label": label,
          "aria-describedby": describedBy,
          autocapitalize: "off",
          tabindex: "0",
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !silent) change(update.state.doc.toString());
        }),
      ],
    }),
  });
  view.scrollDOM.tabIndex = -1;
  return {
    focus: () => view.focus(),
    text: () => view.state.doc.toString(),
    /** Other text, which the reader did not type. @param {string} next */
    set(next) {
      silent = true;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } });
      silent = false;
    },
    /**
     * What is wrong at a line; null for nothing.
     * @param {number | null} number @param {string} message
     */
    mark(number, message) {
      const { doc } = view.state;
      const there = number !== null && number >= 1 && number <= doc.lines ? doc.line(number) : null;
      const from = there ? there.from + there.text.search(/\S|$/) : 0;
      const wrong = there
        ? [{ from, to: there.to, severity: /** @type {const} */ ("error"), message }]
        : [];
      view.dispatch(setDiagnostics(view.state, wrong));
      view.contentDOM.setAttribute("aria-invalid", String(wrong.length > 0));
    },
    destroy: () => view.destroy(),
  };
}
