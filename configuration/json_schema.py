"""JSON Schema files, so that an editor completes keys and marks mistakes while writing."""

import json
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from configuration import kinds


class _Quiet(GenerateJsonSchema):
    """A default that JSON cannot show is left out without a warning."""

    ignored_warning_kinds = {"skipped-choice", "non-serializable-default"}


def of(kind: kinds.Kind[Any]) -> dict[str, Any]:
    """Return the JSON Schema of the definitions of KIND."""
    return kind.schema.model_json_schema(schema_generator=_Quiet)


def write(folder: Path) -> list[Path]:
    """Write ``<kind>.schema.json`` of every kind into FOLDER and return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for kind in kinds.every():
        schema = of(kind)
        path = folder / f"{kind.name}.schema.json"
        path.write_text(json.dumps(schema, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        paths.append(path)
    return paths
