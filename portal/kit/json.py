"""JSON for columns that people search."""

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder


class ReadableJSON(DjangoJSONEncoder):
    """Keeps Chinese as Chinese in the column, so that LIKE finds it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"ensure_ascii": False})
