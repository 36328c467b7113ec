"""The people of the access matrix, their cases, and the canaries that nobody else may read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.signing import Signer, TimestampSigner
from django.test import Client

from cases.actions import submit
from cases.models import Case
from catalog.models import Organisation, Post, ServiceItem, ServicePoint
from catalog.staff import sync_groups
from forms.models import Draft, Form
from portal.kit import clock
from portal.users.models import Role, User

# Beside the roles of the definitions, each held at HERE: nobody in particular, the one whose case the own one is, an
# operator of the whole city, and a superuser.
STRANGER, CITIZEN, HEAD, SUPERUSER = "stranger", "citizen", "head-operator", "superuser"
HERE, THERE = "laoshan", "shinan"
NAME, PHONE, WISH = "金丝雀名", "13900007531", "金丝雀的愿望"
ANSWERS = {
    "mode": "assistance",
    "applicant_kind": "natural_person",
    "name": NAME,
    "phone": PHONE,
    "wish": WISH,
    "visit": "window",
}


@dataclass(frozen=True)
class Cast:
    """``users`` by actor (None: not signed in); ``own`` is a case of HERE, the citizen's; ``foreign`` one of THERE."""

    users: Mapping[str, User | None]
    own: Case
    foreign: Case

    @property
    def editor(self) -> User:
        """Return the editor of HERE."""
        editor = self.users["editor"]
        assert editor is not None
        return editor

    @property
    def canaries(self) -> tuple[str, ...]:
        """Values that stand in the foreign case alone."""
        return (f"{NAME}2", f"{PHONE[:-1]}2", f"{WISH}2", self.foreign.number)

    def client(self, actor: str) -> Client:
        """Return a browser in which ACTOR is signed in, or has looked up the own case and sent its form."""
        client = Client(raise_request_exception=False)
        user = self.users[actor]
        if user is not None:
            client.force_login(user)
        if actor == CITIZEN:
            client.cookies["track-zh-hans"] = TimestampSigner(salt="tracking").sign(self.own.uuid.hex)
            client.cookies["receipt-zh-hans"] = Signer(salt="receipt").sign(self.own.uuid.hex)
        return client


def gather() -> Cast:
    """Find the people of the demo data, one a role, and open a case for each of the two organisations."""
    users: dict[str, User | None] = {STRANGER: None, CITIZEN: None}
    for role in Role.objects.filter(retired_at=None).order_by("code"):
        users[role.code] = _holder(role)
    head = Post.objects.held().get(role__code="operator", organisation__parent=None)
    users[HEAD] = head.user
    users[SUPERUSER] = User.objects.create(username="matrix-superuser", is_superuser=True)
    return Cast(users, _case(HERE, "1"), _case(THERE, "2"))


def _holder(role: Role) -> User:
    """Return somebody who holds ROLE at HERE and nothing else, made where the demo data has nobody."""
    held = Post.objects.held().filter(role=role, organisation__code=HERE).select_related("user").order_by("pk").first()
    if held is not None:
        return held.user
    user = User.objects.create(username=f"matrix-{role.code}")
    here = Organisation.objects.get(code=HERE)
    Post.objects.create(code=f"matrix-{role.code}", user=user, organisation=here, role=role, starts=clock.today())
    sync_groups(user)
    return user


def _case(organisation: str, mark: str) -> Case:
    """Submit an application to a point of ORGANISATION, its answers ending in MARK."""
    answers = ANSWERS | {"name": NAME + mark, "phone": PHONE[:-1] + mark, "wish": WISH + mark}
    draft = Draft.objects.create(
        key=f"canary {mark}",
        form_version=Form.objects.get(code="assistance").current,
        item=ServiceItem.objects.public().filter(exclusion="").exclude(form="").order_by("pk").first(),
        point=ServicePoint.objects.public().filter(organisation__code=organisation).order_by("pk").first(),
        answers=json.dumps(answers),
    )
    return submit(draft=draft, declared=["privacy", "truth"])
