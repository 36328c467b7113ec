"""Purity of the evaluation: arguments alone, no clock, database, setting or active language."""

import datetime as dt

import pytest
from django.conf import LazySettings
from django.utils import translation
from ruamel.yaml import YAML

from forms.definitions import FormKind
from forms.dossier import dossier
from forms.evaluate import evaluate
from portal.kit import clock, phones
from portal.kit.phones import PhonePlan
from tests.factories.draft import ANSWERS
from tests.running import ROOT

FORMS = sorted([*ROOT.glob("definitions/*/forms/*.yaml"), *ROOT.glob("tests/definitions/*/forms/*.yaml")])
FACTS = {"channel": "online", "item.excluded": False, "item.departments": 1, "item.form": "assistance"}


@pytest.fixture
def nothing_but_arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse the clock, the settings and the active language; without a mark pytest-django refuses the database."""

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("a pure rule asked for more than its arguments")

    monkeypatch.setattr(clock, "now", refuse)
    monkeypatch.setattr(translation, "get_language", refuse)
    monkeypatch.setattr(LazySettings, "__getattr__", refuse)
    monkeypatch.setattr(LazySettings, "__getattribute__", refuse)


@pytest.mark.parametrize("file", FORMS, ids=lambda file: f"{file.parts[-3]}-{file.stem}")
@pytest.mark.parametrize("answers", [{}, ANSWERS], ids=["empty", "filled in"])
def test_form_is_evaluated_and_frozen_from_its_arguments_alone(
    file, answers, chinese, request: pytest.FixtureRequest
) -> None:
    spec = FormKind().schema.model_validate(YAML(typ="safe").load(file))
    request.getfixturevalue("nothing_but_arguments")
    # The telephone plan that masks go by is that of the site, or of the folder that is read.
    with phones.reading(PhonePlan()):
        found = evaluate(spec, answers, FACTS, dt.date(2026, 11, 24))
        assert found.steps
        assert bool(dossier(found)) is bool(found.answers)
