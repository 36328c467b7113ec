"""Guards and effects of other packages: an entry point names the class, its package is installed, nothing else."""

from importlib.metadata import entry_points

from cases.workflow.registry import EFFECTS, GUARDS

GUARDS_GROUP, EFFECTS_GROUP = "portal.guards", "portal.effects"


def register() -> None:
    """Register what the installed packages offer as ``portal.guards`` and ``portal.effects``."""
    for point in entry_points(group=GUARDS_GROUP):
        GUARDS.register(point.load()())
    for point in entry_points(group=EFFECTS_GROUP):
        EFFECTS.register(point.load()())
