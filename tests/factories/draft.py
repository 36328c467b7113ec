import json
from typing import Any

import factory

from forms.models import Draft, Form
from portal.kit.sealed import Sealed
from tests.factories.item import ItemFactory

ANSWERS = {
    "mode": "agency",
    "applicant_kind": "natural_person",
    "name": "欧阳示例",
    "phone": "13900000120",
    "wish": "请帮我补领社保卡",
    "visit": "window",
}


class DraftFactory(factory.django.DjangoModelFactory):
    """The shipped form, filled in completely; ``answers__phone="…"`` changes one answer."""

    class Meta:
        model = Draft
        skip_postgeneration_save = True

    key = factory.Sequence("draft-{}".format)
    form_version = factory.LazyFunction(lambda: Form.objects.get(code="assistance").current)
    item = factory.SubFactory(ItemFactory)

    @factory.post_generation
    def answers(self, create: bool, extracted: Any, **changed: Any) -> None:
        self.answers = Sealed.of(json.dumps({**ANSWERS, **changed}, ensure_ascii=False))
        self.save()
