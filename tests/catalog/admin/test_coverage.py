"""Coverage report: unmet demands of the rule within one's own subtree, with the form that mends them."""

import datetime as dt

import pytest
from wagtail.models import ModelLogEntry

from catalog.coverage import BY_CODE, CHECKS
from catalog.models import ContactNumber, Organisation, ServiceItem, ServicePoint
from portal.kit import clock, published
from portal.templatetags.portal import long_day
from tests.catalog.admin.conftest import editor_of, role
from tests.factories.item import ItemFactory
from tests.factories.organisation import OrganisationFactory
from tests.factories.point import PointFactory
from tests.factories.post import PostFactory
from tests.factories.registers import ContactFactory, LawFactory, TermFactory

pytestmark = [pytest.mark.django_db, pytest.mark.article("38.1")]

CHOSEN = {"audience": ["natural_person"], "offered_as": ["agency"]}
FULL = {
    "materials": [("material", {"material": "id"})],
    "steps": [("step", {"name": {"zh-hans": "申请"}})],
    "basis": [("basis", {"law": "", "name": {"zh-hans": "法"}})],
}


def complete_point(organisation):
    point = PointFactory(organisation=organisation, phones_checked_on=clock.today())
    PostFactory(organisation=organisation, point=point, role=role("agent", ["cases.work"]))
    return point


def complete_item(organisation):
    return ItemFactory(department=organisation, **CHOSEN, **FULL)


def citing(law, organisation, **fields):
    basis = [("basis", {"law": law.code})]
    return ItemFactory(department=organisation, **CHOSEN, **(FULL | {"basis": basis} | fields))


def old(days):
    return clock.today() - dt.timedelta(days=days)


# What is taken away from something complete, and which check finds it.
MAKE = {
    "point-numbers": lambda o: PointFactory(organisation=o, complaint_phone="", live=False),
    "point-hours": lambda o: PointFactory(organisation=o, hours="[]"),
    "point-agents": lambda o: PointFactory(organisation=o),
    "point-stale": lambda o: PointFactory(organisation=o, phones_checked_on=old(91)),
    "complaints": lambda o: OrganisationFactory(parent=o),
    "number-stale": lambda o: ContactFactory(organisation=o, checked_on=old(91)),
    "item-materials": lambda o: ItemFactory(department=o, **CHOSEN, **(FULL | {"materials": []})),
    "item-steps": lambda o: ItemFactory(department=o, **CHOSEN, **(FULL | {"steps": []})),
    "item-basis": lambda o: ItemFactory(department=o, **CHOSEN, **(FULL | {"basis": []})),
    "item-laws": lambda o: citing(LawFactory(repealed_on=old(1)), o, checked_on=old(0)),
    "item-limits": lambda o: ItemFactory(department=o, **CHOSEN, **FULL, promised_days=None),
    "item-visits": lambda o: ItemFactory(department=o, **CHOSEN, **FULL, visits=None),
    "item-fee": lambda o: ItemFactory(department=o, **CHOSEN, **FULL, fee_charged=None),
    "item-audience": lambda o: ItemFactory(department=o, offered_as=["agency"], **FULL),
    "item-stale": lambda o: aged(complete_item(o)),
}


def aged(item):
    long_ago = clock.now() - dt.timedelta(days=181)
    ServiceItem.objects.filter(pk=item.pk).update(updated_at=long_ago, checked_on=long_ago.date())
    return item


def shown(client, code, **query):
    answer = client.get("/admin/coverage/", {"missing": code} | query)
    assert answer.status_code == 200
    return {row.pk for row, _owner, _address in answer.context["lines"]}


def test_every_check_is_tried():
    assert set(MAKE) == {check.code for check in CHECKS}


@pytest.mark.article("8", "9")
@pytest.mark.parametrize("code", MAKE)
def test_what_is_missing_is_found_with_its_form(code, own, at_desk):
    row = MAKE[code](own)
    assert row.pk in shown(at_desk, code)
    answer = at_desk.get("/admin/coverage/", {"missing": code})
    address = next(address for one, _owner, address in answer.context["lines"] if one.pk == row.pk)
    assert at_desk.get(address).status_code == 200


@pytest.mark.parametrize("code", [code for code in MAKE if code != "complaints"])
def test_what_is_complete_is_not_found(code, own, at_desk):
    complete_point(own)
    complete_item(own)
    ContactFactory(organisation=own, checked_on=clock.today())
    assert shown(at_desk, code) == set()


