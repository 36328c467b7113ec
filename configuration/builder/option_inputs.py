"""One input for one option of an element, made from its type; a type that no input can show is refused at once."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Union, get_args, get_origin

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from configuration.builder import condition_rows
from configuration.builder.condition_rows import KnownName
from configuration.builder.description import BuilderDescription
from configuration.builder.languages_input import LanguagesField
from configuration.builder.options import ElementOption, inner_metadata, options_of
from configuration.builder.rows import Row, RowsField
from configuration.builder.truth_rows import IF, ROWS, TRUTH, TruthOrRowsField
from configuration.schema import Duration, IsCondition
from configuration.text.csv_lists import bare, is_model
from portal.kit.words import Words

CODE, TEXT = "code", "value"
LONGEST = 4000  # characters of a text without a limit of its own


class CannotShow(TypeError):
    """The type of an option has no input."""


def _same(value: Any) -> Any:
    return value


@dataclass(frozen=True)
class OptionInput:
    """A Django field; ``show`` makes its initial value of what is written, ``write`` what is written of a cleaned one.

    ``write`` returns None where the option is to be left out.
    """

    field: forms.Field
    show: Callable[[Any], Any] = _same
    write: Callable[[Any], Any] = _same


@dataclass(frozen=True)
class InputMaker:
    """Makes inputs; WRITTEN is what the option says now, for what an input must not lose."""

    description: BuilderDescription
    names: Sequence[KnownName] = ()

    def input(self, option: ElementOption, written: Any, *, in_row: bool = False) -> OptionInput:
        """Return the input of OPTION; raises `CannotShow`. IN_ROW: as a cell of a row, where no rows can stand."""
        common = {"label": self.description.label(option.name), "help_text": self._hint(option.name), "required": False}
        simple = self._simple(option, written, common)
        if simple is not None:
            return simple
        rows = None if in_row else self._rows(option, written, common)
        if rows is None:
            raise CannotShow(f"{option.name}: {option.annotation} has no input in the builder")
        return rows

    def _hint(self, name: str) -> str:
        return str(self.description.hints.get(name, ""))

    def _simple(self, option: ElementOption, written: Any, common: dict[str, Any]) -> OptionInput | None:
        annotation = option.annotation
        if annotation is Words:
            besides = written if isinstance(written, dict) else ()
            long = option.name in self.description.long
            empty: dict[str, str] | None = {} if option.required else None
            words = LanguagesField(long=long, besides=besides, **common)
            return OptionInput(words, Words.of, lambda value: value.plain() if value else empty)
        if annotation is bool:
            return OptionInput(forms.BooleanField(initial=option.default is True, **common))
        if values := _literals(annotation):
            return self._choice(option, values, common)
        if annotation in {int, float}:
            made = forms.IntegerField if annotation is int else forms.FloatField
            limits = {"min_value": option.limit("ge"), "max_value": option.limit("le")}
            return OptionInput(made(**limits, **common))
        return self._line(option, common)

    def _line(self, option: ElementOption, common: dict[str, Any]) -> OptionInput | None:
        if option.annotation is dt.date:
            day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **common)
            return OptionInput(day, _same, lambda value: value.isoformat() if value else None)
        if option.annotation in {str, Duration, dt.time}:
            empty_text = "" if option.required else None
            text = forms.CharField(max_length=option.limit("max_length") or LONGEST, **common)
            return OptionInput(text, _same, lambda value: value or empty_text)
        return None

    def _choice(self, option: ElementOption, values: list[Any], common: dict[str, Any]) -> OptionInput:
        by_word = {_word(value): value for value in values}
        choices = [(word, self.description.choice(word)) for word in by_word]
        default = _word(option.default) if option.default in values else ""
        field = forms.ChoiceField(choices=choices if default else [("", "—"), *choices], initial=default, **common)
        return OptionInput(field, _word, by_word.get)

    def _rows(self, option: ElementOption, written: Any, common: dict[str, Any]) -> OptionInput | None:
        if any(isinstance(one, IsCondition) for one in option.metadata):
            return self._condition(written, common)
        if _is_truth_or_condition(option.annotation):
            return self._truth_or_condition(option, written, common)
        origin, arguments = get_origin(option.annotation), get_args(option.annotation)
        if origin is list and is_model(bare(arguments[0])):
            return self._parts(bare(arguments[0]), written, common)
        if origin is list:
            return self._list(option, arguments[0], written, common)
        if origin is dict and bare(arguments[0]) is str:
            return self._mapping(option, arguments[1], written, common)
        return None

    def _cell(self, name: str, annotation: Any, written: Any = None) -> OptionInput:
        return self.input(ElementOption(name, bare(annotation), inner_metadata(annotation)), written, in_row=True)

    def _list(self, option: ElementOption, annotation: Any, written: Any, common: dict[str, Any]) -> OptionInput:
        cell = self._cell(option.name, annotation, _languages_of(written or ()))

        def write(rows: list[Row]) -> Any:
            return [cell.write(row[TEXT]) for row in rows] or ([] if option.required else None)

        field = RowsField({TEXT: cell.field}, write, **common)
        return OptionInput(field, lambda value: [{TEXT: cell.show(one)} for one in value])

    def _mapping(self, option: ElementOption, annotation: Any, written: Any, common: dict[str, Any]) -> OptionInput:
        held = written.values() if isinstance(written, dict) else ()
        cell = self._cell(option.name, annotation, _languages_of(held))
        code = forms.CharField(label=self.description.label(CODE), max_length=80)

        def write(rows: list[Row]) -> Any:
            codes = [row[CODE] for row in rows]
            twice = next((one for one in codes if codes.count(one) > 1), None)
            if twice is not None:
                raise ValidationError(_("The code “%(code)s” stands there twice.") % {"code": twice})
            made = {row[CODE]: cell.write(row[TEXT]) for row in rows}
            return {one: "" if value is None else value for one, value in made.items()} or None

        field = RowsField({CODE: code, TEXT: cell.field}, write, **common)
        return OptionInput(field, lambda value: [{CODE: one, TEXT: cell.show(said)} for one, said in value.items()])

    def _parts(self, model: Any, written: Any, common: dict[str, Any]) -> OptionInput:
        held = written if isinstance(written, list) else []
        cells: dict[str, OptionInput] = {}
        for option in options_of(model):
            said = [one.get(option.name) for one in held if isinstance(one, dict)]
            cells[option.name] = self.input(option, _languages_of(said), in_row=True)

        def write(rows: list[Row]) -> Any:
            made = [{name: cell.write(row[name]) for name, cell in cells.items()} for row in rows]
            return [{name: value for name, value in one.items() if value is not None} for one in made] or None

        def show(value: Any) -> list[Row]:
            return [{name: cells[name].show(said) for name, said in one.items()} for one in value]

        return OptionInput(RowsField({name: cell.field for name, cell in cells.items()}, write, **common), show)

    def _condition(self, written: Any, common: dict[str, Any]) -> OptionInput:
        if written and condition_rows.rows_of(written) is None:
            known = {one.name: one for one in self.names}
            words = condition_rows.in_words(written, known)
            sentence = _("This condition combines others and can only be changed in the file: %(words)s")
            options = common | {"label": _("Remove the condition"), "help_text": sentence % {"words": words}}
            return OptionInput(forms.BooleanField(**options), lambda _value: False, lambda no: None if no else written)
        columns = self._condition_columns(written or {})
        field = RowsField(columns, lambda rows: condition_rows.condition_of(rows, self.names), ordered=False, **common)
        return OptionInput(field, condition_rows.rows_of)

    def _truth_or_condition(self, option: ElementOption, written: Any, common: dict[str, Any]) -> OptionInput:
        """Return yes, no, or the rows of a condition; a condition that rows cannot say stays if "only if" stays."""
        condition = written if isinstance(written, dict) else None
        combined = condition is not None and condition_rows.rows_of(condition) is None
        if combined:
            known = {one.name: one for one in self.names}
            sentence = _("Kept as it is in the file: %(words)s")
            common = common | {"help_text": sentence % {"words": condition_rows.in_words(condition, known)}}

        def condition_of(rows: list[Row]) -> Any:
            return condition_rows.condition_of(rows, self.names) or (condition if combined else None)

        columns = self._condition_columns({} if combined or condition is None else condition)
        field = TruthOrRowsField(columns, condition_of, default=option.default is True, **common)
        return OptionInput(field, lambda value: _truth_and_rows(value, combined=combined))

    def _condition_columns(self, written: dict[str, Any]) -> dict[str, forms.Field]:
        known = {one.name: one.choice for one in self.names}
        # A name that is not offered any more stays to be seen, and to be corrected.
        strange = {name: _("%(name)s (not known here)") % {"name": name} for name in written if name not in known}
        names = [("", "—"), *known.items(), *strange.items()]
        hows = [("", "—"), *((how, str(label)) for how, label in condition_rows.HOWS.items())]
        return {
            condition_rows.NAME: forms.ChoiceField(label=_("Answer"), choices=names, required=False),
            condition_rows.HOW: forms.ChoiceField(label=_("Comparison"), choices=hows, required=False),
            condition_rows.VALUE: forms.CharField(label=_("With"), max_length=LONGEST, required=False),
        }


def _languages_of(texts: Iterable[Any]) -> dict[str, str]:
    """Return the languages in which TEXTS are written, as a text in all of them: no row may lose one."""
    return {code: "" for one in texts if isinstance(one, dict) for code in one}


def _literals(annotation: Any) -> list[Any]:
    """Return the values of a Literal, or of a union of bool and a Literal; empty for any other type."""
    if get_origin(annotation) is Literal:
        return list(get_args(annotation))
    arguments = [bare(one) for one in get_args(annotation)]
    if not isinstance(annotation, type) and _is_union(annotation) and bool in arguments:
        rest = [one for one in arguments if one is not bool]
        if all(get_origin(one) is Literal for one in rest):
            return [False, True, *(value for one in rest for value in get_args(one))]
    return []


def _is_truth_or_condition(annotation: Any) -> bool:
    arguments = get_args(annotation) if _is_union(annotation) else ()
    metadata = [one for argument in arguments for one in inner_metadata(argument)]
    return bool in arguments and any(isinstance(one, IsCondition) for one in metadata)


def _truth_and_rows(value: Any, *, combined: bool) -> dict[str, Any]:
    if isinstance(value, dict):
        return {TRUTH: IF, ROWS: [] if combined else condition_rows.rows_of(value)}
    return {TRUTH: _word(value), ROWS: []}


def _is_union(annotation: Any) -> bool:
    return get_origin(annotation) is Union or type(annotation).__name__ == "UnionType"


def _word(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
