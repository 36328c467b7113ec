"""Access to cases: an actor and the policy over them. No other code decides it."""

from dataclasses import dataclass

from cases.models import Case
from cases.models.case import CaseQuerySet
from cases.workflow import engine
from cases.workflow.actor import Actor, HeldPost
from cases.workflow.engine import Decision, Situation
from cases.workflow.registry import GUARDS
from cases.workflow.spec import WorkflowSpec
from catalog.models import Organisation, scope
from portal.users.grants import Grant
from portal.users.models import User

WORK, ENTER = "cases.work", "cases.enter"
GRANTS = (
    Grant(WORK, ("cases.view_case", "wagtailadmin.access_admin")),
    Grant(ENTER, ("cases.add_case", "wagtailadmin.access_admin")),
)

INTERNAL_NOTES, OWN_WORDS, PERSONAL = "internal notes", "own words", "personal values"
"""What only those who work a case read: notes between colleagues, and what the applicant wrote in their own words.
Personal values in full are for those who may write down what an applicant says, and on paper alone."""


def actor_of(user: User) -> Actor:
    """Return USER as an actor, with the posts held today whose role works cases."""
    posts = (HeldPost(post.role.code, post.organisation.code) for post in scope.posts_of(user, WORK))
    return Actor("user", tuple(posts), user)


def spec_of(case: Case) -> WorkflowSpec:
    """Return the workflow with which CASE began."""
    return case.workflow_version.read()


@dataclass(frozen=True)
class CasePolicy:
    """Access of one actor: visible cases, allowed moves, readable fields."""

    actor: Actor

    @classmethod
    def of(cls, user: User) -> "CasePolicy":
        """Return the policy of USER."""
        return cls(actor_of(user))

    @property
    def works(self) -> bool:
        """Whether this actor works cases anywhere: whether the desk is theirs at all, never which cases."""
        return self.actor.user is not None and scope.may(self.actor.user, WORK)

    @property
    def enters(self) -> bool:
        """Whether this actor writes down anywhere what people say at the window, on the telephone or on paper."""
        return self.actor.user is not None and scope.may(self.actor.user, ENTER)

    def entry_heads(self) -> list[Organisation]:
        """Return the organisations for which this user enters applications, without those below another of them."""
        return scope.heads_of(self.actor.user, ENTER) if self.actor.user else []

    def enters_at(self, organisation: Organisation) -> bool:
        """Return whether this user enters applications for ORGANISATION."""
        return self.actor.user is not None and scope.may_at(self.actor.user, organisation, ENTER)

    def visible(self) -> CaseQuerySet:
        """Return the cases of the organisations in which this user works cases, and of those below them (Art. 3).

        None for the applicant, who is shown the one case whose number and telephone they know, and for the system.
        """
        if self.actor.user is None:
            return Case.objects.none()
        return Case.objects.within(self.heads())

    def heads(self) -> list[Organisation]:
        """Return the organisations in which this user works cases, without those that stand below another of them."""
        return scope.heads_of(self.actor.user, WORK) if self.actor.user else []

    def readable(self) -> frozenset[str]:
        """Return what this actor reads of a case that they see, besides what its applicant reads."""
        return frozenset({INTERNAL_NOTES, OWN_WORDS} if self.actor.user else ())

    def readable_of(self, case: Case) -> frozenset[str]:
        """Return what this actor reads of CASE, personal values among it where they enter applications themselves."""
        return self.readable() | (frozenset({PERSONAL}) if self.enters_at(case.organisation) else frozenset())

    def roles_over(self, case: Case) -> tuple[str, ...]:
        """Return the codes of the roles in which this actor works CASE."""
        return self.actor.roles_over(case.organisation.path.codes)

    def decisions(self, case: Case) -> dict[str, Decision]:
        """Return the decision on every move of the workflow of CASE, by code; guards read what they need."""
        spec = spec_of(case)
        facts = {
            code: [guard.load(case, parameters) for guard, parameters in map(GUARDS.read, move.requires)]
            for code, move in engine.moves_from(spec, case.state).items()
            if move.requires
        }
        return engine.decide(spec, Situation(case.state, case.organisation.path.codes, facts), self.actor)
