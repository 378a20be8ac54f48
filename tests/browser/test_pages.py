"""Every page, on a phone and on a desktop, in light and in dark.

The one rule: a page of docs/ is tested here from the day it is written, unnamed.
"""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from scripts.benchmark.front import MOST_REQUESTS, weight
from tests.browser.axe import violations
from tests.browser.conftest import SIZES, Visit
from tests.markup import page_paths

LONGEST_ANSWER = 60  # words
MOST_BYTES = {"topics/": 350_000, "answers/": 250_000}  # of it on a phone, gzipped

LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3
CONTRASTS_OF_CODE = """() => {
    const light = color => {
        const whole = color.startsWith('rgb') ? 255 : 1;  // else color(srgb ...)
        const parts = color.match(/[.0-9]+(?:e-?[0-9]+)?/g).slice(0, 3).map(part => {
            const share = part / whole;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
    };
    const look = e => e.matches('code') ? 'code'
        : `${look(e.parentElement)} ${e.className}`;
    const seen = new Map();
    for (const code of document.querySelectorAll('article pre > code'))
        for (const word of [code, ...code.querySelectorAll('*')]) {
            if (seen.has(look(word))) continue;
            const paper = light(getComputedStyle(code).backgroundColor);
            const ink = light(getComputedStyle(word).color);
            const [low, high] = [paper, ink].sort((a, b) => a - b);
            seen.set(look(word), (high + 0.05) / (low + 0.05));
        }
    return [...seen];
}"""

STRIP = 60  # pixels, of a film's controls below its picture
BELOW_THE_PICTURE = """film => {
    const { width, height } = film.getBoundingClientRect();
    const [w, h] = ['width', 'height'].map(side => film.getAttribute(side));
    const place = getComputedStyle(film).objectPosition;
    return place.endsWith(' 0%') ? height - width * h / w : 0;
}"""

EVERY = [(size, scheme) for size in SIZES for scheme in ("light", "dark")]
WHOLE = (  # one page of each kind
    "",
    "explorer/",
    "exercises/",
    "topics/mse/",
    "answers/loss-is-nan/",
    "notebooks/gradients/",
    "reference/rates/",
)


def ways(path: str) -> list[tuple[str, str]]:
    """How a page is looked at: one of its kind in each size and scheme, others twice.

    One is light on a phone and dark on a desktop, the next is the other way round.
    """
    if path in WHOLE:
        return EVERY
    turn = sum(path.encode()) % 2
    return [EVERY[turn], EVERY[3 - turn]]


VISITS = [
    pytest.param(
        (path, size, scheme),
        id=f"{path.rstrip('/') or 'index'}-{size}-{scheme}",
        marks=pytest.mark.xdist_group(f"{path}{size}"),
    )
    for path in page_paths()
    for size, scheme in ways(path)
]
pytestmark = pytest.mark.parametrize("visit", VISITS, indirect=True)


def test_nothing_fails_and_no_request_leaves_the_site(visit: Visit):
    assert visit.troubles == []


def test_a_first_view_is_light(visit: Visit, site):
    urls = {urlsplit(url).path for url in visit.first if url.startswith(visit.address)}
    python = {url for url in urls if "/assets/runtime/" in url}
    assert len(urls - python) <= MOST_REQUESTS, sorted(urls)
    assert not python or not is_phone(visit)
    for kind, most in MOST_BYTES.items():
        if visit.path.startswith(kind) and is_phone(visit):
            places = [url.split(f"/{site.name}/", 1)[1] for url in urls]
            sizes = {place: weight(site / place) for place in places}
            assert sum(sizes.values()) <= most, sizes


def test_no_words_wait_for_a_file_of_letters(visit: Visit):
    """They are within the sheets, to the last letter of each formula in sight."""
    if is_phone(visit):
        faces = [url for url in visit.first if url.endswith(".woff2")]
        assert faces == [], "add their letters in scripts/pipeline/vendor.py"


def is_phone(visit: Visit) -> bool:
    return visit.size == "phone"


def test_the_page_is_as_wide_as_the_window(visit: Visit):
    visit.page.evaluate(
        "document.querySelectorAll('details').forEach(fold => fold.open = true)"
    )
    wide = visit.page.evaluate(
        """() => document.documentElement.scrollWidth > window.innerWidth
            ? [...document.querySelectorAll('article *')]
                .filter(e => e.getBoundingClientRect().right > window.innerWidth + 1)
                .map(e => e.outerHTML.slice(0, 120)).slice(0, 5).concat('too wide')
            : []"""
    )
    assert wide == []


