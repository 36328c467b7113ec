"""Refusals while reading a text: quickly, with a code, and without a traceback."""

import os
import time

import pytest

from configuration import layers
from configuration.check import check
from configuration.text import source
from configuration.text.problems import DefinitionsError
from tests.configuration import toys

OPENING = "office: x\nname: "
HOSTILE = {
    "bomb": ("a: &a [x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(50)), "D103"),
    "alias": (f"{OPENING}*gone\n", "D103"),
    "python": (f"{OPENING}!!python/object/apply:os.system [id]\n", "D104"),
    "own tag": (f"{OPENING}!secret x\n", "D104"),
    "deep": ("a: " + "[" * 400_000, "D102"),
    "deep blocks": ("".join(f"{' ' * n}k:\n" for n in range(30)), "D102"),
    "huge": (b"name: " + b"x" * 1_000_001, "D102"),
    "nul": (b"office: x\x00\n", "D101"),
    "not utf-8": ("office: 中".encode("gb18030"), "D101"),
    "byte order mark": (b"\xef\xbb\xbfoffice: x\n", "D101"),
    "escape sequence": (b"office: \x1b[2J\n", "D101"),
    "escaped vertical tab": (b'office: "a\\vb"\n', "D101"),
    "half a character": (b'office: "a\\ud800b"\n', "D107"),
    "twice": (f"{OPENING}a\nname: b\n", "D105"),
    "merge key": ("office: x\n<<: {name: y}\n", "D201"),
    "tab": ("office:\tx\n", "D106"),
    "brace": ("office: {x: 1\n", "D107"),
    "bare list": ("- office\n", "D109"),
    "empty": ("", "D109"),
    "two documents": ("office: x\n---\noffice: y\n", "D109"),
    "directive": ("%YAML 1.1\n---\noffice: x\n", "D109"),
    "complex key": ("? [a, b]\n: c\n", "D109"),
    "comma in braces": ("name: {zh-hans: 可以,请携带}\n", "D108"),
    "comma in brackets": ("themes: [可以,请携带]\n", "D108"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_within_a_second(name, tmp_path):
    content, code = HOSTILE[name]
    folder = toys.write(tmp_path / "bad", {"offices/x.yaml": content})
    started = time.process_time()
    found = [problem.code for problem in _problems(folder)]
    assert time.process_time() - started < 1
    assert code in found


def _problems(folder):
    return check(layers.read([folder])).problems


@pytest.mark.django_db
@pytest.mark.parametrize("linked", ["file", "folder"])
def test_link_that_leaves_the_folder_is_refused(linked, tmp_path):
    outside = toys.write(tmp_path / "outside", {"secret.yaml": "office: x\nname: y\n"})
    folder = toys.write(tmp_path / "bad", {"offices/a.yaml": "office: a\nname: b\n"})
    target = outside / "secret.yaml" if linked == "file" else outside
    os.symlink(target, folder / "offices" / ("x.yaml" if linked == "file" else "x"))
    reading = layers.read([folder])
    assert [problem.code for problem in reading.problems] == ["D111"]
    assert [code for _kind, code in reading.entries] == ["a"]


@pytest.mark.django_db
def test_pipe_is_not_waited_for(tmp_path):
    folder = toys.write(tmp_path / "bad", {"offices/a.yaml": "office: a\n"})
    os.mkfifo(folder / "offices" / "b.yaml")
    assert [problem.code for problem in layers.read([folder]).problems] == ["D101"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("on", "on"),
        ("no", "no"),
        ("09:00", "09:00"),
        ("1e3", "1e3"),
        ("0532", "0532"),
        ("2026-10-08", "2026-10-08"),
        ("true", True),
        ("12", 12),
        ("-0.5", -0.5),
        ("~", None),
        ('"12"', "12"),
    ],
)
def test_scalar_is_never_guessed(written, meant):
    assert source.parse(f"key: {written}\n", "x").data() == {"key": meant}


def test_problem_shows_place_and_caret_under_chinese():
    with pytest.raises(DefinitionsError) as caught:
        source.parse("a: 1\nb: {c: 可以,请}\n", "x.yaml")
    assert str(caught.value.problems[0]).split("\n") == [
        "x.yaml:2:11  D108  '请' begins directly after a comma",
        "    1 | a: 1",
        "    2 | b: {c: 可以,请}",
        "      |             ^^  after a comma inside braces comes a space; if the comma is part of the text,"
        " use ， or quotes",
    ]
