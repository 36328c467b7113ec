"""A form as a PDF: A4, its code and version, a way back to the page, room for handwriting and for the signature."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog.qr import qr
from configuration import site
from configuration.logo import standalone
from forms.fields.base import FieldType, Question
from forms.models import FormVersion
from forms.paper.conditions import only_if
from forms.spec import FormSpec
from portal.kit import phones
from portal.kit.addresses import absolute
from portal.kit.typeset import pdf

PAGE = Path(__file__).parent / "form.typ"


@dataclass(frozen=True)
class PrintedNumbers:
    """Telephone numbers of the foot: for help, and for complaints."""

    help: str = ""
    complaint: str = ""


@dataclass(frozen=True)
class PrintedSection:
    """A part of a form that was filled in: its title, and a label and a text for each answer."""

    title: str
    rows: Sequence[tuple[str, str]]


def blank_pdf(version: FormVersion, numbers: PrintedNumbers) -> bytes:
    """Return the empty form of VERSION in the active language; raises `typeset.FontMissing` or `GlyphMissing`."""
    spec = version.read()
    address = absolute(reverse("apply", args=[version.code]))
    values = _common(version, spec, numbers) | {
        "address": address,
        "qr": qr(address).svg(),
        "scan": _("Online: scan here"),
        "lead": _("Please write clearly. If you need help, call us or come to a window: we fill it in with you."),
        "sections": list(_blank_sections(spec)),
    }
    return pdf(PAGE, values)


def filled_pdf(
    version: FormVersion,
    numbers: PrintedNumbers,
    *,
    number: str,
    sections: Sequence[PrintedSection],
    masked: bool,
) -> bytes:
    """Return the form of VERSION with the answers SECTIONS of the case NUMBER, to be signed; nothing of it is kept.

    MASKED says on the paper that it shows personal answers in part. Raises as `blank_pdf`.
    """
    address = absolute(reverse("track"))
    values = _common(version, version.read(), numbers) | {
        "address": address,
        "qr": qr(address).svg(),
        "scan": _("Follow the case: scan here"),
        "number": number,
        "lead": _("Personal answers are shown in part. Not for signature.")
        if masked
        else _("Please read it through and correct by hand what is wrong, then sign."),
        "sections": [
            {"title": one.title, "text": "", "fields": [_answered(label, text) for label, text in one.rows]}
            for one in sections
        ],
        "signed": not masked,
    }
    return pdf(PAGE, values, kept=False)


def _common(version: FormVersion, spec: FormSpec, numbers: PrintedNumbers) -> dict[str, Any]:
    here, language = site.current(), get_language() or ""
    return {
        "lang": "zh" if language.startswith("zh") else language[:2],
        "region": "cn" if language.startswith("zh") else "gb",
        "look": here.look.colours(),
        "logo": standalone(here.look),
        "site": str(here.name),
        "title": str(spec.title),
        "code": _("Form %(form)s, version %(version)s") % {"form": version.code, "version": version.number},
        "number": "",
        "number_label": _("Number of the case"),
        "declare_label": _("I declare"),
        "declarations": [str(one.text) for one in spec.check.declare],
        "signed": True,
        "signature": _("Signature of the applicant"),
        "for_another": _("Or of the guardian or agent"),
        "witness": _("By fingerprint: signature of a witness"),
        "date": _("Date"),
        "office_label": _("Filled in by the office"),
        "office": [_("Received on"), _("Received by"), _("Number of the case")],
        "free": _("Our help is free of charge."),
        "help": _line(_("Questions, help"), numbers.help),
        "complaint": _line(_("Complaints"), numbers.complaint),
        "page": _("Page"),
    }


def _line(label: str, number: str) -> str:
    read = phones.public(number) if number else None
    shown = read.display if read else number
    return _("%(label)s: %(number)s") % {"label": label, "number": shown} if number else ""


def _blank_sections(spec: FormSpec) -> Iterator[dict[str, Any]]:
    for step in spec.steps:
        fields = [_blank(field, spec) for field in step.named().values()]
        yield {"title": str(step.title), "text": str(step.text), "fields": [one for one in fields if one]}


def _blank(field: FieldType, spec: FormSpec) -> dict[str, Any] | None:
    """Return what the paper shows of FIELD; None for a statement without words."""
    room, condition = field.paper_blank(), only_if(field.when, spec)
    if not isinstance(field, Question):
        return _shown(text=room.text, when=condition) if room.text else None
    return _shown(
        label=str(field.label),
        hint=str(field.hint),
        when=condition,
        optional=_("(optional)") if field.required is False else "",
        lines=room.lines,
        options=list(room.options),
        text=room.text,
    )


def _answered(label: str, text: str) -> dict[str, Any]:
    return _shown(label=label, value=text or "—")


def _shown(**parts: Any) -> dict[str, Any]:
    empty = {"label": "", "hint": "", "when": "", "optional": "", "lines": 0, "options": [], "text": "", "value": ""}
    return empty | parts