@pytest.mark.parametrize(
    ("dates", "checked", "listed"),
    [
        ({"amended_on": 10}, 11, True),
        ({"amended_on": 10}, None, True),
        ({"amended_on": 10}, 10, False),
        ({"amended_on": -10}, 11, False),
        ({"repealed_on": 10}, 0, True),
        ({"repealed_on": -10}, None, False),
        ({"in_force_from": 10}, None, False),
    ],
)
def test_item_is_listed_when_its_law_has_changed_since(dates, checked, listed, own, at_desk):
    """Dates and the day of the check are given in days before today."""
    checked_on = None if checked is None else old(checked)
    law = LawFactory(code="rule", **{name: old(days) for name, days in dates.items()})
    row = citing(law, own, checked_on=checked_on)
    citing(LawFactory(code="rule-2"), own, checked_on=checked_on)
    assert shown(at_desk, "item-laws") == ({row.pk} if listed else set())


@pytest.mark.article("15.1")
def test_a_law_need_not_limit_everything_but_licences(own, at_desk):
    TermFactory(code="permit", licence=True)
    published.forget()
    service, licence = (
        ItemFactory(department=own, item_class=code, statutory_limit=None, **CHOSEN, **FULL)
        for code in ("public_service", "permit")
    )
    assert shown(at_desk, "item-limits") == {licence.pk}
    ServiceItem.objects.filter(pk=licence.pk).update(promised_days=0)
    assert shown(at_desk, "item-limits") == set()
    assert service.statutory_limit is None


def test_complaint_number_of_the_organisation_or_of_its_point_is_enough(own, at_desk):
    ContactFactory(organisation=own, purpose="complaint")
    point = PointFactory(organisation=OrganisationFactory(parent=own))
    assert shown(at_desk, "complaints") == set()
    ServicePoint.objects.filter(pk=point.pk).update(live=False)
    assert shown(at_desk, "complaints") == {point.organisation_id}


@pytest.mark.article("3")
@pytest.mark.parametrize("code", MAKE)
def test_what_others_miss_is_not_shown(code, foreign, at_desk):
    row = MAKE[code](foreign)
    assert row.pk not in shown(at_desk, code)
    text = b"".join(at_desk.get(f"/admin/coverage/?missing={code}&export=csv")).decode()
    assert row.code not in text
    assert at_desk.get(f"/admin/coverage/?missing={code}&organisation={foreign.code}").status_code == 404


def test_it_is_narrowed_to_a_subtree_and_counted(own, at_desk):
    below = OrganisationFactory(parent=own)
    one, two = PointFactory(organisation=own), PointFactory(organisation=below)
    assert shown(at_desk, "point-agents") == {one.pk, two.pk}
    assert shown(at_desk, "point-agents", organisation=below.code) == {two.pk}
    counts = {check.code: n for check, n in at_desk.get("/admin/coverage/").context["counts"]}
    assert counts["point-agents"] == 2
    assert "没有帮（代）办员的服务点" in at_desk.get("/admin/").content.decode()


STALE = {"point-stale": "phones_checked_on", "number-stale": "checked_on", "item-stale": "checked_on"}


@pytest.mark.parametrize("code", STALE)
def test_one_click_says_that_it_is_still_right(code, own, editor, at_desk, django_capture_on_commit_callbacks):
    row = MAKE[code](own)
    before = published.version()
    with django_capture_on_commit_callbacks(execute=True):
        at_desk.post(f"/admin/coverage/{code}/{row.pk}/confirm/")
    row.refresh_from_db()
    assert getattr(row, STALE[code]) == clock.today()
    assert shown(at_desk, code) == set()
    assert ModelLogEntry.objects.filter(action="catalog.confirm", user=editor, object_id=str(row.pk)).exists()
    assert published.version() > before


def test_numbers_are_confirmed_in_bulk(own, foreign, at_desk):
    rows = [MAKE["number-stale"](own) for _n in range(3)]
    address = "/admin/coverage/number-stale/confirm/"
    at_desk.post(address, {"row": [rows[0].pk, rows[1].pk]})
    assert shown(at_desk, "number-stale") == {rows[2].pk}
    assert ModelLogEntry.objects.filter(action="catalog.confirm").count() == 2
    other = MAKE["number-stale"](foreign)
    assert at_desk.post(address, {"row": [rows[2].pk, other.pk]}).status_code == 404
    assert at_desk.post(address, {"row": ["x", "9" * 30]}).status_code == 302
    assert shown(at_desk, "number-stale") == {rows[2].pk}


