"""Notices as definitions: written, read back, edited in the database, checked."""

import pytest

from cases.definitions.notice import NoticeKind
from cases.models import Message, Notice
from configuration import kinds
from tests import shipped

KIND = NoticeKind()


def changed(code, **keys):
    plain = shipped.read(KIND, code).model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return KIND.schema.model_validate(plain | keys)


class OneWorkflow:
    """A folder that holds the workflow of assistance."""

    def all(self, kind):
        return {}

    def get(self, kind, code):
        return shipped.workflow("assistance") if (kind, code) == ("workflow", "assistance") else None

    def knows(self, kind, code):
        return True


def complaints(**keys):
    return {one.code: one.where for one in KIND.check(changed("assistance-finished", **keys), OneWorkflow())}


def test_every_shipped_notice_comes_back_as_it_was_written(notices):
    stored = {spec.notice: spec for spec in KIND.stored()}
    assert stored == {code: shipped.read(KIND, code) for code in notices}


def test_new_words_are_a_new_version_and_messages_keep_theirs(notices, apply, sms):
    apply()
    KIND.save(changed("assistance-received", sms={"zh-hans": "收到了"}))
    apply()
    versions = [message.notice.number for message in Message.objects.order_by("pk")]
    assert versions == [1, 2]
    assert KIND.retire("assistance-received") == "2 messages keep it"


def test_retired_notice_tells_nobody(notices, apply, sms):
    KIND.retire("assistance-received")
    apply()
    assert not Message.objects.exists()


def test_notice_follows_its_workflow_to_another_code(notices):
    kinds.named("workflow").rename("assistance", "help")
    ours = Notice.objects.filter(code__startswith="assistance-")
    assert set(ours.values_list("workflow", flat=True)) == {"help"}


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ({}, None),
        ({"enters": ["dnoe"]}, "D342"),
        ({"enters": []}, "D611"),
        ({"email": None, "sms": {}}, "D612"),
        ({"sms": {"zh-hans": "{name}您好"}}, "D613"),
        ({"email": {"subject": "{phone.number}", "text": "{}"}}, "D613"),
        ({"sms": {"zh-hans": "长" * 211}}, "D614"),
        ({"email": {"subject": {"zh-hans": "一\n二"}, "text": "三"}}, "D615"),
    ],
)
def test_mistake_is_told_with_its_place(keys, code):
    assert set(complaints(**keys)) == ({code} if code else set())
