/**
 * Paper is light: a page is printed in the light scheme, whatever the screen shows. And
 * Material opens every fold for the printer: those that nobody has opened are marked, and
 * the stylesheet leaves them out.
 * The one rule: after printing, the screen is as it was.
 */
const SCHEME = "data-md-color-scheme";

/** @param {Window} view */
export function printInLight(view) {
  const { body } = view.document;
  let scheme = "";
  view.addEventListener("beforeprint", () => {
    scheme = body.getAttribute(SCHEME) ?? "";
    body.setAttribute(SCHEME, "default");
  });
  view.addEventListener("afterprint", () => body.setAttribute(SCHEME, scheme));
  body.addEventListener("click", readOn);
}

/**
 * A fold that a reader has opened is to be read, on paper, too.
 * @param {Event} event
 */
function readOn({ target }) {
  const summary = target instanceof Element ? target.closest("summary") : null;
  const fold = summary?.parentElement;
  if (fold instanceof HTMLDetailsElement) {
    fold.toggleAttribute("data-read", !fold.open);
  }
}
