"""``terms.csv`` or ``terms/<code>.yaml``: members of the lists that the rule leaves open."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Any

from django.db.models import QuerySet
from pydantic import Field

from catalog.definitions.fields import at_most
from catalog.definitions.registry import RegistryKind, counted
from catalog.enums import TermList
from catalog.models import ServiceItem, Term
from configuration.code_references import CodeReference
from configuration.kinds import Complaint, Folder
from configuration.schema import Code, Definition, Said
from configuration.text.problems import nearest
from portal.kit.words import Words

TermCode = Annotated[Code, Field(max_length=40)]


class TermSpec(Definition):
    term: TermCode
    list: TermList = Field(description="class and topic of items (Art. 14), content (Art. 15) and form (Art. 25)")
    name: Annotated[Said, at_most(60)]
    text: Annotated[Said, at_most(300)] = Words()
    licence: bool = Field(
        default=False, description="audits want a limit of the law, steps and a question of its items"
    )
    order: int = 0


class TermKind(RegistryKind[TermSpec]):
    name = "term"
    folder = "terms"
    order = 20
    schema = TermSpec
    model = Term
    says = (CodeReference("term", Term, "code"),)

    def read(self, row: Any) -> dict[str, Any]:
        return {"list": row.list, "name": row.name, "text": row.text, "licence": row.licence}

    def values(self, spec: TermSpec) -> dict[str, Any]:
        return {"list": spec.list, "name": spec.name, "text": spec.text, "licence": spec.licence}

    def kept_by(self, code: str) -> str:
        return counted(_items(code), "items")

    def echoes(self, code: str) -> Iterable[QuerySet[Any]]:
        return (_items(code),)


def _items(code: str) -> QuerySet[Any]:
    """Return the items of the class or the topic CODE."""
    return ServiceItem.objects.filter(item_class=code) | ServiceItem.objects.filter(topic=code)


def of_another_list(where: str, code: str, which: TermList, folder: Folder) -> Iterator[Complaint]:
    """Complain about a term CODE at WHERE that is known, but belongs to another list than WHICH."""
    known = folder.get("term", code)
    if isinstance(known, TermSpec) and known.list != which:
        own = [term for term, spec in folder.all("term").items() if isinstance(spec, TermSpec) and spec.list == which]
        message = f"'{code}' belongs to the list '{known.list.value}', not to '{which.value}'"
        yield Complaint((where,), "D318", message, nearest(code, own, all_of=20))
