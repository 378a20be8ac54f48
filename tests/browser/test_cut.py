"""On each page, at three widths, nothing is cut without a sign.

The one rule: what does not fit scrolls inside itself with a shaded edge, or is a title
that ends in an ellipsis; neither a figure nor a table of three columns does.
"""

import pytest

from scripts.pipeline.chromium import until
from tests.browser.conftest import LAID_OUT, SIZES
from tests.browser.test_pages import VISITS

# Of each page the first visit, in the group of all that ask it: it is loaded once.
ON_A_PHONE = {
    visit.values[0][0]: visit for visit in VISITS[::-1] if "phone" in visit.values[0]
}
OTHER_WIDTHS = (320, 768)  # than a phone's, which is seen in both schemes
SMALLEST_TYPE = 11  # pixels, of a figure on a screen of 390
CUT = """(smallest) => {
    document.querySelectorAll('article details').forEach(fold => fold.open = true);
    for (const turn of document.getAnimations())  // the marker of a fold sweeps over it
        if (turn.effect.getComputedTiming().endTime < Infinity) turn.finish();
    const faults = [], width = document.documentElement.clientWidth;
    const names = e => `${e.tagName} ${e.className} ${e.textContent.slice(0, 40)}`;
    if (document.documentElement.scrollWidth > width) faults.push('the page scrolls');
    for (const e of document.querySelectorAll('article *')) {
        if (!e.checkVisibility() || e.closest('svg, .katex, .gd-explorer')) continue;
        const style = getComputedStyle(e), over = e.scrollWidth > e.clientWidth + 1;
        if (!over || style.overflowX === 'visible' || e.clientWidth < 2) continue;
        const shaded = style.backgroundAttachment.startsWith('local, local, scroll');
        const scrolls = ['auto', 'scroll'].includes(style.overflowX) && shaded;
        if (!scrolls && style.textOverflow !== 'ellipsis')
            faults.push(`cut without a sign: ${names(e)}`);
        if (e.querySelector('table[role]')) faults.push(`a table scrolls: ${names(e)}`);
    }
    for (const e of document.querySelectorAll('.gd-media :is(img, video)')) {
        if (!e.checkVisibility() || e.closest('.gd-explorer')) continue;
        const name = e.getAttribute('src'), box = e.getBoundingClientRect();
        if (box.left < 0 || box.right > width) faults.push(`cut: ${name}`);
        const natural = innerWidth < 720 ? 420 : Number(e.getAttribute('width'));
        const type = 9 / 72 * 100 * box.width / natural;  // of nine points
        const drawn = e.matches('.gd-film, .gd-film > img, picture > img');
        if (drawn && innerWidth >= 390 && type < smallest)
            faults.push(`type of ${type.toFixed(1)} pixels: ${name}`);
    }
    return faults;
}"""


# A picture chooses its drawing anew some time after the window has another width.
CHOSEN = """() => [...document.querySelectorAll('article picture img')].every(image => {
    const narrow = image.parentElement.querySelector('source[srcset*="-narrow."]');
    if (!narrow || !image.currentSrc || !image.checkVisibility()) return true;
    const fits = matchMedia(narrow.media).matches;
    return image.complete && image.currentSrc.includes('-narrow.') === fits;
})"""


@pytest.mark.parametrize("seen", ON_A_PHONE.values())
def test_nothing_is_cut_without_a_sign(visits, seen):
    """On the page that test_pages.py asks next, left in its size and scheme."""
    path, size, scheme = seen
    phone, height = SIZES[size]
    looks = [(phone, "light" if scheme == "dark" else "dark")]
    looks += [(width, scheme) for width in (*OTHER_WIDTHS, phone)]
    found = {}
    for width, colors in looks:
        page = visits(path, size, colors).page
        page.set_viewport_size({"width": width, "height": height})
        until(page, CHOSEN)
        if faults := page.evaluate(CUT, SMALLEST_TYPE):
            found[width, colors] = faults
    assert found == {}


def test_what_is_cut_is_told(open_page):
    page = open_page("topics/mse/", size="phone")
    page.set_viewport_size({"width": 320, "height": 844})
    page.add_style_tag(content=LAID_OUT)
    formula = "document.querySelector('div.arithmatex').style"
    page.evaluate(f"{formula}.cssText = 'width: 3rem; overflow: hidden'")
    picture = "document.querySelector('figure picture img').style"
    page.evaluate(f"{picture}.cssText = 'max-width: none; width: 500px'")
    faults = page.evaluate(CUT, SMALLEST_TYPE)
    for start in ("the page scrolls", "cut without a sign: DIV arithmatex", "cut: "):
        assert any(fault.startswith(start) for fault in faults), start
