from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.kit import clock
from portal.kit.models import PublicRow
from portal.users.models import Role

# The grant of the desk, which stands above the catalogue; definitions write it in roles/agent.yaml.
WORK = "cases.work"


class PostQuerySet(models.QuerySet["Post"]):
    def held(self) -> Self:
        """Posts that somebody holds today."""
        return self.unended().filter(starts__lte=clock.today())

    def agents(self) -> Self:
        """Posts held today by somebody who helps people (Art. 8): their role works on cases."""
        roles = [role.pk for role in Role.objects.filter(retired_at=None) if WORK in role.grants]
        return self.held().filter(role__in=roles)

    def unended(self) -> Self:
        """Posts held today, and those that begin later."""
        return self.filter(models.Q(ends=None) | models.Q(ends__gte=clock.today()), retired_at=None)


class Post(PublicRow):
    """Post of a user in a role at an organisation, with its dates (Art. 8, 11, 12). Leaving ends access at once."""

    code = models.SlugField(_("code"), max_length=80, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts", verbose_name=_("person"))
    organisation = models.ForeignKey("catalog.Organisation", models.PROTECT, related_name="posts")
    point = models.ForeignKey("catalog.ServicePoint", models.PROTECT, null=True, blank=True, related_name="posts")
    role = models.ForeignKey("users.Role", models.PROTECT, related_name="posts")
    badge = models.CharField(_("badge number"), max_length=20, blank=True)
    public = models.BooleanField(_("shown to the public"), default=False)
    starts = models.DateField(_("from"))
    ends = models.DateField(_("to"), null=True, blank=True)
    articles = models.JSONField(_("articles of the rule"), default=list, blank=True, editable=False)
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ("organisation", "role", "code")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends=None) | models.Q(ends__gte=models.F("starts")),
                name="post_ends_after_it_starts",
                violation_error_message=_("The last day lies before the first."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.role}"
