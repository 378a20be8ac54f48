"""Everything that the page "How this site is checked" computes twice.

The one rule: a comparison that fails stops the computation, and so the build.
"""

from dataclasses import dataclass

from scripts.topics.checked.data import adam, claims, comparisons, nist, thread


@dataclass(frozen=True)
class Data:
    """One field for each part of the page."""

    comparisons: comparisons.Comparisons
    adam: adam.Rows
    direct: thread.Direct
    claims: claims.Claims
    nist: dict[str, nist.Certified]


def compute() -> Data:
    """All of it; about six seconds."""
    return Data(
        comparisons.compute(),
        adam.compute(),
        thread.direct(),
        claims.compute(),
        nist.compute(),
    )
