"""The blocks of a page as definitions write them: each is opened by the key that names it.

``heading``, ``text`` (content/markup.py), ``notice``, ``quote``, ``picture``, ``file``, ``items``, ``theme``,
``numbers``, ``points``, ``channels``, ``terms``, ``identity_documents`` on pages of text and notices; ``vow`` on the
home page; ``chapter``, ``article``, ``text`` in a rule. Pictures and files are uploaded in the admin and stay there: a
definition names them as they are stored, and a site that lacks one shows nothing in its place.
"""

from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Literal, Self
from uuid import NAMESPACE_OID, uuid5

from pydantic import AfterValidator, Field, model_validator
from wagtail.rich_text import expand_db_html

from catalog.enums import TermList
from configuration.schema import Code, Part, Ref
from content import markup
from content.blocks.media import alternative
from content.models import PortalDocument, PortalImage

# Opening key: what may stand beside it. The order decides: an article has a text, a text has no article.
OPENERS = {
    "chapter": set[str](),
    "article": {"label", "text"},
    "vow": {"text"},
    "quote": {"source"},
    "picture": {"alternative", "decorative", "caption"},
    "file": {"label"},
    "heading": set[str](),
    "notice": set[str](),
    "items": {"title"},
    "theme": {"title"},
    "numbers": {"title"},
    "points": {"title"},
    "channels": set[str](),
    "terms": {"title"},
    "identity_documents": set[str](),
    "text": set[str](),
}
# Where a block that shows rows of the catalogue keeps their codes.
CODES = {"items": "items", "numbers": "organisations", "points": "points"}
TEXT = set(OPENERS) - {"vow", "chapter", "article"}
ON_PAGE = {
    "home": {"vow"},
    "text": TEXT,
    "notice": TEXT,
    "rule": {"chapter", "article", "text"},
    "index": set[str](),
    "notices": set[str](),
}


def _tidy(text: str) -> str:
    """Return TEXT without blanks at its edges, so that a file and the database agree."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


Line = Annotated[str, AfterValidator(str.strip), Field(min_length=1, max_length=150)]
Lines = Annotated[str, AfterValidator(_tidy), Field(max_length=20_000)]
Stored = Annotated[str, Field(min_length=1, max_length=255)]
Items = Annotated[list[Annotated[Code, Ref("item")]], Field(min_length=1, max_length=30)]
Organisations = Annotated[list[Annotated[Code, Ref("organisation")]], Field(min_length=1, max_length=30)]
Points = Annotated[list[Annotated[Code, Ref("point")]], Field(min_length=1, max_length=30)]


class BlockSpec(Part):
    """One block: exactly one opening key, and what belongs to it."""

    chapter: Line | None = None
    article: Annotated[str, Field(pattern=r"^[0-9]{1,4}[a-z]?$")] | None = None
    label: Line | None = Field(
        default=None, description="the article as it is written, e.g. 第十八条; of a file, the text of its link"
    )
    vow: Annotated[Line, Field(max_length=20)] | None = None
    quote: Lines | None = None
    source: Line | None = None
    heading: Annotated[Line, Field(max_length=100)] | None = None
    notice: Annotated[Lines, Field(max_length=600)] | None = None
    picture: Stored | None = Field(default=None, description="as it is stored, e.g. original_images/hall.jpg")
    alternative: Annotated[Line, Field(max_length=200)] | None = Field(
        default=None, description="what the picture shows, for people who cannot see it"
    )
    decorative: Literal[True] | None = Field(default=None, description="the picture only decorates and says nothing")
    caption: Line | None = None
    file: Stored | None = Field(default=None, description="as it is stored, e.g. documents/notice.pdf")
    items: Items | None = None
    theme: Annotated[Code, Ref("theme")] | None = None
    numbers: Organisations | None = None
    points: Points | None = None
    channels: Annotated[Line, Field(max_length=60, description="heading over all ways to reach us")] | None = None
    terms: TermList | None = Field(default=None, description="all terms of a list with what they mean")
    identity_documents: Annotated[Line, Field(max_length=60, description="heading over those of site.yaml")] | None = (
        None
    )
    title: Annotated[Line, Field(max_length=60)] | None = None
    text: Lines | None = None

    @model_validator(mode="after")
    def _one_block(self) -> Self:
        given = {name for name in type(self).model_fields if getattr(self, name) is not None}
        opener = next((name for name in OPENERS if name in given), None)
        if opener is None:
            raise ValueError(f"a block is opened by one of: {', '.join(OPENERS)}")
        if extra := sorted(given - OPENERS[opener] - {opener}):
            raise ValueError(f"'{extra[0]}' does not belong to '{opener}'; begin another block with '- '")
        if opener in {"article", "vow"} and self.text is None:
            raise ValueError(f"'{opener}' needs 'text'")
        if opener == "article" and self.label is None:
            raise ValueError("'article' needs 'label', e.g. 第十八条")
        if opener == "picture" and bool(self.alternative) == bool(self.decorative):
            raise ValueError("'picture' needs 'alternative' (what it shows) or 'decorative: true', not both")
        if opener == "text" and self.text is not None:
            object.__setattr__(self, "text", markup.canonical(self.text))
        return self

    @property
    def opener(self) -> str:
        """The key that names the block."""
        return next(name for name in OPENERS if getattr(self, name) is not None)

    def value(self) -> tuple[str, Any]:
        """Return the block's type in Wagtail and its raw value."""
        title, text = self.title or "", self.text or ""
        values: dict[str, Any] = {
            "items": {"title": title, "items": self.items or [], "theme": self.theme or ""},
            "numbers": {"title": title, "organisations": self.numbers},
            "points": {"title": title, "points": self.points},
            "channels": {"title": self.channels},
            "identity_documents": {"title": self.identity_documents},
            "terms": {"title": title, "terms": self.terms},
            "quote": {"text": self.quote, "source": self.source or ""},
            "picture": {
                "picture": _uploaded(PortalImage, self.picture),
                "alternative": self.alternative or "",
                "decorative": bool(self.decorative),
                "caption": self.caption or "",
            },
            "file": {"file": _uploaded(PortalDocument, self.file), "title": self.label or ""},
            "vow": {"title": self.vow, "text": text},
            "article": {"number": self.article, "label": self.label, "text": text},
            "text": markup.to_html(text),
        }
        kind = "items" if self.opener == "theme" else self.opener
        return kind, values.get(kind) or getattr(self, kind)


