"""The lists that the rule leaves open (Art. 14, 15, 25), as names of codes; asked once a publication."""

from catalog.enums import TermList
from catalog.models.term import Term
from portal.kit import published
from portal.kit.words import Words


@published.cached
def known() -> dict[str, Words]:
    """Return the names of all terms, those out of use too: an older item still shows its class."""
    return dict(Term.objects.values_list("code", "name"))


def name(code: str) -> Words:
    """Return the name of the term CODE; the code itself where no list knows it."""
    return known().get(code) or Words.of(code)


@published.cached
def licences() -> frozenset[str]:
    """Return the classes whose items are licences."""
    return frozenset(Term.objects.filter(licence=True).values_list("code", flat=True))


def listed(which: TermList) -> dict[str, Words]:
    """Return code and name of the terms in use of a list, in its order."""
    return {row.code: row.name for row in Term.objects.current().of(which)}


def choices(which: TermList) -> list[tuple[str, str]]:
    """Return the same for a form, in the active language: Django takes a mapping for a group of choices."""
    return [(code, str(name)) for code, name in listed(which).items()]
