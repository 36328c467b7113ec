"""Every mistake of a folder at once, each with file, line and remedy."""

import re
from pathlib import Path

import pytest

from portal.kit.definitions import layers
from portal.kit.definitions.check import check
from portal.kit.models import SiteRecord
from tests.portal.kit.definitions import toys
from tests.portal.kit.definitions.conftest import run, run_json

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[4]

# file: (content, line of the mistake, its code, words of the remedy)
MISTAKES = {
    "offices/a.yaml": ("office: a\nname: 甲\nphnoe: x\n", 3, "D201", "did you mean 'phone'?"),
    "offices/b.yaml": ("office: b\n", 1, "D202", "add 'name: …'"),
    "offices/c.yaml": ("office: c\nname: 丙\nanswer: soon\n", 3, "D203", ""),
    "offices/d.yaml": ("office: d\nname: 丁\nsize: larg\n", 3, "D204", "did you mean 'large'?"),
    "offices/e.yaml": ("office: e\nname: 戊\nphone: 532\n", 3, "D205", 'put it in quotes: "532"'),
    "offices/f.yaml": ("office: f\nname: 己\nthemes: [birth, brith]\n", 3, "D206", "did you mean 'birth'?"),
    "offices/g.yaml": ("office: g\nname: 庚\nwas: a\n", 3, "D207", ""),
    "offices/h.yaml": ("office: h\nname: 辛\nphone: '12345'\n", 3, "D301", "the office's own number"),
    "offices/i.yaml": ("office: i\nname: {en: Yes,No}\n", 2, "D108", "use ， or quotes"),
    "offices/j.yaml": ("office: j\nname: 癸\nname: 癸\n", 3, "D105", "keep one of them"),
    "offices/k.yaml": ("office: k\nname: &k 子\n", 2, "D103", ""),
    "offices/l.yaml": ("office: l\nname: !x 丑\n", 2, "D104", ""),
    "offices/m.yaml": ("office: m\nname:\t寅\n", 2, "D106", "use spaces"),
    "offices/n.yaml": ("office: n\nname: [卯\n", 3, "D107", ""),
    "offices/o.yaml": (b"office: o\nname: \xff\n", 2, "D101", "save it as UTF-8"),
    "offices/p.yaml": ("name: 巳\n", 1, "D114", "give it a code"),
    "offices/q.yaml": ("office: a\nname: 午\n", 1, "D115", "offices/a.yaml:1"),
    "ofices/r.yaml": ("office: r\nname: 未\n", 0, "D110", "did you mean 'offices'?"),
    "themes.csv": ("theme,name\nbirth,出生\nwork\n", 3, "D112", ""),
    "site.yaml": ("site: city\nname: 城\ndemo: yes\n", 3, "D203", ""),
}


def test_all_mistakes_of_a_folder_are_told_at_once(tmp_path):
    folder = toys.write(tmp_path / "bad", {name: mistake[0] for name, mistake in MISTAKES.items()})
    code, answer = run_json("apply", folder)
    assert code == 1
    told = {(p["file"].split("/bad/")[1], p["line"], p["code"]) for p in answer["problems"]}
    assert told == {(name, line, code) for name, (_text, line, code, _remedy) in MISTAKES.items()}
    for problem in answer["problems"]:
        assert MISTAKES[problem["file"].split("/bad/")[1]][3] in problem["remedy"]


def test_a_folder_with_mistakes_changes_nothing(applied, tmp_path):
    before = list(SiteRecord.objects.values())
    folder = toys.write(tmp_path / "bad", {name: mistake[0] for name, mistake in MISTAKES.items()})
    code, _out, err = run("apply", folder)
    assert (code, list(SiteRecord.objects.values())) == (1, before)
    assert f"{len(MISTAKES)} problems; nothing was changed." in err


def test_a_good_folder_passes(city):
    assert run("check", city) == (0, "5 definitions in 4 files, nothing wrong.\n", "")


def test_reference_to_an_object_made_in_the_admin_is_known(offices, tmp_path):
    offices.save(toys.OfficeSpec(office="born", name="x"))
    folder = toys.write(tmp_path / "a", {"offices/a.yaml": "office: a\nname: x\nparent: born\n"})
    assert not check(layers.read([folder])).problems


def test_reference_to_an_object_that_leaves_is_dangling(applied):
    (applied / "offices/centre.yaml").unlink()
    assert [p.code for p in check(layers.read([applied])).problems] == ["D206"]


def test_text_is_in_the_language_of_its_folder(tmp_path):
    files = {"site.yaml": "site: x\nname: City\nlanguages: [en]\n", "offices/a.yaml": "office: a\nname: One\n"}
    checked = check(layers.read([toys.write(tmp_path / "a", files)]))
    assert checked.get("office", "a").name == {"en": "One"}


def test_later_layer_overrides_keys_and_adds_objects(city, tmp_path):
    later = {
        "site.yaml": "demo: true\n",
        "offices/centre.yaml": "office: centre\nphone: 0532-0555 0120\n",
        "offices/new.yaml": "office: new\nname: 新\n",
    }
    checked = check(layers.read([city, toys.write(tmp_path / "demo", later)]))
    assert not checked.problems
    assert checked.get("site", "city").demo
    assert checked.get("office", "centre").phone == "0532-0555 0120"
    assert checked.get("office", "centre").size == "large"
    assert set(checked.all("office")) == {"centre", "branch", "new"}


def test_mistake_in_a_later_layer_is_told_in_its_file(city, tmp_path):
    later = toys.write(tmp_path / "demo", {"offices/centre.yaml": "office: centre\nsize: tiny\n"})
    places = [(p.place.path, p.place.line) for p in check(layers.read([city, later])).problems]
    assert places == [(str(later / "offices/centre.yaml"), 2)]


def test_csv_row_reads_like_a_file(city):
    spec = check(layers.read([city])).get("theme", "birth")
    assert (spec.name, spec.number, spec.words) == ({"zh-hans": "出生", "en": "Birth"}, 1, ["娃", "宝宝"])


def test_missing_folder_is_a_sentence(tmp_path):
    code, _out, err = run("check", tmp_path / "nowhere")
    assert code == 1
    assert "D113  no such folder" in err


def test_every_code_is_documented():
    documented = set(re.findall(r"^\| (D\d{3}) \|", (ROOT / "docs/definitions-errors.md").read_text(), re.M))
    used = set()
    for app in ("portal", "catalog", "content", "search", "cases"):
        for path in (ROOT / app).rglob("*.py"):
            used |= set(re.findall(r'"(D\d{3})"', path.read_text()))
    assert used - documented == set()
    assert documented - used == set()
