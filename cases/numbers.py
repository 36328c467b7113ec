"""Case numbers: 60 random bits in Crockford base 32 and a check character, e.g. ``DB-7K3M-9QXW-4T2H-C``. Pure.

Not guessable, readable over the telephone. The check character is a parity over GF(32): it finds every single wrong
character and every pair of neighbours that changed places.
"""

import re
import secrets
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS = 60
LENGTH = 12
GROUP = 4
LOOK_ALIKES = str.maketrans("OIL", "011")
SHAPE = re.compile(rf"([A-Z]{{2,4}})([{ALPHABET}]{{{LENGTH}}})([{ALPHABET}])")
TOP, POLYNOMIAL = 0b10000, 0b100101


def new_number(prefix: str) -> str:
    """Return a new number under PREFIX, two to four capital letters."""
    value = secrets.randbits(BITS)
    body = "".join(ALPHABET[(value >> shift) & 31] for shift in range(BITS - 5, -1, -5))
    return _written(prefix, body, _check(body))


def normalise(text: str) -> str:
    """Return TEXT as a number is written, whatever its case, blanks, hyphens, widths, O for 0 and I for 1.

    Anything that has not the shape of a number comes back as it is, made plain.
    """
    flat = re.sub(r"[^A-Z0-9]", "", unicodedata.normalize("NFKC", text).upper())
    body = flat[-LENGTH - 1 :].translate(LOOK_ALIKES)
    found = SHAPE.fullmatch(flat[: -LENGTH - 1] + body)
    return _written(found[1], found[2], found[3]) if found else flat


def is_valid(text: str) -> bool:
    """Return whether TEXT is a number with the right check character."""
    found = SHAPE.fullmatch(normalise(text).replace("-", ""))
    return found is not None and _check(found[2]) == found[3]


def _check(body: str) -> str:
    parity = 0
    for character in body:
        parity = _doubled(parity) ^ ALPHABET.index(character)
    return ALPHABET[_doubled(parity)]


def _doubled(value: int) -> int:
    return (value << 1) ^ (POLYNOMIAL if value & TOP else 0)


def _written(prefix: str, body: str, check: str) -> str:
    return "-".join([prefix, *(body[n : n + GROUP] for n in range(0, LENGTH, GROUP)), check])
