"""Pastes that nobody means, and what the page says to each.

The one rule: every paste ends with a report or with a word on what to do, in the time
that a reader waits.
"""

import random
from collections.abc import Sequence

from playwright.sync_api import Page

ODD = (
    *("\0", "```", '"""', "1e999", "NaN", "(", "]", "\t", "\u202e", "loss", "lr=", ";"),
    *("A = [[1, 2], [3]]\nb = [1e400, nan]\n", "loss: nan\n", ">>> ", "| --- |\n"),
)
ASK = """async (pastes) => {
    const bad = [];
    const find = (name) => document.querySelector(name);
    const status = find(".gd-d-status");
    const answer = () =>
        find(".gd-d-headline") ?? (status.matches(".gd-wrong-text") ? status : null);
    for (const paste of pastes) {
        find(".gd-d-place").replaceChildren();
        status.className = "gd-d-status";
        status.textContent = "";
        find(".gd-d-box textarea").value = paste;
        find(".gd-d-box .gd-primary").click();
        const late = performance.now() + 60000;
        while (!answer() && performance.now() < late)
            await new Promise((done) => setTimeout(done, 5));
        const said = answer()?.textContent ?? "";
        if (said.length < 15 || /Traceback|undefined|\\[object|Error:/.test(said))
            bad.push(`${paste} -> ${said}`);
    }
    return bad;
}"""


def mangled(whole: Sequence[str], count: int, seed: int = 14) -> list[str]:
    """Two of the texts together, cut and spoilt at up to a dozen places."""
    chance = random.Random(seed)
    pastes = []
    for _ in range(count):
        letters = [*chance.choice(whole), *chance.choice(whole)]
        for _ in range(chance.randrange(1, 12)):
            at = chance.randrange(len(letters) + 1)
            letters[at : at + chance.randrange(20)] = chance.choice(ODD)
        pastes.append("".join(letters))
    return pastes


def unanswered(page: Page, pastes: Sequence[str]) -> list[str]:
    """The pastes after which there is neither a report nor a word on what to do."""
    return page.evaluate(ASK, list(pastes))
