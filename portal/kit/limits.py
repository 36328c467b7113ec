"""Counted attempts: one row a rule, person and window, raised in one statement that no race can split."""

import datetime as dt
import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from portal.kit import clock


@dataclass(frozen=True)
class Limit:
    """At most ``times`` attempts in ``seconds``, counted under ``rule``."""

    rule: str
    times: int
    seconds: int

    def take(self, who: str) -> bool:
        """Count one attempt of WHO (kept as a keyed hash only); return whether it is still within the limit."""
        return self._raise(who) <= self.times

    def _raise(self, who: str) -> int:
        moment = clock.now()
        window = int(moment.timestamp()) // self.seconds
        digest = hmac.new(settings.SECRET_KEY.encode(), f"{self.rule}:{who}".encode(), hashlib.sha256).hexdigest()[:32]
        ends = dt.datetime.fromtimestamp((window + 1) * self.seconds, dt.UTC)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO kit_bucket (key, n, ends) VALUES (%s, 1, %s) "
                "ON CONFLICT (key) DO UPDATE SET n = kit_bucket.n + 1 RETURNING n",
                [f"{self.rule}:{window}:{digest}", ends],
            )
            return int(cursor.fetchone()[0])
