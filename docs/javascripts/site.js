/**
 * Wires the small modules to each page, the first one and those of instant navigation.
 * The one rule: pages read whole without any of this.
 */
import { mountExplorers } from "./explorers.js";
import { nameLandmarks } from "./landmarks.js";
import { explainNumbers, listNumbers } from "./numbers.js";
import { keepForOffline } from "./offline.js";
import { mountParts } from "./parts.js";
import { keepPage, keepPlaces } from "./places.js";
import { printInLight } from "./print.js";
import { reachScrollers } from "./scrollers.js";
import { playInView } from "./videos.js";

/** A link to the code of an answer leads to the answer, which has it on the first screen. */
function showLinkedCode() {
  const tab = document.getElementById(window.location.hash.slice(1));
  if (tab?.matches(".gd-answer .tabbed-set > input")) window.scrollTo(0, 0);
}

/** Behind "#" may stand settings, no place: then a page opened by script begins at its top. */
function beginAtTop() {
  const name = window.location.hash.slice(1);
  if (name && !document.getElementById(name)) window.scrollTo(0, 0);
}

/** Formulas that are out of sight have no height of their own yet. @param {number} y */
function goBackTo(y) {
  document.querySelector("article")?.classList.add("gd-laid-out");
  window.scrollTo(0, y);
}

let opened = false; // the first page, which the browser itself has scrolled
explainNumbers(document);
nameLandmarks(document);
printInLight(window);
keepPage(window);
keepPlaces(window);
window.addEventListener("load", () => keepForOffline(window), { once: true });
window.document$.subscribe(() => {
  reachScrollers(document);
  playInView(document);
  listNumbers(document);
  mountExplorers(document);
  mountParts(document);
  const { state } = window.history; // of a page that was left: where the reader was
  const again = opened;
  opened = true;
  window.setTimeout(() => {
    showLinkedCode(); // behind Material's own scrolling
    if (again && state === null) beginAtTop();
    if (again && state?.y) goBackTo(state.y);
  });
});
