"""Imports in the admin: tried out first, written by the worker, taken back; for those who answer for all of it."""

import time
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_tasks_db.models import DBTaskResult

from catalog import tasks
from catalog.importers import sources, uploads
from catalog.models import ImportRun, Organisation, ServiceItem, Term
from portal.kit import clock
from tests.catalog import areas
from tests.catalog.admin.conftest import editor_of
from tests.catalog.lists import numbered, row, write_csv
from tests.factories.item import ItemFactory
from tests.factories.organisation import OrganisationFactory

pytestmark = pytest.mark.django_db

IMPORTS = "/admin/imports/"
CLASSES = ("licence", "confirmation", "ruling", "benefit", "award", "other_power", "public_service")


@pytest.fixture(autouse=True)
def state(settings, tmp_path):
    """A folder of its own for uploaded lists."""
    settings.STATE = tmp_path


@pytest.fixture
def at_head(signed_in, city):
    return signed_in(editor_of(city, "imports.run", code="operator"))


@pytest.fixture
def upload(at_head, tmp_path):
    """Return a function that uploads rows of the Guang'an list (or a file as it is), and returns the answer.

    Unless it is told otherwise, the worker tries the list out and the answer is the page afterwards.
    """
    for number, code in enumerate(CLASSES):
        Term.objects.get_or_create(code=code, defaults={"list": "class", "name": {"zh-hans": code}, "order": number})

    def send(*rows, file=None, mapping="guangan", worker=True, publish=False):
        content = file or SimpleUploadedFile("list.csv", write_csv(tmp_path / "a.csv", list(rows)).read_bytes())
        data = {"file": content, "mapping": mapping} | ({"publish": "on"} if publish else {})
        answer = at_head.post(IMPORTS, data, follow=True)
        if not (worker and answer.redirect_chain):
            return answer
        work()
        return at_head.get(answer.redirect_chain[0][0])

    return send


def work():
    """Do what waits for the worker."""
    for result in DBTaskResult.objects.filter(status="READY"):
        result.task.func(*result.args_kwargs["args"])
        result.delete()


def press(client, verb):
    run = ImportRun.objects.get()
    client.post(f"{IMPORTS}{run.pk}/{verb}/")
    waiting = client.get(f"{IMPORTS}{run.pk}/").content.decode()
    work()
    return waiting, client.get(f"{IMPORTS}{run.pk}/").content.decode()


def test_list_is_tried_out_and_nothing_is_written(upload):
    answer = upload(row(), row(item_code=numbered(2), task_type="2"))
    text = answer.content.decode()
    assert "1 条新增" in text
    assert "不予导入" in text
    assert not ServiceItem.objects.exists()


@pytest.mark.parametrize("publish", [False, True])
def test_new_items_are_drafts_unless_the_editor_says_otherwise(upload, at_head, publish):
    upload(row(), publish=publish)
    press(at_head, "start")
    item = ServiceItem.objects.get()
    assert (item.live, item.has_unpublished_changes) == (publish, not publish)


def test_list_without_rows_fails_with_its_name_and_headings(upload):
    text = upload(
        file=SimpleUploadedFile("我的名单.csv", "所属单位,名称\n".encode()), mapping="points"
    ).content.decode()
    assert "我的名单.csv：没有“地址, 咨询电话, 投诉电话”这一列。读到的表头：所属单位, 名称。" in text
    heading = "所属单位,名称,地址,咨询电话,投诉电话\n".encode()
    text = upload(file=SimpleUploadedFile("空表.csv", heading), mapping="points").content.decode()
    assert "空表.csv 的表头下面没有数据" in text
    assert not ImportRun.objects.exclude(status=ImportRun.Status.FAILED).exists()


def test_equal_reasons_stand_together_with_three_examples(upload):
    text = upload(*(row(item_code=numbered(n), task_type="2") for n in range(5))).content.decode()
    assert text.count("行政处罚") == 3
    assert "（共 5 行）" in text


def test_list_is_written_by_the_worker_and_taken_back(upload, at_head):
    upload(row())
    waiting, done = press(at_head, "start")
    assert "<progress" in waiting
    assert "撤回这次导入" in done
    assert ServiceItem.objects.count() == 1
    assert not list(uploads._folder().iterdir())
    _waiting, undone = press(at_head, "undo")
    assert "已撤销" in undone
    assert not ServiceItem.objects.exists()


