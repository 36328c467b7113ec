"""docs/launch.md is true: its commands run in its order, its variables are read, its sentences are what is said."""

import os
import re
import subprocess
import sys

import pytest
from django.core.management import get_commands, load_command_class

from tests.portal.test_settings import OUTSIDE, read_by_the_settings
from tests.running import ROOT

GUIDE = (ROOT / "docs/launch.md").read_text()
STEPS = dict(re.findall(r"^## (\d+)\. .*?\n(.*?)(?=^## |\Z)", GUIDE, re.M | re.S))
COMMANDS = {command.strip("`") for command in re.findall(r"`\./manage\.py [^`]+`|^\./manage\.py .+$", GUIDE, re.M)}
ROWS = dict(re.findall(r"^\| `([A-Z_]+)` \| (.*) \|$", GUIDE, re.M))


def blocks(step: str) -> list[str]:
    """Return what the user of the service types in STEP."""
    return re.findall(r"^```sh\n(.*?)^```", STEPS[step], re.M | re.S)


def test_every_command_exists_with_its_options():
    assert len(COMMANDS) > 10
    for line in COMMANDS:
        _manage, name, *arguments = line.split()
        command = load_command_class(get_commands()[name], name)
        if name != "import_items" or arguments:
            command.create_parser("manage.py", name).parse_args(arguments)


def test_every_variable_is_read():
    named = set(re.findall(r"^([A-Z_]+)=", GUIDE, re.M)) | set(re.findall(r"`([A-Z]+(?:_[A-Z]+)+)(?:=\w+)?`", GUIDE))
    assert named >= {"PORTAL_PROXIES", "EMAIL_HOST", "DATABASE_URL"}
    assert named - {"ADDRESS_OF_THE_REPOSITORY"} <= read_by_the_settings() | OUTSIDE


def test_every_file_and_page_is_there():
    for path in re.findall(r"\]\(([a-z./_-]+)\)", GUIDE):
        assert (ROOT / "docs" / path).exists()
    listed = re.findall(r"^\| \d+ \| (.*?) \|", STEPS["6"], re.M)
    names = {name for cell in listed for name in re.findall(r"`([^`]+)`", cell)}
    # Shipped definitions have neither posts nor points; the example has both.
    shipped = {path.name for folder in ("qingdao", "demo") for path in (ROOT / "definitions" / folder).iterdir()}
    assert {name.rstrip("/") for name in names} <= shipped
    assert {path.name for path in (ROOT / "definitions/qingdao").iterdir()} <= {name.rstrip("/") for name in names}


def test_service_and_guide_name_the_same_places():
    unit, settings = STEPS["8"], STEPS["3"]
    assert "EnvironmentFile=/etc/portal/settings.env" in unit
    assert "cat > /etc/portal/settings.env" in settings
    assert "proxy_pass http://127.0.0.1:8000;" in STEPS["9"]
    assert "--host 127.0.0.1 --port 8000" in unit


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    """Run what `portal` types, in one shell, in folders of its own instead of those of the machine."""
    root = tmp_path_factory.mktemp("machine")
    places = {"/etc/portal": root / "etc", "/var/lib/portal": root / "state", "/srv/city": root / "city"}
    for folder in places.values():
        folder.mkdir(mode=0o700)
    places["/srv/portal/site"] = ROOT
    script = "".join(block for step in "3567" for block in blocks(step)) + blocks("11")[0]
    for place, here in places.items():
        script = script.replace(place, str(here))
    script = script.replace("./manage.py", f"{sys.executable} manage.py").replace(". .venv/bin/activate", ":")
    script = script.replace("$(python ", f"$({sys.executable} ")
    clean = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    done = subprocess.run(["bash", "-exc", script], env=clean, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    settings = dict(line.split("=", 1) for line in (root / "etc/settings.env").read_text().splitlines())
    return root, done.stdout, clean | settings


def manage(environment, *arguments):
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
@pytest.mark.own_site
def test_the_whole_way_can_be_typed(machine):
    root, said, environment = machine
    assert (root / "etc/settings.env").stat().st_mode & 0o777 == 0o600
    assert "Made the key ring" in said
    links = re.findall(r"^(\S+)\t(.+)\t(https://portal\.example/invitation/\?user=\S+)$", said, re.M)
    assert [user for user, _name, _link in links] == ["ada.example", "ben.example"]
    assert (root / "city/export").is_dir()
    again = manage(environment, "definitions", "plan")
    assert "Nothing to do: the site is as the definitions say." in again.stdout, again.stdout + again.stderr


@pytest.mark.slow
@pytest.mark.own_site
def test_each_missing_variable_does_what_the_guide_says(machine):
    _root, _said, environment = machine
    stopping = {name: re.search("stops: `([^`]+)`", text) for name, text in ROWS.items()}
    assert {name for name, found in stopping.items() if found} == {
        *("SECRET_KEY", "ALLOWED_HOSTS", "PORTAL_ADDRESS", "PORTAL_KEY_RING", "DEFINITIONS"),
    }
    for name, found in stopping.items():
        if found:
            rest = {key: value for key, value in environment.items() if key != name}
            done = manage(rest, "definitions", "check")
            assert done.returncode != 0
            assert found[1] in done.stderr, (name, done.stderr[-500:])
