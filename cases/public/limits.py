"""The limits of tracking; forms/filling/abuse.py says how attempts are counted and what a refusal says.

Failures alone are counted: of a network, and of a number within a network. Nobody can lock the owner of a case out by
trying its number elsewhere; a whole network guesses at 20 pairs an hour.
"""

from forms.filling.abuse import AN_HOUR
from portal.kit.limits import Limit

LOOKUPS = Limit("track-network", times=20, seconds=AN_HOUR)
LOOKUPS_OF_A_NUMBER = Limit("track-number", times=5, seconds=AN_HOUR)
