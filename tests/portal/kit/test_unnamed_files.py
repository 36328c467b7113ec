"""Large files on their way in have no name on the disk."""

import tempfile
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

SIZE = 3 * 1024 * 1024  # more than Django keeps in memory


def test_large_file_arrives_whole_and_has_no_name_on_the_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    content = bytes(range(256)) * (SIZE // 256)
    request = RequestFactory().post("/", {"a": SimpleUploadedFile("名.jpg", content), "b": "x"})
    file = request.FILES["a"]
    assert not hasattr(file, "temporary_file_path")
    assert list(Path(tmp_path).iterdir()) == []
    assert (file.name, file.size, file.read()) == ("名.jpg", SIZE, content)
    assert request.POST["b"] == "x"
    file.close()
