"""The person who answers for a case, as its applicant may know them: a masked name and the number of the badge."""

from dataclasses import dataclass

from cases.models import Case
from catalog.models import Post
from forms import masks


@dataclass(frozen=True)
class CaseHandler:
    """``name`` is masked; both are empty for somebody whose post is not shown to the public."""

    name: str = ""
    badge: str = ""


def handler_of(case: Case) -> CaseHandler | None:
    """Return who works CASE; None while nobody has taken it."""
    if case.responsible is None:
        return None
    posts = Post.objects.held().filter(user=case.responsible, public=True)
    badge = posts.order_by("pk").values_list("badge", flat=True).first()
    if badge is None:
        return CaseHandler()
    return CaseHandler(masks.name(str(case.responsible)), badge)
