"""Destruction with four eyes: who may, what goes, what stays, what the record says, and what happens when it breaks."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import IntegrityError, transaction
from pypdf import PdfReader

from simcap import clock
from simcap.documents import store
from simcap.documents.models import Attachment, Document, StoredFile
from simcap.errors import BadInputs, NotNow, NotYou
from simcap.facilitation.models import Facilitation
from simcap.facilitation.queries import visible_to
from simcap.facilitation.searching import narrowed
from simcap.intake.models import RequestLetter
from simcap.journal.models import Entry, EntryDetail
from simcap.journal.verify import verify
from simcap.people.models import Appointment
from simcap.step3_fieldwork.models import FieldReport, LogEntry
from simcap.stewardship import destruction as acts
from simcap.stewardship import execution, holds
from simcap.stewardship.execution import carry_out
from simcap.stewardship.models import Destruction, DestructionItem, Kind
from simcap.stewardship.rules import Steward
from tests.cast import Cast

from .conftest import LATER, StewardOf, rule, walked


def propose(
    cast: Cast, *cases: Facilitation, kind: str = Kind.DOSSIER, basis: str = "", by: str = "agendaris"
) -> Destruction:
    return acts.propose(
        cast.office, kind=kind, uids=[case.uid for case in cases], basis=basis, steward=Steward(cast.powers(by))
    )


def destroyed(cast: Cast, *cases: Facilitation, kind: str = Kind.DOSSIER) -> Destruction:
    """Proposed, approved and carried out."""
    made = acts.approve(propose(cast, *cases, kind=kind), steward=Steward(cast.powers("kadis")))
    assert carry_out(made)
    made.refresh_from_db()
    return made


def files_of(case: Facilitation) -> list[StoredFile]:
    keys = set(Document.objects.filter(case_uid=case.uid).values_list("file", flat=True))
    for column in ("file", "view"):
        keys |= set(Attachment.objects.filter(case_uid=case.uid).values_list(column, flat=True))
    return list(StoredFile.objects.filter(pk__in=keys - {None}))


def said(*args: str) -> str:
    out = io.StringIO()
    call_command("verify", *args, stdout=out)
    return out.getvalue()


# ── Who may ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("by", ["kadis", "sekretaris", "kabid", "seksi", "koordinator", "auditor", "admin"])
def test_only_the_front_desk_proposes(later: Facilitation, cast: Cast, by: str) -> None:
    with pytest.raises(NotYou):
        propose(cast, later, by=by)
    assert not Destruction.objects.exists()


@pytest.mark.parametrize("by", ["agendaris", "kabid", "seksi", "koordinator", "auditor", "admin"])
def test_only_head_and_secretary_decide(later: Facilitation, cast: Cast, by: str, steward: StewardOf) -> None:
    made = propose(cast, later)
    for decide in (acts.approve, lambda one, **given: acts.refuse(one, decision_note="tidak", **given)):
        with pytest.raises(NotYou):
            decide(made, steward=steward(by))
    made.refresh_from_db()
    assert made.state == "proposed"


@pytest.mark.parametrize("by", ["kadis", "sekretaris"])
def test_head_and_secretary_may(later: Facilitation, cast: Cast, by: str, steward: StewardOf) -> None:
    assert acts.approve(propose(cast, later), steward=steward(by)).state == "approved"


def test_the_proposer_never_decides_even_when_he_stands_in_for_the_head(
    later: Facilitation, cast: Cast, steward: StewardOf
) -> None:
    made = propose(cast, later)
    Appointment.objects.create(
        office=cast.office, position=cast.position("head"), officer=cast.officer("agendaris"), kind="plh",
        decree="SPRIN 1", from_at=clock.now() - timedelta(days=1), created_at=clock.now(),
    )  # fmt: skip
    assert not acts.may_decide(made, steward("agendaris"))
    with pytest.raises(NotYou):
        acts.approve(made, steward=steward("agendaris"))


def test_the_database_itself_wants_two_people(later: Facilitation, cast: Cast) -> None:
    made = propose(cast, later)
    with pytest.raises(IntegrityError), transaction.atomic():
        Destruction.objects.filter(pk=made.pk).update(
            state="approved", decided_at=clock.now(), decided_by=made.proposed_by
        )


# ── What may be on the list ──────────────────────────────────────────────────────────────────────────────────────


def test_what_is_not_due_is_refused(closed: Facilitation, cast: Cast) -> None:
    with pytest.raises(BadInputs) as refused:
        propose(cast, closed)
    assert list(refused.value.fields) == ["cases"]


def test_a_list_needs_a_case(later: Facilitation, cast: Cast) -> None:
    with pytest.raises(BadInputs):
        propose(cast)


def test_a_case_stands_on_one_list_only(later: Facilitation, cast: Cast) -> None:
    propose(cast, later)
    with pytest.raises(BadInputs):
        propose(cast, later)
    assert Destruction.objects.count() == 1


def test_after_a_refusal_it_may_be_proposed_again(later: Facilitation, cast: Cast, steward: StewardOf) -> None:
    acts.refuse(propose(cast, later), decision_note="Tunggu pemeriksaan.", steward=steward("sekretaris"))
    assert propose(cast, later).state == "proposed"


def test_a_refusal_needs_its_reason(later: Facilitation, cast: Cast, steward: StewardOf) -> None:
    with pytest.raises(BadInputs):
        acts.refuse(propose(cast, later), decision_note="", steward=steward("kadis"))


def test_a_permanent_record_is_never_proposed(later: Facilitation, cast: Cast) -> None:
    rule(cast, Kind.DOSSIER, fate="permanent")
    with pytest.raises(NotNow):
        propose(cast, later)


def test_a_record_to_be_appraised_needs_the_appraisal(later: Facilitation, cast: Cast) -> None:
    rule(cast, Kind.DOSSIER, fate="review")
    with pytest.raises(BadInputs) as refused:
        propose(cast, later)
    assert list(refused.value.fields) == ["basis"]
    assert propose(cast, later, basis="Tidak bernilai guna.").basis == "Tidak bernilai guna."


def test_only_the_proposer_withdraws(later: Facilitation, cast: Cast, steward: StewardOf) -> None:
    made = propose(cast, later)
    with pytest.raises(NotYou):
        acts.withdraw(made, steward=steward("kadis"))
    assert acts.withdraw(made, steward=steward("agendaris")).state == "withdrawn"
    assert DestructionItem.objects.get().state == "dropped"


# ── Held cases ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def two(cast: Cast) -> tuple[Facilitation, Facilitation]:
    """Two closed cases, of different files."""
    cast.do("agendaris", "register")
    first = walked(cast)
    cast.do("agendaris", "register", {"letter_number": "2", "contact_name": "Orang Kedua"})
    return first, walked(cast)


def test_a_held_case_is_on_the_list_with_the_reason_and_is_not_destroyed(
    two: tuple[Facilitation, Facilitation], cast: Cast, steward: StewardOf
) -> None:
    kept, gone = two
    with clock.scripted(LATER):
        holds.put_hold(kept, reason="Pemeriksaan BPK.", steward=steward("sekretaris"))
        destroyed(cast, kept, gone)
    assert {item.facilitation_id: (item.state, item.because) for item in DestructionItem.objects.all()} == {
        kept.pk: ("excluded", "Ditahan oleh Sekretaris Dinas (contoh) (Sekretaris Dinas): Pemeriksaan BPK."),
        gone.pk: ("destroyed", ""),
    }
    assert RequestLetter.objects.get(pk=kept.pk).contact_name == "Sekretaris Nagari (contoh)"


def test_a_hold_put_after_the_approval_still_holds(
    two: tuple[Facilitation, Facilitation], cast: Cast, steward: StewardOf
) -> None:
    kept, gone = two
    with clock.scripted(LATER):
        made = acts.approve(propose(cast, kept, gone), steward=steward("kadis"))
        holds.put_hold(kept, reason="Gugatan.", steward=steward("kadis"))
        assert carry_out(made)
    assert dict(made.items.values_list("facilitation", "state")) == {kept.pk: "excluded", gone.pk: "destroyed"}


def test_when_everything_is_held_nothing_is_approved(later: Facilitation, cast: Cast, steward: StewardOf) -> None:
    made = propose(cast, later)
    holds.put_hold(later, reason="Gugatan.", steward=steward("kadis"))
    with pytest.raises(NotNow):
        acts.approve(made, steward=steward("kadis"))
    made.refresh_from_db()
    assert (made.state, made.number) == ("proposed", "")


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


# ── The record ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_record_is_numbered_and_lists_what_went(later: Facilitation, cast: Cast) -> None:
    done = destroyed(cast, later)
    assert done.document is not None
    assert (done.number, done.document.number) == ("000.5/001/DISKOMINFO/VI/2032",) * 2
    text = " ".join(PdfReader(io.BytesIO(store.get(done.document.file))).pages[0].extract_text().split())
    for words in ("BERITA ACARA PEMUSNAHAN ARSIP", "0001/2026", "Festival Nagari", "Agendaris (contoh)",
                  "Kepala Dinas (contoh)", "Disetujui secara internal"):  # fmt: skip
        assert words in text, words


def test_a_closed_class_is_listed_by_its_number_only(cast: Cast) -> None:
    from tests.test_access import scan

    cast.do("agendaris", "register", {"security": "R", "letter": scan(cast)})
    cast.do("kadis", "dispose", {"security": "R"})
    case = Facilitation.objects.get(pk=cast.case.pk)
    Facilitation.objects.filter(pk=case.pk).update(closed_at=clock.now(), stage="declined")
    with clock.scripted(LATER):
        done = destroyed(cast, case)
    content = json.loads(done.document.content)
    assert [one["about"] for one in content["destroyed"]] == ["–"]


def test_both_journals_tell_of_it(later: Facilitation, cast: Cast) -> None:
    done = destroyed(cast, later)
    office = list(
        Entry.objects.filter(chain=f"office:{cast.office.slug}").order_by("-seq").values_list("act", flat=True)[:3]
    )
    assert office == ["record_destruction", "approve_destruction", "propose_destruction"]
    own = Entry.objects.filter(chain=f"case:{later.uid}").order_by("-seq")[0]
    body = json.loads(own.canonical)
    assert (own.act, body["number"], body["actor"]["name"]) == ("destroy_record", done.number, "Kepala Dinas (contoh)")
    assert verify().breaks == ()


def test_the_record_stands_on_the_office_s_chain(later: Facilitation, cast: Cast) -> None:
    document = destroyed(cast, later).document
    assert document.chain == f"office:{cast.office.slug}"
    entry = Entry.objects.get(chain=document.chain, seq=document.chain_seq + 1)
    assert json.loads(entry.canonical)["document_sha256"] == document.file_id


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


def test_bytes_that_came_again_before_they_were_removed_stay(later: Facilitation, cast: Cast) -> None:
    scan = RequestLetter.objects.get(pk=later.pk).scan
    data = store.get(scan.file)
    Attachment.objects.filter(case_uid=later.uid).update(destroyed_at=clock.now())
    assert store.destroy([scan.file], under="uji", at=clock.now()) == 1
    again = store.put(data, media_type="image/png")
    assert store.remove_destroyed() == 0
    assert store.get(again) == data
