/**
 * The examples that stand on the page, each with a button that diagnoses it.
 * The one rule: the page has their words without script; the questions come with the first
 * press, from a file of the site.
 */
import { button } from "../../explorer/controls/fields.js";

/**
 * @param {ParentNode} page @param {(question: unknown, title: string) => void} take
 * @param {(problem: string) => void} refuse
 */
export function mountExamples(page, take, refuse) {
  const place = page.querySelector("[data-examples]");
  if (!(place instanceof HTMLElement)) return;
  const address = place.dataset.examples ?? "";
  /** @type {Promise<any[]> | null} */
  let loading = null;

  /** @param {string} name */
  async function open(name) {
    loading ??= load(new URL(address, document.baseURI).href);
    try {
      const found = (await loading).find((one) => one.name === name);
      if (!found) throw new Error(`${name} is not among them`);
      take(found.question, found.title);
    } catch (error) {
      loading = null;
      refuse(
        `The example did not load (${/** @type {Error} */ (error).message}): try it again, or ` +
          "paste its text.",
      );
    }
  }

  for (const card of place.querySelectorAll("[data-example]")) {
    if (!(card instanceof HTMLElement)) continue;
    const { example = "" } = card.dataset;
    const title = card.querySelector("h3")?.textContent ?? example;
    const node = button("Diagnose this", () => void open(example));
    node.setAttribute("aria-label", `Diagnose this: ${title}`);
    card.append(node);
  }
}

/** @param {string} address */
async function load(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}
