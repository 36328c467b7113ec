"""Effects, one a file: what a move does besides changing the state. Rooms above register theirs at start."""

from cases.actions.effects.free_seat import FreeSeat
from cases.workflow.registry import Effect

EFFECTS: tuple[Effect, ...] = (FreeSeat(),)
