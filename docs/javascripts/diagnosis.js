/**
 * The tool of the page "Diagnose my run", which shares what it can with the explorer.
 * The one rule: a page without it loads nothing for it, and a paste outlives the page: who
 * comes back in the same tab finds it as it was.
 */
/** The tool of this tab. @type {{root: HTMLElement, resume: () => void} | null} */
let kept = null;

/** @param {HTMLElement} part */
export async function mount(part) {
  if (part === kept?.root) return;
  if (kept) {
    part.replaceWith(kept.root);
    kept.resume();
    return;
  }
  try {
    const bundle = await import("./diagnose/diagnose.js");
    kept = { root: part, resume: bundle.mount(part) };
  } catch (error) {
    const problem = document.createElement("p");
    problem.setAttribute("role", "alert");
    problem.textContent =
      `The diagnosis could not be opened (${/** @type {Error} */ (error).message}): load the ` +
      "page again, or read the examples below.";
    part.replaceChildren(problem);
  }
}
