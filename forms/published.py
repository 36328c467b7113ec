"""Published forms as the search finds them: names, other names and addresses; never answers or drafts."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from forms.models import Form
from portal.kit.indexing import OfferedRows, PublicDescription


def published_forms() -> QuerySet[Form]:
    """Return the forms that can be filled in, with their current version."""
    return Form.objects.published().select_related("current")


def _describe(form: Form) -> PublicDescription:
    spec = form.current.read()
    return PublicDescription(spec.title, tuple(spec.also_called), spec.intro, reverse("apply", args=[form.code]))


PUBLISHED_FORMS = OfferedRows("forms", _("Online forms"), Form, published_forms, _describe)
