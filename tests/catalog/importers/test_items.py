"""A list becomes items: what is taken, what is told, what is never overwritten."""

import json

import pytest
from django.core.management import CommandError, call_command
from modelsearch.backends import get_search_backend

from catalog.importers import mapping, runs
from catalog.importers.undo import undo_import
from catalog.importers.writing import import_items
from catalog.models import ImportedItem, Organisation, ServiceItem, Theme
from configuration.text.problems import DefinitionsError
from portal.kit.words import Words
from tests.catalog.lists import (
    CODE,
    MAP,
    REAL,
    numbered,
    real_rows,
    row,
    take,
    verbs,
    write_csv,
    write_json,
    write_xlsx,
)
from tests.factories.registers import TermFactory

pytestmark = pytest.mark.django_db
needs_real = pytest.mark.skipif(not REAL.exists(), reason="the real list is not on this machine")
BY_CLASS = {
    "licence": 536,
    "public_service": 348,
    "other_power": 182,
    "confirmation": 50,
    "benefit": 9,
    "ruling": 8,
    "award": 2,
}


@needs_real
@pytest.mark.article("14.1")
def test_real_list_every_row_by_class():
    assert take(REAL).by_class == BY_CLASS


@needs_real
def test_real_list_second_run_changes_nothing():
    take(REAL)
    again = take(REAL)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 1135)


@needs_real
def test_real_list_no_code_is_cut():
    take(REAL)
    assert set(ServiceItem.objects.values_list("code_raw", flat=True)) == {found["item_code"] for found in real_rows()}


@needs_real
def test_real_list_irregular_codes_are_kept_and_told():
    told = [remark for remark in take(REAL).remarks if remark.verb == "kept"]
    assert len(told) == 37
    assert ServiceItem.objects.filter(code_raw="E-000004-001-11511301008778386B").exists()


@needs_real
@pytest.mark.parametrize("write", [write_xlsx, write_json], ids=["xlsx", "json"])
def test_real_list_other_formats_give_the_same(tmp_path, write):
    take(REAL)
    ending = {write_xlsx: "xlsx", write_json: "json"}[write]
    again = take(write(tmp_path / f"list.{ending}", real_rows()))
    assert (again.rows, again.created, again.changed) == (1135, 0, 0)


def test_dry_run_writes_nothing(tmp_path):
    assert take(write_csv(tmp_path / "a.csv", [row()]), dry_run=True).created == 1
    assert not ServiceItem.objects.exists()


def test_item_keeps_the_row_as_published(tmp_path):
    take(write_csv(tmp_path / "a.csv", [row(main_item="组")]))
    assert ImportedItem.objects.get().raw["main_item"] == "组"


def test_department_hangs_under_the_root_of_the_mapping(tmp_path):
    take(write_csv(tmp_path / "a.csv", [row()]))
    assert Organisation.objects.get(items__code_raw=CODE).parent.code == "guangan"


@pytest.mark.article("2.2")
@pytest.mark.parametrize("kind", ["2", "3", "4", "6"])
def test_type_nobody_applies_for_is_refused(tmp_path, kind):
    outcome = take(write_csv(tmp_path / "a.csv", [row(task_type=kind)]))
    assert outcome.refused == 1
    assert "第二条" in outcome.remarks[0].done


def test_only_what_the_list_says_is_taken(tmp_path):
    take(write_csv(tmp_path / "a.csv", [row()]))
    item = ServiceItem.objects.get()
    assert (item.live, item.visits, item.fee_charged, item.audience, item.promised_days) == (
        False,
        None,
        None,
        [],
        None,
    )


def test_item_that_breaks_a_rule_stays_a_draft(tmp_path):
    mapped = altered(tmp_path, "columns:\n", "columns:\n  materials: main_item\n  fee: link\n")
    rows = [row(main_item="其他材料"), row(item_code=numbered(2), link="收代办费")]
    rows.append(row(item_code=numbered(3), main_item="身份证\n户口簿"))
    outcome = import_items(path=write_csv(tmp_path / "a.csv", rows), mapping=mapped, publish=True)
    assert list(ServiceItem.objects.order_by("pk").values_list("live", flat=True)) == [False, False, True]
    assert [remark.done for remark in outcome.remarks] == ["仍是草稿"] * 2


