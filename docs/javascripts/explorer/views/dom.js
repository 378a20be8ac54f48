/**
 * Elements of the panels.
 * The one rule: text goes in as text, so nothing that was typed or linked is ever markup.
 */
let count = 0;

/**
 * An element with properties, attributes (keys with a dash, `role`, `for`) and children.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, unknown>} [options]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, options = {}, ...children) {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(options)) {
    if (/-|^(role|for|list)$/.test(key)) made.setAttribute(key, String(value));
    else /** @type {any} */ (made)[key] = value;
  }
  made.append(...children);
  return made;
}

/** A name for ids that no other element of the page has. @param {string} stem */
export function unique(stem) {
  count += 1;
  return `gd-${stem}-${count}`;
}

/** Text with `code` in backticks, as nodes. @param {string} text @returns {(Node | string)[]} */
export function marked(text) {
  return text.split("`").map((part, i) => (i % 2 ? element("code", {}, part) : part));
}
