"""A declaration that cannot become a good page is refused when it is made."""

import pytest

from scripts.drawing.declarations import Animation, Figure, Number, Topic

ALT = "The run crosses the valley again and again on its way down."


def test_an_alt_text_must_state_a_finding():
    with pytest.raises(ValueError, match="figure 'a': alt text must state the finding"):
        Figure("a", print, alt="A plot of the loss.", explorer=dict)
    with pytest.raises(ValueError, match="animation 'a': alt text"):
        Animation("a", print, alt=" " * 50, explorer=dict)


@pytest.mark.parametrize("kind", [Figure, Animation])
def test_it_opens_in_the_explorer(kind):
    with pytest.raises(TypeError, match="explorer"):
        kind("a", print, alt=ALT)
    with pytest.raises(ValueError, match="'a': explorer= must be a function from the"):
        kind("a", print, alt=ALT, explorer=None)


@pytest.mark.parametrize("name", ["", "Valley", "a/b", "two words", "../up"])
def test_a_name_is_fit_for_a_file_and_an_anchor(name):
    with pytest.raises(ValueError, match="figure name"):
        Figure(name, print, alt=ALT, explorer=dict)


def test_a_number_has_a_unit_and_a_meaning():
    assert Number("loss_exact.1e-07", 1.0, "dimensionless", "Loss").key
    with pytest.raises(ValueError, match="'a' has no unit"):
        Number("a", 1.0, "", "Loss")
    with pytest.raises(ValueError, match="'a' has no meaning"):
        Number("a", 1.0, "steps", " ")
    with pytest.raises(ValueError, match="number name"):
        Number("a b", 1.0, "steps", "Steps")


def test_a_film_has_even_sides():
    with pytest.raises(ValueError, match="even sides"):
        Animation("a", print, alt=ALT, explorer=dict, size=(6.41, 3.6))


def test_a_poster_is_a_frame_of_its_film():
    assert Animation("a", print, alt=ALT, explorer=dict, poster=119).poster == 119
    for poster in (-1, 120):
        with pytest.raises(ValueError, match=f"poster={poster} is none of its 120"):
            Animation("a", print, alt=ALT, explorer=dict, poster=poster)


@pytest.mark.parametrize(
    ("shape", "narrow"),
    [
        ({"size": (6.4, 4.0)}, ((4.2, 4.0), 1, 1)),
        ({"size": (6.4, 4.0), "columns": 2}, ((4.2, 7.2), 2, 1)),
        ({"size": (6.4, 4.0), "rows": 2}, ((4.2, 4.0), 2, 1)),
        ({"columns": 3, "narrow_columns": 2, "narrow_height": 5}, ((4.2, 5), 2, 2)),
        ({"rows": 2, "columns": 2, "narrow_columns": 2}, ((4.2, 4.0), 2, 2)),
    ],
)
def test_a_phone_gets_the_panels_in_a_stack(shape, narrow):
    drawn = Figure("a", print, alt=ALT, explorer=dict, **shape).narrow
    assert (drawn.size, drawn.rows, drawn.columns) == narrow
    assert drawn.narrow == drawn


def test_names_are_used_once_in_a_topic():
    film = Animation("a", print, alt=ALT, explorer=dict)
    with pytest.raises(ValueError, match="two figures or animations are named 'a'"):
        Topic(
            dict,
            list,
            figures=(Figure("a", print, alt=ALT, explorer=dict), film),
        )
