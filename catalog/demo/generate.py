"""Definitions of generated items, stations and numbers. Pure: neither clock nor database; a seed decides all."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from catalog.definitions.contact import ContactSpec
from catalog.definitions.item import ItemSpec
from catalog.definitions.item_parts import ON_THE_SPOT, Days, OfficialCode
from catalog.definitions.organisation import OrganisationSpec
from catalog.definitions.point import Opening, PlacePart, PointSpec
from catalog.demo import words
from catalog.enums import PlaceKind, Purpose
from configuration.schema import Duration
from portal.kit.words import Words

ITEMS_PER_STATION = 50
NO_MATERIALS, NO_QUESTIONS, NO_STATUTORY = 0.22, 0.61, 0.10  # shares seen in published lists
CODE_PREFIX = "demo-"  # of generated objects
CHECKED = dt.date(2026, 11, 1)


@dataclass(frozen=True)
class City:
    """Existing objects of a city, codes in order: ``patterns`` are its own items, ``towns`` those above stations.

    ``shared`` are the districts to which a generated item may belong instead of its pattern's department; ``area`` is
    the area code that numbers begin with, or empty.
    """

    patterns: Sequence[ItemSpec]
    shared: Sequence[str]
    towns: Sequence[str]
    station_level: str
    area: str = ""


@dataclass(frozen=True)
class Station:
    """A community, its service point and its two numbers."""

    organisation: OrganisationSpec
    point: PointSpec
    contacts: tuple[ContactSpec, ContactSpec]


def items(city: City, *, seed: int, size: int) -> Iterator[ItemSpec]:
    """Yield SIZE items; those of a smaller size are the first of a larger one."""
    for number in range(size):
        yield _item(city, number, Random(f"{seed}/item/{number}"), seed)  # noqa: S311  examples, no secret


def stations(city: City, *, seed: int, size: int) -> Iterator[Station]:
    """Yield the stations of a city of SIZE items; none where no organisation can have one below it."""
    for number in range(max(1, size // ITEMS_PER_STATION) if city.towns else 0):
        yield _station(city, number, Random(f"{seed}/station/{number}"), seed)  # noqa: S311


def item_code(seed: int, number: int) -> str:
    """Return the code of item NUMBER."""
    return f"{CODE_PREFIX}{seed}-{number:06}"


def _item(city: City, number: int, dice: Random, seed: int) -> ItemSpec:
    pattern = city.patterns[dice.randrange(len(city.patterns))]
    act, who = dice.choice(words.ACTS), dice.choice(words.FOR)
    news = {
        "item": item_code(seed, number),
        "code": OfficialCode(scheme="demo", raw=f"DEMO{dice.randrange(10**15):015}{seed % 10**4:04}{number:08}"),
        "name": _named(pattern.name, act, who, number + 1),
        "also_called": [f"{name}{who[0]}" for name in pattern.also_called],
        "days": _days(dice),
        "department": dice.choice(city.shared) if city.shared and dice.random() < 1 / 2 else pattern.department,
        "articles": [],
        "was": None,
        "order": 0,
    }
    if dice.random() < NO_MATERIALS:
        news["materials"] = []
    if dice.random() < NO_QUESTIONS:
        news["questions"] = []
    return pattern.model_copy(update=news)


def _named(name: Words, act: words.Pair, who: words.Pair, number: int) -> Words:
    """Return NAME with its variant, in every language it has."""
    return Words(
        {
            language: (
                f"{text[:120]}（{who[0]}{act[0]}，示例 {number}）"
                if language.startswith("zh")
                else f"{text[:120]} ({act[1]}, {who[1]}, example {number})"
            )
            for language, text in name.items()
        }
    )


def _days(dice: Random) -> Days:
    statutory = dice.choice((5, 10, 15, 20, 20, 30, 45, 60))
    promised = dice.choice((0, 0, 1, 1, 2, 3, 5, 7, 10))
    return Days(
        statutory=None if dice.random() < NO_STATUTORY else Duration(statutory, "working_days"),
        promised=Duration(min(promised, statutory), "working_days") if promised else ON_THE_SPOT,
    )


def _station(city: City, number: int, dice: Random, seed: int) -> Station:
    code = f"{CODE_PREFIX}{seed}-station-{number:05}"
    town, name, road = dice.choice(city.towns), dice.choice(words.STATIONS), dice.choice(words.ROADS)
    door = dice.randrange(1, 400)
    numbers = _undialable(city.area, seed, 2 * number), _undialable(city.area, seed, 2 * number + 1)
    organisation = OrganisationSpec(
        organisation=code,
        name=_both(f"{name[0]}社区（示例 {number + 1}）", f"{name[1]} Community (example {number + 1})"),
        level=city.station_level,
        parent=town,
        order=100_000 + number,
    )
    point = PointSpec(
        point=f"{code}-point",
        organisation=code,
        level=city.station_level,
        name=_both(
            f"{name[0]}社区便民服务站（示例 {number + 1}）", f"{name[1]} Community Station (example {number + 1})"
        ),
        address=_both(f"{road[0]} {door} 号（虚构地址）", f"{door} {road[1]} (fictional)"),
        window=_both("一楼帮办代办专窗", "Assistance window, ground floor"),
        service_phone=numbers[0],
        complaint_phone=numbers[1],
        phones_checked_on=CHECKED,
        hours=_hours(),
        places=[
            PlacePart(place=f"{number}-w1", kind=PlaceKind.WINDOW, floor="1", name=_both("专窗 1", "Window 1")),
            PlacePart(place=f"{number}-toilet", kind=PlaceKind.TOILET, floor="1", name=_both("卫生间", "Toilet")),
        ],
        order=100_000 + number,
    )
    service, complaint = (
        ContactSpec(contact=f"{code}-{purpose}", organisation=code, purpose=purpose, number=number, checked_on=CHECKED)
        for purpose, number in zip((Purpose.SERVICE, Purpose.COMPLAINT), numbers, strict=True)
    )
    return Station(organisation, point, (service, complaint))


def _hours() -> list[Opening]:
    week = ("mon", "tue", "wed", "thu", "fri")
    times = ((dt.time(9), dt.time(12)), (dt.time(13, 30), dt.time(17)))
    return [Opening.model_validate({"days": week, "from": opens, "to": closes}) for opens, closes in times]


def _undialable(area: str, seed: int, number: int) -> str:
    """Return a number whose local part begins with 0: no exchange takes it."""
    local = f"0{seed % 10}{number:06}"
    return f"{area}-{local[:4]} {local[4:]}" if area else f"{local[:4]} {local[4:]}"


def _both(chinese: str, english: str) -> Words:
    return Words({"zh-hans": chinese, "en": english})
