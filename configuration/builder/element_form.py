"""The Django form of one element, made from the options of its model."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from pydantic import BaseModel

from configuration.builder.condition_rows import KnownName
from configuration.builder.description import BuilderDescription
from configuration.builder.languages_input import LanguagesWidget
from configuration.builder.option_inputs import InputMaker, OptionInput
from configuration.builder.options import ElementOption, fixed_value, options_of
from configuration.builder.outline import OutlineElement, Plain
from configuration.builder.rows import RowsField
from configuration.text.csv_lists import is_model

PREFIX = "o."
ELEMENT_CODE = "element_code"
CODE_SHAPE = r"^[a-z0-9][a-z0-9_-]*$"
OptionPath = tuple[str, ...]


class ElementForm(forms.Form):
    """Asks the options of ELEMENT; data that they do not show, such as inner elements, is kept as it is.

    ``code_fixed``: the code cannot be changed any more, because published versions carry it.
    """

    def __init__(
        self,
        description: BuilderDescription,
        element: OutlineElement,
        *,
        names: Sequence[KnownName] = (),
        code_fixed: bool = False,
        data: QueryDict | None = None,
    ) -> None:
        super().__init__(data)
        self.element = element
        self.inputs = dict(option_inputs(description, element, names))
        if element.path:
            self.fields[ELEMENT_CODE] = forms.RegexField(
                CODE_SHAPE,
                label=description.label("code"),
                max_length=80,
                initial=element.code,
                disabled=code_fixed,
                help_text=_("It stands in published versions, so it stays.") if code_fixed else "",
            )
        for path, option in self.inputs.items():
            name = field_name(path)
            option.field.label = str(description.labels.get(".".join(path), option.field.label))
            self.fields[name] = option.field
            if (written := _at(element.data, path)) is not None:
                self.initial[name] = option.show(written)

    def clean(self) -> dict[str, Any]:
        """Refuse what was sent under a name that this element does not have: nothing is dropped without a word."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name in self.data:
            if name.startswith(PREFIX) and not any(_belongs(name, one, field) for one, field in self.fields.items()):
                self.add_error(None, _("Unknown key: %(key)s") % {"key": name.removeprefix(PREFIX)})
        return cleaned

    def code(self) -> str:
        """Return the code that the editor gave the element."""
        return str(self.cleaned_data.get(ELEMENT_CODE, self.element.code))

    def written(self) -> Plain:
        """Return the data of the element with what the editor wrote."""
        made = dict(self.element.data)
        for path, option in self.inputs.items():
            _put(made, path, option.write(self.cleaned_data[field_name(path)]))
        if self.element.branch and self.element.branch.code_key:
            made[self.element.branch.code_key] = self.code()
        return made

    def refuse(self, where: OptionPath, sentence: str) -> None:
        """Show SENTENCE beside the input of the option at WHERE inside of the element, else above the form."""
        for length in range(len(where), 0, -1):
            if where[:length] in self.inputs:
                self.add_error(field_name(where[:length]), sentence)
                return
        self.add_error(None, f"{'.'.join(where)}: {sentence}" if where else sentence)


def option_inputs(
    description: BuilderDescription, element: OutlineElement, names: Sequence[KnownName] = ()
) -> Iterator[tuple[OptionPath, OptionInput]]:
    """Yield an input for every option of ELEMENT, by path: parts inside of it are asked option by option.

    Raises `CannotShow` for an option that has no input.
    """
    maker = InputMaker(description, names)
    left_out = _left_out(description, element)
    for option in options_of(element.model):
        if option.name not in left_out and fixed_value(option) is None:
            yield from _inputs(maker, option, (option.name,), element.data.get(option.name))


def _inputs(
    maker: InputMaker, option: ElementOption, path: OptionPath, written: Any
) -> Iterator[tuple[OptionPath, OptionInput]]:
    if not is_model(option.annotation):
        yield path, maker.input(option, written)
        return
    model: type[BaseModel] = option.annotation
    inside = written if isinstance(written, dict) else {}
    for inner in options_of(model):
        yield from _inputs(maker, inner, (*path, inner.name), inside.get(inner.name))


def _left_out(description: BuilderDescription, element: OutlineElement) -> set[str]:
    """Return the options that the outline shows already, that never change, and that another page edits."""
    if not element.path:
        return {description.top.key, description.kind, "was", *description.other_keys}
    branch = element.branch
    inside = branch.inside.key if branch and branch.inside else ""
    return {inside, branch.code_key if branch else ""}


def _belongs(name: str, own: str, field: forms.Field) -> bool:
    """Return whether the input NAME is FIELD, called OWN, or a part of it: a language, a cell of a row."""
    if isinstance(field.widget, LanguagesWidget):
        return name in {f"{own}_{code}" for code in field.widget.codes}
    return name == own or (isinstance(field, RowsField) and name.startswith(f"{own}-"))


def field_name(path: OptionPath) -> str:
    """Return the name of the input of the option at PATH."""
    return PREFIX + ".".join(path)


def _at(data: Plain, path: OptionPath) -> Any:
    found: Any = data
    for key in path:
        found = found.get(key) if isinstance(found, dict) else None
    return found


def _put(data: Plain, path: OptionPath, value: Any) -> None:
    """Set VALUE at PATH; None leaves the option out, and with its last option a part that was not there."""
    first, *rest = path
    if rest:
        inner = dict(data.get(first) or {})
        _put(inner, tuple(rest), value)
        if inner or first in data:
            data[first] = inner
    elif value is None:
        data.pop(first, None)
    else:
        data[first] = value
