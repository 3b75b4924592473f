"""What is held about a person: who is believed, what is found, what is answered within three days, what is erased."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any
from uuid import uuid4

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
from simcap.stewardship.held import Terms, look_up
from simcap.stewardship.models import Kind, Reading, SubjectRequest
from simcap.stewardship.readings import note_reading
from simcap.stewardship.upkeep import clear_expired
from tests.cast import MONDAY, Cast, assemble

from .conftest import LATER, StewardOf

NAME, PHONE, EMAIL = "Sekretaris Nagari (contoh)", "0812 0000 0000", "nagari@contoh.example"


def given(**changed: Any) -> dict[str, Any]:
    return {"wish": "access", "name": NAME, "phone": PHONE, "email": "", "text": "", **changed}


def asked(cast: Cast, *, code: str = "", by: Any = None, **changed: Any) -> SubjectRequest:
    return subjects.register(cast.office, key=uuid4(), given=given(**changed), code=code, steward=by)


def known(cast: Cast, case: Facilitation, **changed: Any) -> SubjectRequest:
    """A request by who has proven to be the contact of the case."""
    return asked(cast, code=case.tracking_code, **changed)


def answered(cast: Cast, row: SubjectRequest, *cases: Facilitation, steward: Any, **changed: Any) -> SubjectRequest:
    act = {"access": subjects.answer_access, "erase": subjects.answer_erase, "rectify": subjects.answer_rectify}[
        row.wish
    ]
    return act(
        row, uids=[case.uid for case in cases], steward=steward, **{"delivery": "counter", "answer": "", **changed}
    )


def export_of(row: SubjectRequest) -> dict[str, Any]:
    assert row.file
    with zipfile.ZipFile(io.BytesIO(store.get(row.file))) as archive:
        assert archive.namelist() == ["data.json", "laporan.html"]
        return json.loads(archive.read("data.json"))


# ── Who is believed ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("changed", "is_proven"),
    [
        ({}, True), ({"phone": "+62 812-0000-0000"}, True), ({"phone": "", "email": EMAIL.upper()}, True),
        ({"phone": "0812 0000 0001"}, False), ({"phone": "0000"}, False), ({"phone": "", "email": ""}, False),
        ({"phone": "", "email": "x@contoh.example"}, False),
    ],
)  # fmt: skip
def test_code_and_contact_together_prove_who_asks(cast: Cast, changed: dict[str, str], is_proven: bool) -> None:
    case = cast.walk("with_head")
    row = known(cast, case, **changed)
    assert (row.identity, row.facilitation) == (("code", case) if is_proven else ("pending", None))


def test_a_contact_without_the_code_proves_nothing(cast: Cast) -> None:
    cast.walk("with_head")
    assert asked(cast).identity == "pending"


def test_another_office_s_code_proves_nothing(cast: Cast) -> None:
    case = cast.walk("with_head")
    other = assemble("kantor-lain", prefix="lain-")
    assert known(other, case).identity == "pending"


def test_the_same_form_sent_twice_is_one_request(cast: Cast) -> None:
    key = uuid4()
    first = subjects.register(cast.office, key=key, given=given())
    assert subjects.register(cast.office, key=key, given=given()) == first
    assert Entry.objects.filter(act="register_subject_request").count() == 1


def test_the_clock_runs_three_times_24_hours_and_not_by_office_hours(cast: Cast) -> None:
    with clock.scripted(MONDAY + timedelta(days=4, hours=8)):  # Friday afternoon
        row = asked(cast)
    assert row.due_at == MONDAY + timedelta(days=7, hours=8)


def test_the_journal_has_the_person_in_the_erasable_row_only(cast: Cast) -> None:
    asked(cast)
    entry = Entry.objects.get(act="register_subject_request")
    assert NAME not in entry.canonical
    assert json.loads(entry.detail.text) == {"name": NAME, "phone": PHONE}


# ── What is found ────────────────────────────────────────────────────────────────────────────────────────────────


def found(cast: Cast, viewer: str = "admin", **terms: str) -> set[tuple[str, str]]:
    hits = look_up(cast.office, Terms(**terms), cast.powers(viewer)).hits
    return {(hit.where, hit.what) for hit in hits}


def test_a_name_is_found_in_letter_log_and_journal(closed: Facilitation, cast: Cast) -> None:
    assert {("Surat permintaan", "Narahubung"), ("Catatan kegiatan", "Isi")} <= found(cast, name=NAME)
    assert "Rincian jejak" in {where for where, _what in found(cast, name=NAME)}


@pytest.mark.parametrize("phone", ["0812 0000 0000", "081200000000", "+62 812-0000-0000"])
def test_a_telephone_number_is_found_however_it_is_written(cast: Cast, phone: str) -> None:
    cast.walk("with_head")
    assert ("Surat permintaan", "Telepon") in found(cast, phone=phone)


def test_an_institution_is_found_in_the_register(cast: Cast) -> None:
    cast.walk("with_head")
    assert ("Register fasilitasi", "Instansi") in found(cast, institution="Nagari Sungai Dareh")


def test_a_host_is_found_in_the_field_report(closed: Facilitation, cast: Cast) -> None:
    assert ("Laporan lapangan", "Tuan rumah") in found(cast, name="Wali Nagari (contoh)")


def test_somebody_else_is_not_found(closed: Facilitation, cast: Cast) -> None:
    assert found(cast, name="Orang Lain", phone="0899 1111 2222", email="lain@contoh.example") == set()


def test_another_office_s_records_are_not_looked_at(closed: Facilitation) -> None:
    assert found(assemble("kantor-lain", prefix="lain-"), viewer="admin", name=NAME) == set()


def test_two_letters_look_for_nobody(cast: Cast) -> None:
    cast.walk("with_head")
    assert found(cast, name="Se") == set()


def test_a_closed_class_is_told_of_but_not_shown(cast: Cast) -> None:
    from tests.test_access import scan

    cast.do("agendaris", "register", {"security": "R", "letter": scan(cast)})
    hidden = look_up(cast.office, Terms(name=NAME), cast.powers("admin"))
    assert (hidden.hits, hidden.hidden_count) == ((), 1)
    shown = look_up(cast.office, Terms(name=NAME), cast.powers("kadis"))
    assert shown.hidden_count == 0
    assert shown.hits


def test_looking_costs_the_same_for_one_case_and_three(cast: Cast, django_assert_num_queries: Any) -> None:
    cast.walk("with_head")
    with django_assert_num_queries(23):
        look_up(cast.office, Terms(name=NAME), cast.powers("admin"))
    cast.walk("with_head")
    cast.walk("with_head")
    with django_assert_num_queries(23):
        look_up(cast.office, Terms(name=NAME), cast.powers("admin"))


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
