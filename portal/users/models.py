from django.contrib.auth.models import AbstractUser, Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.kit.json import ReadableJSON
from portal.kit.word_fields import WordsField


class User(AbstractUser):
    """Somebody who signs in: an editor, an agent, an operator. What they may do follows from their posts and roles."""

    display_name = models.CharField(_("name on the badge"), max_length=50, blank=True)

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_full_name(self) -> str:
        """Return the name on the badge: what the admin calls somebody."""
        return str(self)


class Role(models.Model):
    """A role of the rule (agent, liaison officer, editor …): a name and grants, mirrored as a Django group."""

    code = models.SlugField(_("code"), max_length=50, unique=True)
    name = WordsField(_("name"), max=60)
    grants = models.JSONField(_("may"), encoder=ReadableJSON, default=list)
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="role")
    articles = models.JSONField(_("articles of the rule"), default=list, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ("code",)

    def __str__(self) -> str:
        return str(self.name)
