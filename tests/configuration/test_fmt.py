"""One canonical form: the same for everybody, the same twice, the same meaning."""

from hypothesis import example, given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.compat import StringIO

from configuration.fmt import formatted
from configuration.text import scalars, source
from configuration.text.folder import DefinitionFile
from configuration.text.format import mapping_text
from configuration.text.patch import patched
from portal.kit.characters import storable
from tests.configuration import toys
from tests.configuration.conftest import run

# No site holds other characters: kit/characters.py.
TEXT = st.text(st.characters(blacklist_categories=("Cs",)), max_size=30).map(storable) | st.sampled_from(
    [
        "09:00",
        "on",
        "a: b",
        "a #b",
        "- a",
        "多行\n文字\n",
        "多行\n文字",
        " x",
        "x ",
        "{a}",
        "12",
        "null",
        "",
        "可以,请",
        "x:",
    ]
)
VALUE = st.recursive(
    TEXT | st.integers(-(10**9), 10**9) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
OBJECT = st.dictionaries(st.sampled_from(["office", "name", "themes", "hours", "other", "phone"]), VALUE, min_size=1)


def fmt(content: str, path: str = "offices/x.yaml") -> str:
    return formatted(DefinitionFile("city", path, path, content))


@given(OBJECT)
@example({"name": {"a": "b\nc\n"}, "hours": [{"x": ["a\nb"]}, [["y"]], []]})
def test_writing_keeps_the_meaning(data):
    text = mapping_text(scalars.node_of(data), toys.OfficeSpec, "office")
    assert source.parse(source.decode(text.encode(), "x"), "x").data() == data
    assert fmt(text) == text


@given(OBJECT)
def test_foreign_layout_becomes_canonical_once_and_for_all(data):
    out, yaml = StringIO(), YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.dump(data, out)
    if "&" in out.getvalue() and "*" in out.getvalue():
        return
    try:
        source.decode(out.getvalue().encode(), "x")
        meaning = source.parse(out.getvalue(), "x").data()
    except source.DefinitionsError:
        return
    once = fmt(out.getvalue())
    assert fmt(once) == once
    assert source.parse(once, "x").data() == meaning


@given(OBJECT, OBJECT)
def test_splicing_says_the_new_and_is_read_back(old, new):
    text = mapping_text(scalars.node_of(old), toys.OfficeSpec, "office")
    changed = patched(text, source.parse(text, "x"), new, toys.OfficeSpec, "office")
    assert source.parse(changed, "x").data() == new


SNIPPETS = """\
# own

office: x  # behind
hours:  # head
  # in
  - days: a
    from: b # c
  - {days: a}
name: y
phone: |
  text # no comment
articles: [a]  # list
themes: [
  a, # one
  b]
size: z"""
LINES = st.lists(st.sampled_from(SNIPPETS.split("\n")), max_size=14)


@given(LINES)
@example(
    ["# own", "hours:", "  # in", "  - days: a", "    from: b # c", "  - {days: a}", "office: x  # behind", "# own"]
)
def test_no_comment_is_lost(lines):
    content = "\n".join(lines) + "\n"
    try:
        meaning = source.parse(content, "x").data()
    except source.DefinitionsError:
        return
    once = fmt(content)
    assert fmt(once) == once
    assert source.parse(once, "x").data() == meaning
    for comment in ("# own", "# behind", "# head", "# in", "# c", "# list", "# one"):
        assert once.count(comment) == content.count(comment)


def test_canonical_form_follows_the_schema():
    messy = "hours:\n- from: '09:00'\n  days: mon\nname: {\"zh-hans\":  中心 }\narticles: ['8']\noffice: a # code\n"
    assert fmt(messy) == (
        'office: a  # code\nname: {zh-hans: 中心}\nhours:\n  - {days: mon, from: "09:00"}\narticles: ["8"]\n'
    )


def test_fmt_check_names_files_and_writes_nothing(city):
    before = toys.contents(city)
    toys.write(city, {"offices/z.yaml": "name: 'z'\noffice: z\n"})
    code, out, _err = run("fmt", "--check", city)
    assert code == 1
    assert out.count("not in canonical form") == 1
    assert toys.contents(city) == before | {"offices/z.yaml": "name: 'z'\noffice: z\n"}


def test_fmt_leaves_canonical_files_alone(city):
    assert run("fmt", "--check", city) == (0, "", "")


def test_file_whose_meaning_would_change_stays_as_it_is(tmp_path, monkeypatch):
    folder = toys.write(tmp_path / "city", {"offices/x.yaml": "name:   x\noffice: x\n"})
    monkeypatch.setattr("configuration.fmt.mapping_text", lambda *_parts: "office: y\n")
    code, _out, err = run("fmt", folder)
    assert code == 1
    assert "D117" in err
    assert toys.contents(folder) == {"offices/x.yaml": "name:   x\noffice: x\n"}
