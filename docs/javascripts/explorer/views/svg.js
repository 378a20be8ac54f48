/**
 * The few lines of DOM that the views need.
 * The one rule: text goes in as text.
 */
const NAMESPACE = "http://www.w3.org/2000/svg";

/** @param {Element} node @param {Record<string, string | number | null>} attributes */
export function set(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null) node.removeAttribute(name);
    else node.setAttribute(name, String(value));
  }
  return node;
}

/**
 * @param {string} name @param {Record<string, string | number | null>} attributes
 * @param {...(Node | string)} children @returns {SVGElement}
 */
export function svg(name, attributes = {}, ...children) {
  const node = document.createElementNS(NAMESPACE, name);
  set(node, attributes);
  node.append(...children);
  return /** @type {SVGElement} */ (node);
}

/**
 * @template {keyof HTMLElementTagNameMap} N
 * @param {N} name @param {Record<string, string | number | null>} attributes
 * @param {...(Node | string)} children
 */
export function html(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  set(node, attributes);
  node.append(...children);
  return node;
}

/** @param {string} className @param {number} x @param {number} y @param {string} words @param {string} anchor */
export function label(className, x, y, words, anchor = "start") {
  return svg("text", { class: className, x: x.toFixed(1), y: y.toFixed(1), "text-anchor": anchor }, words);
}

/** Where a pointer is, in the pixels of a drawing. @param {SVGSVGElement} drawing @param {MouseEvent} event */
export function pointer(drawing, event) {
  const { left, top } = drawing.getBoundingClientRect();
  return [event.clientX - left, event.clientY - top];
}

let clips = 0;

/**
 * A group that shows only what lies in a box; `parent` holds it and its clip path.
 * @param {{left: number, right: number, top: number, bottom: number}} box
 */
export function clipped({ left, right, top, bottom }) {
  clips += 1;
  const id = `gd-clip-${clips}`;
  const area = svg("rect", { x: left, y: top, width: right - left, height: bottom - top });
  const inner = svg("g", { "clip-path": `url(#${id})` });
  const parent = svg("g", {}, svg("clipPath", { id }, area), inner);
  return Object.assign(inner, { parent });
}
