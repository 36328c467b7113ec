"""Bodies with which a POST would really write: what a browser sends that opened the form and pressed its button."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, SoupStrainer, Tag
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from tests.hostile.files import PDF, PNG
from tests.trust.targets import Target

JSON = "application/json"
# Buttons that do more than to keep a draft; a form has one of them at most.
PRESSED = ("action-publish", "action-submit")
# What is typed into a field that must not stay empty, by the type of the field.
TYPED = {"email": "matrix@portal.example", "url": "https://portal.example/", "date": "2027-01-04", "number": "1"}
FILES = {"application/pdf": ("m.pdf", PDF), "image/png": ("m.png", PNG), "text/csv": ("m.csv", b"/from,/about/\n")}


@dataclass(frozen=True)
class Body:
    """``fields`` by name, each with its values; ``files`` by name; or ``data`` for an address that reads JSON.

    ``takes`` names every field that takes a file.
    """

    fields: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes, str]] = field(default_factory=dict)
    data: Any = None
    takes: tuple[str, ...] = ()

    def sent(self) -> dict[str, Any]:
        """Return the arguments of `Client.post`."""
        if self.data is not None:
            return {"data": json.dumps(self.data), "content_type": JSON}
        files = {name: SimpleUploadedFile(*file[:2], content_type=file[2]) for name, file in self.files.items()}
        return {"data": self.fields | files}


def valid(target: Target, page: HttpResponse) -> Body:
    """Return a body for TARGET: of its own kind where it is an action of an API, else of the form on PAGE (its GET)."""
    if (action := _api_action(target)) is not None:
        return Body(data=_json(action, target))
    own = OWN.get(target.route.template, {})
    form = _form(target, page)
    if form is None:
        return Body(fields={name: [value.format(**target.sample.ids)] for name, value in own.items()})
    fields = dict(_fields(form))
    fields |= {name: [value.format(**target.sample.ids)] for name, value in own.items()}
    takes = tuple(str(one["name"]) for one in form.select("input[type=file][name]"))
    return Body(fields, dict(_files(form, target)), takes=takes)


# Fields of addresses that show no form with a GET.
OWN: dict[str, dict[str, str]] = {
    "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/": {
        "password": "a password",
        "return_url": "/",
    },
    "documents/authenticate_with_password/<int:restriction_id>/": {"password": "a password", "return_url": "/"},
    "admin/cases/<str:number>/move/<slug:move>/": {"version": "{version}"},
    "admin/cases/calls/<int:pk>/": {"note": "rang up"},
    "admin/cases/consultations/new/": {"channel": "phone", "question": "matrix", "minutes": "5"},
    "admin/cases/<str:number>/note/": {"text": "a note", "reader": "internal"},
    "admin/snippets/forms/form/edit/<int:pk>/": {"do": "save"},
    "admin/snippets/forms/form/file/<int:pk>/": {"text": "form: assistance"},
    "admin/snippets/forms/form/new/": {"title_zh-hans": "新表", "code": "new-form"},
    "admin/snippets/forms/form/publish/<int:pk>/": {"do": "publish", "when": "now"},
    "admin/review/<int:task_state_id>/": {"decision": "approve"},
    "admin/search/promote/": {"words": "matrix"},
    "admin/pages/<int:page_to_move_id>/set_position/": {"position": "0"},
    "admin/pages/<int:page_to_move_id>/move/": {"new_parent_page": "{destination_id}"},
    "admin/pages/<int:page_id>/copy/": {
        "new_title": "Copy",
        "new_slug": "copy",
        "new_parent_page": "{destination_id}",
        "publish_copies": "on",
    },
    "admin/pages/<int:page_id>/privacy/": {"restriction_type": "password", "password": "another"},
    "admin/pages/add/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/": {
        "organisation": "{organisation}"
    },
    "admin/account/": {"display_name": "Matrix"},
    "admin/bulk/wagtailcore/page/move/": {"chooser": "{destination_id}"},
}


def _api_action(target: Target) -> Any:
    view = getattr(target.route.view, "cls", None)
    name = target.route.template.rstrip("/").rsplit("/", 1)[-1]
    return getattr(view, "actions", {}).get(name) if "/action/" in target.route.template else None


def _json(action: Any, target: Target) -> dict[str, Any]:
    """Return a value for every field that the serializer of ACTION declares; KeyError names one without a value."""
    values = {
        "destination_page_id": int(target.sample.ids["destination_id"]),
        "revision_id": int(target.sample.ids["revision_id"]),
        "locale": "en",
        "slug": "matrix-copy",
        "update_slug": "matrix-alias",
        "title": "Matrix",
        "position": "last-child",
    } | dict.fromkeys(("recursive", "keep_live", "copy_parents", "alias"), True)
    fields = action.serializer().fields
    return {name: values[name] for name in fields}


def _form(target: Target, page: HttpResponse) -> Tag | None:
    """Return the form of PAGE that is sent to TARGET, else the one with most fields; pages in a dialog come as JSON."""
    kind = page.headers.get("Content-Type", "")
    if page.streaming or not kind.startswith(("text/html", JSON)):
        return None
    html = page.content.decode()
    if kind.startswith(JSON):
        answer = json.loads(html)
        html = str(answer.get("html", "")) if isinstance(answer, dict) else ""
    if "<form" not in html:
        return None
    every = BeautifulSoup(html, "html.parser", parse_only=SoupStrainer("form")).select("form")
    posted = [form for form in every if str(form.get("method", "get")).lower() == "post"]
    own = [form for form in posted if _same(target.address, str(form.get("action") or ""))]
    # A copy begins at an address of its own and is sent to that of a new row.
    return max(own or posted, key=lambda form: len(form.select("input, select, textarea, [data-block]")), default=None)


def _same(address: str, action: str) -> bool:
    path = urlsplit(urljoin(address, action) if action else address).path
    return path == urlsplit(address).path


def _fields(form: Tag) -> Iterator[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for one in form.select("input[name], select[name], textarea[name]"):
        if (value := _value(one)) is not None:
            found.setdefault(str(one["name"]), []).extend(value)
    for block in form.select("[data-controller='w-block'][id]"):
        value, _errors = json.loads(str(block["data-w-block-arguments-value"]))
        found |= {name: [str(one) for one in several] for name, several in _block(str(block["id"]), value)}
    buttons = [str(one["name"]) for one in form.select("button[name]")]
    pressed = next((name for name in PRESSED if name in buttons), buttons[0] if buttons else None)
    if pressed:
        found[pressed] = ["1"]
    yield from found.items()


def _block(name: str, value: Any) -> Iterator[tuple[str, list[Any]]]:
    """Yield the fields that the script of Wagtail makes of VALUE, the state of a block called NAME."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _block(f"{name}-{key}", inner)
    elif isinstance(value, list) and all(isinstance(one, dict) and "value" in one for one in value):
        yield f"{name}-count", [len(value)]
        for number, one in enumerate(value):
            here = f"{name}-{number}"
            order = {"order": number, "deleted": "", "type": one.get("type", ""), "id": one.get("id") or ""}
            yield from ((f"{here}-{key}", [each]) for key, each in order.items())
            yield from _block(f"{here}-value", one["value"])
    elif isinstance(value, list):
        yield name, value
    elif value is not None and value is not False:
        yield name, [value]


def _value(one: Tag) -> list[str] | None:
    """Return what a browser sends of the field ONE; required ones that are empty are typed into."""
    kind = str(one.get("type", one.name)).lower()
    if one.name == "select":
        options = one.select("option[selected]") or one.select("option[value]:not([value=''])")[:1]
        return [str(option.get("value", option.text)) for option in options]
    if kind in {"submit", "button", "image", "reset", "file"}:
        return None
    if kind in {"checkbox", "radio"}:
        return [str(one.get("value", "on"))] if one.has_attr("checked") or one.has_attr("required") else None
    value = one.text.removeprefix("\n") if one.name == "textarea" else str(one.get("value", ""))
    return [value or (TYPED.get(kind, "matrix") if one.has_attr("required") else "")]


def _files(form: Tag, target: Target) -> Iterator[tuple[str, tuple[str, bytes, str]]]:
    """Yield files for the fields that must have one: a new file for an old image deletes the old one for good."""
    for one in form.select("input[type=file][name][required]"):
        kind = "image/png" if "image" in target.route.template else "text/csv"
        kind = "application/pdf" if "document" in target.route.template else kind
        yield str(one["name"]), (*FILES[kind], kind)
