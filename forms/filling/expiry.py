"""The end of begun forms: thirty days after the last touch they are deleted, with everything that hangs on them."""

from forms.filling.browser_drafts import KEPT
from forms.models import Draft
from portal.kit import clock

AT_ONCE = 500  # a round


def delete_old_drafts() -> None:
    """Delete begun forms that nobody touched for thirty days; sent ones are empty, and their case needs them."""
    old = Draft.objects.filter(sent_at=None, updated_at__lt=clock.now() - KEPT)
    keys = list(old.order_by("updated_at").values_list("pk", flat=True)[:AT_ONCE])
    # Asked again: somebody may have gone on meanwhile.
    old.filter(pk__in=keys).delete()
