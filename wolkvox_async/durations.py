"""Lengths of time as people read them."""

__all__ = ["duration_text"]

_UNITS = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))
_EXACT = 10  # seconds below which a fraction matters


def duration_text(seconds: float) -> str:
    """Return a length of time in its two largest units: 0.3 s, 45 s, 3 min 5 s, 13 h 3 min, 2 d 4 h.

    Args:
        seconds: How long; less than nothing counts as nothing.
    """
    if seconds < _EXACT:
        return f"{max(0.0, seconds):.2g} s"
    whole = round(seconds)
    at = next(number for number, (_, size) in enumerate(_UNITS) if whole >= size)
    if at + 1 == len(_UNITS):
        return f"{whole} s"
    (unit, size), (smaller, small) = _UNITS[at : at + 2]
    whole = round(whole / small) * small  # which may make a further unit of 59 min 59.9 s
    if at and whole >= _UNITS[at - 1][1]:
        return f"1 {_UNITS[at - 1][0]}"
    rest = whole % size // small
    return f"{whole // size} {unit}" + (f" {rest} {smaller}" if rest else "")
