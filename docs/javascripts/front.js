/**
 * The live picture of the front page.
 * The one rule: a page without one loads nothing for it, and waits for nothing of it.
 */

/** Mount it, if the page has one. @param {ParentNode} root */
export async function mountHero(root) {
  const section = root.querySelector("[data-hero]");
  if (!(section instanceof HTMLElement)) return;
  const { mount } = await import("./hero/hero.js");
  await mount(section);
}
