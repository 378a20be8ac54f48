/**
 * Whatever scrolls sideways can be reached by keyboard.
 * The one rule: an element is a tab stop only while it really scrolls.
 */
const SCROLLERS = "div.arithmatex, .md-typeset__scrollwrap, .gd-media, .gd-printed";

/** @param {HTMLElement} element */
export function fit(element) {
  if (element.scrollWidth > element.clientWidth + 1) element.tabIndex = 0;
  else element.removeAttribute("tabindex");
}

const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) fit(/** @type {HTMLElement} */ (target));
});

/** Those of the page that is shown. @type {HTMLElement[]} */
let shown = [];

/**
 * Observe the scrollers of the page; those of the page before are let go.
 * @param {ParentNode} root
 */
export function reachScrollers(root) {
  sizes.disconnect();
  shown = [...root.querySelectorAll(SCROLLERS)].map((one) => /** @type {HTMLElement} */ (one));
  for (const element of shown) sizes.observe(element);
}

// A formula that its fonts make wider keeps the size of its box.
document.fonts.addEventListener("loadingdone", () => shown.forEach(fit));
