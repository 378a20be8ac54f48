/**
 * Whatever scrolls sideways can be reached by keyboard.
 * The one rule: an element is a tab stop only while it really scrolls, and a formula is not
 * measured before the reader comes near it: far below it is not laid out.
 */
const SCROLLERS = ".md-typeset__scrollwrap, .gd-media, .gd-printed";
const FORMULAS = "div.arithmatex";

/** @param {HTMLElement} element */
export function fit(element) {
  if (element.scrollWidth > element.clientWidth + 1) element.tabIndex = 0;
  else element.removeAttribute("tabindex");
}

const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) fit(/** @type {HTMLElement} */ (target));
});

/** Formulas that the reader is near to. @type {Set<HTMLElement>} */
const near = new Set();

const places = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      const element = /** @type {HTMLElement} */ (target);
      if (isIntersecting) near.add(element);
      else near.delete(element);
      sizes[isIntersecting ? "observe" : "unobserve"](element);
    }
  },
  { rootMargin: "100% 0%" },
);

/**
 * Observe the scrollers of the page; those of the page before are let go.
 * @param {ParentNode} root
 */
export function reachScrollers(root) {
  places.disconnect();
  sizes.disconnect();
  near.clear();
  for (const element of root.querySelectorAll(SCROLLERS)) sizes.observe(element);
  for (const element of root.querySelectorAll(FORMULAS)) places.observe(element);
}

// A formula that its fonts make wider keeps the size of its box.
document.fonts.addEventListener("loadingdone", () => near.forEach(fit));
