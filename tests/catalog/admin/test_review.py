"""Review: a publisher lands on what a draft changes, decides there, and is told what happened (Art. 3, 38)."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import TaskState, WorkflowState

from catalog.models import ServiceItem
from portal.kit import clock
from portal.kit.words import Words
from tests.catalog.admin.conftest import editor_of
from tests.catalog.admin.test_publishing import ITEMS, item_form
from tests.factories.item import ItemFactory
from tests.factories.point import PointFactory

pytestmark = [pytest.mark.django_db, pytest.mark.article("3", "38.1")]

CHOSEN = {"audience": ["natural_person"], "offered_as": ["agency"]}
PUBLISHER = ("items.edit", "items.publish", "points.edit", "points.publish")


@pytest.fixture
def writer(own):
    return editor_of(own, "items.edit", "points.edit", code="editor")


@pytest.fixture
def judge(own, signed_in):
    return signed_in(editor_of(own, *PUBLISHER, code="publisher"))


@pytest.fixture
def item(own):
    item = ItemFactory(department=own, name={"zh-hans": "旧名称"}, **CHOSEN)
    item.save_revision().publish()
    return item


def submit(row, writer, **changes):
    """Let WRITER submit a draft of ROW; return the address of its review."""
    row = type(row).objects.get(pk=row.pk)
    for name, value in changes.items():
        setattr(row, name, Words(value) if isinstance(value, dict) else value)
    row.save_revision(user=writer, clean=False)
    row.get_workflow().start(row, writer)
    return f"/admin/review/{TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS).pk}/"


def seen(client, address):
    """Return what the page at ADDRESS sends with each decision."""
    return {"seen": re.search(r'name="seen" value="(\d+)"', client.get(address).content.decode())[1]}


def columns(answer):
    """Return the text of the two columns, each without what stands in the other alone."""
    shown = answer.content.decode()
    found = []
    for name, hidden in (("review-before", "addition"), ("review-after", "deletion")):
        cells = re.findall(rf'<td class="comparison {name}">(.*?)</td>', shown, re.S)
        text = re.sub(rf'<span class="{hidden}">.*?</span>', "", "".join(cells), flags=re.S)
        found.append(re.sub(r"<[^>]+>|\s", "", text))
    return found


def told(answer):
    return answer.content.decode()


def test_home_of_the_publisher_leads_to_the_review(item, writer, judge):
    address = submit(item, writer, name={"zh-hans": "新名称"})
    assert f'href="{address}"' in judge.get("/admin/").content.decode()


def test_form_leads_to_the_review_whoever_may_decide(item, writer, judge, signed_in):
    address = submit(item, writer, name={"zh-hans": "新名称"})
    assert address in judge.get(f"{ITEMS}edit/{item.pk}/").content.decode()
    assert address not in signed_in(writer).get(f"{ITEMS}edit/{item.pk}/").content.decode()


def test_both_sides_of_each_change_are_shown_and_nothing_else(item, writer, judge):
    answer = judge.get(submit(item, writer, name={"zh-hans": "新名称"}))
    before, after = columns(answer)
    assert re.search(r"<title>\s*审核: 新名称", answer.content.decode())
    assert ("旧名称" in before, "新名称" in before) == (True, False)
    assert ("旧名称" in after, "新名称" in after) == (False, True)
    assert len(answer.context["changes"]) == 1


def test_points_are_reviewed_likewise(own, writer, judge):
    point = PointFactory(organisation=own)
    answer = judge.get(submit(point, writer, service_phone="0532-05550177"))
    before, after = columns(answer)
    assert ("05550120" in before, "05550177" in after) == (True, True)


def test_all_of_a_new_row_is_shown_in_one_column(own, writer, judge):
    item = ItemFactory(department=own, live=False, name={"zh-hans": "从未公开"}, **CHOSEN)
    text = told(judge.get(submit(item, writer)))
    assert "从未公开" in text
    assert "还没有公开过" in text
    assert "review-before" not in text


def test_approval_publishes_and_says_so(item, writer, judge):
    address = submit(item, writer, name={"zh-hans": "新名称"})
    answer = judge.post(address, seen(judge, address) | {"decision": "approve"}, follow=True)
    assert "已批准并公开" in told(answer)
    item.refresh_from_db()
    assert str(item.name) == "新名称"


def test_approval_of_a_planned_draft_says_when_it_will_be_public(item, writer, judge):
    address = submit(item, writer, name={"zh-hans": "新名称"}, go_live_at=clock.now() + dt.timedelta(days=3))
    answer = judge.post(address, seen(judge, address) | {"decision": "approve"}, follow=True)
    assert "将于" in told(answer)
    item.refresh_from_db()
    assert str(item.name) == "旧名称"


def test_refusal_asks_for_a_reason_and_says_whom_it_reaches(item, writer, judge):
    address = submit(item, writer, name={"zh-hans": "新名称"})
    decision = seen(judge, address) | {"decision": "reject"}
    answer = judge.post(address, decision | {"comment": ""})
    assert answer.context["reason"].errors
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_IN_PROGRESS
    answer = judge.post(address, decision | {"comment": "请补充办理材料"}, follow=True)
    assert f"已退回给{writer}" in told(answer)
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_NEEDS_CHANGES


def test_a_draft_that_changed_meanwhile_is_shown_before_it_is_approved(item, writer, judge):
    address = submit(item, writer, name={"zh-hans": "新名称"})
    decision = seen(judge, address) | {"decision": "approve"}
    judge.post(f"{ITEMS}edit/{item.pk}/", item_form(item.department, **{"name_zh-hans": "又一个名称"}))
    answer = judge.post(address, decision, follow=True)
    assert "又一个名称" in told(answer)
    item.refresh_from_db()
    assert str(item.name) == "旧名称"


def test_who_comes_second_is_told_that_it_is_decided(item, writer, judge, city, signed_in):
    address = submit(item, writer, name={"zh-hans": "新名称"})
    decision = seen(judge, address) | {"decision": "approve"}
    judge.post(address, decision)
    second = signed_in(editor_of(city, *PUBLISHER, code="publisher"))
    for answer in (second.get(address, follow=True), second.post(address, decision, follow=True)):
        assert "不用再审核了" in told(answer)


def test_what_may_not_be_public_is_refused_with_the_reason(item, writer, judge):
    address = submit(item, writer, exclusion="classified", exclusion_reason="")
    decision = seen(judge, address) | {"decision": "approve"}
    answer = judge.post(address, decision, follow=True)
    assert "没有发布" in told(answer)
    assert TaskState.objects.get().status == TaskState.STATUS_IN_PROGRESS


@pytest.mark.parametrize("who", ["writer", "foreign publisher"])
def test_nobody_else_reads_or_decides(who, item, writer, foreign, signed_in):
    address = submit(item, writer, name={"zh-hans": "新名称"})
    user = writer if who == "writer" else editor_of(foreign, *PUBLISHER, code="publisher")
    client = signed_in(user)
    seen_by_them = {"seen": str(TaskState.objects.get().revision_id), "decision": "approve"}
    for answer in (client.get(address), client.post(address, seen_by_them)):
        assert answer.status_code == 302
        assert "新名称" not in answer.content.decode()
    item.refresh_from_db()
    assert str(item.name) == "旧名称"


def test_queries_do_not_grow_with_the_changes(item, writer, judge):
    address = submit(item, writer, name={"zh-hans": "新名称"})
    few, many = [], []
    for counted in (few, many):
        with CaptureQueriesContext(connection) as asked:
            judge.get(address)
        counted.append(len(asked))
        draft = ServiceItem.objects.get(pk=item.pk).get_latest_revision_as_object()
        draft.summary, draft.asked_as = {"zh-hans": "一句话"}, ["身份证"]
        draft.save_revision(clean=False)
    assert many == few
