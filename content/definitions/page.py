"""The kind ``page``: one definition is one Wagtail page a language, below the parent's page of that language."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, SerializerFunctionWrapHandler, WrapSerializer

from catalog.definitions.fields import at_most
from configuration.code_references import EACH, CodeReference
from configuration.kinds import Complaint, Folder, Kind
from configuration.schema import Code, Definition, Part, Ref, Said
from content import markup, tree
from content.definitions.blocks import ON_PAGE, BlockSpec, raw, read
from content.models import BasePage, NoticePage, TextPage
from portal.kit import languages, phones
from portal.kit.words import Words

ADDRESSES = ("/", "#", "https://", "http://", "mailto:")  # besides tel: and a number
HTML_LONGEST = 20_000
OF_TEXT: tuple[type[BasePage], ...] = (TextPage, NoticePage)  # types with the blocks of text
PARENTS = {"index": ("home",), "notices": ("home",), "notice": ("notices",)}  # others: the home page and pages of text
SLUG = r"^[\w-]+$"  # letters of any script, as the form of a page takes them


def _by_language(value: Any) -> Any:
    return {languages.default(): value} if isinstance(value, list) else value


def _plain(value: Any, handler: SerializerFunctionWrapHandler) -> Any:
    bodies = handler(value)
    return bodies[languages.default()] if set(bodies) == {languages.default()} else bodies


Body = Annotated[
    dict[str, list[BlockSpec]],
    BeforeValidator(_by_language, json_schema_input_type=list[BlockSpec] | dict[str, list[BlockSpec]]),
    WrapSerializer(_plain),
]
"""The blocks: a list in the default language, or a mapping by language."""


class RuleFacts(Part):
    """Facts at the head of a rule (Art. 39, 40)."""

    issuer: Annotated[Said, at_most(100)] = Words()
    issued_on: dt.date | None = None
    interpreter: Annotated[Said, at_most(100)] = Words()
    note: Annotated[Said, at_most(300)] = Words()


class NoticeFacts(Part):
    """Facts at the head of a notice."""

    issued_on: dt.date
    valid_until: dt.date | None = Field(default=None, description="the last day on which it stands in the list")


class PageSpec(Definition):
    page: Code
    type: Literal["home", "text", "rule", "index", "notices", "notice"] = "text"
    parent: Annotated[Code, Ref("page")] | None = None
    slug: Annotated[str, Field(pattern=SLUG, max_length=255)] | None = Field(
        default=None, description="the last part of the address, e.g. a Chinese word; the code by default"
    )
    title: Annotated[Said, at_most(255)]
    intro: Annotated[Said, at_most(300)] = Words()
    organisation: Annotated[Code, Ref("organisation")] | None = None
    reviewed_on: dt.date | None = None
    rule: RuleFacts | None = None
    notice: NoticeFacts | None = None
    body: Body = {}


class PageKind(Kind[PageSpec]):
    name = "page"
    folder = "pages"
    order = 60
    schema = PageSpec
    heading = "Pages"
    says = (
        *(CodeReference("page", model, "code") for model in tree.TYPES.values()),
        *(CodeReference("item", model, "body", (EACH, "value", "items", EACH, "value")) for model in OF_TEXT),
        *(CodeReference("theme", model, "body", (EACH, "value", "theme")) for model in OF_TEXT),
        *(
            CodeReference("organisation", model, "body", (EACH, "value", "organisations", EACH, "value"))
            for model in OF_TEXT
        ),
        *(CodeReference("point", model, "body", (EACH, "value", "points", EACH, "value")) for model in OF_TEXT),
    )

    def stored(self, codes: Collection[str] | None = None) -> Iterator[PageSpec]:
        groups: dict[Any, dict[str, BasePage]] = defaultdict(dict)
        for page in tree.live():
            groups[page.translation_key][page.locale.language_code] = page
        code_at = {page.path: page.code for group in groups.values() for page in group.values()}
        for group in groups.values():
            first = group.get(languages.default())
            if first is not None and (codes is None or first.code in codes):
                yield _spec(first, group, code_at)

    def save(self, spec: PageSpec) -> None:
        for language in spec.title:
            tree.save(
                spec.type,
                code=spec.page,
                language=language,
                parent=spec.parent,
                values=_values(spec, language),
            )
        tree.unpublish(spec.page, keep=set(spec.title))

    def retire(self, code: str) -> str:
        tree.unpublish(code)
        return ""

    def unavailable_codes(self, codes: Collection[str]) -> set[str]:
        return {code for code in codes if tree.find(code)}

    def rename(self, old: str, new: str) -> None:
        tree.move_address(old, new)
        super().rename(old, new)

    def edited(self, code: str) -> str:
        return tree.edited(code)

    def title(self, spec: PageSpec) -> str:
        return spec.title.in_language(languages.default())

    def check(self, spec: PageSpec, folder: Folder) -> Iterator[Complaint]:
        yield from _about_place(spec, folder)
        yield from _about_languages(spec)
        yield from _about_facts(spec)
        yield from _about_blocks(spec)


def _about_place(spec: PageSpec, folder: Folder) -> Iterator[Complaint]:
    if spec.type == "home":
        if spec.parent:
            yield Complaint(("parent",), "D360", "the home page stands below nothing", "leave 'parent' out")
        others = [code for code, page in folder.all("page").items() if getattr(page, "type", "") == "home"]
        if others and spec.page != others[0]:
            yield Complaint(("type",), "D361", f"'{others[0]}' is the home page already", "type: text")
        return
    if spec.parent is None:
        yield Complaint(("parent",), "D362", "the page stands nowhere", "add 'parent', e.g. the code of the home page")
        return
    parent = folder.get("page", spec.parent)
    if not isinstance(parent, PageSpec):
        return
    if parent.type not in PARENTS.get(spec.type, ("home", "text")):
        yield Complaint(("parent",), "D363", f"nothing of type {spec.type} stands below a page of type {parent.type}")
    for language in spec.title:
        if language not in parent.title:
            message = f"'{spec.parent}' has no title in {language}, so its pages have no address there"
            yield Complaint(("title",), "D364", message, f"add title and body in {language} to '{spec.parent}'")


def _about_languages(spec: PageSpec) -> Iterator[Complaint]:
    if languages.default() not in spec.title:
        yield Complaint(("title",), "D365", f"the title in {languages.default()} is missing")
    for language in spec.title:
        if language not in languages.offered():
            yield Complaint(("title",), "D366", f"the site has no language {language}", "see 'languages' in site.yaml")
    for key, texts in (("intro", spec.intro), ("body", spec.body)):
        for language in texts:
            if language not in spec.title:
                yield Complaint((key,), "D367", f"there is no title in {language}, so nobody would see this")


def _about_facts(spec: PageSpec) -> Iterator[Complaint]:
    if spec.rule and spec.type != "rule":
        yield Complaint(("rule",), "D368", "only a page of type rule has these facts", "type: rule")
    if spec.notice and spec.type != "notice":
        yield Complaint(("notice",), "D368", "only a page of type notice has these facts", "type: notice")
    if spec.type == "notice" and not spec.notice:
        yield Complaint(("notice",), "D372", "the notice has no date", "notice: {issued_on: 2026-12-01}")
    if spec.type == "notice" and not spec.organisation:
        yield Complaint(("organisation",), "D373", "nobody issues the notice", "add 'organisation'")


def _about_blocks(spec: PageSpec) -> Iterator[Complaint]:
    for language, blocks in spec.body.items():
        numbers: set[str] = set()
        for place, block in enumerate(blocks):
            where = ("body", place) if set(spec.body) == {languages.default()} else ("body", language, place)
            if block.opener not in ON_PAGE[spec.type]:
                remedy = f"one of: {', '.join(sorted(ON_PAGE[spec.type]))}" if ON_PAGE[spec.type] else "no blocks"
                yield Complaint(where, "D369", f"no '{block.opener}' on a page of type {spec.type}", remedy)
            if block.article in numbers:
                yield Complaint((*where, "article"), "D370", f"article {block.article} is there twice")
            numbers |= {block.article} if block.article else set()
            for address in markup.addresses(block.text or "") if block.opener == "text" else ():
                if not _leads_somewhere(address):
                    yield Complaint(
                        (*where, "text"), "D371", f"'{address}' is no address", "e.g. /points/ or https://…"
                    )


def _leads_somewhere(address: str) -> bool:
    number = address.removeprefix("tel:")
    return phones.public(number) is not None if number != address else address.startswith(ADDRESSES)


def _values(spec: PageSpec, language: str) -> dict[str, Any]:
    """Return the fields of the page in LANGUAGE."""
    facts = spec.rule or RuleFacts()
    values: dict[str, Any] = {
        "slug": spec.slug or spec.page,
        "title": spec.title[language],
        "intro": spec.intro.get(language, ""),
        "organisation": spec.organisation,
        "reviewed_on": spec.reviewed_on,
        "articles": spec.articles,
    }
    if ON_PAGE[spec.type]:
        values["body"] = raw(f"page/{spec.page}/{language}", spec.body.get(language, []))
    if spec.type == "rule":
        values["issued_on"] = facts.issued_on
        values |= {name: getattr(facts, name).get(language, "") for name in ("issuer", "interpreter", "note")}
    if spec.notice:
        values |= {"issued_on": spec.notice.issued_on, "valid_until": spec.notice.valid_until}
    return values


def _spec(first: BasePage, group: dict[str, BasePage], code_at: dict[str, str]) -> PageSpec:
    """Return the definition of GROUP, the pages of one translation by language; FIRST is the default one."""
    kind = tree.type_of(first)
    by_language = [(code, group[code]) for code in languages.offered() if code in group]
    spec: dict[str, Any] = {
        "page": first.code,
        "articles": first.articles,
        "type": kind,
        "parent": code_at.get(first.path[: -first.steplen]),
        "slug": None if first.slug == first.code or kind == "home" else first.slug,
        "title": {code: page.title for code, page in by_language},
        "intro": {code: page.intro for code, page in by_language if page.intro},
        "organisation": first.organisation.code if first.organisation else None,
        "reviewed_on": first.reviewed_on,
    }
    if ON_PAGE[kind]:
        bodies = {code: list(read(page.body)) for code, page in by_language}
        spec["body"] = {code: body for code, body in bodies.items() if body}
    if kind == "rule":
        facts = {
            name: {code: getattr(page, name) for code, page in by_language if getattr(page, name)}
            for name in ("issuer", "interpreter", "note")
        }
        facts["issued_on"] = first.issued_on
        spec["rule"] = facts if any(facts.values()) else None
    if isinstance(first, NoticePage):
        spec["notice"] = {"issued_on": first.issued_on, "valid_until": first.valid_until}
    return PageSpec.model_validate(spec)
