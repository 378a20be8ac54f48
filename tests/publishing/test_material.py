"""Material's files wait for a reader, or are refused with the place to mend."""

import pytest
from mkdocs.theme import Theme

from scripts.publishing import material

BUNDLE = "assets/javascripts/bundle.1a.min.js"
PALETTE = "assets/stylesheets/palette.1a.min.css"
CHANGED = {
    'r=M(e);return L($(location.protocol!=="file:"),J$("search")).pipe(R(o=>o));': (
        'r=M(e);return J$("search").pipe(R(o=>o));'
    ),
    'P("table:not([class])",e);': 'P("table:not([class],.md-typeset__table>*)",e);',
    'let o=$x("meta",{name:"color-scheme"});document.head.appendChild(o);': (
        'let o=$x("meta",{name:"color-scheme"});'
    ),
    'function v(e){for(let t of P("[href], [src]",e));}': (
        'function v(e){for(let t of P("[href]:not([rel=stylesheet]), [src]",e));}'
    ),
    "t$.set(r.outerHTML,r);": (
        't$.set(r.rel==="stylesheet"?r.getAttribute("href").replace(/^[.\\/]+/,"")'
        ":r.outerHTML,r);"
    ),
}
SWITCH = "".join(
    f"[data-md-color-switching] {each}" for each in ("*,", ":after,", ":before")
)
FADING = f"@media x{{{SWITCH}{{transition-duration:0s!important}}}}b{{c:d}}"


def test_a_theme_lists_what_a_site_can_take_and_finds_its_icons():
    light, whole = Theme(name="material"), Theme(name="material").get_env()
    material.lighten(light)
    every = whole.list_templates()
    hidden = {name for name in every if "/." in f"/{name}"}
    assert set(light.get_env().list_templates()) == {*every} - hidden
    icon = min(name for name in hidden if name.endswith(".svg"))
    assert light.get_env().get_template(icon).render().startswith("<svg")


def test_each_change_is_made():
    assert material.mended("".join(CHANGED), BUNDLE) == "".join(CHANGED.values())


def test_no_rule_is_about_all_elements():
    assert material.mended(FADING, PALETTE) == "@media x{}b{c:d}"


@pytest.mark.parametrize("times", [0, 2])
@pytest.mark.parametrize("one", CHANGED)
def test_another_version_is_refused_with_the_place_to_mend(one, times):
    script = "".join(CHANGED).replace(one, one * times)
    with pytest.raises(ValueError, match="another way; correct CHANGES in scripts/"):
        material.mended(script, BUNDLE)
    with pytest.raises(ValueError, match="another way; correct CHANGES in scripts/"):
        material.mended(FADING * times, PALETTE)
