"""Lists as other systems publish them, written into a temporary folder."""

import csv
import json

from openpyxl import Workbook

from catalog.importers import mapping, sources
from catalog.importers.writing import import_items
from tests.running import ROOT

REAL = ROOT.parent / "shared" / "data" / "cn_items_guangan_1135.csv"
MAP = ROOT / "definitions" / "mappings" / "guangan.yaml"
HEADER = ("department", "main_item", "name", "item_code", "area_code", "task_type", "dept_code", "link")
CODE = "511A0138000000-511602000000-000-115113010833722043-1-00"
USCC = "11511301008778490F"


def row(**values):
    """Return a good row with VALUES in place of its own."""
    own = {
        "department": "区民政局",
        "main_item": "未分类",
        "name": "养老机构备案",
        "item_code": CODE,
        "area_code": "511602000000",
        "task_type": "1",
        "dept_code": USCC,
        "link": "",
    }
    return own | values


def numbered(number):
    """Return a regular code, another for each NUMBER."""
    return CODE.replace("0138000000", f"{number:010}")


def write_csv(path, rows):
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, HEADER)
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_json(path, rows):
    path.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    return path


def write_xlsx(path, rows):
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(list(HEADER))
    for values in rows:
        sheet.append([values[name] for name in HEADER])
    book.save(path)
    return path


def take(path, **options):
    """Import the list at PATH with the mapping of the real list."""
    return import_items(path=path, mapping=mapping.read(MAP), **options)


def verbs(outcome):
    return [remark.verb for remark in outcome.remarks]


def real_rows():
    return [{name: found.cells[name] for name in HEADER} for found in sources.rows(REAL)]
