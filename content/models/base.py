"""Base of all pages: a code for definitions, the organisation that answers, and the date of the last public change."""

from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, get_page_models
from wagtail.search import index

from content import codes
from content.forms import PageForm
from content.organisation_chooser import OrganisationChooser
from content.permissions import PageTester
from portal.kit import published
from portal.kit.json import ReadableJSON
from portal.languages import address_in

HOME_DEPTH = 2


class BasePage(Page):
    """A page of the portal.

    ``code`` names the page in definitions, the same in every language; ``organisation`` answers for it (the competent
    authority where it is empty) and its editors may change it.
    """

    code = models.SlugField(_("code"), max_length=80, blank=True, help_text=_("Never changes, whatever the title."))
    intro = models.CharField(_("in one sentence"), max_length=300, blank=True)
    organisation = models.ForeignKey(
        "catalog.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("responsible")
    )
    reviewed_on = models.DateField(_("checked on"), null=True, blank=True)
    articles = models.JSONField(encoder=ReadableJSON, default=list, blank=True, editable=False)

    base_form_class = PageForm
    exclude_fields_in_copy = ["code"]
    password_required_template = "content/password_required.html"  # noqa: S105  a file
    content_panels = [*Page.content_panels, FieldPanel("intro")]
    promote_panels = [
        FieldPanel("slug"),
        MultiFieldPanel(
            [FieldPanel("organisation", widget=OrganisationChooser), FieldPanel("reviewed_on")],
            heading=_("Responsibility"),
        ),
    ]
    search_fields = [*Page.search_fields, index.SearchField("intro")]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        kinds = [model for model in get_page_models() if issubclass(model, BasePage)]
        if not self.code or codes.is_taken(self.code, self, kinds):
            # Nobody is asked for it: the versions of a copied page still have the code of the one they came from.
            self.code = codes.code_for(self, kinds)

    def permissions_for_user(self, user: Any) -> PageTester:
        """Return what USER may do with this page; Wagtail asks the same of a `Page` whose type it has not loaded."""
        return PageTester(user, self)

    def organisations_concerned(self) -> set[int | None]:
        """Return the key of the organisation that the page has, and of the one that its draft would give it.

        Content of a revision is no row of the database and may name another organisation than the row does.
        """
        named = self.organisation_id
        loaded = self._state.db is not None or "organisation_id" in self.get_deferred_fields()
        if loaded or self.pk is None:
            return {named}
        stored = type(self)._default_manager.filter(pk=self.pk).values_list("organisation_id", flat=True)
        return {named, *stored}

    def serve(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Say that everybody gets the same; a page behind a password never comes here without a session."""
        published.allow_keeping(request)
        return super().serve(request, *args, **kwargs)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``foreign`` (the page's language where it is not the reader's, else empty) and the way from home."""
        own, asked = self.locale.language_code, get_language()
        trail = [
            (address_in(page.url, asked or own), page.title)
            for page in (self.get_ancestors() if self.depth > HOME_DEPTH + 1 else ())
            if page.depth > HOME_DEPTH
        ][-2:]
        return super().get_context(request, *args, **kwargs) | {
            "foreign": own if asked != own else "",
            "trail": trail,
        }
