"""Answer 404 to everybody who does not work cases, and for cases outside of their organisations."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponseBase

from cases import extensions
from cases.access import CasePolicy
from portal.users.models import User

Answer = TypeVar("Answer", bound=HttpResponseBase)


def worker(request: HttpRequest) -> User:
    """Return the signed-in person; Http404 unless that person works cases."""
    if not isinstance(request.user, User) or not CasePolicy.of(request.user).works:
        raise Http404
    return request.user


def enterer(request: HttpRequest) -> User:
    """Return the signed-in person; Http404 unless that person enters applications for others."""
    if not isinstance(request.user, User) or not CasePolicy.of(request.user).enters:
        raise Http404
    return request.user


def case_worker(view: Callable[..., Answer]) -> Callable[..., Answer]:
    """Give VIEW the case of the number in the address, if it lies in this person's organisations; else Http404."""

    @wraps(view)
    def guarded(request: HttpRequest, number: str, **kwargs: Any) -> Answer:
        shown = (
            "organisation",
            "point",
            "workflow_version",
            "form_version",
            "responsible",
            "applicant",
            "consultation",
        )
        cases = CasePolicy.of(worker(request)).visible().select_related(*shown, *extensions.related())
        case = cases.filter(number=number).first()
        if case is None:
            raise Http404
        return view(request, case, **kwargs)

    return guarded
