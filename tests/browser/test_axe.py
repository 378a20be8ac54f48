"""What is told of a page from which equal words and the insides of formulas are taken.

The one rule: a fault of each kind is planted, found, and the page is as it was.
"""

from tests.browser.axe import violations
from tests.browser.conftest import LAID_OUT

PATH = "answers/how-many-epochs/"
PLANTED = {
    "color-contrast": "article.querySelector('.gd-answer p').style.color = COLOR",
    "button-name": "article.insertAdjacentHTML('beforeend', '<button></button>')",
    "aria-roles": "article.querySelector('math mi').setAttribute('role', 'letter')",
    "aria-valid-attr": (
        "[...article.querySelectorAll('pre code .n')].filter(e => e.checkVisibility())"
        "[9].setAttribute('aria-hiden', '')"
    ),
}
OPEN = "folds => folds.forEach(fold => { fold.open = true; })"
PALE = {"light": "'#bbb'", "dark": "'#444'"}
MARKUP = "article => article.innerHTML"


def test_each_fault_is_found_and_the_page_stays(open_page):
    for scheme, color in PALE.items():
        page = open_page(PATH, size="phone", scheme=scheme)
        article = page.locator("article")
        article.locator("details").evaluate_all(OPEN)
        page.add_style_tag(content=LAID_OUT)
        asked: dict[str, object] = {"runOnly": [*PLANTED]}
        assert violations(page, asked) == []
        for plant in PLANTED.values():
            article.evaluate(f"article => {{ {plant.replace('COLOR', color)}; }}")
        before = article.evaluate(MARKUP)
        found = violations(page, asked)
        assert {line.split(":")[0] for line in found} == PLANTED.keys()
        assert article.evaluate(MARKUP) == before
