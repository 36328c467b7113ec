"""Counted attempts: one row a rule, person and window, raised in one statement that no race can split."""

import datetime as dt
import hashlib
import hmac
import ipaddress
import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from portal.kit import clock


def network(address: str) -> str:
    """Return whom to count for ADDRESS: itself, or the /64 of an IPv6 address, which is one household's."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    return str(ipaddress.ip_network((found, 64), strict=False))


@dataclass(frozen=True)
class Limit:
    """At most ``times`` attempts in ``seconds``, counted under ``rule``."""

    rule: str
    times: int
    seconds: int

    def take(self, who: str) -> bool:
        """Count one attempt of WHO (kept as a keyed hash only); return whether it is still within the limit."""
        return self._raise(who) <= self.times

    def give_back(self, who: str) -> None:
        """Uncount one attempt of WHO that turned out to be in order; counting first keeps races within the limit."""
        with connection.cursor() as cursor:
            cursor.execute("UPDATE kit_bucket SET n = n - 1 WHERE key = %s AND n > 0", [self._key(who)])

    def ends(self) -> dt.datetime:
        """Return when the present window ends and counting starts at zero again."""
        return dt.datetime.fromtimestamp((self._window() + 1) * self.seconds, dt.UTC)

    def seconds_left(self) -> int:
        """Return the whole seconds until the present window ends, at least one, as the header Retry-After has them."""
        return max(1, math.ceil((self.ends() - clock.now()).total_seconds()))

    def _window(self) -> int:
        return int(clock.now().timestamp()) // self.seconds

    def _key(self, who: str) -> str:
        digest = hmac.new(settings.SECRET_KEY.encode(), f"{self.rule}:{who}".encode(), hashlib.sha256).hexdigest()[:32]
        return f"{self.rule}:{self._window()}:{digest}"

    def _raise(self, who: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO kit_bucket (key, n, ends) VALUES (%s, 1, %s) "
                "ON CONFLICT (key) DO UPDATE SET n = kit_bucket.n + 1 RETURNING n",
                [self._key(who), self.ends()],
            )
            return int(cursor.fetchone()[0])


Attempt = tuple[Limit, str]


def exceeded(attempts: Sequence[Attempt]) -> Limit | None:
    """Count one attempt under each rule of ATTEMPTS (rule and who); return None when all of them allow it.

    Otherwise nothing is counted, and the exceeded rule whose window ends last is returned.
    """
    over = [limit for limit, who in attempts if not limit.take(who)]
    if not over:
        return None
    give_back(attempts)
    return max(over, key=Limit.ends)


def give_back(attempts: Sequence[Attempt]) -> None:
    """Uncount one attempt under each rule of ATTEMPTS."""
    for limit, who in attempts:
        limit.give_back(who)
