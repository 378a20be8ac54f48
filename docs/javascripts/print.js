/**
 * Paper is light: a page is printed in the light scheme, whatever the screen shows.
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
}