def _uploaded(model: type[PortalImage | PortalDocument], name: str | None) -> int | None:
    """Return the key of what is stored as NAME; None without a name, and where nothing is."""
    return model.objects.filter(file=name).values_list("pk", flat=True).first() if name else None


def raw(owner: str, specs: Iterable[BlockSpec]) -> list[dict[str, Any]]:
    """Return SPECS as the raw value of a StreamField; ids follow from OWNER and position, so that nothing jitters."""
    blocks = []
    for number, spec in enumerate(specs):
        kind, value = spec.value()
        own = f"{owner}/{number}"
        if isinstance(value, dict):
            value = {name: _listed(own, name, part) if isinstance(part, list) else part for name, part in value.items()}
        blocks.append({"type": kind, "value": value, "id": str(uuid5(NAMESPACE_OID, own))})
    return blocks


def _listed(owner: str, name: str, values: list[Any]) -> list[dict[str, Any]]:
    ids = (str(uuid5(NAMESPACE_OID, f"{owner}/{name}/{number}")) for number in range(len(values)))
    return [{"type": "item", "value": value, "id": id_} for value, id_ in zip(values, ids, strict=True)]


def read(stream: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """Yield the blocks of a StreamField as definitions write them; empty ones are left out."""
    for block in stream:
        value = block.value
        match block.block_type:
            case "items" | "numbers" | "points" as kind:
                yield from _of_rows(kind, value)
            case "terms":
                yield _titled({"terms": value["terms"]}, value)
            case "channels" | "identity_documents" as kind:
                yield {kind: value["title"]}
            case "quote":
                yield {"quote": value["text"]} | ({"source": value["source"]} if value["source"] else {})
            case "picture" | "file" as kind:
                yield from [_of_media(kind, value)] if value[kind] else []
            case "vow":
                yield {"vow": value["title"], "text": value["text"]}
            case "article":
                yield {"article": value["number"], "label": value["label"], "text": value["text"]}
            case "text":
                text = markup.to_text(expand_db_html(value.source))
                yield from [{"text": text}] if text else []
            case name:
                yield from [{name: value}] if value else []


def _of_rows(kind: str, value: Any) -> Iterator[dict[str, Any]]:
    codes = list(value[CODES[kind]])
    if kind == "items" and value["theme"]:
        yield _titled({"theme": value["theme"]}, value)
    elif codes:
        yield _titled({kind: codes}, value)


def _titled(found: dict[str, Any], value: Any) -> dict[str, Any]:
    return found | ({"title": value["title"]} if value["title"] else {})


def _of_media(kind: str, value: Any) -> dict[str, Any]:
    """Return a picture or a file as definitions write it; a picture that nobody described is called as on the page."""
    found: dict[str, Any] = {kind: value[kind].file.name}
    if kind == "file":
        return found | ({"label": value["title"]} if value["title"] else {})
    found |= {"decorative": True} if value["decorative"] else {"alternative": alternative(value)}
    return found | ({"caption": value["caption"]} if value["caption"] else {})
