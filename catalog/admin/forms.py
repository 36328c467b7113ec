"""The forms of the catalogue's editors: choices within their scope, rules of publishing beside the field."""

from typing import Any, ClassVar

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from catalog.admin.fields import (
    BlankField,
    ChoicesField,
    DatesOfTheYearField,
    DefinedField,
    LinesField,
    PhonesField,
    TermField,
    levels,
)
from catalog.admin.schema_rules import validators_of
from catalog.enums import Audience, Mode, TermList
from catalog.models import Organisation, ServicePoint
from catalog.models.organisation import DEEPEST, TOO_DEEP
from catalog.models.scope import may, may_at, may_everywhere, organisations_of
from catalog.passed_schedules import PassedEndMixin
from catalog.points.places import FIELDS, Changes
from catalog.publication_rules import about_limits, no_number
from catalog.staff import sync_groups
from catalog.territory import reach
from portal.kit.phones import Phone
from portal.users.models import Role, User

PLACES = ("registries.edit", "points.publish")
LOCKED = _("This point is locked, waits for approval or for its appointed time: change its places afterwards.")
PUBLISHING = ("action-publish", "action-submit", "action-restart-workflow", "action-workflow-action")


class ScopedForm(WagtailAdminModelForm):
    """Offers organisations within the editor's scope; a code is fixed once it is given."""

    grants: ClassVar[tuple[str, ...]]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.own = organisations_of(self.for_user, *self.needed())
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = self.choices(name, field.queryset)
        if self.instance.pk and "code" in self.fields:
            self.fields["code"].disabled = True
        for name, rule in validators_of(self._meta.model):
            field = self.fields.get(name)
            # Several values, e.g. lines, have rules of their own; a code that is fixed was judged when it was given.
            if isinstance(field, forms.CharField | forms.IntegerField) and not (name == "code" and field.disabled):
                field.validators.append(rule)
        offered = self.levels() if "level" in self.fields else []
        if offered:
            self.fields["level"] = forms.ChoiceField(label=self.fields["level"].label, choices=offered)

    def needed(self) -> tuple[str, ...]:
        """Return the grants of which one is needed at the organisation of the row."""
        return self.grants

    def levels(self) -> list[tuple[str, str]]:
        """Return the levels of the site that a row may have."""
        return levels()

    def choices(self, name: str, rows: Any) -> Any:
        """Return those of ROWS that the editor may enter in the field NAME, and what stands there already."""
        if rows.model is Organisation:
            # A new row that begins as a copy of another one keeps nothing.
            stored = getattr(self.instance, f"{name}_id", None) if self.instance.pk else None
            kept = Organisation.objects.filter(pk=stored or 0)
            return (self.own.filter(retired_at=None) | kept).order_by("path")
        if rows.model is ServicePoint:
            return rows.filter(organisation__in=self.own, retired_at=None)
        return rows


class PublicationForm(PassedEndMixin, ScopedForm):
    """Asks for the rules of publishing when the editor publishes; a draft may wait for its numbers.

    The first of ``grants`` is the one that makes new rows.
    """

    def needed(self) -> tuple[str, ...]:
        return self.grants if self.instance.pk else self.grants[:1]

    @property
    def publishes(self) -> bool:
        return any(name in self.data for name in PUBLISHING)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        owner = cleaned.get(self.instance.owner)
        if "action-publish" in self.data and owner:
            allowed = organisations_of(self.for_user, self.instance.publish_grant)
            if not allowed.filter(pk=owner.pk).exists():
                sentence = _(
                    "You may write drafts for this organisation, but not publish them: submit it for approval."
                )
                self.add_error(self.instance.owner, sentence)
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.publishes:
            for found in self.instance.findings():
                if found.field not in self.errors:
                    self.add_error(found.field, str(found))


