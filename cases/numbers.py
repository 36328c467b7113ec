"""The number of a case: 60 random bits, readable, with a check character, e.g. ``DB-7K3M-9QXW-4T2H-C``.

Crockford's base 32: no I, L, O, U; what people mistype for 0 and 1 is read as meant.
"""

import secrets

from portal.kit.crockford import ALPHABET, READ_AS, grouped, letters

LENGTH = 12
SHORTEST = 3  # characters after the prefix by which numbers are found
POLYNOMIAL = 0b100101  # primitive: doubling runs through all 31 values


def new_number(prefix: str) -> str:
    """Return a fresh number under PREFIX, two capital letters."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return _written(prefix, body + _check(prefix, body))


def normalise(text: str) -> str:
    """Return TEXT as a number would be stored, or an empty string when it cannot be one."""
    prefix, body = _parts(text)
    if len(body) != LENGTH + 1:
        return ""
    return _written(prefix, body) if _check(prefix, body[:LENGTH]) == body[-1] else ""


def number_range(text: str) -> tuple[str, str] | None:
    """Return the first and the last number that begin like TEXT: two letters and some of what follows, or all of it."""
    prefix, body = _parts(text)
    if not SHORTEST <= len(body) <= LENGTH + 1:
        return None
    first, last = (_written(prefix, body.ljust(LENGTH + 1, filler)) for filler in (ALPHABET[0], ALPHABET[-1]))
    return first, last


def _parts(text: str) -> tuple[str, str]:
    """Return the prefix and the characters of the number TEXT; nothing where they cannot be those of one."""
    plain = letters(text)
    prefix, body = plain[:2], plain[2:].translate(READ_AS)
    return (prefix, body) if prefix.isalpha() and all(c in ALPHABET for c in body) else ("", "")


def _check(prefix: str, body: str) -> str:
    """Return a parity over GF(32): one wrong character always shows, and so do two neighbours that changed places."""
    parity = 0
    for value in [*(ord(c) % len(ALPHABET) for c in prefix), *map(ALPHABET.index, body)]:
        parity = _doubled(parity ^ value)
    return ALPHABET[parity]


def _doubled(value: int) -> int:
    return (value << 1) ^ (POLYNOMIAL if value >= len(ALPHABET) // 2 else 0)


def _written(prefix: str, body: str) -> str:
    return f"{prefix}-{grouped(body[:LENGTH])}-{body[LENGTH:]}"
