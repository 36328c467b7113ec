"""The contract of field types, for the two whose answers are files: only the server writes those."""

import datetime as dt
import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import translation

from configuration.text import scalars
from configuration.text.format import mapping_text
from forms.definitions import FormKind
from forms.dossier import dossier
from forms.evaluate import evaluate
from forms.fields.base import AnswerAudience
from forms.fields.file import File
from forms.fields.materials import AS_READ, WAYS, Materials
from forms.file_widgets import ACCEPT, AskedMaterial
from forms.spec import FormSpec
from forms.uploads.sentences import KINDS
from portal.kit.words import Words
from tests.forms.filling.papers import FIELDS
from tests.shipped import form

pytestmark = pytest.mark.usefixtures("chinese")
TODAY = dt.date(2026, 11, 24)
UUID = "0b0c4f0e-8a6b-4f25-9b55-5f3b0c6a8d11"
CARD = {"zh-hans": "社保卡", "en": "Social card"}
ANSWER = {
    "card": {"how": "upload", "files": [UUID, UUID], "name": CARD},
    "mandate": {"how": "later", "files": [], "name": {"zh-hans": "委托书", "en": "Mandate"}},
}
FILE = File(type="file", label=Words({"zh-hans": "照片", "en": "Photos"}))
MATERIALS = Materials(type="materials", label=Words({"zh-hans": "材料", "en": "Papers"}))


def spec() -> FormSpec:
    plain = FormKind().plain(form("assistance"))
    plain["steps"].append({"step": "papers", "title": "材料", "fields": FIELDS})
    return FormSpec.model_validate(plain)


def offered(*needs: str) -> Any:
    asked = MATERIALS.form_field({})
    asked.offer([AskedMaterial(f"m{n}", Words(CARD), need) for n, need in enumerate(needs)], {})
    return asked


def test_kinds_are_the_same_everywhere():
    assert set(ACCEPT) == set(KINDS)
    assert set(WAYS) == set(AS_READ)


def test_definition_is_written_and_read_again_without_a_change():
    text = mapping_text(scalars.node_of(FormKind().plain(spec())), FormSpec, "form")
    assert "file_kinds: [photo]" in text


@pytest.mark.parametrize(
    "wrong",
    [
        {"file_kinds": []},
        {"file_kinds": ["zip"]},
        {"max_files": 0},
        {"max_files": 21},
        {"colour": "red"},
        {"camera": "maybe"},
    ],
)
def test_definition_refuses_what_makes_no_sense(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        File(type="file", label=Words({"en": "x"}), **wrong)


def test_answer_of_files_is_a_list_of_uuids():
    assert FILE.form_field({}).clean([UUID]) == [UUID]
    with pytest.raises(ValidationError, match="照片"):
        FILE.form_field({}).clean([])
    with pytest.raises(ValidationError):
        FILE.form_field({}).clean([UUID] * 6)


def test_only_a_question_for_photos_of_the_moment_opens_the_camera():
    for question, opens in ((FILE, False), (FILE.model_copy(update={"camera": True, "file_kinds": ["photo"]}), True)):
        html = question.form_field({}).widget.render("photos", None, {"id": "id_photos"})
        assert ('capture="environment"' in html) is opens
        assert ("multiple" in html) is not opens


def test_each_paper_has_the_ways_of_its_need():
    widget = offered("required", "deferrable", "optional").widget
    assert [widget.offered(one) for one in widget.needed] == [
        ["upload", "bring_to_window", "already_given"],
        ["upload", "bring_to_window", "already_given", "later"],
        ["upload", "bring_to_window", "already_given", "none"],
    ]


def test_way_that_is_not_offered_is_no_answer():
    with pytest.raises(ValidationError):
        offered("required").clean({"m0": {"how": "later", "files": []}})
    assert offered("optional").clean({"m0": {"how": "later", "files": []}}) == {}


def test_all_papers_without_an_answer_are_named():
    with pytest.raises(ValidationError) as refused:
        offered("required", "deferrable", "optional").clean({})
    assert len(refused.value.messages) == 2


def test_paper_that_is_sent_needs_a_file():
    with pytest.raises(ValidationError, match="社保卡"):
        offered("required").clean({"m0": {"how": "upload", "files": []}})
    found = offered("required").clean({"m0": {"how": "upload", "files": [UUID]}})
    assert found == {"m0": {"how": "upload", "files": [UUID], "name": CARD}}
    assert json.loads(json.dumps(MATERIALS.dump(found))) == found


def test_service_without_papers_asks_for_nothing():
    assert offered().clean({}) == {}
    assert MATERIALS.dump(offered().clean({})) == {}
    found = evaluate(spec(), {"proof": {}, "remark": "x"}, {}, TODAY)
    assert ("papers", "proof") not in found.missing


def test_nothing_that_a_browser_writes_into_other_names_is_read():
    widget = offered("required").widget
    data = QueryDict(f"proof.m0=upload&proof.m1.files={UUID}")
    assert widget.value_from_datadict(data, {}, "proof") == {"m0": {"how": "upload", "files": []}}


@pytest.mark.parametrize("audience", AnswerAudience)
def test_every_audience_reads_how_papers_come(audience):
    with translation.override("en"):
        assert FILE.display([UUID], audience, {}) == "1 file"
        assert MATERIALS.display(ANSWER, audience, {}) == "Social card: 2 files\nMandate: follows later"
        assert MATERIALS.display(None, audience, {}) == FILE.display([], audience, {}) == ""


def test_dossier_keeps_names_and_ways_but_no_uuid():
    [section] = dossier(evaluate(spec(), {"photos": [UUID], "proof": ANSWER}, {}, TODAY))
    rows = {row["key"]: row["value"] for row in json.loads(json.dumps(section))["rows"]}
    assert rows["photos"] == 1
    assert rows["proof"][0] == {"material": "card", "name": CARD, "how": "upload", "files": 2}
    assert UUID not in json.dumps(section)


def test_files_of_an_answer_are_those_that_are_sent():
    kept = ANSWER | {"old": {"how": "bring_to_window", "files": ["x"], "name": CARD}}
    assert [*MATERIALS.files_in(kept)] == [("card", UUID)] * 2
    assert [*FILE.files_in([UUID])] == [("", UUID)]
    assert [*FILE.files_in(None)] == [*MATERIALS.files_in(None)] == []


@pytest.mark.parametrize("question", [FILE, MATERIALS])
def test_question_can_be_printed(question):
    blank = question.paper_blank()
    assert blank.lines or blank.text
