"""House rules that Django checks at every start."""

from typing import Any

from django.apps import apps
from django.core.checks import Error, register
from modelsearch.index import Indexed
from wagtail.models import RevisionMixin

from portal.kit.sealed import SealedField


@register()
def sealed_models_are_plain(app_configs: Any, **_options: Any) -> list[Error]:
    """A sealed value would lie in plain in a revision or an index: refuse the model (docs/decisions/0003)."""
    return [
        Error(
            f"{model.__name__} has a sealed field and is revised or indexed by Wagtail.",
            hint="Keep personal values on a plain model of their own.",
            obj=model,
            id="cases.E001",
        )
        for model in apps.get_models()
        if issubclass(model, RevisionMixin | Indexed)
        and any(isinstance(field, SealedField) for field in model._meta.fields)
    ]
