"""The limits of tracking; forms/filling/abuse.py says how attempts are counted and what a refusal says."""

from forms.filling.abuse import AN_HOUR
from portal.kit.limits import Limit

LOOKUPS = Limit("track-network", times=20, seconds=AN_HOUR)
LOOKUPS_OF_A_NUMBER = Limit("track-number", times=5, seconds=AN_HOUR)
