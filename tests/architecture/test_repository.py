"""Contents of the repository: files and words that must never be in it, and files that must stay current."""

import ast
import gettext
import re
import subprocess
import tomllib
from collections import defaultdict

import pytest

from tests.architecture.test_sizes import ROOT, python, tracked
from tests.rooms import ROOMS

BINARY = {".png", ".jpg", ".mo", ".woff2", ".ico"}


def texts():
    for path in tracked():
        if path.suffix not in BINARY and path.stat().st_size < 3_000_000:
            yield path, path.read_text(errors="replace")


def test_lock_files_name_no_address():
    for name in ("requirements.lock", "requirements-dev.lock"):
        assert "://" not in (ROOT / name).read_text()


def test_every_locked_package_has_a_hash():
    for name in ("requirements.lock", "requirements-dev.lock"):
        blocks = re.findall(r"^([a-z0-9_.-]+==\S+)((?:.*\\\n?|\s+--hash.*\n?)*)", (ROOT / name).read_text(), re.M)
        assert blocks
        assert not [package for package, rest in blocks if "--hash=sha256:" not in rest]


def test_every_dependency_says_why():
    text = (ROOT / "pyproject.toml").read_text()
    project = tomllib.loads(text)["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["dev"]
    silent = [name for name in wanted if not re.search(re.escape(f'"{name}",') + r"\s+# \w", text)]
    assert not silent


def test_no_secret_is_tracked():
    patterns = re.compile(
        r"-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|(?i:password|secret)\s*=\s*[\"'][A-Za-z0-9+/_-]{24,}[\"']"
    )
    found = [str(path.relative_to(ROOT)) for path, text in texts() if patterns.search(text)]
    assert not found


def test_no_machine_path_is_tracked():
    pattern = re.compile(r"(?<![\w.])/(?:work|farm)/")
    found = [str(p.relative_to(ROOT)) for p, text in texts() if pattern.search(text) and p.name != "test_repository.py"]
    assert not found


def test_large_files_are_not_tracked():
    assert not [path for path in tracked() if path.stat().st_size > 2 * 1024 * 1024]


def test_message_has_one_translation_in_all_catalogues():
    """Django merges the catalogues of all apps: of two translations of one message only one is ever shown."""
    found = defaultdict(dict)
    for app in (*ROOMS, "portal/kit", "portal/users"):
        file = ROOT / app / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.mo"
        with file.open("rb") as stream:
            catalogue = gettext.GNUTranslations(stream)
        for message, text in catalogue._catalog.items():
            if message:
                found[message].setdefault(text, app)
    assert found
    assert not {message: texts for message, texts in found.items() if len(texts) > 1}


@pytest.mark.parametrize("folder", [f"{app}/locale" for app in (*ROOMS, "portal/kit", "portal/users")])
def test_chinese_is_complete(folder):
    catalogue = ROOT / folder / "zh_Hans" / "LC_MESSAGES" / "django.po"
    done = subprocess.run(
        ["msgfmt", "--check-format", "--statistics", "-o", "/dev/null", catalogue],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "untranslated" not in done.stderr
    assert "fuzzy" not in done.stderr


def test_compiled_messages_are_current(tmp_path):
    for catalogue in tracked("*.po"):
        made = tmp_path / "made.mo"
        subprocess.run(["msgfmt", "-o", made, catalogue], check=True)
        assert made.read_bytes() == catalogue.with_suffix(".mo").read_bytes(), f"{catalogue}: run make messages"


def test_every_string_in_the_source_is_in_a_catalogue():
    """gettext_lazy("…") whose msgid no catalogue of ours or Django's knows would show English to citizens."""
    known = "\n".join(path.read_text() for path in tracked("*.po"))
    known = re.sub(r'"\n"', "", known)
    missing = []
    for path in python(*ROOMS):
        for node in ast.walk(ast.parse(path.read_text())):
            if _translates(node):
                text = node.args[0] if node.args else None
                if isinstance(text, ast.Constant) and f'msgid "{_escaped(text.value)}"' not in known:
                    missing.append(f"{path.relative_to(ROOT)}:{node.lineno} {text.value[:60]}")
    assert not missing


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def test_gettext_gets_plain_strings():
    """No f-string, no .format() inside _(): extraction would miss them."""
    wrong = []
    for path in python(*ROOMS):
        for node in ast.walk(ast.parse(path.read_text())):
            if _translates(node) and not (node.args and isinstance(node.args[0], ast.Constant)):
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert not wrong


def _translates(node):
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"_", "gettext", "gettext_lazy"}