class ItemForm(PublicationForm):
    grants = ("items.edit", "items.publish")

    also_called = LinesField(label=_("also called"), help_text=_("What people say; one a line."))
    asked_as = LinesField(
        lines=60,
        label=_("asked as"),
        help_text=_("Words in which people ask for it; one a line. They are searched, not shown."),
    )
    audience = ChoicesField(
        label=_("for whom"),
        choices=Audience.choices,
        required=False,
        help_text=_("Left empty, the guide says that it is not stated."),
    )
    service_phones = PhonesField(label=_("telephone for questions"))
    complaint_phones = PhonesField(label=_("telephone for complaints"))
    offered_as = ChoicesField(label=_("how we help"), choices=Mode.choices)
    decided_at = ChoicesField(label=_("levels where it is decided"), choices=levels, required=False)
    item_class = TermField(TermList.CLASS, label=_("class"))
    topic = TermField(TermList.TOPIC, label=_("topic"), required=False)
    form = DefinedField("form", label=_("online form"))
    appointment = DefinedField("appointment", label=_("kind of appointment"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        # The database refuses it in a draft too; said here, it stands beside the field.
        limit, unit = cleaned.get("statutory_limit"), cleaned.get("statutory_unit", "")
        for found in about_limits(limit, unit, cleaned.get("promised_days")):
            self.add_error(found.field, found.sentence)
        return cleaned


class PointForm(PublicationForm):
    grants = ("points.edit", "points.publish")


class RegistryForm(ScopedForm):
    grants = ("registries.edit",)


class OrganisationForm(RegistryForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # Who does not hold the whole tree neither moves nor makes the head of one.
        self.fields["parent"].required = not may_everywhere(self.for_user, "registries.edit")

    def levels(self) -> list[tuple[str, str]]:
        """Departments have a register of their own; one that is opened here stays one."""
        return [level for level in levels() if level[0] not in reach.departments() or level[0] == self.instance.level]

    def clean_parent(self) -> Organisation | None:
        parent: Organisation | None = self.cleaned_data["parent"]
        if parent and self.instance.pk and self.instance.contains(parent):
            raise forms.ValidationError(_("An organisation cannot stand below itself."))
        if parent and parent.path.depth + self.instance.height > DEEPEST:
            raise forms.ValidationError(TOO_DEEP)
        if self.instance.pk and self.instance.parent_id != (parent and parent.pk) and self._is_a_head_of_scope():
            raise forms.ValidationError(_("Only somebody responsible for both places can move this organisation."))
        return parent

    def _is_a_head_of_scope(self) -> bool:
        above = self.instance.parent_id
        return not may_everywhere(self.for_user, "registries.edit") and not self.own.filter(pk=above).exists()


class DepartmentForm(OrganisationForm):
    def levels(self) -> list[tuple[str, str]]:
        return [level for level in levels() if level[0] in reach.departments()]


class ContactAdminForm(RegistryForm):
    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        try:
            Phone.parse(number)
        except ValueError as error:
            raise forms.ValidationError(no_number()) from error
        return number


class PlaceForm(ScopedForm):
    """Writes the row that is public, and the newest draft of the point with it."""

    grants = PLACES

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        point = self.fields["point"]
        if self.instance.pk:
            # A place stays where it is: no chooser.
            point.disabled, point.widget = True, forms.Select(choices=point.choices)

    def choices(self, name: str, rows: Any) -> Any:
        found = super().choices(name, rows)
        return found.filter(pk=self.instance.point_id) if self.instance.pk else found

    def clean_point(self) -> ServicePoint:
        point: ServicePoint = self.cleaned_data["point"]
        if point.get_lock():
            raise forms.ValidationError(LOCKED)
        return point

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002  Django's signature
        new = self.instance.pk is None
        place, changes = super().save(commit=commit), Changes()
        if new:
            changes.made(place)
        else:
            changes.changed(place, [name for name in self.changed_data if name in FIELDS])
        changes.apply_to_points(self.for_user)
        return place


class MaterialAdminForm(RegistryForm):
    blank = BlankField(label=_("blank form"), help_text=_("PDF, DOCX, XLSX or OFD, at most 5 MB."))
    sample = BlankField(label=_("filled sample"), help_text=_("With invented names and numbers."))


class CalendarForm(RegistryForm):
    every_year = DatesOfTheYearField(label=_("closed every year"), help_text=_("Month and day, one a line: 01-01."))


class PostForm(ScopedForm):
    """Nobody hands out more than they hold themselves."""

    grants = ("people.edit",)

    def choices(self, name: str, rows: Any) -> Any:
        if rows.model is Role and not self.for_user.is_superuser:
            offered = [role for role in rows.filter(retired_at=None) if all(may(self.for_user, g) for g in role.grants)]
            return rows.filter(pk__in=[role.pk for role in offered])
        if rows.model is User and not self.for_user.is_superuser:
            here = User.objects.filter(posts__organisation__in=self.own) | User.objects.filter(posts=None)
            return rows.filter(pk__in=here.filter(is_superuser=False).values("pk"))
        return super().choices(name, rows)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        role, organisation = cleaned.get("role"), cleaned.get("organisation")
        if role and organisation and not all(may_at(self.for_user, organisation, grant) for grant in role.grants):
            self.add_error("role", _("You do not hold everything there that this role may do."))
        return cleaned

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002  Django's signature
        before = User.objects.filter(pk=self.initial.get("user"))
        post = super().save(commit=commit)
        sync_groups(*{post.user, *before})
        return post