@pytest.fixture
def towns(upload):
    """Return a function that uploads two towns, of which one is a zone, in a file of that name."""
    OrganisationFactory(code="laoshan", parent=OrganisationFactory(code="qingdao"), area_code="370212")
    text = "code9,name,area_code6\n370212001,中韩街道,370212\n370212401,某度假区,370212\n"
    return lambda name: upload(file=SimpleUploadedFile(name, text.encode()), mapping="streets")


def test_list_of_places_says_its_year_in_its_name(towns):
    assert "streets_2023.csv" in towns("streets.csv").content.decode()


def test_list_of_places_is_written_and_taken_back(towns, at_head):
    answer = towns("streets_2023.csv")
    assert "按对应表略过" in answer.content.decode()
    assert "1 条新增" in press(at_head, "start")[1]
    assert Organisation.objects.get(level="town").extra["area_codes"] == {"2023": "370212001"}
    press(at_head, "undo")
    assert not Organisation.objects.filter(level="town").exists()


def test_page_says_which_import_goes_first(at_head, tmp_path):
    OrganisationFactory(code="laoshan", parent=OrganisationFactory(code="qingdao"), area_code="370212")
    towns = areas.run("streets", areas.write(tmp_path / "s_2023.csv", "streets", "370212001,中韩街道,370212"))
    said = f'请先撤回<a href="{IMPORTS}'
    assert said not in at_head.get(f"{IMPORTS}{towns.pk}/").content.decode()
    row = "370212001201,金家岭社区,中韩街道"
    villages = areas.run("villages", areas.write(tmp_path / "v_2021.csv", "villages", row))
    assert f"{said}{villages.pk}/" in at_head.get(f"{IMPORTS}{towns.pk}/").content.decode()


def test_pressing_twice_writes_once(upload, at_head):
    upload(row())
    pk = ImportRun.objects.get().pk
    for _time in range(2):
        at_head.post(f"{IMPORTS}{pk}/start/")
    assert DBTaskResult.objects.count() == 1
    work()
    tasks.write_import.func(pk)
    assert ImportRun.objects.get().report["created"] == 1


def test_file_changed_in_between_is_refused(upload, at_head):
    upload(row())
    next(uploads._folder().glob("*.csv")).write_text("other")
    press(at_head, "start")
    assert ImportRun.objects.get().status == ImportRun.Status.FAILED
    assert not ServiceItem.objects.exists()


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (SimpleUploadedFile("a.exe", b"MZ"), ".csv"),
        (SimpleUploadedFile("a.csv", b"x" * (5 * 1024 * 1024 + 1)), "5 MB"),
        (SimpleUploadedFile("a.xlsx", b"no archive"), "XLSX"),
        (SimpleUploadedFile("a.csv", b"PK\x03\x04"), "CSV"),
        (SimpleUploadedFile("a.json", b"<html>"), "JSON"),
    ],
    ids=["other", "bytes", "broken", "archive", "page"],
)
def test_file_that_is_no_list_is_refused_beside_the_field(file, said, upload):
    file.seek(0)
    assert said in str(upload(file=file).context["form"].errors)
    assert not ImportRun.objects.exists()
    assert not list(uploads._folder().iterdir())


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (SimpleUploadedFile("a.csv", b"name,item_code,task_type,department,dept_code\n" + b"x,y,,,\n" * 5001), "5,000"),
        (SimpleUploadedFile("../../etc/a.csv", "名称".encode("gb18030")), "a.csv 不是 utf-8"),
        (SimpleUploadedFile("a.csv", b"name\n" + b"\n" * 20_000), "a.csv 中的空行超过 10000 行"),
    ],
    ids=["rows", "encoding", "blank"],
)
def test_list_that_the_worker_cannot_read_fails_with_a_sentence(file, said, upload):
    file.seek(0)
    text = upload(file=file).content.decode()
    assert said in text
    assert "gb18030" in text or "gb18030" not in said
    assert ImportRun.objects.get().status == ImportRun.Status.FAILED
    assert not list(uploads._folder().iterdir())


def test_no_web_thread_reads_the_list(upload, monkeypatch):
    monkeypatch.setattr(sources, "rows", lambda *_args, **_options: pytest.fail("read while a browser waits"))
    answer = upload(row(), worker=False)
    assert "后台正在读取清单" in answer.content.decode()
    assert 'http-equiv="refresh"' in answer.content.decode()
    assert ImportRun.objects.get().status == ImportRun.Status.READING


