"""Generated definitions become a layer of files: to read, to check, to apply beside the city's own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from catalog.demo import generate
from catalog.demo.generate import City
from configuration.kinds import named
from configuration.text import scalars
from configuration.text.format import mapping_text


def write(folder: Path, city: City, *, seed: int, size: int) -> int:
    """Write a city of SIZE items into FOLDER and return the number of files. The same seed gives the same bytes."""
    number = 0
    for name, spec in _specs(city, seed=seed, size=size):
        kind = named(name)
        path = folder / kind.folder / f"{kind.code(spec)}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(mapping_text(scalars.node_of(kind.plain(spec)), kind.schema, kind.name).encode())
        number += 1
    (folder / "site.yaml").write_text("demo: true\n")
    return number + 1


def _specs(city: City, *, seed: int, size: int) -> Iterator[tuple[str, Any]]:
    for station in generate.stations(city, seed=seed, size=size):
        yield "organisation", station.organisation
        yield "point", station.point
        yield from (("contact", contact) for contact in station.contacts)
    for item in generate.items(city, seed=seed, size=size):
        yield "item", item
