/**
 * Elements of the views and the panels, in HTML and in SVG.
 * The one rule: text goes in as text, so nothing that was typed or linked is ever markup.
 */
const SVG = "http://www.w3.org/2000/svg";
let count = 0;

/**
 * An element with properties, attributes (keys with a dash, `role`, `for`) and children.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, unknown> | string} [options] a text is the class alone
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, options = {}, ...children) {
  const node = document.createElement(tag);
  const pairs = typeof options === "string" ? { className: options } : options;
  for (const [key, value] of Object.entries(pairs)) {
    if (/-|^(role|for|list)$/.test(key)) node.setAttribute(key, String(value));
    else /** @type {any} */ (node)[key] = value;
  }
  node.append(...children);
  return node;
}

/** A name for ids that no other element of the page has. @param {string} stem */
export function unique(stem) {
  count += 1;
  return `gd-${stem}-${count}`;
}

/** Text with `code` in backticks, as nodes. @param {string} text @returns {(Node | string)[]} */
export function marked(text) {
  return text.split("`").map((part, i) => (i % 2 ? element("code", "", part) : part));
}

/**
 * Attributes, numbers among them in tenths of a pixel; null takes one away.
 * @param {Element} node @param {Record<string, string | number | null>} attributes
 */
export function set(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null) node.removeAttribute(name);
    else node.setAttribute(name, String(typeof value === "number" ? tenths(value) : value));
  }
}

/** @param {number} value */
const tenths = (value) => Math.round(10 * value) / 10;

/**
 * @param {string} name @param {Record<string, string | number | null>} attributes
 * @param {...(Node | string)} children @returns {SVGElement}
 */
export function svg(name, attributes = {}, ...children) {
  const node = /** @type {SVGElement} */ (document.createElementNS(SVG, name));
  set(node, attributes);
  node.append(...children);
  return node;
}

/**
 * @param {string} className @param {number} x @param {number} y
 * @param {string} words @param {string} anchor
 */
export function label(className, x, y, words, anchor = "start") {
  return svg("text", { class: className, x, y, "text-anchor": anchor }, words);
}

/**
 * A group that shows only what lies in a box; `parent` holds it and its clip path.
 * @param {{left: number, right: number, top: number, bottom: number}} box
 */
export function clipped({ left, right, top, bottom }) {
  const id = unique("clip");
  const area = svg("rect", { x: left, y: top, width: right - left, height: bottom - top });
  const inner = svg("g", { "clip-path": `url(#${id})` });
  const parent = svg("g", {}, svg("clipPath", { id }, area), inner);
  return Object.assign(inner, { parent });
}

/**
 * Where a pointer is, in the pixels of a drawing.
 * @param {SVGSVGElement} drawing @param {MouseEvent} event @returns {[number, number]}
 */
export function pointer(drawing, event) {
  const { left, top } = drawing.getBoundingClientRect();
  return [event.clientX - left, event.clientY - top];
}

/**
 * A pointer on a drawing, by mouse, pen or finger: `press` says whether it takes hold.
 * @param {SVGSVGElement} drawing @param {AbortSignal} signal
 * @param {(event: PointerEvent) => boolean} press
 * @param {(event: PointerEvent) => void} move @param {() => void} drop
 */
export function drags(drawing, signal, press, move, drop = () => {}) {
  let holding = false;
  /** @param {boolean} held */
  const hold = (held) => {
    holding = held;
    drawing.classList.toggle("gd-holding", held);
  };
  /** @param {"pointerdown" | "pointermove"} name @param {(event: PointerEvent) => void} act */
  const on = (name, act) => drawing.addEventListener(name, act, { signal });
  on("pointerdown", (event) => {
    if (event.button !== 0 || !press(event)) return;
    drawing.setPointerCapture(event.pointerId);
    hold(true);
  });
  on("pointermove", (event) => holding && move(event));
  for (const name of ["pointerup", "pointercancel"]) {
    const release = () => {
      if (holding) drop();
      hold(false);
    };
    drawing.addEventListener(name, release, { signal });
  }
}
