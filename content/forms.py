"""The form of a page: an editor gives a page to organisations within reach of a post, and to no other."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from catalog.models import Organisation
from catalog.models.scope import heads_of, organisations_of
from catalog.passed_schedules import PassedEndMixin
from content.permissions import PAGES_EDIT, PAGES_PUBLISH, competent_authority


class PageForm(PassedEndMixin, WagtailAdminPageForm):
    """Offers the organisations of the editor, and what stands there already."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "organisation" not in self.fields or not self.for_user:
            return
        own = organisations_of(self.for_user, PAGES_EDIT, *([PAGES_PUBLISH] if self.instance.pk else []))
        kept = Organisation.objects.filter(pk=self.instance.organisation_id)
        self.fields["organisation"].queryset = (own.filter(retired_at=None) | kept).order_by("path")
        if not self.instance.pk and not self._answers_for(None, PAGES_EDIT):
            self.initial["organisation"] = self._nearest()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if "organisation" not in cleaned or not self.for_user:
            return cleaned
        chosen = cleaned["organisation"]
        new = not self.instance.pk
        grants = (PAGES_EDIT,) if new else (PAGES_EDIT, PAGES_PUBLISH)
        if (new or "organisation" in self.changed_data) and not self._answers_for(chosen, *grants):
            sentence = _("Choose your organisation: without one, the page belongs to the competent authority.")
            self.add_error("organisation", sentence)
        elif "action-publish" in self.data and not self._answers_for(chosen, PAGES_PUBLISH):
            sentence = _("You may write drafts for this organisation, but not publish them: submit it for approval.")
            self.add_error("organisation", sentence)
        return cleaned

    def _answers_for(self, organisation: Organisation | None, *grants: str) -> bool:
        owner = organisation or competent_authority()
        return owner is not None and organisations_of(self.for_user, *grants).filter(pk=owner.pk).exists()

    def _nearest(self) -> int | None:
        """Return the key of the organisation above where the editor writes for it, else of the only one of theirs."""
        above = getattr(self.parent_page.specific_deferred, "organisation", None)
        if above and self._answers_for(above, PAGES_EDIT):
            return int(above.pk)
        heads = heads_of(self.for_user, PAGES_EDIT)
        return heads[0].pk if len(heads) == 1 else None


class NoticeForm(PageForm):
    """A notice says who issues it, in its drafts, too."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "organisation" in self.fields:
            self.fields["organisation"].required = True
