"""Characters that are stored: those of XML 1.0, so that every text can stand in a feed, a site map and a workbook.

One rule for definitions, forms of the admin, importers and public forms. No Django: validators.py asks it in forms.
"""

import re

# Everything but tab, line feed, carriage return and the ranges of XML 1.0, section 2.2.
UNSTORABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def unstorable(text: str) -> str:
    """Return the name of the first character of TEXT that is not stored, e.g. ``U+000B``, or an empty string."""
    found = UNSTORABLE.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def storable(text: str) -> str:
    """Return TEXT without the characters that are not stored."""
    return UNSTORABLE.sub("", text)
