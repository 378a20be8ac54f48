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

/**
 * Observe the scrollers of the page; those of the page before are let go.
 * @param {ParentNode} root
 */
export function reachScrollers(root) {
  sizes.disconnect();
  for (const element of root.querySelectorAll(SCROLLERS)) sizes.observe(element);
}