def test_what_was_entered_lately_needs_no_confirmation(own, at_desk):
    point, number = PointFactory(organisation=own), ContactFactory(organisation=own)
    assert (point.phones_checked_on, number.checked_on) == (None, None)
    assert shown(at_desk, "point-stale") == shown(at_desk, "number-stale") == set()
    ServicePoint.objects.update(updated_at=clock.now() - dt.timedelta(days=91))
    ContactNumber.objects.update(entered_on=old(91))
    assert (shown(at_desk, "point-stale"), shown(at_desk, "number-stale")) == ({point.pk}, {number.pk})
    number.refresh_from_db()
    number.label = {"zh-hans": "咨询"}
    number.save()
    assert shown(at_desk, "number-stale") == {number.pk}
    number.number = "0532-05550199"
    number.save()
    assert shown(at_desk, "number-stale") == set()


def test_who_sees_a_part_does_not_read_that_nothing_is_missing(own, at_desk, operator):
    everything, part = "这里没有缺少的内容。", "您负责的范围内没有缺少的内容"
    assert part in at_desk.get("/admin/coverage/?missing=item-steps").content.decode()
    assert everything not in at_desk.get("/admin/coverage/?missing=item-steps").content.decode()
    assert everything in operator.get("/admin/coverage/?missing=item-steps").content.decode()


@pytest.mark.article("38.2", "38.3")
def test_to_confirm_an_item_is_not_to_change_it(own, at_desk, client):
    """The public reads when it changed, and beside it when somebody last said that it is still right."""
    item = aged(ItemFactory(department=own))
    item.refresh_from_db()
    changed = item.updated_at
    assert "核对过" not in client.get(f"/items/{item.code}/").content.decode()
    at_desk.post(f"/admin/coverage/item-stale/{item.pk}/confirm/")
    item.refresh_from_db()
    assert (item.updated_at, item.checked_on) == (changed, clock.today())
    text = client.get(f"/items/{item.code}/").content.decode()
    assert f"{long_day(changed)}更新" in text
    assert f"{long_day(clock.today())}核对过" in text
    assert clock.today().isoformat() not in client.get("/changes.atom").content.decode()


@pytest.mark.article("38.3")
def test_an_item_that_changed_lately_needs_no_confirmation(own, at_desk):
    item = MAKE["item-stale"](own)
    ServiceItem.objects.filter(pk=item.pk).update(updated_at=clock.now())
    assert shown(at_desk, "item-stale") == set()


def test_publishing_an_older_draft_does_not_undo_the_confirmation(own, at_desk):
    point = MAKE["point-stale"](own)
    point.refresh_from_db()
    point.save_revision()
    at_desk.post(f"/admin/coverage/point-stale/{point.pk}/confirm/")
    ServicePoint.objects.get(pk=point.pk).latest_revision.publish()
    point.refresh_from_db()
    assert point.phones_checked_on == clock.today()


@pytest.mark.article("3")
@pytest.mark.parametrize("code", STALE)
def test_nobody_confirms_for_others(code, foreign, at_desk):
    row = MAKE[code](foreign)
    assert at_desk.post(f"/admin/coverage/{code}/{row.pk}/confirm/").status_code == 404
    assert at_desk.get(f"/admin/coverage/{code}/{row.pk}/confirm/").status_code == 405
    row.refresh_from_db()
    assert str(getattr(row, STALE[code])) < str(old(80))


def test_who_edits_nothing_has_no_report(signed_in, own):
    agent = signed_in(editor_of(own, "cases.work", code="agent"))
    assert agent.get("/admin/coverage/").status_code == 404


def test_it_costs_the_same_at_two_sizes(own, at_desk, django_assert_max_num_queries):
    def more(number):
        for make in MAKE.values():
            for _n in range(number):
                make(OrganisationFactory(parent=own))

    more(1)
    for code in ("", *BY_CODE):
        at_desk.get(f"/admin/coverage/?missing={code}")
        with django_assert_max_num_queries(40) as few:
            at_desk.get(f"/admin/coverage/?missing={code}")
        BY_CODE.get(code) and MAKE[code](OrganisationFactory(parent=own))
        with django_assert_max_num_queries(len(few)):
            at_desk.get(f"/admin/coverage/?missing={code}")
    assert ContactNumber.objects.exists()
    assert Organisation.objects.count() > 10
