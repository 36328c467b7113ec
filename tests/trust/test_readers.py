"""Bar 12 for lists: each hostile file is refused or read in less than 5 s and 200 MB; honest ones stay accepted."""

import csv
import json
import subprocess
import sys

import pytest
from openpyxl import Workbook

from portal.kit import file_limits
from tests.hostile import lists
from tests.running import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.one_database]

SECONDS, MEMORY = 5.0, 200 * file_limits.MB
SHARED = ROOT.parent / "shared"


def measure(*paths):
    """Return what reading each of PATHS took, from one process of its own."""
    command = [sys.executable, "-m", "tests.hostile.measure", *map(str, paths)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    """Return what reading the hostile lists took, by format and name."""
    paths = []
    for number, (suffix, name) in enumerate(lists.CASES):
        folder = tmp_path_factory.mktemp(f"list{number}")
        paths.append(lists.make(folder, suffix, name))
    return dict(zip(lists.CASES, measure(*paths), strict=True))


@pytest.mark.xdist_group("readers")
@pytest.mark.parametrize("case", lists.CASES, ids=[f"{name}{suffix}" for suffix, name in lists.CASES])
def test_hostile_list_is_read_or_refused_in_time(case, measured):
    took = measured[case]
    assert took["seconds"] < SECONDS
    assert took["memory"] < MEMORY
    assert "list" in took["refused"] or took["rows"] <= file_limits.LIST_ROWS[case[0]]


@pytest.mark.xdist_group("readers")
def test_figures_of_hostile_lists(measured, capsys):
    slowest = sorted(measured, key=lambda case: -measured[case]["seconds"])[:5]
    most = max(took["memory"] for took in measured.values()) / file_limits.MB
    refused = sum(bool(took["refused"]) for took in measured.values())
    with capsys.disabled():
        sys.stdout.write(f"\n{len(measured)} hostile lists: {refused} refused, others read; at most {most:.0f} MB\n")
        for suffix, name in slowest:
            took = measured[suffix, name]
            sys.stdout.write(f"  {took['seconds']:.1f} s of processor, {took['wall']:.1f} s  {name}{suffix}\n")
    assert refused > len(measured) // 2


def row(number):
    return [f"{number}-511A0138000000-115113010833722043", f"某区某局办理某事项的备案第 {number} 号", *["区民政局"] * 6]


@pytest.fixture
def large_csv(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([f"列{number}" for number in range(8)])
        writer.writerows(row(number) for number in range(100_000))
    return path


@pytest.fixture
def large_xlsx(tmp_path):
    path = tmp_path / "large.xlsx"
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([f"列{number}" for number in range(8)])
    for number in range(20_000):
        sheet.append(row(number))
    book.save(path)
    return path


@pytest.mark.xdist_group("readers")
def test_large_honest_lists_are_read(large_csv, large_xlsx, capsys):
    of_csv, of_xlsx = measure(large_csv, large_xlsx)
    with capsys.disabled():
        for name, took in (("100,000 rows of CSV", of_csv), ("20,000 rows of XLSX", of_xlsx)):
            megabytes = took["memory"] / file_limits.MB
            sys.stdout.write(f"\n{name}: {took['seconds']:.1f} s of processor, {megabytes:.0f} MB\n")
    assert [(took["rows"], took["problems"], took["refused"]) for took in (of_csv, of_xlsx)] == [
        (100_000, 0, ""),
        (20_000, 0, ""),
    ]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the lists of others are not here")
def test_lists_of_others_are_read():
    """Those in other encodings are named with what to do."""
    folders = (SHARED / "inputs", SHARED / "data")
    paths = [path for folder in folders for path in sorted(folder.iterdir()) if path.suffix in file_limits.LIST_BYTES]
    told = {path.name: took for path, took in zip(paths, measure(*paths), strict=True)}
    assert len(told) > 20
    refused = {name for name, took in told.items() if took["refused"]}
    # Other encodings, mappings where a list of rows would stand, and no row at all.
    no_rows = {"code_lists.json", "testvectors.json", "61_exceptions_admin.json", "31b_header_only.csv"}
    assert refused <= no_rows | {"21_gbk.csv", "22_utf16_tab.csv"}
    rows = {"01_dimension_a1.xlsx": 2, "51_items_dimension_short.xlsx": 5, "03_trailing_styled_cell.xlsx": 2}
    rows |= {"25_trailing_comma.csv": 1, "cn_items_guangan_1135.csv": 1135, "qingdao_villages_2021.csv": 2123}
    assert {name: told[name]["rows"] - told[name]["problems"] for name in rows} == rows
