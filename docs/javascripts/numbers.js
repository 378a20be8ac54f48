/**
 * What computed a number: a note at a tap, and a list at the end of the page.
 * The one rule: the title of the number is the only text; nothing is written here.
 */
const NUMBER = "data.gd-number";
const GAP = 6; // CSS pixels between a number and its note

/** @type {HTMLElement | null} */
let note = null;

/**
 * Where a note of `width` stands under a box, inside a window.
 * @param {DOMRect} box @param {number} width @param {number} viewport
 */
export function place({ left, bottom }, width, viewport, margin = 12) {
  return { left: Math.max(margin, Math.min(left, viewport - width - margin)), top: bottom + GAP };
}

function hide() {
  note?.remove();
  note = null;
}

/** @param {HTMLElement} number */
function show(number) {
  hide();
  note = element("div", "gd-note", number.title);
  note.setAttribute("role", "status");
  document.body.append(note);
  const viewport = document.documentElement.clientWidth;
  const { left, top } = place(number.getBoundingClientRect(), note.offsetWidth, viewport);
  note.style.left = `${left + window.scrollX}px`;
  note.style.top = `${top + window.scrollY}px`;
}

/**
 * Notes at a tap or click; one at a time, gone at the next one or at Escape.
 * @param {Document} root
 */
export function explainNumbers(root) {
  root.addEventListener("click", ({ target }) => {
    const number = target instanceof Element ? target.closest(NUMBER) : null;
    if (number instanceof HTMLElement && number.title) show(number);
    else hide();
  });
  root.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") hide();
  });
}

/** A fold with every number of the page: the way for keyboards. @param {ParentNode} root */
export function listNumbers(root) {
  hide();
  const article = root.querySelector("article");
  /** @type {Map<string, HTMLElement>} */
  const numbers = new Map();
  /** @type {Iterable<HTMLElement>} */
  const marked = article?.querySelectorAll(NUMBER) ?? [];
  for (const number of marked) {
    numbers.set(`${number.textContent} ${number.title}`, number);
  }
  if (!article || !numbers.size || article.querySelector(".gd-numbers")) return;
  const fold = element("details", "gd-numbers");
  const list = element("dl");
  for (const number of numbers.values()) {
    const value = element("dt");
    value.append(...[...number.childNodes].map((child) => child.cloneNode(true)));
    list.append(value, element("dd", "", number.title));
  }
  fold.append(element("summary", "", "Numbers on this page, and what computed them"), list);
  article.append(fold);
}

/** @param {string} name @param {string} [className] @param {string} [text] */
function element(name, className = "", text = "") {
  return Object.assign(document.createElement(name), { className, textContent: text });
}
