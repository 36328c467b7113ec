"""Codes that people read out and type: Crockford's base 32, without I, L, O and U, in groups, e.g. ``K7M2-9QXW``.

What people mistype is read as meant. No Django.
"""

import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
GROUP = 4
BITS = 5  # of a character
A_DIGIT = 4  # bits of a hexadecimal digit


def of_digest(digest: str, length: int) -> str:
    """Return a code of LENGTH characters made of the hexadecimal DIGEST; the same digest gives the same code."""
    value = int(digest[: length * BITS // A_DIGIT + 1], 16)
    return grouped("".join(ALPHABET[value >> BITS * place & len(ALPHABET) - 1] for place in range(length)))


def read(typed: str, length: int) -> str:
    """Return TYPED as a code of LENGTH characters is written, or an empty string when it cannot be one."""
    body = letters(typed).translate(READ_AS)
    return grouped(body) if len(body) == length and all(c in ALPHABET for c in body) else ""


def letters(typed: str) -> str:
    """Return the letters and digits of TYPED, plain and in capitals."""
    return "".join(c for c in unicodedata.normalize("NFKC", typed).upper() if c.isascii() and c.isalnum())


def grouped(body: str) -> str:
    """Return BODY in groups."""
    return "-".join(body[start : start + GROUP] for start in range(0, len(body), GROUP))
