"""Every mistake of a folder at once, each with file, line and remedy."""

import re
from pathlib import Path

import pytest

from configuration import layers
from configuration.check import check
from configuration.models import SiteRecord
from tests.configuration import toys
from tests.configuration.conftest import run, run_json
from tests.rooms import ROOMS

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]

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


def found(folder, files):
    """Return file, line and code of every problem of FILES."""
    problems = check(layers.read([toys.write(folder, files)])).problems
    return sorted((p.place.path.removeprefix(f"{folder}/"), p.place.line, p.code) for p in problems)


def test_one_mistake_of_a_file_hides_no_other(tmp_path):
    text = "office: a\nname: &x 甲\nphone: !y 1\nphnoe: 2\nsize: larg\nthemes: [brith]\nphone: '12345'\nhours: *x\n"
    codes = [(2, "D103"), (3, "D104"), (4, "D201"), (5, "D204"), (6, "D206"), (7, "D105"), (8, "D103")]
    files = {"offices/a.yaml": text, "offices/b.yaml": "office: b\nanswer: soon\nparent: c\nphone: '12345'\n"}
    second = [(1, "D202"), (2, "D203"), (3, "D206")]
    expected = [("offices/a.yaml", *one) for one in codes] + [("offices/b.yaml", *one) for one in second]
    assert found(tmp_path, files) == expected


def test_wrong_value_of_one_key_does_not_keep_the_others_from_being_judged(tmp_path):
    text = "office: a\nname: 甲\nsize: larg\nhours: [{dys: mon}]\nphone: '12345'\n"
    codes = [(3, "D204"), (4, "D201"), (4, "D202"), (4, "D202"), (5, "D301")]
    assert found(tmp_path, {"offices/a.yaml": text}) == [("offices/a.yaml", *one) for one in codes]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("offices/any.yaml", "office: broken\nname: [x\n"),
        ("offices/any.yaml", "name: x\noffice: 'broken'\nphone:\t1\n"),
        ("offices/broken.yaml", "office: &a\n  - x\n"),
        ("offices/broken.yaml", b"name: \xff\n"),
        ("offices/broken.yaml", b"x" * 1_000_001),
        ("offices/broken.yaml", "name: x\n"),
        ("offices/any.yml", "office: broken\n"),
        ("ofices/any.yaml", "office: broken\n"),
    ],
)
def test_nobody_is_blamed_for_what_refers_to_a_broken_file(tmp_path, name, content):
    others = {"offices/ok.yaml": "office: ok\nname: x\nparent: broken\n"}
    assert {file for file, _line, _code in found(tmp_path, others | {name: content})} == {name}


def test_list_that_cannot_be_read_blames_nobody_and_a_torn_row_itself_alone(tmp_path):
    office = {"offices/ok.yaml": "office: ok\nname: x\nthemes: [torn, unheard]\n"}
    torn = "theme,name\ntorn\ngood,好\n"
    assert found(tmp_path, office | {"themes.csv": torn}) == [("offices/ok.yaml", 3, "D206"), ("themes.csv", 2, "D112")]
    assert found(tmp_path, office | {"themes.csv": 'theme,name\n"torn\n'}) == [("themes.csv", 2, "D112")]


def test_unknown_column_is_told_once_in_the_first_line(tmp_path):
    rows = "theme,name,nam.en,number\n" + "".join(f"t{n},名,x,{n}\n" for n in range(50))
    problems = check(layers.read([toys.write(tmp_path, {"themes.csv": rows})])).problems
    assert [(p.place.line, p.place.column, p.code, p.remedy) for p in problems] == [
        (1, 12, "D201", "did you mean 'name'?")
    ]


def test_reading_of_a_file_ends_after_twenty_mistakes(tmp_path):
    text = "office: a\n" + "".join(f"k{n}: &a{n} x\n" for n in range(100_000 // 20))
    assert [code for _file, _line, code in found(tmp_path, {"offices/a.yaml": text})] == ["D103"] * 20


def test_definition_that_stands_twice_is_judged_twice(tmp_path):
    files = {"offices/a.yaml": "office: a\nname: x\n", "offices/b.yaml": "office: a\nnme: x\n"}
    codes = [(1, "D115"), (1, "D202"), (2, "D201")]
    assert found(tmp_path, files) == [("offices/b.yaml", *one) for one in codes]


def test_circles_are_told_each_once_with_its_line(tmp_path):
    files = {f"offices/{a}.yaml": f"office: {a}\nname: x\nparent: {b}\n" for a, b in ("ab", "bc", "ca", "de", "ed")}
    assert found(tmp_path, files) == [("offices/a.yaml", 3, "D210"), ("offices/d.yaml", 3, "D210")]


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
    for app in ROOMS:
        for path in (ROOT / app).rglob("*.py"):
            used |= set(re.findall(r'"(D\d{3})"', path.read_text()))
    assert used - documented == set()
    assert documented - used == set()
