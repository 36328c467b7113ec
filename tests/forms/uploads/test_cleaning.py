"""Uploads that were given up go after a day; what a draft or a case names stays."""

import datetime as dt
import io
import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from forms.models import Upload
from forms.uploads import cleaning, receiving
from forms.uploads.storage import FILES, SHARDS
from portal.kit import clock
from tests.factories.draft import DraftFactory
from tests.hostile.files import JPEG

pytestmark = pytest.mark.django_db
A_DAY = 25 * 60 * 60


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.UPLOADS = str(tmp_path / "uploads")


def upload(*, hours=25, draft=None):
    """Return a stored upload that came HOURS ago."""
    made = receiving.take_in(SimpleUploadedFile("a.jpg", JPEG), ["photo"])
    made.draft = draft
    made.save()
    Upload.objects.filter(pk=made.pk).update(created_at=clock.now() - dt.timedelta(hours=hours))
    return made


def disk():
    return sorted(path.name for path in FILES.folder.rglob("*") if path.is_file())


def test_upload_that_nothing_keeps_goes_after_a_day(town):
    kept = [upload(hours=23), upload(draft=DraftFactory(point=town))]
    upload()
    cleaning.clean()
    assert set(Upload.objects.values_list("pk", flat=True)) == {one.pk for one in kept}
    assert {name[:32] for name in disk()} == {one.uuid.hex for one in kept}


def test_uploads_of_a_deleted_draft_go(town):
    draft = DraftFactory(point=town)
    upload(draft=draft)
    draft.delete()
    cleaning.clean()
    assert not Upload.objects.exists()
    assert not disk()


def test_files_without_a_row_go_after_a_day_with_half_written_ones():
    rows = [upload(hours=1)]
    young, old = Upload(), Upload()
    for stray in (young, old):
        FILES.write(stray.uuid, io.BytesIO(b"x"))
    half = FILES.path(old.uuid).with_name(f".{old.uuid.hex}.ab12cd34")
    half.write_bytes(b"x")
    for path in (half, FILES.path(old.uuid), FILES.path(rows[0].uuid)):
        os.utime(path, (0, 0))
    assert sum(cleaning.delete_strays(shard) for shard in range(SHARDS)) == 2
    assert {name[:32] for name in disk()} == {rows[0].uuid.hex, young.uuid.hex}


def test_every_folder_is_looked_at_within_hours(monkeypatch):
    seen = set()
    monkeypatch.setattr(cleaning, "delete_strays", seen.add)
    began = clock.now()
    for minute in range(SHARDS):
        monkeypatch.setattr(clock, "now", lambda minute=minute: began + dt.timedelta(minutes=minute))
        cleaning.clean()
    assert seen == set(range(SHARDS))


def test_cleaning_an_empty_site_does_nothing():
    cleaning.clean()
    assert cleaning.delete_given_up() == 0
