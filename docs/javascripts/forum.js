/**
 * The buttons that copy an answer for a forum, with the code of the tab that is open.
 * The one rule: the texts are files beside the page; where the clipboard is closed, the
 * text stands in a field to copy by hand.
 */

/** @template {keyof HTMLElementTagNameMap} T @param {T} name @param {object} properties */
const element = (name, properties) => Object.assign(document.createElement(name), properties);

/** The name of the open tab of the answer's code; none without tabs. */
function openTab() {
  const input = document.querySelector(".gd-answer .tabbed-set > input:checked");
  const label = input && document.querySelector(`label[for="${input.id}"]`);
  return label?.textContent?.trim() ?? "";
}

/** Text to the clipboard; false where the browser refuses. @param {string} text */
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** @param {string} address */
async function load(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return answer.text();
}

/** Put a button before the links of each form. @param {HTMLElement} box */
export function mount(box) {
  const note = element("p", { className: "gd-forum-note" });
  note.setAttribute("role", "status");
  const field = element("textarea", { readOnly: true, hidden: true, rows: 10 });
  field.setAttribute("aria-label", "The text to copy");

  /** @param {string} form @param {string} kind @param {Promise<string>} loading */
  async function copy(form, kind, loading) {
    const text = await loading.catch(() => "");
    const copied = text !== "" && (await copyText(text));
    field.hidden = copied || text === "";
    field.value = text;
    if (!field.hidden) field.select();
    const what = `The answer for ${form}, with the code for ${kind},`;
    if (copied) note.textContent = `${what} is copied.`;
    else if (text) note.textContent = "This browser keeps the clipboard closed: copy it from here.";
    else note.textContent = `${what} did not load: its link leads to it.`;
  }

  for (const item of box.querySelectorAll("li")) {
    const form = item.dataset.form ?? "";
    const links = [...item.querySelectorAll("a")];
    // Loaded now: some browsers take nothing after a wait for the network.
    const texts = links.map((link) => load(link.href));
    for (const text of texts) text.catch(() => {}); // told at the press
    const button = element("button", { type: "button", textContent: `Copy for ${form}` });
    button.addEventListener("click", () => {
      const tab = openTab();
      const at = Math.max(
        0,
        links.findIndex((link) => link.textContent === tab),
      );
      void copy(form, links[at].textContent ?? "", texts[at]);
    });
    item.prepend(button, " ");
  }
  box.append(note, field);
}
