"""Published definitions are frozen: a change is a new version, the same content never is, cases keep theirs."""

import pytest
from modelsearch.index import Indexed

from cases import checks
from cases.actions import submit
from cases.models import Party, Workflow, WorkflowVersion
from configuration import codes, versions
from forms.models import Form, FormVersion
from forms.spec import FormSpec
from portal.kit import published
from tests import shipped
from tests.factories.draft import DraftFactory

WORKFLOWS, FORMS, _APPOINTMENTS = shipped.KINDS


def _reversed_options():
    spec = shipped.form("assistance")
    plain = FORMS.plain(spec)
    options = plain["steps"][0]["fields"][1]["mode"]["options"]
    plain["steps"][0]["fields"][1]["mode"]["options"] = dict(reversed(options.items()))
    return FORMS.schema.model_validate(plain)


def test_saving_unchanged_content_makes_no_version(town):
    FORMS.save(shipped.form("assistance"))
    assert FormVersion.objects.filter(code="assistance").count() == 1


def test_changed_content_becomes_the_next_version(town):
    FORMS.save(shipped.form("assistance").model_copy(update={"minutes": 7}))
    assert Form.objects.get(code="assistance").current.number == 2


def test_content_that_comes_back_takes_up_its_old_version(town):
    FORMS.save(shipped.form("assistance").model_copy(update={"minutes": 7}))
    FORMS.save(shipped.form("assistance"))
    assert Form.objects.get(code="assistance").current.number == 1


def test_another_order_of_options_is_a_change(town):
    FORMS.save(_reversed_options())
    assert Form.objects.get(code="assistance").current.number == 2


def test_order_of_the_file_survives_the_database(town):
    (stored,) = WORKFLOWS.stored(["assistance"])
    assert list(stored.moves) == list(shipped.workflow("assistance").moves)


def test_case_keeps_the_workflow_with_which_it_began(town):
    case = submit(draft=DraftFactory(item__department=town.organisation), declared=["privacy", "truth"])
    WORKFLOWS.save(shipped.workflow("assistance").model_copy(update={"prefix": "ZZ"}))
    case.refresh_from_db()
    assert case.workflow_version.number == 1


def test_retired_workflow_says_how_many_cases_keep_it(town):
    submit(draft=DraftFactory(item__department=town.organisation), declared=["privacy", "truth"])
    assert WORKFLOWS.retire("assistance") == "1 cases keep it"


def test_retired_workflow_is_no_longer_written_out(town):
    WORKFLOWS.retire("assistance")
    assert list(WORKFLOWS.stored(["assistance"])) == []


def test_retired_workflow_stays_in_the_database(town):
    WORKFLOWS.retire("assistance")
    assert Workflow.objects.filter(code="assistance").exists()


def test_version_is_read_as_it_was_written(town):
    assert WorkflowVersion.objects.get(code="assistance").spec["prefix"] == shipped.workflow("assistance").prefix


@pytest.mark.parametrize("indexed", [True, False])
def test_sealed_field_on_an_indexed_model_is_an_error(monkeypatch, indexed):
    looked_at = type("Looked", (Indexed,), {"_meta": Party._meta}) if indexed else Party
    monkeypatch.setattr(checks.apps, "get_models", lambda: [looked_at])
    assert [error.id for error in checks.sealed_models_are_plain(None)] == (["cases.E001"] if indexed else [])


@pytest.fixture
def parses(monkeypatch):
    """Return the codes of the forms that are parsed, in order."""
    seen, parse = [], FormSpec.model_validate

    def counted(data, *args, **options):
        seen.append(data["form"])
        return parse(data, *args, **options)

    monkeypatch.setattr(FormSpec, "model_validate", counted)
    versions._parsed.clear()
    return seen


def test_version_is_parsed_once_a_process(town, parses):
    specs = [FormVersion.objects.get(code="assistance").read() for _request in range(3)]
    assert parses == ["assistance"]
    assert specs[0] is specs[1] is specs[2]


def test_version_is_parsed_again_after_a_renaming(town, parses):
    FormVersion.objects.get(code="assistance").read()
    codes.record_renaming("workflow", "assistance", "help")
    published.forget()
    assert FormVersion.objects.get(code="assistance").read().opens.workflow == "help"
    assert parses == ["assistance"] * 2


def test_each_version_is_parsed_for_itself(town, parses):
    FORMS.save(shipped.form("assistance").model_copy(update={"minutes": 7}))
    parses.clear()
    assert [version.read().minutes for version in FormVersion.objects.order_by("number")] == [5, 7]
