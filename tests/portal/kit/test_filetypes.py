"""Types of files by content: honest files of every type are taken, lying and harmful ones refused."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.kit import file_limits, filetypes
from tests.hostile.files import HONEST, LYING, PDF


@pytest.mark.parametrize("name", HONEST)
def test_honest_file_is_taken_and_left_at_its_beginning(name):
    file = SimpleUploadedFile(name, HONEST[name])
    filetypes.check(file, filetypes.BY_SUFFIX)
    assert file.read() == HONEST[name]


@pytest.mark.parametrize("name", LYING)
def test_lying_or_harmful_file_is_refused(name):
    with pytest.raises(ValidationError):
        filetypes.check(SimpleUploadedFile(name, LYING[name]), filetypes.BY_SUFFIX)


@pytest.mark.parametrize("name", ["a.exe", "a.svg", "a.gif", "a.docm", "a", ".pdf", "a.pdf.exe", "a.html"])
def test_other_types_are_refused_by_name(name):
    with pytest.raises(ValidationError, match="PDF"):
        filetypes.check(SimpleUploadedFile(name, PDF), filetypes.BY_SUFFIX)


def test_type_that_this_door_does_not_take_is_refused():
    with pytest.raises(ValidationError, match="JPG, JPEG, PNG, WEBP"):
        filetypes.check(SimpleUploadedFile("a.pdf", PDF), filetypes.IMAGES)


def test_every_type_has_a_limit_of_size():
    for kind in filetypes.TYPES:
        file = SimpleUploadedFile(f"a{kind.suffixes[0]}", b"")
        file.size = kind.largest + 1
        with pytest.raises(ValidationError, match=f"{kind.largest // file_limits.MB} MB"):
            filetypes.check(file, filetypes.BY_SUFFIX)