def test_fields_that_a_list_states_are_taken_and_taken_back(tmp_path):
    columns = "columns:\n  statutory_days: area_code\n  service_phone: link\n  steps: main_item\n"
    mapped = altered(tmp_path, "columns:\n", columns, "classes:\n", "days_in: days\nclasses:\n")
    first = row(area_code="30", link="0532-05550101、0532-05550102", main_item="申请\n领证")
    path = write_csv(tmp_path / "a.csv", [first])
    import_items(path=path, mapping=mapped)
    item = ServiceItem.objects.get()
    assert (item.statutory_limit, item.statutory_unit) == (30, "days")
    assert item.service_phones == ["0532-05550101", "0532-05550102"]
    assert [str(step.value["name"]) for step in item.steps] == ["申请", "领证"]
    assert import_items(path=path, mapping=mapped).unchanged == 1
    path = write_csv(tmp_path / "a.csv", [first | {"area_code": "2个月", "main_item": "申请"}])
    run = runs.record(path=path, name="a.csv", mapping="guangan", by=None)
    assert runs.carry_out(run, path=path, mapping=mapped).changed == 1
    item.refresh_from_db()
    assert (item.statutory_limit, item.statutory_unit, len(item.steps)) == (2, "months", 1)
    undo_import(run=run)
    item.refresh_from_db()
    assert (item.statutory_limit, item.statutory_unit, len(item.steps)) == (30, "days", 2)


def test_unclear_cell_is_left_open_and_told(tmp_path):
    mapped = altered(tmp_path, "columns:\n", "columns:\n  visits: area_code\n  promised_days: link\n")
    outcome = import_items(
        path=write_csv(tmp_path / "a.csv", [row(area_code="看情况", link="30自然日")]), mapping=mapped
    )
    assert [remark.done for remark in outcome.remarks] == ["留空"] * 2
    assert (ServiceItem.objects.get().visits, ServiceItem.objects.get().promised_days) == (None, None)


def test_limit_longer_than_the_law_is_left_open(tmp_path):
    mapped = altered(tmp_path, "columns:\n", "columns:\n  statutory_days: area_code\n  promised_days: link\n")
    import_items(
        path=write_csv(tmp_path / "a.csv", [row(area_code="5工作日", link="8工作日")]), mapping=mapped, publish=True
    )
    item = ServiceItem.objects.get()
    assert (item.statutory_limit, item.promised_days) == (5, None)


@pytest.mark.parametrize(
    "key", ["themes: {甲: p-a}", "audiences: {甲: natural_person}", "days_in: days", "topics: {a: b}"]
)
def test_key_that_does_nothing_is_refused(tmp_path, key):
    with pytest.raises(DefinitionsError) as told:
        altered(tmp_path, "columns:\n", f"{key}\ncolumns:\n")
    assert "does nothing" in str(told.value.problems[0])


def test_column_that_is_not_mapped_spoils_no_row(tmp_path):
    odd = row() | {"main_item": {"a": 1}, "link": "<html>", "area_code": [["x"]]}
    assert take(write_json(tmp_path / "a.json", [odd])).created == 1


