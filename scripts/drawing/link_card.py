"""What the picture of a page says in the box that forums and chats make of a link.

The one rule: no drawing here, so that a build without a new picture imports none.
"""

from typing import NamedTuple

SIZE = (1200, 630)  # pixels: what they show whole


class Card(NamedTuple):
    """The words of one picture.

    Args:
        title: The page's.
        site: The site's name.
        words: What stands below the title where there is no figure.
    """

    title: str
    site: str
    words: str = ""
