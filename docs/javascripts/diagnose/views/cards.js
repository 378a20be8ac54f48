/**
 * What a paste was found to hold, a card for each part.
 * The one rule: how a part was read stands on its card, and what can be read in two ways is
 * asked there.
 * @import { Reading } from "../../explorer/reading/table.js"
 * @import { Kind, Part } from "../types.js"
 */
import { button, choice } from "../../explorer/controls/fields.js";
import { preview } from "../../explorer/reading/table.js";
import { element } from "../../explorer/views/dom.js";
import { KINDS, describe, spare } from "../parts.js";
import { targets } from "../reading/data.js";

const OPTIONS = Object.entries(KINDS).map(([value, title]) => ({ value, title }));
const FIRST = 60; // characters of the first line
const MOST_CARDS = 12;

/** @typedef {{call: (part: Part, kind: Kind) => void, remove: (part: Part) => void,
 *   aim: (part: Part, y: number) => void, choose: (part: Part, reading: Reading) => void}} Hooks */

/** @typedef {{part: Part, node: HTMLElement}} Made */

/** @param {Hooks} hooks */
export function cards(hooks) {
  const root = element("ul", { className: "gd-d-cards", "aria-label": "What was read" });
  root.hidden = true;
  /** @type {Made[]} */
  let made = [];
  return {
    root,
    /** @param {Part[]} parts */
    draw(parts) {
      root.hidden = !parts.length;
      const unused = spare(parts);
      const shown = parts.slice(0, MOST_CARDS);
      made = shown.map((part) => ({ part, node: card(part, unused.includes(part), hooks) }));
      const isWords = (/** @type {Made} */ { part }) => part.kind === "words";
      const words = made.filter(isWords).map(({ node }) => node);
      root.replaceChildren(...made.filter((one) => !isWords(one)).map(({ node }) => node));
      if (words.length > 1) root.append(folded(words));
      else root.append(...words);
      if (parts.length > shown.length) {
        const more = `and ${parts.length - shown.length} more, read in the same way`;
        root.append(element("li", "gd-d-card gd-hint", more));
      }
    },
    /** @param {Part} part */
    focus(part) {
      const item = made.find((one) => one.part === part)?.node;
      /** @type {HTMLElement | null | undefined} */ (
        item?.querySelector("button, select")
      )?.focus();
    },
  };
}

/** Words are many and say little: one fold for all. @param {HTMLElement[]} cards */
function folded(cards) {
  const summary = element("summary", "", `Words, ${cards.length} pieces, left out`);
  const list = element("ul", "gd-d-cards", ...cards);
  return element("li", "gd-d-card gd-d-words", element("details", "gd-d-inner", summary, list));
}

/** @param {Part} part @param {boolean} unused @param {Hooks} hooks */
function card(part, unused, hooks) {
  const { title, says, wrong } = describe(part);
  const head = part.text.split("\n").find((line) => line.trim()) ?? "";
  const kind = choice("Read it as", OPTIONS, (value) =>
    hooks.call(part, /** @type {Kind} */ (value)),
  );
  kind.draw(part.kind);
  kind.select.setAttribute("aria-label", `Read “${head.trim().slice(0, 20)}” as`);
  const remove = button("Remove", () => hooks.remove(part), "gd-quiet");
  remove.setAttribute("aria-label", `Remove ${title.toLowerCase()}: ${head.trim().slice(0, 20)}`);
  const told = element("p", wrong ? "gd-hint gd-wrong-text" : "gd-hint", says);
  const more = unused ? [element("p", "gd-hint", "Not used: other data come first.")] : [];
  return element(
    "li",
    `gd-d-card gd-d-${part.kind}`,
    element(
      "div",
      "gd-d-card-head",
      element("strong", "", title),
      element("code", "gd-d-first", head.trim().slice(0, FIRST)),
    ),
    told,
    ...more,
    ...asked(part, hooks),
    element("div", "gd-d-card-row", kind.root, ...aims(part, hooks), remove),
  );
}

/** A choice of y, where there are several columns. @param {Part} part @param {Hooks} hooks */
function aims(part, hooks) {
  const { data } = part;
  if (part.kind !== "data" || !data?.table || data.table.columns.length < 2) return [];
  const y = choice("y is", targets(data.table), (value) => hooks.aim(part, Number(value)));
  y.draw(String(data.y));
  return [y.root];
}

/** The readings of data that can be read in two ways. @param {Part} part @param {Hooks} hooks */
function asked(part, hooks) {
  const { asks } = part.data ?? {};
  if (!asks) return [];
  const options = asks.readings.map((reading) => {
    const node = button("", () => hooks.choose(part, reading), "gd-d-reading");
    node.append(
      element("span", "", reading.label),
      element("span", "gd-hint", preview(reading.table)),
    );
    return node;
  });
  return [
    element(
      "div",
      { className: "gd-d-readings", role: "group", "aria-label": asks.asks },
      ...options,
    ),
  ];
}
