"""Facts that the conditions of a form may use beside the answers (forms/conditions.py, FACTS)."""

from typing import Any

from catalog.models import Organisation, ServiceItem, ServicePoint
from catalog.models.tree_path import TreePath
from forms.conditions import names
from forms.fields.base import Question
from forms.fields.repeat import Repeat
from forms.spec import FormSpec


def facts(
    item: ServiceItem | None, point: ServicePoint | None, channel: str, place: Organisation | None = None
) -> dict[str, Any]:
    """Return the facts about ITEM, POINT, the named PLACE and the CHANNEL by which the form comes, e.g. ``online``."""
    known: dict[str, Any] = {"channel": channel}
    if item is not None:
        known |= {
            "item.code": item.code,
            "item.form": item.form,
            "item.class": item.item_class,
            "item.excluded": item.is_excluded,
            "item.departments": 1,
            "item.home_visit": item.home_visit,
            "item.charged": bool(item.fee_charged),
        }
    if point is not None:
        district, _town = _district_and_town(point.organisation.path)
        known |= {"point.code": point.code, "point.level": point.level, "point.district": district}
    if place is not None:
        district, town = _district_and_town(place.path)
        known |= {"place.level": place.level, "place.district": district, "place.town": town}
    return {name: value for name, value in known.items() if value != ""}


def speaks_of_place(spec: FormSpec) -> bool:
    """Return whether a condition of SPEC asks where the applicant lives: only then it is looked up."""
    lines = [field for _step, _key, field in spec.fields()]
    lines += [inner for field in lines if isinstance(field, Repeat) for inner in field.named().values()]
    conditions = [line.when for line in lines]
    conditions += [line.required for line in lines if isinstance(line, Question) and isinstance(line.required, dict)]
    return any(name.startswith("place.") for condition in conditions for _path, name, _wanted in names(condition))


def _district_and_town(path: TreePath) -> tuple[str, str]:
    """Return the codes of the second and the third territory of PATH; empty where it does not go that deep."""
    _city, district, town, *_rest = (*path.codes, "", "", "")
    return district, town