def test_pictures_load_say_what_they_show_and_fit_the_scheme(visit: Visit):
    faults = visit.page.evaluate(
        """async (scheme) => {
            const faults = [];
            const shown = e => e.checkVisibility();
            for (const image of document.querySelectorAll('article img')) {
                const name = image.getAttribute('src');
                if (!image.alt.trim()) faults.push('no alt: ' + name);
                if (!shown(image)) continue;
                image.loading = 'eager';
                await image.decode().catch(() => faults.push('broken: ' + name));
                if (!image.width || !image.height) faults.push('no size: ' + name);
            }
            for (const video of document.querySelectorAll('article video'))
                if (!video.getAttribute('aria-label')?.trim())
                    faults.push('no label: ' + video.poster);
            const other = scheme === 'dark' ? 'light' : 'dark';
            const narrow = window.innerWidth < 720;
            for (const media of document.querySelectorAll('figure :is(img, video)')) {
                const name = media.getAttribute('src');
                if (!name) faults.push('no source: ' + media.outerHTML.slice(0, 80));
                const film = media.closest('.gd-film');
                const fits = !RegExp('-' + other + '(-narrow)?[.]').test(name)
                    && (!film || narrow === name.includes('-narrow.'));
                if (shown(media) !== fits) faults.push('wrong scheme: ' + name);
                if (!film && fits && media.closest('picture')
                    && narrow !== media.currentSrc.includes('-narrow.'))
                    faults.push('wrong width: ' + media.currentSrc);
            }
            return faults;
        }""",
        visit.scheme,
    )
    assert faults == []


def test_films_rest_under_reduced_motion_above_their_controls(visit: Visit):
    films = visit.page.locator("article .gd-film:visible").all()
    for film in films:  # what plays by itself starts where it comes into view
        film.scroll_into_view_if_needed()
        visit.page.wait_for_timeout(50)
    if films:
        visit.page.wait_for_timeout(200)
    for film in films:
        video = film.and_(visit.page.locator("video"))
        expect(video).to_be_visible()
        assert video.evaluate("video => video.paused && video.currentTime === 0")
        assert video.evaluate("video => [video.autoplay, video.preload]") == [
            False,
            "none",
        ]
        for name in ("controls", "muted", "loop", "playsInline"):
            assert video.evaluate("(video, name) => video[name]", name) is True
        assert video.get_attribute("aria-label")
        below = video.evaluate(BELOW_THE_PICTURE)
        assert below >= STRIP, "the controls hide the picture"


def test_math_is_set(visit: Visit):
    raw, errors, unset = visit.page.evaluate(
        """() => {
            const article = document.querySelector('article').cloneNode(true);
            const drop = 'pre, code, annotation, .katex-html, script, style';
            const unset = [...article.querySelectorAll('.arithmatex')]
                .filter(e => !e.querySelector('.katex')).map(e => e.textContent);
            const errors = article.querySelectorAll('.katex-error').length;
            article.querySelectorAll(drop).forEach(e => e.remove());
            return [article.textContent, errors, unset];
        }"""
    )
    assert unset == []
    assert errors == 0
    assert re.findall(r".{0,30}(?:\$|\\\(|\\\[|\{\{ ?\w+\(|\{% ).{0,30}", raw) == []


def asked_of(visit: Visit) -> tuple[bool, bool]:
    """Whether this visit is asked about the shape of the page, and about its colors.

    Colors depend on the scheme and not on the size, all else on the size alone.
    """
    if visit.path not in WHOLE:
        return True, True
    return visit.scheme == "light", visit.size == "desktop"


def test_accessibility(visit: Visit):
    shape, colors = asked_of(visit)
    if not shape and not colors:
        return
    visit.page.evaluate(
        "document.querySelectorAll('details').forEach(fold => fold.open = true)"
    )
    options: dict[str, object] = {}
    if not shape:
        options["runOnly"] = ["color-contrast"]
    elif not colors:
        options["rules"] = {"color-contrast": {"enabled": False}}
    # One page is seen with all that is left out of the others.
    whole = visit.path == "topics/mse/" and visit.size == "desktop"
    assert violations(visit.page, options, whole=whole) == []


def test_words_of_code_can_be_read(visit: Visit):
    """Axe judges no word before an image, such as the shaded edges of what scrolls."""
    if asked_of(visit)[1]:
        seen = visit.page.evaluate(CONTRASTS_OF_CODE)
        assert {look: ratio for look, ratio in seen if ratio < LEAST_CONTRAST} == {}
        assert seen or not visit.page.locator("article pre > code").count()


def test_the_answer_is_on_the_first_screen(visit: Visit):
    answers = visit.page.evaluate(
        """() => {
            window.scrollTo(0, 0);
            const folds = [...document.querySelectorAll('.gd-answer details')];
            folds.forEach(fold => { fold.style.display = 'none'; });
            const shown = [...document.querySelectorAll('.gd-answer')].map(e => {
                const box = e.getBoundingClientRect();
                const copy = e.cloneNode(true);
                const drop = '.katex-mathml, pre, .headerlink, details, .tabbed-labels';
                copy.querySelectorAll(drop).forEach(e => e.remove());
                return [copy.textContent, box.top, box.bottom];
            });
            folds.forEach(fold => { fold.style.display = ''; });
            return shown;
        }"""
    )
    if "/topics/" in visit.page.url:
        assert len(answers) == 1
    for text, top, bottom in answers:
        assert top >= 0
        assert bottom <= SIZES[visit.size][1]
        assert len(text.split()) <= LONGEST_ANSWER, text
