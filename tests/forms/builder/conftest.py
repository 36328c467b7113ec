"""An editor and a publisher of the whole city at the builder of the shipped form."""

import json

import pytest
from django.template import engines
from django.test import Client

from catalog.models import Organisation
from catalog.staff import sync_groups
from configuration.builder.element_form import PREFIX
from configuration.kinds import named
from configuration.models import SiteRecord
from forms.models import Form
from portal.kit import published
from portal.users.models import Role
from tests.factories.post import PostFactory


@pytest.fixture(autouse=True)
def templates_of_wagtail(monkeypatch):
    """Wagtail's own templates test variables that may be missing; ours are strict in the tests of public pages."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")


def member(code, *grants, organisation="small"):
    """Return somebody whose role CODE has GRANTS at ORGANISATION."""
    kind = named("role")
    kind.save(kind.schema.model_validate({"role": code, "name": code, "may": list(grants)}))
    post = PostFactory(organisation=Organisation.objects.get(code=organisation), role=Role.objects.get(code=code))
    sync_groups(post.user)
    return post.user


class Desk:
    """The browser of somebody at the builder of one form."""

    def __init__(self, user, form="assistance"):
        self.browser, self.code = Client(), form
        self.browser.force_login(user)

    @property
    def form(self):
        return Form.objects.select_related("current", "latest_revision").get(code=self.code)

    @property
    def address(self):
        return f"/admin/snippets/forms/form/edit/{self.form.pk}/"

    def open(self, at=""):
        return self.browser.get(self.address, {"at": at})

    def inputs(self, at=""):
        """Return what a browser would send of the element AT, unchanged."""
        page = self.open(at).context
        sent = {"at": at, "seen": page["seen"]}
        for field in page["form"]:
            sent |= sent_by(field.html_name, field.field.widget, field.value())
        return sent

    def save(self, at="", do="save", **changes):
        """Save the element AT with CHANGES; ``label_en`` is the input ``o.label_en``."""
        sent = self.inputs(at)
        for name, value in changes.items():
            sent[name if name == "element_code" else PREFIX + name] = value
        return self.send(**sent | {"do": do})

    def send(self, **sent):
        return self.browser.post(self.address, sent)

    def act(self, do, at="", **more):
        return self.send(do=do, at=at, seen=self.form.latest_revision_id or "", **more)

    def publish(self, **sent):
        """Press the button on the page before publishing."""
        return self.browser.post(self.publishing, {"seen": self.form.latest_revision_id or "", "when": "now"} | sent)

    @property
    def publishing(self):
        return f"/admin/snippets/forms/form/publish/{self.form.pk}/"

    def draft(self):
        return json.loads(self.form.draft_text())

    def element(self, at):
        """Return the data of the question AT, e.g. ``service/mode``."""
        step, _slash, key = at.partition("/")
        found = next(one for one in self.draft()["steps"] if one["step"] == step)
        return next((line[key] for line in found["fields"] if key in line), None) if key else found


def sent_by(name, widget, value):
    """Return what a browser sends for WIDGET, called NAME, that shows VALUE."""
    if hasattr(widget, "columns"):
        context = widget.get_context(name, value, {})["widget"]
        sent = {f"{name}-rows": str(context["count"])}
        for truth, _label, chosen in context.get("truths", ()):
            sent |= {name: truth} if chosen else {}
        for row in context["rows"]:
            sent[row["name"]] = str(row["place"])
            for cell in row["cells"]:
                sent |= _of_widget(cell["widget"])
        return sent
    return _of_widget(widget.get_context(name, value, {})["widget"])


def _of_widget(context):
    if "subwidgets" in context:
        return {name: value for one in context["subwidgets"] for name, value in _of_widget(one).items()}
    if "optgroups" in context:
        chosen = [one["value"] for _g, group, _n in context["optgroups"] for one in group if one["selected"]]
        return {context["name"]: str(chosen[0])} if chosen else {}
    if context.get("type") == "checkbox":
        return {context["name"]: "on"} if context["attrs"].get("checked") else {}
    return {context["name"]: "" if context["value"] is None else str(context["value"])}


def in_two_languages():
    """Let the small city speak Chinese and English."""
    record = SiteRecord.objects.get()
    record.spec |= {"languages": ["zh-hans", "en"]}
    record.save()
    published.forget()


@pytest.fixture
def editor(town):
    in_two_languages()
    return Desk(member("editor", "forms.edit"))


@pytest.fixture
def publisher(town):
    in_two_languages()
    return Desk(member("publisher", "forms.edit", "forms.publish"))
