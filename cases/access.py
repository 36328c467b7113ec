"""Who may see and do what with a case: pure answers over posts, roles and the workflow of the case."""

from collections.abc import Collection

from cases.models import Case
from cases.models.case import CaseQuerySet
from cases.workflow import engine
from cases.workflow.spec import APPLICANT, WorkflowSpec
from catalog.models.scope import may, organisations_of, roles_of
from portal.users.grants import Grant
from portal.users.models import User

WORK = "cases.work"
GRANTS = (Grant(WORK, ("cases.view_case", "wagtailadmin.access_admin")),)


def may_work(user: User) -> bool:
    """Return whether USER works cases anywhere."""
    return may(user, WORK)


def visible_cases(user: User) -> CaseQuerySet:
    """Return the cases of the organisations in which USER works cases, and of those below them (Art. 3)."""
    return Case.objects.within(organisations_of(user, WORK))


def spec_of(case: Case) -> WorkflowSpec:
    """Return the workflow with which CASE began."""
    return case.workflow_version.read()


def may_move(case: Case, move: str, roles: Collection[str]) -> bool:
    """Return whether ROLES may make MOVE on CASE as it stands."""
    return engine.may(spec_of(case), move, case.state, roles)


def roles_at(user: User | None, case: Case) -> set[str]:
    """Return the codes of the roles in which USER works cases of this organisation; the applicant for None."""
    return {APPLICANT} if user is None else roles_of(user, case.organisation, WORK)
