"""Guards, one a file: what must hold before a move. Those of plug-ins are found by cases/plugins.py."""

from cases.actions.guards.another_person import AnotherPerson
from cases.actions.guards.not_before import NotBefore
from cases.workflow.registry import Guard

GUARDS: tuple[Guard, ...] = (AnotherPerson(), NotBefore())
