"""Actors on cases: a value that the engine decides over; `cases.access` builds it from posts."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cases.workflow.spec import APPLICANT

if TYPE_CHECKING:
    from portal.users.models import User


@dataclass(frozen=True)
class HeldPost:
    """A role held at an organisation, both by code; it reaches that organisation and all below it."""

    role: str
    organisation: str


@dataclass(frozen=True)
class Actor:
    """A user with the posts from which they work cases, the applicant, or the system."""

    kind: Literal["user", "applicant", "system"]
    posts: tuple[HeldPost, ...] = ()
    user: "User | None" = None

    @property
    def account(self) -> str:
        """The name under which the journal keeps this actor."""
        return self.user.get_username() if self.user else self.kind

    @property
    def name(self) -> str:
        """Name that colleagues see; empty for the applicant and the system."""
        return str(self.user) if self.user else ""

    def roles_over(self, organisations: Collection[str]) -> tuple[str, ...]:
        """Return the roles over a case whose organisation and those above it have the codes ORGANISATIONS."""
        if self.kind == APPLICANT:
            return (APPLICANT,)
        return tuple(dict.fromkeys(post.role for post in self.posts if post.organisation in organisations))


THE_APPLICANT = Actor("applicant")
"""The applicant of a case; who that is was proved before, by number and telephone."""
THE_SYSTEM = Actor("system")
"""The portal itself, which holds no role."""
