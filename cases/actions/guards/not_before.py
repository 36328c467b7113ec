"""``not_before: {moment: appointment.starts_at}``: the move waits for a moment that some room knows of the case."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases import extensions
from cases.models import Case
from cases.workflow.actor import Actor
from cases.workflow.registry import Guard
from cases.workflow.spec import WorkflowSpec
from configuration.schema import Part
from portal.kit import clock


class NotBeforeParameters(Part):
    """``moment`` is the name of a moment, e.g. ``appointment.starts_at``."""

    moment: str


@dataclass(frozen=True)
class Wait:
    """Until when the move waits, in the time zone of the site, and whether that is still ahead."""

    until: dt.datetime
    ahead: bool


class NotBefore(Guard):
    name = "not_before"
    parameters = NotBeforeParameters

    def mistakes(self, parameters: NotBeforeParameters, spec: WorkflowSpec) -> Iterator[tuple[str, str]]:
        if parameters.moment not in extensions.moments():
            yield f"unknown moment '{parameters.moment}'", f"one of: {', '.join(sorted(extensions.moments()))}"

    def load(self, case: Case, parameters: NotBeforeParameters) -> Wait | None:
        """Return for how long CASE waits; None when the case has no such moment."""
        moment = extensions.moments()[parameters.moment](case)
        return Wait(clock.local(moment), moment > clock.now()) if moment else None

    def reason_against(self, parameters: NotBeforeParameters, facts: Wait | None, actor: Actor) -> str:
        if facts is None or not facts.ahead:
            return ""
        return _("Not before %(moment)s") % {"moment": date_format(facts.until, "DATETIME_FORMAT")}
