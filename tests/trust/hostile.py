"""Requests of a damaged or hostile visitor: bodies of every kind, and query strings, for any address."""

from collections.abc import Iterator
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.hostile.files import LYING
from tests.trust.bodies import JSON, Body

DIGITS = "9" * 10_000
# One value each; a lone surrogate arrives percent-encoded, as a browser never sends it.
VALUES = ("\0", DIGITS, "-1", '"', "[]", "x" * 100_000, "9223372036854775808", "", "%ED%A0%80", "../../etc/passwd")
FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"
# Fields that views ask for without showing them in a form.
OFTEN = ("next", "id", "ids", "p", "page", "q", "title", "new_parent_page", "position", "tag-input", "csv", "action")
# Names that lists, choosers and filters read from the address.
ASKED = (
    *("p", "page", "q", "ordering", "o", "id", "ids", "next", "tag", "collection_id", "locale", "export", "per_page"),
    *("page_type", "user_perms", "allow_external_link", "link_text", "text", "url", "item", "point", "district"),
    *("live", "department", "item_class", "size", "kind", "tab", "state", "day", "date", "month", "content_type"),
    *("limit", "offset", "fields", "child_of", "descendant_of", "search", "search_operator", "type", "slug", "order"),
    *("translation_of", "ancestor_of", "has_children", "for_explorer", "uuid", "parent", "instance", "width", "mode"),
)


def posts(body: Body) -> list[tuple[str, dict[str, Any]]]:
    """Return names and arguments of `Client.post`; BODY is the honest one."""
    names = list(dict.fromkeys([*body.fields, *OFTEN]))
    torn = b"--x\r\nContent-Disposition: form-data; name="
    # Right but for every second field: what is read after the first fields is reached as well.
    odd = {name: value for place, (name, value) in enumerate(_rotated(names, 0).items()) if place % 2}
    return [
        ("empty", {"data": {}}),
        *((f"hostile {number}", {"data": _rotated(names, number) | _lying(body)}) for number in (0, 3, 6)),
        ("half hostile", {"data": body.fields | odd | _lying(body)}),
        ("wrong types", {"data": {name: [VALUES[0], "-1", "[]"] for name in names}}),
        ("surrogates", {"data": "&".join(f"{name}=%ED%A0%80%00" for name in names), "content_type": FORM}),
        ("JSON", {"data": "{}", "content_type": JSON}),
        ("list of JSON", {"data": '[{"id": "\\ud800"}]', "content_type": JSON}),
        ("broken JSON", {"data": b'{"\xff', "content_type": JSON}),
        ("bytes", {"data": b"\xff\x00\xed\xa0\x80=&%%%", "content_type": "application/octet-stream"}),
        ("unknown charset", {"data": b"title=x", "content_type": FORM, "CONTENT_TYPE": f"{FORM}; charset=none"}),
        ("broken multipart", {"data": torn, "content_type": MULTIPART}),
        ("multipart without a boundary", {"data": torn, "content_type": "multipart/form-data"}),
        ("many fields", {"data": "&".join(f"f{number}=1" for number in range(2000)), "content_type": FORM}),
        ("huge", {"data": "title=" + "x" * 3_000_000, "content_type": FORM}),
    ]


def queries() -> Iterator[str]:
    """Yield query strings in which every name that is asked for has a hostile value."""
    values = ("%00", "9223372036854775808", "-1", "%22", "%ED%A0%80", DIGITS[:2000], "[]", "a" * 1500, "", "%27%5C")
    for turn in (0, 4):
        yield "&".join(f"{name}={values[(place + turn) % len(values)]}" for place, name in enumerate(ASKED))


def _rotated(names: list[str], turn: int) -> dict[str, Any]:
    return {name: VALUES[(place + turn) % len(VALUES)] for place, name in enumerate(names)}


def _lying(body: Body) -> dict[str, Any]:
    """Return a file for every field that takes one, a picture by its first bytes and HTML by the others."""
    names = body.takes or ("file",)
    return {name: SimpleUploadedFile("m.jpg", LYING["head.jpg"], "image/jpeg") for name in names}
