"""The fixed words of the catalogue; what differs between cities is a definition, not a member here."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    NATURAL_PERSON = "natural_person", _("individuals")
    LEGAL_PERSON = "legal_person", _("companies and other legal persons")
    OTHER_ORGANISATION = "other_organisation", _("organisations without legal personality")


class Mode(models.TextChoices):
    """Kind of help (Art. 4): accompany the applicant, or act in the applicant's stead."""

    ASSISTANCE = "assistance", _("We help you")
    AGENCY = "agency", _("We act for you")


class TermList(models.TextChoices):
    """The lists that a city may lengthen; what stands in them is a definition."""

    CLASS = "class", _("class of an item")
    TOPIC = "topic", _("topic of public service")
    CONTENT = "content", _("what our help contains")
    FORM = "form", _("form of service")


class Need(models.TextChoices):
    REQUIRED = "required", _("must bring")
    OPTIONAL = "optional", _("helpful")
    DEFERRABLE = "deferrable", _("may follow later")


class Source(models.TextChoices):
    APPLICANT = "applicant", _("you have it")
    GOVERNMENT = "government", _("issued by an authority")
    OTHER = "other", _("from somebody else")


class MaterialForm(models.TextChoices):
    ORIGINAL = "original", _("original")
    COPY = "copy", _("copy")
    ELECTRONIC = "electronic", _("electronic file")


class LimitUnit(models.TextChoices):
    """Unit of a limit in a law; one in calendar days is never turned into working days."""

    WORKING_DAYS = "working_days", _("working days")
    DAYS = "days", _("days, rest days included")
    MONTHS = "months", _("months")


class Purpose(models.TextChoices):
    """Purpose of a telephone number (Art. 9, 38)."""

    SERVICE = "service", _("questions and help")
    COMPLAINT = "complaint", _("complaints")


class Exclusion(models.TextChoices):
    """Reason why an item cannot be assisted (Art. 5)."""

    SECURITY = "security", _("concerns safety")
    SECRET = "secret", _("concerns state secrets")
    OTHER = "other", _("other reason")


class Session(models.TextChoices):
    """Kind of opening hours of a point (Art. 15(7))."""

    WORK_HOURS = "work_hours", _("working hours")
    LUNCH = "lunch", _("over lunch")
    WEEKEND = "weekend", _("weekend, by appointment")


class PlaceKind(models.TextChoices):
    """Spots inside a point that people ask for (Art. 15(2))."""

    WINDOW = "window", _("window")
    ZONE = "zone", _("zone")
    NURSING_ROOM = "nursing_room", _("nursing room")
    TOILET = "toilet", _("toilet")
    ACCESSIBLE = "accessible", _("step-free access")
    SELF_SERVICE = "self_service", _("self-service area")


# Places that visitors look for regardless of their errand.
FACILITIES = (PlaceKind.NURSING_ROOM, PlaceKind.TOILET, PlaceKind.ACCESSIBLE, PlaceKind.SELF_SERVICE)
