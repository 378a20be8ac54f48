/**
 * Wires the small modules to each page, the first one and those of instant navigation.
 * The one rule: pages read whole without any of this.
 */
import { mountExplorers } from "./explorers.js";
import { nameLandmarks } from "./landmarks.js";
import { explainNumbers, listNumbers } from "./numbers.js";
import { keepForOffline } from "./offline.js";
import { mountParts } from "./parts.js";
import { printInLight } from "./print.js";
import { reachScrollers } from "./scrollers.js";
import { playInView } from "./videos.js";

/** A link to the code of an answer leads to the answer, which has it on the first screen. */
function showLinkedCode() {
  const tab = document.getElementById(window.location.hash.slice(1));
  if (tab?.matches(".gd-answer .tabbed-set > input")) window.scrollTo(0, 0);
}

explainNumbers(document);
nameLandmarks(document);
printInLight(window);
window.addEventListener("load", () => keepForOffline(window), { once: true });
window.document$.subscribe(() => {
  reachScrollers(document);
  playInView(document);
  listNumbers(document);
  mountExplorers(document);
  mountParts(document);
  window.setTimeout(showLinkedCode); // behind Material's own scrolling
});
