"""Gateways that send SMS: a contract, and one that writes files. `PORTAL_SMS_GATEWAY` chooses (docs/operators.md)."""

import json
from functools import cache
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

FILE = "file"


class SmsRefusedError(Exception):
    """The gateway will never send to this number: another try is of no use."""


class SmsGateway(Protocol):
    """Sends one SMS. An instance is made once a process, without arguments; it is used by several threads."""

    def send(self, *, number: str, text: str, key: str) -> None:
        """Send TEXT to NUMBER (as it is dialled, e.g. +8613900001234), or raise within some seconds.

        KEY is the same for every try of one message: a gateway that knows it already must not send it once more.
        Raises SmsRefusedError for a number that can never be reached, anything else to be tried again later.
        """
        ...


class FileGateway:
    """Writes each SMS as a file for a program of the operator, which takes it away: ``<key>.json``, once a message."""

    def __init__(self) -> None:
        self.folder = Path(settings.STATE) / "sms"

    def send(self, *, number: str, text: str, key: str) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self.folder / f".{key}"
        draft.write_text(json.dumps({"number": number, "text": text, "key": key}, ensure_ascii=False))
        draft.rename(self.folder / f"{key}.json")


def sms_gateway() -> SmsGateway | None:
    """Return the gateway of this site; None where it sends no SMS."""
    chosen = settings.SMS_GATEWAY
    return _made(chosen) if chosen else None


@cache
def _made(chosen: str) -> SmsGateway:
    made: SmsGateway = FileGateway() if chosen == FILE else import_string(chosen)()
    return made
