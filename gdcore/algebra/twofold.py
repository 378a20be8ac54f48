"""Sums of products in twice the precision of float64, each as a head and a tail.

The one rule: entries are of order one, so that no head overflows and no tail is lost.
"""

from gdcore.validation import Array

HALVES = 134_217_729.0
"""2^27 + 1: a product with it parts 53 bits into 26 and 26."""


def residual(columns: Array, x: Array, y: Array, r: Array) -> Array:
    """y - r - sum_j x_j columns_j, rounded once at the end; shape (n,)."""
    head, tail = _sum(y, -r)
    for column, factor in zip(columns, x, strict=True):
        product, lost = _product(column, factor)
        head, more = _sum(head, -product)
        tail = tail + (more - lost)
    return head + tail


def products(columns: Array, r: Array) -> Array:
    """sum_i columns_ji r_i for each j, rounded once at the end; shape (p,)."""
    head, tail = _product(columns, r)
    while head.shape[1] > 1:
        even = head.shape[1] // 2 * 2
        rest, lost = head[:, even:], tail[:, even:]
        head, more = _sum(head[:, :even:2], head[:, 1:even:2])
        tail = tail[:, :even:2] + tail[:, 1:even:2] + more
        if rest.size:
            head[:, :1], more = _sum(head[:, :1], rest)
            tail[:, :1] += lost + more
    out: Array = (head + tail)[:, 0]
    return out


def _sum(a: Array, b: Array) -> tuple[Array, Array]:
    """a + b, rounded, and what the rounding took. Source: Knuth (1969), 4.2.2."""
    head = a + b
    part = head - a
    return head, (a - (head - part)) + (b - part)


def _product(a: Array, b: Array) -> tuple[Array, Array]:
    """a b, rounded, and what the rounding took. Source: Dekker (1971)."""
    head = a * b
    (high, low), (above, below) = _split(a), _split(b)
    return head, ((high * above - head) + high * below + low * above) + low * below


def _split(a: Array) -> tuple[Array, Array]:
    large = HALVES * a
    high = large - (large - a)
    return high, a - high
