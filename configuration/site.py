"""The site as its definition describes it: names, languages, levels, look, numbers everybody needs."""

from collections.abc import Callable, Collection, Iterator
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.urls import Resolver404, resolve
from pydantic import Field

from configuration import versions
from configuration.code_references import EACH, CodeReference
from configuration.identity_documents import IdentityDocumentPart
from configuration.kinds import Complaint, Folder, Kind
from configuration.look import Look, unreadable
from configuration.models import SiteRecord
from configuration.offline import is_offline
from configuration.schema import WEEK, Code, Definition, Part, Ref, Said, Weekday, Weekdays
from configuration.text.problems import nearest
from portal.kit import language_names, phones, published
from portal.kit.documents import CHINA, DocumentRule
from portal.kit.phones import Phone, PhonePlan
from portal.kit.speaking import in_language
from portal.kit.words import Words


class Level(Part):
    """A level of the tree of organisations, top first."""

    level: Annotated[Code, Ref("level", must_exist=False)]
    was: Code | None = Field(default=None, exclude=True, description="the code before a renaming")
    name: Said
    short: Said = Words()
    endings: list[str] = Field(
        default=[], description="ends of names of this level that people leave out in an address, e.g. Subdistrict"
    )
    department: bool = False


class Hotline(Part):
    label: Said
    number: str
    note: Said = Words()


class Footer(Part):
    """Contents of the foot of each page, as the rules for government sites demand; empty lines are left out."""

    site_code: str = ""
    icp: str = ""
    police: str = ""
    links: list[str] = Field(default=[], description="addresses of pages shown in the footer")


class Telephones(Part):
    """Region and area code by which the numbers of the site and of its visitors are read."""

    region: str = Field(default=phones.CHINA, description="the country whose plan holds, by ISO 3166: CN, GB, KE")
    area_code: str = Field(default="", description='as it is dialled, put before local numbers, e.g. "0532"')

    @property
    def plan(self) -> PhonePlan:
        """The plan for `portal.kit.phones`."""
        return PhonePlan(self.region, self.area_code)


class Week(Part):
    """The week of the country; its holidays stand in the calendar."""

    starts: Weekday = Field(default="mon", description="the first day in a table of the week")
    weekend: Weekdays = Field(default=("sat", "sun"), description="the days on which nobody works, e.g. fri-sat")

    @property
    def rest_days(self) -> frozenset[int]:
        """The weekend as `portal.kit.workdays` counts days, 0 for Monday."""
        return frozenset(map(WEEK.index, self.weekend))


class SiteSpec(Definition):
    site: Code
    name: Said
    tagline: Said = Words()
    demo: bool = False
    languages: Annotated[list[str], Field(min_length=1)] = Field(
        default=["zh-hans", "en"], description="the default language first; content falls back to it"
    )
    time_zone: str = Field(default="Asia/Shanghai", description="by its IANA name, e.g. Africa/Nairobi")
    week: Week = Week()
    telephones: Telephones = Telephones()
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = Field(
        default="CNY", description="in which amounts are given in forms, by ISO 4217: CNY, GBP, KES"
    )
    identity_documents: list[IdentityDocumentPart] = Field(
        default=[],
        description="what people show of themselves; in China, those of China without any",
    )
    competent_authority: Annotated[Code, Ref("organisation")]
    hotline: Hotline | None = None
    levels: list[Level] = []
    calendar: Annotated[Code, Ref("calendar")] | None = None
    look: Look = Look()
    footer: Footer = Footer()
    popular: list[Annotated[Code, Ref("item")]] = []
    wanted: list[Said] = Field(default=[], description="words people often search, shown under the box")

    @property
    def territories(self) -> list[str]:
        """The codes of the territorial levels, top first."""
        return [level.level for level in self.levels if not level.department]

    @property
    def documents(self) -> list[DocumentRule]:
        """The identity documents that are accepted: those listed, else the pack of the region."""
        listed = [part.rule for part in self.identity_documents]
        return listed or (list(CHINA) if self.telephones.region == phones.CHINA else [])

    @property
    def departments(self) -> list[str]:
        """The codes of the levels that are departments, not territories."""
        return [level.level for level in self.levels if level.department]


_followers: list[Callable[[SiteSpec], None]] = []


def when_saved(follow: Callable[[SiteSpec], None]) -> None:
    """Call FOLLOW with the definition of the site, inside the transaction that stores it: rooms above use this."""
    _followers.append(follow)


