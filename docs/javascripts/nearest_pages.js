/**
 * The pages that the address was meant for, on the page that stands where no page is.
 * The one rule: it asks this site alone, and without it that page is whole.
 */
import { nearest } from "./nearest.js";

/** @import { Row } from "./nearest.js" */
const ROOT = new URL("../../", import.meta.url); // from where the build puts it

/** @param {HTMLElement} place */
export async function mount(place) {
  const { pathname } = window.location;
  if (place.childElementCount || !pathname.startsWith(ROOT.pathname)) return;
  const answer = await fetch(new URL("data/pages.json", ROOT));
  if (!answer.ok) return;
  /** @type {Row[]} */
  const pages = await answer.json();
  const found = nearest(pathname.slice(ROOT.pathname.length), pages);
  if (!found.length) return;
  const heading = document.createElement("h2");
  heading.textContent = found.length > 1 ? "You may have meant one of these" : "You may have meant";
  const list = document.createElement("ol");
  list.append(...found.map(item));
  place.append(heading, list);
}

/** @param {Row} row */
function item([url, title]) {
  const link = document.createElement("a");
  link.href = new URL(url, ROOT).href;
  link.textContent = title;
  const line = document.createElement("li");
  line.append(link);
  return line;
}