def test_uploaded_list_is_kept_for_nobody_else(upload):
    upload(row(), worker=False)
    kept = next(uploads._folder().glob("*.csv"))
    assert (kept.stat().st_mode & 0o777, kept.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_page_says_that_no_worker_has_begun(upload, at_head):
    upload(row(), worker=False)
    run = ImportRun.objects.get()
    address = f"{IMPORTS}{run.pk}/"
    assert "db_worker" not in at_head.get(address).content.decode()
    ImportRun.objects.update(queued_at=clock.now() - timedelta(seconds=11))
    assert "db_worker" in at_head.get(address).content.decode()


def test_page_says_how_many_rows_are_written(upload, at_head):
    upload(row())
    ImportRun.objects.update(status=ImportRun.Status.RUNNING, rows_done=1)
    page = at_head.get(f"{IMPORTS}{ImportRun.objects.get().pk}/").content.decode()
    assert "已读 1 行，共 1 行" in page
    assert "<progress" in page


@pytest.mark.parametrize("when", ["before", "at work", "tried out", "waiting"])
def test_cancelled_import_writes_nothing_and_keeps_no_list(when, upload, at_head, monkeypatch):
    upload(row(), worker=False)
    pk = ImportRun.objects.get().pk
    if when != "before":
        if when == "at work":
            monkeypatch.setattr(sources, "rows", cancelling(sources.rows, lambda: press_cancel(at_head, pk)))
        work()
    if when == "waiting":
        at_head.post(f"{IMPORTS}{pk}/start/")
    press_cancel(at_head, pk)
    work()
    assert ImportRun.objects.get().status == ImportRun.Status.CANCELLED
    assert "已取消" in at_head.get(f"{IMPORTS}{pk}/").content.decode()
    assert not list(uploads._folder().iterdir())
    at_head.post(f"{IMPORTS}{pk}/start/")
    work()
    assert not ServiceItem.objects.exists()


def press_cancel(client, pk):
    assert client.post(f"{IMPORTS}{pk}/cancel/").status_code == 302


def cancelling(read, cancel):
    """Return a READ that cancels before the first row."""

    def rows(*args, **options):
        cancel()
        yield from read(*args, **options)

    return rows


def test_finished_import_is_taken_back_and_not_cancelled(upload, at_head):
    upload(row())
    press(at_head, "start")
    press_cancel(at_head, ImportRun.objects.get().pk)
    assert ImportRun.objects.get().status == ImportRun.Status.DONE
    assert ServiceItem.objects.exists()


def test_list_that_nobody_writes_is_swept_after_a_day(upload, monkeypatch):
    upload(row())
    uploads.sweep()
    assert len(list(uploads._folder().iterdir())) == 1
    later = time.time() + 25 * 60 * 60
    monkeypatch.setattr(time, "time", lambda: later)
    uploads.sweep()
    assert not list(uploads._folder().iterdir())


def test_unknown_mapping_is_refused(upload):
    assert "mapping" in upload(row(), mapping="../qingdao/site").context["form"].errors


@pytest.mark.article("3")
@pytest.mark.parametrize("who", ["below", "without"])
def test_others_have_no_imports(who, signed_in, own, city):
    run = ImportRun.objects.create(mapping="m", file_name="f", checksum="", status="done", started_at="2026-01-01T00Z")
    user = editor_of(own, "imports.run", code="x") if who == "below" else editor_of(city, "items.edit", code="y")
    client = signed_in(user)
    for address in (IMPORTS, f"{IMPORTS}{run.pk}/"):
        assert client.get(address).status_code == 404
    for verb in ("start", "undo", "cancel"):
        assert client.post(f"{IMPORTS}{run.pk}/{verb}/").status_code == 404
    assert IMPORTS not in client.get("/admin/").content.decode()


def test_imports_change_by_post_alone(upload, at_head):
    upload(row())
    for verb in ("start", "undo", "cancel"):
        assert at_head.get(f"{IMPORTS}{ImportRun.objects.get().pk}/{verb}/").status_code == 405


def test_lists_cost_the_same_at_two_sizes(at_head, django_assert_max_num_queries):
    def make(number):
        for _n in range(number):
            ImportRun.objects.create(
                mapping="m", file_name="f", checksum="", status="done", started_at="2026-01-01T00:00Z"
            )

    make(2)
    at_head.get(IMPORTS)
    with django_assert_max_num_queries(40) as few:
        at_head.get(IMPORTS)
    make(20)
    with django_assert_max_num_queries(len(few)):
        at_head.get(IMPORTS)


def test_queue_of_the_worker_is_the_database(upload, at_head):
    """Enqueued in the request's transaction: what is rolled back is never written."""
    ItemFactory()
    upload(row())
    at_head.post(f"{IMPORTS}{ImportRun.objects.get().pk}/start/")
    assert DBTaskResult.objects.get().backend_name == "worker"
