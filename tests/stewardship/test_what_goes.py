"""What destruction takes from a case, what it leaves, and how it goes on when it was broken off."""

from __future__ import annotations

import io
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage

from simcap import clock
from simcap.documents import store
from simcap.documents.models import Attachment, Document, StoredFile
from simcap.errors import BadInputs, NotNow
from simcap.facilitation.models import Facilitation
from simcap.facilitation.queries import visible_to
from simcap.facilitation.searching import narrowed
from simcap.intake.models import RequestLetter
from simcap.journal.models import Entry, EntryDetail
from simcap.journal.verify import verify
from simcap.step3_fieldwork.models import FieldReport, LogEntry
from simcap.stewardship import destruction as acts
from simcap.stewardship import execution
from simcap.stewardship.execution import carry_out
from simcap.stewardship.models import Kind
from tests.cast import Cast

from .acting import destroyed, files_of, propose, said
from .conftest import LATER, StewardOf

# ── What goes and what stays ─────────────────────────────────────────────────────────────────────────────────────


def test_no_personal_word_is_left_in_any_table_about_the_case(later: Facilitation, cast: Cast) -> None:
    from tests.support.database import rows

    destroyed(cast, later)
    left = repr(rows())
    for word in ("Sekretaris Nagari (contoh)", "0812 0000 0000", "nagari@contoh.example", "Wali Nagari (contoh)",
                 "membuka acara", "Mohon dibantu"):  # fmt: skip
        assert word not in left, word


def test_the_register_the_chain_and_the_hashes_stay(later: Facilitation, cast: Cast) -> None:
    before = {file.sha256 for file in files_of(later)}
    entries = list(Entry.objects.filter(chain=f"case:{later.uid}").order_by("seq").values_list("seq", "hash"))
    destroyed(cast, later)
    later.refresh_from_db()
    assert (later.agenda_number, later.event, later.stage) == ("0001/2026", "Festival Nagari (data contoh)", "closed")
    assert {file.sha256 for file in files_of(later)} == before
    after = list(Entry.objects.filter(chain=f"case:{later.uid}").order_by("seq").values_list("seq", "hash"))
    assert after[: len(entries)] == entries


def test_every_file_is_gone_from_the_store_and_says_under_what(later: Facilitation, cast: Cast) -> None:
    files = files_of(later)
    assert files
    done = destroyed(cast, later)
    for file in files:
        file.refresh_from_db()
        assert file.destroyed_under == f"Berita acara pemusnahan nomor {done.number}"
        assert file.removed_at is not None
        folder = file.sha256[:2]
        assert [name for name in default_storage.listdir(folder)[1] if name.startswith(file.sha256)] == []
        with pytest.raises(store.FileDestroyed):
            store.get(file)


def test_a_file_that_another_case_uses_stays(two: tuple[Facilitation, Facilitation], cast: Cast) -> None:
    gone, kept = two  # both letters are scans of the very same bytes
    with clock.scripted(LATER):
        destroyed(cast, gone)
    letter = RequestLetter.objects.get(pk=kept.pk)
    assert store.get(letter.scan.file)
    assert letter.scan.file.destroyed_at is None


def test_the_same_bytes_may_come_again(later: Facilitation, cast: Cast) -> None:
    scan = RequestLetter.objects.get(pk=later.pk).scan.file
    data = store.get(scan)
    destroyed(cast, later)
    again = store.put(data, media_type=scan.media_type)
    assert (again.pk, again.destroyed_at, store.get(again)) == (scan.pk, None, data)


def test_every_detail_of_the_chain_is_erased_and_verification_says_by_whom_and_under_what(
    later: Facilitation, cast: Cast
) -> None:
    details = EntryDetail.objects.filter(entry__chain=f"case:{later.uid}").count()
    assert details > 5
    done = destroyed(cast, later)
    assert not EntryDetail.objects.filter(entry__chain=f"case:{later.uid}").exists()
    verdict = verify(chain=f"case:{later.uid}")
    assert verdict.breaks == ()
    assert len(verdict.erased) == details
    assert all("Kepala Dinas (contoh) pada 2032" in line and done.number in line for line in verdict.erased)


def test_simcap_verify_is_sound_and_counts_what_was_destroyed(later: Facilitation, cast: Cast) -> None:
    files = len(files_of(later))
    done = destroyed(cast, later)
    told = said()
    assert told.endswith("All sound.\n")
    assert f"of them destroyed: Berita acara pemusnahan nomor {done.number}, 2032-" in told
    assert files <= StoredFile.objects.exclude(destroyed_at=None).count()


def test_bytes_that_are_still_there_are_a_flaw(later: Facilitation, cast: Cast) -> None:
    scan = RequestLetter.objects.get(pk=later.pk).scan.file
    data = store.get(scan)
    destroyed(cast, later)
    default_storage.save(store.path_of(scan.sha256), io.BytesIO(data))
    scan.refresh_from_db()
    assert store.flaw(scan).endswith("but the bytes are still there")


