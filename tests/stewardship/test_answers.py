"""What is answered to a person: by whom, what it says, what is erased, and how long the register keeps it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core import mail

from simcap import clock
from simcap.documents import store
from simcap.errors import BadInputs, NotNow, NotYou
from simcap.facilitation.models import Facilitation
from simcap.intake.models import RequestLetter
from simcap.journal.models import Entry, EntryDetail
from simcap.journal.verify import verify
from simcap.stewardship import holds, subjects
from simcap.stewardship.delivery import deliver_answers
from simcap.stewardship.models import Kind, Reading
from simcap.stewardship.readings import note_reading
from simcap.stewardship.upkeep import clear_expired
from tests.cast import MONDAY, Cast, assemble

from .asking import EMAIL, NAME, PHONE, answered, asked, export_of, known
from .conftest import LATER, StewardOf

# ── Who answers ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("by", ["agendaris", "kadis", "kabid", "seksi", "koordinator", "auditor"])
def test_nobody_else_answers(closed: Facilitation, cast: Cast, by: str, steward: StewardOf) -> None:
    row = known(cast, closed)
    with pytest.raises(NotYou):
        answered(cast, row, closed, steward=steward(by))
    row.refresh_from_db()
    assert row.state == "open"


@pytest.mark.parametrize("by", ["sekretaris", "admin"])
def test_while_nobody_is_appointed_secretary_and_administrator_stand_in(
    closed: Facilitation, cast: Cast, by: str, steward: StewardOf
) -> None:
    assert answered(cast, known(cast, closed), closed, steward=steward(by)).state == "answered"


def test_once_somebody_is_appointed_nobody_stands_in(closed: Facilitation, cast: Cast, steward: StewardOf) -> None:
    from simcap.management.office import appoint_to

    appoint_to(cast.office, "data_officer", cast.officer("teknisi2"), from_at=MONDAY, decree="SK 20/2026")
    row = known(cast, closed)
    with pytest.raises(NotYou):
        answered(cast, row, closed, steward=steward("sekretaris"))
    assert answered(cast, row, closed, steward=steward("teknisi2")).answered_by.endswith("Pelindungan Data Pribadi)")


def test_nothing_is_answered_before_it_is_known_who_asks(closed: Facilitation, cast: Cast, steward: StewardOf) -> None:
    row = asked(cast)
    with pytest.raises(NotNow):
        answered(cast, row, closed, steward=steward("admin"))
    subjects.identify(row, how="Datang sendiri, kartu pegawai dilihat.", steward=steward("admin"))
    assert answered(cast, row, closed, steward=steward("admin")).state == "answered"


# ── The export ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_answer_says_what_is_held_why_how_long_and_who_read_it(
    closed: Facilitation, cast: Cast, steward: StewardOf
) -> None:
    note_reading(closed, cast.powers("kabid"), thing=Reading.Thing.DOSSIER)
    data = export_of(answered(cast, known(cast, closed), closed, steward=steward("admin")))
    (case,) = data["cases"]
    held = {(one["what"], one["value"]) for one in case["data"]}
    assert {("Narahubung", NAME), ("Telepon", PHONE), ("Surel", EMAIL)} <= held
    assert case["retention"] == "aktif s.d. 8 Juni 2027, musnah sesudah 8 Juni 2028"
    assert case["read"] == [
        {"on": "2026-06-08", "thing": "Berkas", "by": "Kepala Bidang Aplikasi Informatika", "count": 1}
    ]
    assert case["processed"][0] == {
        "at": "Senin, 8 Juni 2026 pukul 08.00 WIB", "act": "Daftarkan surat", "by": "Agendaris"
    }  # fmt: skip


def test_officials_are_told_by_their_posts_and_not_by_name(
    closed: Facilitation, cast: Cast, steward: StewardOf
) -> None:
    note_reading(closed, cast.powers("kabid"), thing=Reading.Thing.DOSSIER)
    text = json.dumps(
        export_of(answered(cast, known(cast, closed), closed, steward=steward("admin"))), ensure_ascii=False
    )
    for name in ("Kepala Bidang Aptika (contoh)", "Teknisi 1 (contoh)", "Kepala Dinas (contoh)"):
        assert name not in text


def test_a_host_is_not_told_the_contact_of_the_same_case(closed: Facilitation, cast: Cast, steward: StewardOf) -> None:
    row = asked(cast, name="Wali Nagari (contoh)", phone="0811 9999 9999")
    subjects.identify(row, how="Datang sendiri.", steward=steward("admin"))
    text = json.dumps(export_of(answered(cast, row, closed, steward=steward("admin"))), ensure_ascii=False)
    assert "Wali Nagari (contoh)" in text
    assert PHONE not in text
    assert EMAIL not in text


def test_nothing_held_is_an_answer_too(cast: Cast, steward: StewardOf) -> None:
    row = asked(cast, name="Orang Lain")
    subjects.identify(row, how="Datang sendiri.", steward=steward("admin"))
    assert export_of(answered(cast, row, steward=steward("admin")))["cases"] == []


def test_the_answer_is_mailed_to_the_address_on_file_and_to_no_other(
    closed: Facilitation, cast: Cast, steward: StewardOf
) -> None:
    row = known(cast, closed, email="orang.lain@contoh.example")
    answered(cast, row, closed, steward=steward("admin"), delivery="email")
    assert deliver_answers.call() == 1
    (sent,) = mail.outbox
    assert sent.to == [EMAIL]
    assert [name for name, _content, _kind in sent.attachments] == ["data-pribadi.zip"]
    row.refresh_from_db()
    assert row.delivered_at is not None
    assert deliver_answers.call() == 0


def test_without_an_address_on_file_the_answer_waits_at_the_office(cast: Cast, steward: StewardOf) -> None:
    case = cast.do("agendaris", "register", {"contact_email": ""}).facilitation
    row = known(cast, case)
    with pytest.raises(BadInputs) as refused:
        answered(cast, row, case, steward=steward("admin"), delivery="email")
    assert list(refused.value.fields) == ["delivery"]


def test_a_mail_that_fails_is_kept_and_tried_again(
    closed: Facilitation, cast: Cast, steward: StewardOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.core.mail import EmailMessage

    row = known(cast, closed)
    answered(cast, row, closed, steward=steward("admin"), delivery="email")

    def refuses(self: EmailMessage) -> int:
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr(EmailMessage, "send", refuses)
        assert deliver_answers.call() == 0
    row.refresh_from_db()
    assert (row.failure, row.delivered_at) == ("ConnectionRefusedError", None)
    assert deliver_answers.call() == 1


def test_what_was_collected_is_noted_once(closed: Facilitation, cast: Cast, steward: StewardOf) -> None:
    row = answered(cast, known(cast, closed), closed, steward=steward("admin"))
    assert subjects.hand_over(row, steward=steward("admin")).delivered_at == clock.now()
    with pytest.raises(NotNow):
        subjects.hand_over(row, steward=steward("admin"))


# ── Erasure and rectification ────────────────────────────────────────────────────────────────────────────────────


def test_erasure_takes_the_contact_and_the_detail_rows_and_leaves_the_papers(
    closed: Facilitation, cast: Cast, steward: StewardOf
) -> None:
    row = answered(cast, known(cast, closed, wish="erase"), closed, steward=steward("admin"))
    letter = RequestLetter.objects.get(pk=closed.pk)
    assert (row.state, letter.contact_name, letter.contact_phone, letter.contact_email) == ("answered", "", "", "")
    assert store.get(letter.scan.file)
    assert not EntryDetail.objects.filter(entry__chain=f"case:{closed.uid}", text__contains=NAME).exists()
    assert verify().breaks == ()
    assert (
        row.answer == "0001/2026: data narahubung dihapus. Naskah dan lampiran tetap sampai masa retensinya berakhir."
    )


def test_a_running_case_keeps_what_it_needs_and_says_so(cast: Cast, steward: StewardOf) -> None:
    case = cast.walk("running")
    row = answered(cast, known(cast, case, wish="erase"), case, steward=steward("admin"))
    assert (row.state, row.answer) == ("refused", "0001/2026: tidak dihapus, masih diperlukan: berkas belum selesai.")
    assert RequestLetter.objects.get(pk=case.pk).contact_name == NAME


def test_a_held_case_is_not_erased(closed: Facilitation, cast: Cast, steward: StewardOf) -> None:
    holds.put_hold(closed, reason="Gugatan.", steward=steward("kadis"))
    row = answered(cast, known(cast, closed, wish="erase"), closed, steward=steward("admin"))
    assert (row.state, RequestLetter.objects.get(pk=closed.pk).contact_name) == ("refused", NAME)


def test_an_erased_person_still_gets_his_answer(closed: Facilitation, cast: Cast, steward: StewardOf) -> None:
    answered(cast, known(cast, closed, wish="erase"), closed, steward=steward("admin"), delivery="email")
    assert deliver_answers.call() == 1
    assert mail.outbox[0].to == [EMAIL]


def test_a_rectification_stands_in_the_case_s_journal(closed: Facilitation, cast: Cast, steward: StewardOf) -> None:
    row = known(cast, closed, wish="rectify")
    with pytest.raises(BadInputs):
        answered(cast, row, closed, steward=steward("admin"))
    answered(cast, row, closed, steward=steward("admin"), answer="Nama yang benar: Nama Lain.")
    entry = Entry.objects.get(chain=f"case:{closed.uid}", act="note_rectification")
    assert json.loads(entry.detail.text) == {"text": "Nama yang benar: Nama Lain."}
    assert "Nama Lain" not in entry.canonical


def test_a_request_that_cannot_be_met_needs_its_reason(cast: Cast, steward: StewardOf) -> None:
    row = asked(cast)
    with pytest.raises(BadInputs):
        subjects.refuse_request(row, answer="", steward=steward("admin"))
    assert subjects.refuse_request(row, answer="Identitas tidak terbukti.", steward=steward("admin")).state == "refused"


def test_an_answered_request_is_not_answered_again(closed: Facilitation, cast: Cast, steward: StewardOf) -> None:
    row = answered(cast, known(cast, closed), closed, steward=steward("admin"))
    with pytest.raises(NotNow):
        answered(cast, row, closed, steward=steward("admin"))


def test_a_late_answer_is_journalled_as_late(closed: Facilitation, cast: Cast, steward: StewardOf) -> None:
    row = known(cast, closed)
    with clock.scripted(clock.now() + timedelta(days=4)):
        answered(cast, row, closed, steward=steward("admin"))
    assert json.loads(Entry.objects.get(act="answer_subject_request").canonical)["late"] is True


def test_a_case_of_another_office_cannot_be_answered_with(cast: Cast, steward: StewardOf) -> None:
    other = assemble("kantor-lain", prefix="lain-")
    foreign = other.walk("with_head")
    row = asked(cast)
    subjects.identify(row, how="Datang sendiri.", steward=steward("admin"))
    with pytest.raises(BadInputs):
        answered(cast, row, foreign, steward=steward("admin"))


# ── The register's own term ──────────────────────────────────────────────────────────────────────────────────────


def test_the_register_forgets_the_person_when_its_own_term_ends(
    closed: Facilitation, cast: Cast, steward: StewardOf
) -> None:
    row = answered(cast, known(cast, closed), closed, steward=steward("admin"))
    file = row.file
    with clock.scripted(LATER):
        assert clear_expired(cast.office)[Kind.REQUESTS] == 1
    row.refresh_from_db()
    file.refresh_from_db()
    assert (row.name, row.phone, row.email, row.file) == ("–", "", "", None)
    assert file.destroyed_under == "Pembersihan berkala menurut jadwal retensi"
    assert not EntryDetail.objects.filter(entry__chain=f"office:{cast.office.slug}", text__contains=NAME).exists()
    assert verify().breaks == ()
