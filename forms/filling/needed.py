"""The materials that a form asks for: those of the chosen services, as far as this applicant needs them."""

from django.utils.translation import gettext as _

from catalog.enums import Mode
from catalog.items.guide import needed_materials
from catalog.models import ServiceItem
from forms.evaluate import Answers, Evaluation
from forms.file_widgets import AskedMaterial
from forms.models import Draft
from forms.spec import FormSpec


def needed(spec: FormSpec, draft: Draft, evaluation: Evaluation, answers: Answers) -> list[AskedMaterial]:
    """Return the materials that the services of DRAFT need, each once.

    What only a mandate makes necessary is left out for an applicant who has answered that we do not act for them.
    """
    mode = answers.get(spec.opens.mode)
    found = needed_materials(*_items(draft, evaluation))
    return [
        AskedMaterial(
            code=one.code,
            name=one.name,
            need=str(one.need),
            note=one.note,
            condition=_("Only if we act for you.") if one.through_agent else "",
            downloads=one.downloads,
        )
        for one in found
        if not one.through_agent or mode in {None, "", Mode.AGENCY}
    ]


def _items(draft: Draft, evaluation: Evaluation) -> list[ServiceItem]:
    chosen = evaluation.chosen("item") or ([draft.item.code] if draft.item else [])
    if draft.item and chosen == [draft.item.code]:
        return [draft.item]
    rows = {item.code: item for item in ServiceItem.objects.public().filter(code__in=chosen)}
    return [rows[code] for code in chosen if code in rows]
