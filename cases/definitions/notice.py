"""Notices: ``notices/<code>.yaml``."""

from collections.abc import Iterator

from cases.models import Notice, NoticeVersion
from cases.notice_spec import LONGEST_SMS, PLACEHOLDER, PLACEHOLDERS, NoticeSpec
from cases.workflow.spec import WorkflowSpec
from configuration.code_references import CodeReference
from configuration.kinds import Complaint, Folder
from configuration.text.problems import nearest
from configuration.versions import VersionedKind
from portal.kit.words import Words


class NoticeKind(VersionedKind[NoticeSpec]):
    name = "notice"
    folder = "notices"
    order = 80
    schema = NoticeSpec
    named = Notice
    versions = NoticeVersion
    heading = "Messages that applicants get"
    says = (
        CodeReference("notice", Notice, "code"),
        CodeReference("notice", NoticeVersion, "code"),
        CodeReference("workflow", Notice, "workflow"),
    )

    def save(self, spec: NoticeSpec) -> None:
        super().save(spec)
        Notice.objects.filter(code=spec.notice).update(workflow=spec.workflow)

    def check(self, spec: NoticeSpec, folder: Folder) -> Iterator[Complaint]:
        yield from _occasion(spec, folder)
        if spec.email is None and not spec.sms:
            yield Complaint(("workflow",), "D612", "this notice says nothing", "write email, sms or both")
        for where, words in spec.texts():
            yield from _unfilled(where, words)
        for language, text in spec.sms.items():
            if len(text) > LONGEST_SMS:
                yield Complaint(("sms",), "D614", f"too long in {language}", f"at most {LONGEST_SMS} characters")
        if spec.email and any("\n" in text for text in spec.email.subject.values()):
            yield Complaint(("email", "subject"), "D615", "a subject of several lines", "write it in one line")


def _occasion(spec: NoticeSpec, folder: Folder) -> Iterator[Complaint]:
    """Yield what is wrong with when the notice leaves."""
    workflow = folder.get("workflow", spec.workflow)
    if isinstance(workflow, WorkflowSpec):
        known = list(workflow.states)
        for number, state in enumerate(spec.enters):
            if state not in known:
                remedy = nearest(state, known) or f"one of: {', '.join(known)}"
                yield Complaint(("enters", number), "D342", f"unknown state '{state}'", remedy)
    if not spec.enters and not spec.notes:
        yield Complaint(("workflow",), "D611", "this notice never leaves", "enters: [state], or notes: true")


def _unfilled(where: tuple[str, ...], words: Words) -> Iterator[Complaint]:
    """Yield what stands in braces in WORDS and is filled in by nothing."""
    for key in dict.fromkeys(PLACEHOLDER.findall("\n".join(words.values()))):
        if key not in PLACEHOLDERS:
            remedy = nearest(key, list(PLACEHOLDERS)) or f"one of: {', '.join(PLACEHOLDERS)}"
            yield Complaint(where, "D613", f"nothing is filled in for '{{{key}}}'", remedy)
