/**
 * Material makes a landmark of each code block's copy button, all without a name.
 * The one rule: landmarks of one kind have names that differ.
 */
const CODE_NAV = "nav.md-code__nav:not([aria-label])";

/** @param {Document} root */
export function nameLandmarks(root) {
  let count = 0;
  const name = () => {
    for (const nav of root.querySelectorAll(CODE_NAV)) {
      count += 1;
      nav.setAttribute("aria-label", `Code block ${count}`);
    }
  };
  new MutationObserver(name).observe(root.body, { childList: true, subtree: true });
  name();
}
