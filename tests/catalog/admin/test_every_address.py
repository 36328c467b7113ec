"""Row-level scope on every address of the catalogue in the admin: a sibling's row does not exist (Art. 3)."""

import pytest

from catalog.admin.registries import RegistriesGroup
from catalog.admin.snippets import CatalogueGroup
from catalog.models import ServiceItem, ServicePoint
from portal.kit import languages
from tests.factories.item import ItemFactory
from tests.factories.organisation import OrganisationFactory
from tests.factories.place import PlaceFactory
from tests.factories.point import PointFactory
from tests.factories.post import PostFactory
from tests.factories.registers import (
    CalendarFactory,
    CalendarYearFactory,
    ChannelFactory,
    ContactFactory,
    LawFactory,
    MaterialFactory,
    TermFactory,
    ThemeFactory,
)
from tests.trust.routes import routes

pytestmark = [pytest.mark.django_db, pytest.mark.article("3"), pytest.mark.usefixtures("levels")]

CHOSEN = {"audience": ["natural_person"], "offered_as": ["agency"]}
# Made for an organisation; the shared ones belong to the head of the tree, where the editor has no post.
MAKE = {
    "serviceitem": lambda organisation: ItemFactory(department=organisation, **CHOSEN),
    "servicepoint": lambda organisation: PointFactory(organisation=organisation),
    "organisation": lambda organisation: OrganisationFactory(parent=organisation),
    "department": lambda organisation: OrganisationFactory(parent=organisation, level="bureau"),
    "place": lambda organisation: PlaceFactory(point__organisation=organisation, name={"zh-hans": "场所"}),
    "contactnumber": lambda organisation: ContactFactory(organisation=organisation),
    "post": lambda organisation: PostFactory(organisation=organisation),
    "theme": lambda _organisation: ThemeFactory(),
    "term": lambda _organisation: TermFactory(),
    "law": lambda _organisation: LawFactory(),
    "material": lambda _organisation: MaterialFactory(),
    "channel": lambda _organisation: ChannelFactory(),
    "calendar": lambda _organisation: CalendarFactory(),
    "calendaryear": lambda _organisation: CalendarYearFactory(),
}
BY_ORGANISATION = ("serviceitem", "servicepoint", "organisation", "department", "place", "contactnumber", "post")
SNIPPETS = ("serviceitem", "servicepoint")


def addresses(model):
    prefixes = (f"admin/snippets/catalog/{model}/", f"admin/catalog/{model}/")
    return [route for route in routes() if route.template.startswith(prefixes)]


def values(row):
    revision = str(row.latest_revision_id) if hasattr(row, "latest_revision_id") else "1"
    return {
        "pk": str(row.pk),
        "instance_pk": str(row.pk),
        "revision_id": revision,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "task_state_id": "1",
        "task_id": "1",
        "workflow_state_id": "1",
        "action_name": "approve",
    }


with languages.reading(["zh-hans", "en"]):
    OF_A_ROW = [(model, route) for model in MAKE for route in addresses(model) if route.parameters]


def test_every_register_is_tried():
    registered = {viewset.model._meta.model_name for viewset in CatalogueGroup.items}
    paths = [admin.base_url_path or f"catalog/{admin.model._meta.model_name}" for admin in RegistriesGroup.items]
    registered |= {path.removeprefix("catalog/") for path in paths}
    assert registered == set(MAKE)
    assert {model for model, _route in OF_A_ROW} == set(MAKE)


def make(model, organisation):
    made = MAKE[model](organisation)
    made.refresh_from_db()
    if model in SNIPPETS:
        made.save_revision()
    return made


@pytest.mark.parametrize(("model", "route"), OF_A_ROW, ids=lambda value: getattr(value, "template", value))
def test_foreign_row_does_not_exist(model, route, foreign, at_desk):
    address = route.address(values(make(model, foreign)))
    answers = {at_desk.get(address).status_code, at_desk.post(address).status_code}
    assert answers <= {403, 404}


