"""The store keeps bytes once, whole, under their hash, and says when they are gone or changed."""

import hashlib
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import transaction

from simcap.documents import store
from simcap.documents.models import StoredFile
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db


def place(file: StoredFile) -> Path:
    """Where the bytes lie on disk."""
    return Path(default_storage.path(store.path_of(file.sha256)))


def test_bytes_come_back_as_they_were_kept() -> None:
    data = b"surat permintaan 1"
    file = store.put(data, media_type="application/pdf")
    assert (file.sha256, file.size, file.media_type) == (hashlib.sha256(data).hexdigest(), 18, "application/pdf")
    assert store.get(file) == data


def test_the_same_bytes_are_kept_once() -> None:
    first = store.put(b"surat permintaan 2", media_type="application/pdf")
    assert store.put(b"surat permintaan 2", media_type="application/pdf") == first
    assert [path.name for path in place(first).parent.iterdir() if first.sha256 in path.name] == [first.sha256]


def test_a_file_is_whole_before_its_name_is_there() -> None:
    file = store.put(b"surat permintaan 3", media_type="application/pdf")
    assert [path.name for path in place(file).parent.iterdir() if ".part" in path.name] == []


def test_nobody_else_on_the_machine_reads_it() -> None:
    file = store.put(b"surat permintaan 4", media_type="application/pdf")
    assert (place(file).stat().st_mode & 0o777, place(file).parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_file_that_is_gone_is_said_to_be_missing() -> None:
    file = store.put(b"surat permintaan 5", media_type="application/pdf")
    place(file).unlink()
    with pytest.raises(store.FileMissing, match="the file is missing"):
        store.get(file)


def test_a_changed_file_is_said_to_be_changed() -> None:
    file = store.put(b"surat permintaan 6", media_type="application/pdf")
    place(file).write_bytes(b"surat permintaan 7")
    with pytest.raises(store.FileMissing, match="the file was changed"):
        store.get(file)


def test_a_rollback_leaves_no_row_and_the_bytes_may_come_again() -> None:
    with transaction.atomic():
        store.put(b"surat permintaan 8", media_type="application/pdf")
        transaction.set_rollback(True)
    assert not StoredFile.objects.exists()
    assert store.get(store.put(b"surat permintaan 8", media_type="application/pdf")) == b"surat permintaan 8"


@pytest.mark.django_db(transaction=True)
def test_the_same_bytes_from_several_people_at_once_are_one_file() -> None:
    data = b"surat permintaan 9" * 100_000
    found = at_once(lambda _n: store.put(data, media_type="application/pdf").sha256, range(8))
    assert set(found) == {hashlib.sha256(data).hexdigest()}
    assert store.get(StoredFile.objects.get()) == data
