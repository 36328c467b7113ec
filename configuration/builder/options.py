"""The options of an element as its schema declares them: name, type, limits. Reads pydantic, knows no form."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from configuration.text.csv_lists import bare
from configuration.text.format import LAST


@dataclass(frozen=True)
class ElementOption:
    """One option: ``annotation`` is its bare type; ``metadata`` are limits, references and the like."""

    name: str
    annotation: Any
    metadata: tuple[Any, ...] = ()
    required: bool = False
    default: Any = None

    def limit(self, name: str) -> Any:
        """Return the limit NAME that an entry of the metadata sets, e.g. ``ge`` or ``max_length``; None without one."""
        return next((found for one in self.metadata if (found := getattr(one, name, None)) is not None), None)


@cache
def options_of(model: type[BaseModel]) -> tuple[ElementOption, ...]:
    """Return the options of MODEL in the order in which a definition writes them."""
    found = [
        ElementOption(
            info.alias or name,
            bare(info.annotation),
            (*info.metadata, *inner_metadata(info.annotation)),
            info.is_required(),
            info.get_default(call_default_factory=False),
        )
        for name, info in model.model_fields.items()
    ]
    last = getattr(model, "last_keys", LAST)
    return tuple(sorted(found, key=lambda option: last.index(option.name) + 1 if option.name in last else 0))


def inner_metadata(annotation: Any) -> tuple[Any, ...]:
    """Return the metadata of ANNOTATION, and of its type when it is not None; those of its items are left out."""
    return tuple(_metadata(annotation))


def _metadata(annotation: Any) -> Iterator[Any]:
    for one in getattr(annotation, "__metadata__", ()):
        yield from one.metadata if isinstance(one, FieldInfo) else (one,)
    if hasattr(annotation, "__metadata__"):
        yield from _metadata(annotation.__origin__)
    elif type(None) in get_args(annotation):
        for inner in get_args(annotation):
            yield from _metadata(inner)


def fixed_value(option: ElementOption) -> Any:
    """Return the only value that OPTION may have, e.g. the name of a type of question; None for all others."""
    values = get_args(option.annotation) if get_origin(option.annotation) is Literal else ()
    return values[0] if len(values) == 1 else None
