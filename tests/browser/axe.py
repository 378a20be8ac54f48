"""What axe-core finds on a page.

The one rule: it is asked once about what is there many times over. Of the 13,000
elements of a topic, 10,000 are in formulas and in the words of its code.
"""

from playwright.sync_api import Page

from tests.markup import ROOT

SOURCE = (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
# What is only excluded, axe walks over: so it is taken out of the page meanwhile.
# - The boxes of a formula are hidden from readers' aids. What is inside its MathML is
#   hidden from eyes, and no rule knows its elements: the letters stay. A formula that
#   holds a name, a role or an address is left as it is.
# - A word of code has the colors of its classes: in a block, one of each is enough. The
#   others stay as bare letters, so that the block is as wide as before.
THINNED = """async ([place, options]) => {
    const back = [];
    const swap = (element, other) => {
        element.replaceWith(other);
        back.push(() => other.replaceWith(element));
    };
    const told = ['id', 'role', 'href', 'tabindex', 'title', 'lang', 'style', 'onclick',
        'aria-label', 'aria-labelledby', 'aria-hidden'].map(name => `math [${name}]`);
    for (const formula of document.querySelectorAll('.katex')) {
        const math = formula.querySelector(':scope > .katex-mathml > math');
        if (!math || formula.querySelector(told)) continue;
        const letters = math.cloneNode(false), bare = formula.cloneNode(false);
        const clipped = math.parentElement.cloneNode(false);
        letters.append(math.textContent);
        clipped.append(letters);
        bare.append(clipped);
        swap(formula, bare);
    }
    for (const code of document.querySelectorAll('pre > code')) {
        const bare = code.cloneNode(true), seen = new Set();
        for (const word of bare.querySelectorAll('span[class]:not(:has(*))')) {
            if (word.attributes.length > 1) continue;
            let look = '';
            for (let e = word; e !== bare; e = e.parentElement)
                look += `${e.className}<`;
            if (seen.has(look)) word.replaceWith(word.textContent);
            seen.add(look);
        }
        swap(code, bare);
    }
    try {
        return await axe.run(place, options);
    } finally {
        while (back.length) back.pop()();
    }
}"""
WHOLE = "([place, options]) => axe.run(place, options)"


def violations(
    page: Page,
    options: dict[str, object] | None = None,
    *,
    place: str = "html",
    whole: bool = False,
) -> list[str]:
    """What violates a rule in a place; `whole` leaves nothing out."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SOURCE)
    asked = {"resultTypes": ["violations"], **(options or {})}
    report = page.evaluate(WHOLE if whole else THINNED, [place, asked])
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in report["violations"]
        for node in violation["nodes"]
    ]
