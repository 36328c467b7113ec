"""Definitions and builder are two doors to one form: what an editor published is an edit that an apply keeps."""

import pytest

from configuration import layers
from configuration.apply import apply
from configuration.check import check
from configuration.export import export
from configuration.plan import plan
from configuration.report import lines
from tests.configuration import toys
from tests.running import ROOT

FILE = "forms/assistance.yaml"
SITE = """\
site: small
name: 小城
languages: [zh-hans, en]
competent_authority: small
levels:
  - {level: city, name: 市}
  - {level: district, name: 区}
"""


@pytest.fixture
def folder(tmp_path, town):
    """The files of a city with the shipped form; all else was made in the admin."""
    city = tmp_path / "small"
    form = (ROOT / "definitions" / "qingdao" / FILE).read_text()
    return toys.write(city, {"site.yaml": SITE, FILE: form})


def planned(folder):
    """Return the plan of FOLDER, and what it says of the form: verb, changed keys, kept keys."""
    made = plan(check(layers.read([folder])))
    about = [one for one in made.steps if (one.kind.name, one.code) == ("form", "assistance")]
    return made, [(one.verb, [c.key for c in one.changes], [c.key for c in one.kept]) for one in about]


def exported(folder):
    return export([folder]).files["small", FILE]


def test_published_edit_is_kept_by_plan_and_written_by_export(folder, publisher):
    apply_forms(folder)
    before = (folder / FILE).read_text()
    assert exported(folder) == before
    publisher.save("service/mode", label_en="In which way?")
    assert planned(folder)[1] == []
    assert exported(folder) == before
    publisher.publish()
    made, changes = planned(folder)
    assert changes == [("keep", [], ["steps"])]
    assert "edited in the admin on" in "\n".join(lines(made, ""))
    assert exported(folder) == before.replace("en: How we help}", 'en: "In which way?"}', 1)


def test_apply_that_takes_the_files_is_a_revision_and_can_be_undone(folder, publisher):
    apply_forms(folder)
    publisher.save("service/mode", label_en="In which way?")
    publisher.publish()
    publisher.save("service/mode", label_en="How, then?")
    seen = publisher.inputs("service/mode")
    apply(check(layers.read([folder])), take="files", tell=lambda _sentence: None)
    assert publisher.form.has_unpublished_changes is False
    assert publisher.element("service/mode")["label"]["en"] == "How we help"
    assert publisher.send(**{**seen, "do": "save"}).status_code == 409
    publisher.act("undo")
    assert publisher.element("service/mode")["label"]["en"] == "How, then?"


def apply_forms(folder):
    checked = check(layers.read([folder]))
    assert not checked.problems, checked.problems
    apply(checked, tell=lambda _sentence: None)
