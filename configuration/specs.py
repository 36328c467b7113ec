"""Definitions as values: built from plain data, searched for references, copied with other codes."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from operator import is_
from typing import Any, TypeVar, get_args

from pydantic import BaseModel

from configuration.schema import Ref
from configuration.text.csv_lists import bare, is_model, union_member

D = TypeVar("D", bound=BaseModel)
Where = tuple[str | int, ...]
CurrentCode = Callable[[str, str], str]
"""What a code of a kind is today: ``now("theme", "old")`` is ``"new"``."""
Visit = Callable[[Ref, str, Where], str]


def validated(schema: type[D], data: Mapping[str, Any]) -> D:
    """Return DATA as a definition of SCHEMA. Strict, as JSON: '5' is no number and yes is no truth value."""
    return schema.model_validate_json(json.dumps(data, ensure_ascii=False), strict=True)


def references(spec: BaseModel) -> Iterator[tuple[str, str, Where]]:
    """Yield kind, code and place of what SPEC refers to and must exist, at any depth; keys of a mapping may be some."""
    found: list[tuple[str, str, Where]] = []
    _Walk(_noting(found)).value(spec)
    yield from found


def _noting(found: list[tuple[str, str, Where]]) -> Visit:
    def note(ref: Ref, code: str, where: Where) -> str:
        if ref.must_exist:
            found.append((ref.kind, code, where))
        return code

    return note


def references_in(schema: type[BaseModel], data: Mapping[str, Any]) -> Iterator[tuple[str, str, Where]]:
    """Yield the same of plain DATA that is no definition of SCHEMA, as far as it has the shape of one."""
    found: list[tuple[str, str, Where]] = []
    _Walk(_noting(found)).value(dict(data), schema)
    yield from found


def with_current_codes(spec: D, now: CurrentCode) -> D:
    """Return SPEC with every reference as NOW calls it; SPEC itself where none has changed."""
    changed: D = _Walk(lambda ref, code, _where: now(ref.kind, code)).value(spec)
    if changed is spec:
        return spec
    # Once more through the schema: some lists are kept in the order of their codes.
    return validated(type(spec), changed.model_dump(mode="json", exclude_defaults=True, by_alias=True))


def targets(schema: type[BaseModel]) -> set[str]:
    """Return the kinds that definitions of SCHEMA refer to at its top level or in its lists."""
    metadata = [one for info in schema.model_fields.values() for one in [*info.metadata, *_metadata(info.annotation)]]
    return {one.kind for one in metadata if isinstance(one, Ref)}


@dataclass(frozen=True)
class _Walk:
    """Goes through a value with the types in which it was declared; what has not changed stays the same object."""

    visit: Visit

    def value(self, value: Any, annotation: Any = None, metadata: Any = (), where: Where = ()) -> Any:
        """Return VALUE with each code that is marked as a reference replaced by what ``visit`` returns for it."""
        if isinstance(value, BaseModel):
            return self._model(value, where)
        if isinstance(value, dict) and is_model(schema := union_member(annotation, value)):
            return self._unread(value, schema, where)
        if isinstance(value, dict):
            return self._mapping(value, get_args(bare(annotation)), where)
        if isinstance(value, list | tuple):
            return self._sequence(value, get_args(bare(annotation)), metadata, where)
        if isinstance(value, str):
            return self._text(value, [*metadata, *_metadata(annotation)], where)
        return value

    def _model(self, value: BaseModel, where: Where) -> BaseModel:
        changes = {}
        for name, info in type(value).model_fields.items():
            old = getattr(value, name)
            new = self.value(old, info.annotation, info.metadata, (*where, info.alias or name))
            if new is not old:
                changes[name] = new
        return value.model_copy(update=changes) if changes else value

    def _unread(self, value: dict[str, Any], schema: type[BaseModel], where: Where) -> dict[str, Any]:
        for name, info in schema.model_fields.items():
            key = info.alias or name
            if key in value:
                self.value(value[key], info.annotation, info.metadata, (*where, key))
        return value

    def _mapping(self, value: dict[str, Any], types: tuple[Any, ...], where: Where) -> dict[str, Any]:
        key_type, value_type = types if len(types) == 2 else (None, None)  # noqa: PLR2004  of keys and of values
        made = {
            self.value(key, key_type, (), (*where, key)): self.value(one, value_type, (), (*where, key))
            for key, one in value.items()
        }
        same = list(made) == list(value) and all(made[key] is value[key] for key in made)
        return value if same else type(value)(made)

    def _sequence(self, value: Any, types: tuple[Any, ...], metadata: Any, where: Where) -> Any:
        inner = types[0] if types else None
        made = [self.value(one, inner, metadata, (*where, number)) for number, one in enumerate(value)]
        return value if all(map(is_, made, value)) else type(value)(made)

    def _text(self, value: str, metadata: list[Any], where: Where) -> str:
        for one in metadata:
            if isinstance(one, Ref) and value not in one.besides:
                new = self.visit(one, value, where)
                value = value if new == value else new
        return value


def _metadata(annotation: Any) -> list[Any]:
    """Return the metadata anywhere inside ANNOTATION: of ``list[Annotated[Code, Ref(…)]]`` the reference."""
    found = list(getattr(annotation, "__metadata__", ()))
    inner = (annotation.__origin__,) if found else getattr(annotation, "__args__", ())
    return [*found, *(entry for one in inner for entry in _metadata(one))]
