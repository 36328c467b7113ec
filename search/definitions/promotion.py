"""``promotions.csv`` or ``promotions/<code>.yaml``: what stands first for certain words."""

from collections.abc import Collection, Iterator
from typing import Any, Literal

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from pydantic import Field
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from catalog.models import ServiceItem
from configuration.code_references import CodeReference
from configuration.kinds import Complaint, Folder, Kind
from configuration.schema import Code, Definition
from configuration.specs import CurrentCode
from content.models import BasePage
from portal.kit import languages, published
from search.definitions.words import Word
from search.promotions import THINGS, code_of


class PromotionSpec(Definition):
    promotion: Code = Field(description="code of what is promoted")
    shows: Literal["item", "point", "page"]
    words: list[Word] = Field(min_length=1, description="for exactly these it stands above the results")
    why: str = Field(default="", max_length=200, description="a sentence below its name")


class PromotionKind(Kind[PromotionSpec]):
    """Rows are Wagtail's: one for each of the words."""

    name = "promotion"
    folder = "promotions"
    order = 60
    schema = PromotionSpec
    csv = True
    heading = "Words with which people search"
    fixed = "its code is that of what it promotes: rename that"
    says = tuple(
        CodeReference(shows, SearchPromotion, "external_link_url", pattern=f"(?<=/{shows}s/){{}}(?=/)")
        for shows in THINGS
    )

    def followed(self, spec: PromotionSpec, now: CurrentCode) -> PromotionSpec:
        return spec.model_copy(update={"promotion": now(spec.shows, spec.promotion)})

    def stored(self, codes: Collection[str] | None = None) -> Iterator[PromotionSpec]:
        found: dict[tuple[str, str], list[SearchPromotion]] = {}
        for row in SearchPromotion.objects.select_related("query", "page").order_by("pk"):
            target = _target(row)
            if target and (codes is None or target[1] in codes):
                found.setdefault(target, []).append(row)
        for (shows, code), rows in sorted(found.items()):
            words = list(dict.fromkeys(row.query.query_string for row in rows))
            yield PromotionSpec(promotion=code, shows=shows, words=words, why=rows[0].description)

    def save(self, spec: PromotionSpec) -> None:
        self.retire(spec.promotion)
        for word in spec.words:
            SearchPromotion.objects.create(
                query=Query.get(word), description=spec.why, sort_order=0, **_fields(spec.shows, spec.promotion)
            )
        published.bump()

    def retire(self, code: str) -> str:
        rows = [
            row.pk for row in SearchPromotion.objects.select_related("page") if (_target(row) or ("", ""))[1] == code
        ]
        SearchPromotion.objects.filter(pk__in=rows).delete()
        return ""

    def title(self, spec: PromotionSpec) -> str:
        return ", ".join(spec.words)

    def check(self, spec: PromotionSpec, folder: Folder) -> Iterator[Complaint]:
        if not folder.knows(spec.shows, spec.promotion):
            remedy = f"promote one that is there: {spec.shows} <code>"
            yield Complaint(("promotion",), "D603", f"there is no {spec.shows} '{spec.promotion}'", remedy)
        for place, word in enumerate(spec.words):
            if Query(query_string=word).query_string != word.strip().lower():
                yield Complaint(("words", place), "D604", f"'{word}' is not in lower case", f"write {word.lower()}")


def _pages(code: str) -> QuerySet[Any]:
    pages = [model for model in BasePage.__subclasses__() if model.objects.filter(code=code).exists()]
    return pages[0].objects.filter(code=code, locale__language_code=languages.default()) if pages else _nothing()


def _nothing() -> QuerySet[Any]:
    return ServiceItem.objects.none()


def _fields(shows: str, code: str) -> dict[str, Any]:
    if shows == "page":
        return {"page": _pages(code).get()}
    row = THINGS[shows].objects.get(code=code)
    address = f"{settings.WAGTAILADMIN_BASE_URL}{reverse(shows, args=[code])}"
    return {"external_link_url": address, "external_link_text": row.name.in_language(languages.default())}


def _target(row: SearchPromotion) -> tuple[str, str] | None:
    if row.page is None:
        return code_of(row.external_link_url)
    page = row.page.specific
    return ("page", page.code) if isinstance(page, BasePage) else None