OPENS = [
    (model, route)
    for model, route in OF_A_ROW
    if model in BY_ORGANISATION and route.template.split("/")[-3] in {"edit", "history", "delete", "usage", "inspect"}
]


@pytest.mark.parametrize(("model", "route"), OPENS, ids=lambda value: getattr(value, "template", value))
def test_own_row_opens(model, route, own, at_desk):
    assert at_desk.get(route.address(values(make(model, own)))).status_code == 200


@pytest.mark.parametrize("model", BY_ORGANISATION)
@pytest.mark.parametrize("query", ["", "?q=MARK", "?export=csv", "?o=-0"])
def test_lists_and_exports_hold_own_rows_alone(model, query, own, foreign, at_desk):
    mine, theirs = make(model, own), make(model, foreign)
    prefix = "snippets/catalog" if model in SNIPPETS else "catalog"
    answer = at_desk.get(f"/admin/{prefix}/{model}/{query.replace('MARK', str(theirs))}")
    text = b"".join(answer) if answer.streaming else answer.content
    assert answer.status_code == 200
    assert f"/edit/{theirs.pk}/".encode() not in text
    if query != "?q=MARK":  # the box repeats what was searched
        assert theirs.code.encode() not in text
        assert str(getattr(mine, "number", mine)).split(" · ")[0].encode() in text


@pytest.mark.parametrize("model", [name for name in MAKE if name not in BY_ORGANISATION])
def test_shared_registers_are_closed_to_a_subtree(model, at_desk):
    for ending in ("", "create/"):
        assert at_desk.get(f"/admin/catalog/{model}/{ending}").status_code in {302, 403, 404}


@pytest.mark.parametrize("model", SNIPPETS)
@pytest.mark.parametrize("which", ["id={pk}", "id=all"])
def test_bulk_action_does_not_reach_a_foreign_row(model, which, foreign, at_desk):
    theirs = make(model, foreign)
    address = f"/admin/bulk/catalog/{model}/delete/?{which.format(pk=theirs.pk)}"
    assert str(theirs).encode() not in at_desk.get(address).content
    at_desk.post(address)
    assert type(theirs).objects.get(pk=theirs.pk).retired_at is None


def test_bulk_action_retires_own_rows(own, at_desk):
    mine = make("serviceitem", own)
    at_desk.post(f"/admin/bulk/catalog/serviceitem/delete/?id={mine.pk}")
    mine.refresh_from_db()
    assert (mine.live, mine.retired_at is not None) == (False, True)


@pytest.mark.parametrize("model", SNIPPETS)
def test_choosers_offer_what_is_published(model, foreign, at_desk):
    hidden, shown = make(model, foreign), make(model, foreign)
    type(hidden).objects.filter(pk=hidden.pk).update(live=False)
    text = at_desk.get(f"/admin/snippets/choose/catalog/{model}/results/").content
    assert (str(shown).encode() in text, str(hidden).encode() in text) == (True, False)
    assert at_desk.get(f"/admin/snippets/choose/catalog/{model}/chosen/{hidden.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("model", "make_many"), [(ServiceItem, ItemFactory), (ServicePoint, PointFactory)], ids=["item", "point"]
)
def test_list_costs_the_same_at_two_sizes(model, make_many, own, at_desk, django_assert_max_num_queries):
    field = "department" if model is ServiceItem else "organisation"
    address = f"/admin/snippets/catalog/{model._meta.model_name}/"
    make_many.create_batch(3, **{field: own})
    at_desk.get(address)
    with django_assert_max_num_queries(50) as few:
        at_desk.get(address)
    make_many.create_batch(20, **{field: OrganisationFactory(parent=own)})
    with django_assert_max_num_queries(len(few)):
        at_desk.get(address)


@pytest.mark.parametrize("report", ["site-history", "workflow", "workflow_tasks"])
def test_reports_over_all_organisations_are_for_operators(report, at_desk, operator):
    address = f"/admin/reports/{report}/"
    assert (at_desk.get(address).status_code, operator.get(address).status_code) == (404, 200)