def test_lists_in_json_are_joined_and_lines_are_known_by_content(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(
        "".join(f"{json.dumps(row(item_code=numbered(n), name=['甲', '乙']))}\n" for n in range(2)), "utf-8"
    )
    assert take(path).created == 2
    assert {str(item.name) for item in ServiceItem.objects.all()} == {"甲、乙"}


def test_unknown_type_is_refused_with_what_to_do(tmp_path):
    assert "classes" in take(write_csv(tmp_path / "a.csv", [row(task_type="77")])).remarks[0].done


def test_same_code_again_is_merged_once(tmp_path):
    outcome = take(write_csv(tmp_path / "a.csv", [row(), row(main_item="另一主题")]))
    assert (outcome.created, verbs(outcome)) == (1, ["merged"])


def test_same_code_for_another_name_is_refused(tmp_path):
    assert take(write_csv(tmp_path / "a.csv", [row(), row(name="别的事项")])).refused == 1


def test_themes_of_several_rows_come_together(tmp_path):
    for code in ("p-a", "p-b"):
        Theme.objects.create(code=code, name=Words.of(code), audience="natural_person")
    text = MAP.read_text("utf-8").replace("columns:\n", "themes: {甲: p-a, 乙: p-b}\n\ncolumns:\n  theme: main_item\n")
    mapping = tmp_path / "map.yaml"
    mapping.write_text(text, "utf-8")
    rows = write_csv(tmp_path / "a.csv", [row(main_item="甲"), row(main_item="乙")])
    call_command("import_items", str(rows), "--mapping", str(mapping), "--json")
    assert set(ServiceItem.objects.get().themes.values_list("code", flat=True)) == {"p-a", "p-b"}


def altered(folder, *pairs):
    """Return the mapping of the real list with the second of each two of PAIRS in place of the first."""
    text = MAP.read_text("utf-8")
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "altered.yaml"
    path.write_text(text, "utf-8")
    return mapping.read(path)


def test_name_changed_by_the_list_is_taken(tmp_path):
    take(write_csv(tmp_path / "a.csv", [row()]))
    assert take(write_csv(tmp_path / "b.csv", [row(name="新名称")])).changed == 1
    item = ServiceItem.objects.get()
    assert (item.name.in_language("zh-hans"), item.sort_name) == ("新名称", "xin1ming2cheng1")


def test_name_edited_here_is_never_overwritten(tmp_path):
    take(write_csv(tmp_path / "a.csv", [row()]))
    ServiceItem.objects.update(name=Words.of("我们的说法"))
    outcome = take(write_csv(tmp_path / "b.csv", [row(name="新名称")]))
    assert (outcome.changed, verbs(outcome)) == (0, ["kept"])
    assert ServiceItem.objects.get().name.in_language("zh-hans") == "我们的说法"


def test_change_reaches_the_draft_of_an_editor(tmp_path):
    take(write_csv(tmp_path / "a.csv", [row()]))
    item = ServiceItem.objects.get()
    item.summary = Words.of("编辑写的一句话")
    item.save_revision()
    take(write_csv(tmp_path / "b.csv", [row(name="新名称")]))
    item.refresh_from_db()
    draft = item.get_latest_revision_as_object()
    assert (str(draft.name), str(draft.summary)) == ("新名称", "编辑写的一句话")


def test_row_that_left_the_list_is_told_and_stays(tmp_path):
    take(write_csv(tmp_path / "a.csv", [row(), row(item_code=numbered(2), name="另一项")]))
    outcome = take(write_csv(tmp_path / "b.csv", [row()]))
    assert "不在这份名单里了" in outcome.remarks[-1].what
    assert ServiceItem.objects.count() == 2


def test_imported_item_is_found_by_search(tmp_path):
    take(write_csv(tmp_path / "a.csv", [row(name="rivermouth allotment")]))
    found = get_search_backend().search("allotment", ServiceItem.objects.all())
    assert [item.code_raw for item in found] == [CODE]


def test_queries_do_not_grow_with_rows(tmp_path, django_assert_max_num_queries):
    path = write_csv(tmp_path / "a.csv", [row(item_code=numbered(n), name=f"事项{n}") for n in range(400)])
    with django_assert_max_num_queries(200):
        take(path)


def test_command_tells_a_machine(tmp_path, capsys):
    path = write_csv(tmp_path / "a.csv", [row()])
    call_command("import_items", str(path), "--mapping", str(MAP), "--json")
    assert json.loads(capsys.readouterr().out)["by_class"] == {"licence": 1}


def test_command_leaves_with_one_after_a_refusal(tmp_path):
    path = write_csv(tmp_path / "a.csv", [row(task_type="2")])
    with pytest.raises(SystemExit) as left:
        call_command("import_items", str(path), "--mapping", str(MAP), "--json")
    assert left.value.code == 1


def test_mapping_with_mistakes_names_each_line(tmp_path):
    path = tmp_path / "map.yaml"
    path.write_text(MAP.read_text("utf-8").replace("licence", "licens").replace("entities", "entitys"), "utf-8")
    with pytest.raises(CommandError) as told:
        call_command("import_items", str(REAL), "--mapping", str(path))
    assert str(told.value).count("map.yaml:") == 2


def test_class_that_no_list_has_is_refused(tmp_path):
    TermFactory(code="licence")
    path = write_csv(tmp_path / "list.csv", [row()])
    with pytest.raises(CommandError, match="award, benefit"):
        call_command("import_items", str(path), "--mapping", str(MAP))