class SiteKind(Kind[SiteSpec]):
    name = "site"
    folder = "site.yaml"
    order = 0
    schema = SiteSpec
    says = (
        CodeReference("organisation", SiteRecord, "spec", ("competent_authority",)),
        CodeReference("calendar", SiteRecord, "spec", ("calendar",)),
        CodeReference("item", SiteRecord, "spec", ("popular", EACH)),
        CodeReference("level", SiteRecord, "spec", ("levels", EACH, "level")),
    )

    def stored(self, codes: Collection[str] | None = None) -> Iterator[SiteSpec]:
        for record in SiteRecord.objects.all():
            if codes is None or record.code in codes:
                yield SiteSpec.model_validate(record.spec)

    def save(self, spec: SiteSpec) -> None:
        SiteRecord.objects.exclude(code=spec.site).delete()
        # Defaults included, for readers of the languages alone.
        whole = spec.model_dump(mode="json", by_alias=True, exclude={"was"})
        SiteRecord.objects.update_or_create(code=spec.site, defaults={"spec": whole})
        for follow in _followers:
            follow(spec)

    def rename(self, old: str, new: str) -> None:
        for record in SiteRecord.objects.filter(code=old):
            SiteRecord.objects.create(code=new, spec=record.spec | {"site": new})
            record.delete()
        super().rename(old, new)

    def retire(self, code: str) -> str:
        return ""

    def check(self, spec: SiteSpec, folder: Folder) -> Iterator[Complaint]:
        for token, sentence in unreadable(spec.look):
            yield Complaint(("look", token), "D230", sentence, "choose a darker or a lighter colour")
        yield from _about_languages(spec)
        if spec.time_zone not in available_timezones():
            remedy = nearest(spec.time_zone, sorted(available_timezones())) or "by its IANA name, e.g. Africa/Nairobi"
            yield Complaint(("time_zone",), "D232", f"unknown time zone '{spec.time_zone}'", remedy)
        for number, address in enumerate(spec.footer.links):
            if not _leads_somewhere(address, folder, spec.languages[0]):
                yield Complaint(
                    ("footer", "links", number), "D234", f"no page has the address '{address}'", PAGE_ADDRESS
                )
        for key, sentence, remedy in spec.telephones.plan.mistakes():
            yield Complaint(("telephones", key), "D231", sentence, remedy)
        if spec.hotline:
            try:
                Phone.parse(spec.hotline.number)
            except ValueError as error:
                yield Complaint(("hotline", "number"), "D303", str(error))


class LevelKind(Kind[Any]):
    """The levels of the site: compared and written with it, and renamed by themselves."""

    name = "level"
    folder = "site.yaml"
    order = 0
    within = ("site", "levels")
    schema = Level
    heading = "Levels of organisations"

    def stored(self, codes: Collection[str] | None = None) -> Iterator[Level]:
        for record in SiteRecord.objects.all():
            for part in record.spec.get("levels", []):
                if codes is None or part["level"] in codes:
                    yield Level.model_validate(part)

    def renaming_in_words(self, code: str) -> Iterator[str]:
        yield from versions.followers(self.name, code)


PAGE_ADDRESS = "the address of a page without a language, e.g. /privacy/"


def _about_languages(spec: SiteSpec) -> Iterator[Complaint]:
    for number, code in enumerate(spec.languages):
        if not language_names.known(code):
            remedy = nearest(code, language_names.codes()) or "a code such as en, sw or zh-hans"
            yield Complaint(("languages", number), "D233", f"unknown language '{code}'", remedy)
        elif code in spec.languages[:number]:
            yield Complaint(("languages", number), "D233", f"the language '{code}' stands twice", "keep one")


def _leads_somewhere(address: str, folder: Folder, language: str) -> bool:
    """Return whether ADDRESS is one of the program, or that of a page of FOLDER."""
    if not address.startswith("/") or not address.endswith("/"):
        return False
    with in_language(language):
        try:
            found = resolve(address).url_name
        except Resolver404:
            return False
    return found != "wagtail_serve" or address == "/" or folder.knows("page", address.split("/")[-2])


@published.cached
def _stored() -> dict[str, Any]:
    if is_offline():
        return {}
    record = SiteRecord.objects.only("spec").first()
    return record.spec if record else {}


@published.cached
def languages() -> list[str]:
    """Return the language codes of the site, the default first; that of the settings before the first apply."""
    return list(_stored().get("languages", [])) or [settings.FIRST_LANGUAGE]


@published.cached
def time_zone() -> ZoneInfo:
    """Return the time zone of the site; that of the settings before the first apply."""
    return ZoneInfo(_stored().get("time_zone") or settings.TIME_ZONE)


@published.cached
def telephones() -> PhonePlan:
    """Return the telephone plan of the site; China's before the first apply."""
    return Telephones.model_validate(_stored().get("telephones", {})).plan


def has_level(code: str) -> bool:
    """Return whether the site has a level CODE."""
    return any(level["level"] == code for level in _stored().get("levels", []))


@published.cached
def documents() -> list[DocumentRule]:
    """Return the identity documents of the site; China's before the first apply."""
    return current().documents


@published.cached
def current() -> SiteSpec:
    """Return the site's definition; before the first apply, a nameless one."""
    record = SiteRecord.objects.first()
    if record is None:
        return SiteSpec(site="empty", name=Words(), competent_authority="none")
    return SiteSpec.model_validate(record.spec)
