"""Reading never writes: with a read-only database every public page answers, and the admin answers or says so."""

import pytest
from django.test import Client

from search import query_log
from tests.city import city
from tests.factories.post import UserFactory
from tests.trust.access import one_a_pattern
from tests.trust.storage import read_only
from tests.trust.walking import walk

__all__ = ["city", "walk"]
pytestmark = [pytest.mark.slow]

# Pages of Wagtail that write when they are opened: who edits what now, the row of one's own profile, the small pictures
# of an image that was not shown before.
WRITE_ON_GET = {
    "admin/account/",
    "admin/images/",
    "admin/images/<int:image_id>/",
    "admin/images/chooser/",
    "admin/images/chooser/<int:image_id>/select_format/",
    "admin/images/chooser/chosen/<str:pk>/",
    "admin/images/chooser/results/",
    "admin/images/results/",
    "admin/pages/<int:page_id>/edit/",
    "admin/pages/<int:page_id>/revisions/<int:revision_id>/revert/",
    "admin/snippets/catalog/serviceitem/edit/<int:pk>/",
    "admin/snippets/catalog/servicepoint/edit/<int:pk>/",
}


def opened(client, targets):
    """Return what each address answers to a GET: status by route, and the text of those above 499."""
    found = {}
    for target in targets:
        with read_only():
            response = client.get(target.address, headers={"accept": "text/html"})
            body = b"".join(response.streaming_content) if response.streaming else response.content
        found[target.route.template] = response.status_code, body.decode(errors="replace")
    return found


@pytest.mark.parametrize("who", ["stranger", "editor", "agent", "operator"])
def test_every_page_opens_or_says_that_it_cannot(who, walk, db):
    client = Client(raise_request_exception=False)
    user = UserFactory(is_superuser=True, is_staff=True) if who == "operator" else walk.cast.users[who]
    if user:
        client.force_login(user)
    found = opened(client, one_a_pattern(walk.targets))
    public = {route: status for route, (status, _text) in found.items() if not route.startswith("admin/")}
    assert not {route for route, status in public.items() if status >= 500}
    assert not {route for route, (status, _text) in found.items() if status == 500}
    refused = {route for route, (status, text) in found.items() if status == 503}
    assert refused <= WRITE_ON_GET, sorted(refused - WRITE_ON_GET)
    assert all('href="tel:' in found[route][1] for route in refused)


def test_search_is_counted_outside_of_the_request(walk, db):
    with read_only():
        assert Client().get("/search/", {"q": "社保卡"}).status_code == 200
        with pytest.raises(Exception, match=r"readonly|read-only"):
            query_log.flush()
    query_log.flush()
    assert [row["words"] for row in query_log.report(days=1)] == ["社保卡"]