def test_search_does_not_find_what_was_destroyed(later: Facilitation, cast: Cast) -> None:
    seen = visible_to(cast.powers("auditor"))
    assert list(narrowed(seen, "membuka acara")) == [later]
    destroyed(cast, later)
    assert list(narrowed(seen, "membuka acara")) == []


def test_the_contact_alone_goes_when_only_its_term_has_ended(later: Facilitation, cast: Cast) -> None:
    destroyed(cast, later, kind=Kind.CONTACT)
    letter = RequestLetter.objects.get(pk=later.pk)
    assert (letter.contact_name, letter.contact_phone, letter.contact_email) == ("", "", "")
    assert store.get(letter.scan.file)
    assert FieldReport.objects.get(pk=later.pk).host_name == "Wali Nagari (contoh)"
    assert not verify(chain=f"case:{later.uid}").breaks


def test_the_photos_alone_go_when_only_their_term_has_ended(later: Facilitation, cast: Cast) -> None:
    destroyed(cast, later, kind=Kind.PHOTOS)
    entry = LogEntry.objects.get(facilitation=later, photo__isnull=False)
    assert (entry.photo.destroyed_at is not None, entry.text) == (True, "Sekretaris Nagari (contoh) membuka acara.")
    assert RequestLetter.objects.get(pk=later.pk).scan.destroyed_at is None


def test_bytes_that_came_again_before_they_were_removed_stay(later: Facilitation, cast: Cast) -> None:
    scan = RequestLetter.objects.get(pk=later.pk).scan
    data = store.get(scan.file)
    Attachment.objects.filter(case_uid=later.uid).update(destroyed_at=clock.now())
    assert store.destroy([scan.file], under="uji", at=clock.now()) == 1
    again = store.put(data, media_type="image/png")
    assert store.remove_destroyed() == 0
    assert store.get(again) == data


# ── Broken off in the middle ─────────────────────────────────────────────────────────────────────────────────────


class Broken(Exception):
    """What the test lets go wrong."""


def test_what_was_broken_off_goes_on_and_nothing_is_told_before_it_is_done(
    two: tuple[Facilitation, Facilitation], cast: Cast, steward: StewardOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, done = execution.wipe, []

    def breaks_at_the_second(*args, **kwargs):
        if done:
            real(*args, **kwargs)  # half the work, which must be undone
            raise Broken
        done.append(1)
        return real(*args, **kwargs)

    with clock.scripted(LATER):
        made = acts.approve(propose(cast, *two), steward=steward("kadis"))
        monkeypatch.setattr(execution, "wipe", breaks_at_the_second)
        with pytest.raises(Broken):
            carry_out(made)
        made.refresh_from_db()
        assert (made.state, made.document) == ("approved", None)
        assert sorted(made.items.values_list("state", flat=True)) == ["destroyed", "pending"]
        assert RequestLetter.objects.exclude(contact_name="").count() == 1
        assert verify().breaks == ()
        monkeypatch.setattr(execution, "wipe", real)
        assert carry_out(made)
        assert not carry_out(made)
    made.refresh_from_db()
    assert (made.state, Document.objects.filter(kind="destruction_record").count()) == ("done", 1)
    assert said().endswith("All sound.\n")


def test_bytes_that_could_not_be_removed_are_removed_the_next_time(
    later: Facilitation, cast: Cast, steward: StewardOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = acts.approve(propose(cast, later), steward=steward("kadis"))

    def cannot(name: str) -> None:
        raise OSError("the disk is busy")

    with monkeypatch.context() as broken:
        broken.setattr(default_storage, "delete", cannot)
        with pytest.raises(OSError, match="busy"):
            carry_out(made)
    made.refresh_from_db()
    assert made.state == "approved"
    assert StoredFile.objects.filter(destroyed_at__isnull=False, removed_at=None).exists()
    assert carry_out(made)
    assert not StoredFile.objects.filter(destroyed_at__isnull=False, removed_at=None).exists()


def test_only_an_approved_destruction_is_resumed(later: Facilitation, cast: Cast, steward: StewardOf) -> None:
    with pytest.raises(NotNow):
        acts.resume(propose(cast, later), steward=steward("agendaris"))


def test_a_second_approval_is_told_that_it_was_decided(later: Facilitation, cast: Cast, steward: StewardOf) -> None:
    made = propose(cast, later)
    acts.approve(made, steward=steward("kadis"))
    with pytest.raises(NotNow):
        acts.approve(made, steward=steward("sekretaris"))


def test_an_unknown_case_is_refused(later: Facilitation, cast: Cast, steward: StewardOf) -> None:
    with pytest.raises(BadInputs):
        acts.propose(cast.office, kind=Kind.DOSSIER, uids=[uuid4()], basis="", steward=steward("agendaris"))
