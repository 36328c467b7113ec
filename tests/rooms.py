"""The rooms of the house: the packages of the product, as the import contracts name them."""

import tomllib
from pathlib import Path

_project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())
ROOMS: tuple[str, ...] = tuple(_project["tool"]["importlinter"]["root_packages"])
