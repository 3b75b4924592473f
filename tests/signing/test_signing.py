"""Signing on paper (tanda tangan basah): printed, signed, scanned, checked by a second person; typed numbers."""

import json

import pytest

from simcap import clock
from simcap.documents import store
from simcap.documents.models import Document, NumberSeries, NumberTemplate
from simcap.errors import BadInputs, NotNow, NotYou
from simcap.journal.verify import verify
from simcap.people.models import Appointment
from tests.facilitation.conftest import cast, wib

__all__ = ["cast"]
CHECKED = {"same_document": True, "signature_seen": True, "number_same": True}
#: Stage at which a document is signed → the kind, and where the case stands when it is signed.
SIGNED_AT = {
    "spt_with_head": ("assignment_letter", "assigned"),
    "report_with_head": ("activity_report", "closed"),
    "decline_with_head": ("decline_letter", "declined"),
    "amend_with_head": ("assignment_letter", "assigned"),
}


def bring(cast, stage: str) -> None:
    """Bring a case to where something is signed."""
    if stage == "decline_with_head":
        cast.walk("with_head")
        for who, act in (("kadis", "decline"), ("seksi", "draft_decline"), ("kabid", "initial_decline")):
            cast.do(who, act)
    elif stage == "amend_with_head":
        cast.walk("assigned")
        for who, act in (("seksi", "amend"), ("seksi", "amend_spt"), ("kabid", "initial_amendment")):
            cast.do(who, act)
    else:
        cast.walk(stage)


def head_of(cast) -> int:
    return Appointment.objects.get(position__code="head", kind="definitive").pk


def print_it(cast, **inputs):
    return cast.do("agendaris", "print_to_sign", {"signer": head_of(cast), "numbered": "now", **inputs})


def scan_it(cast, who: str = "agendaris", **inputs):
    given = {"scan": cast.upload(who, name="pindai.png"), "signed_on": "2026-06-08", "stamped": True, **inputs}
    return cast.do(who, "scan_signed", given)


def paper(cast, status: str) -> Document:
    return Document.objects.get(case_uid=cast.case.uid, status=status, signing="wet")


@pytest.mark.parametrize("stage", SIGNED_AT)
def test_a_document_signed_on_paper_does_what_a_signature_here_does(cast, stage):
    bring(cast, stage)
    kind, after = SIGNED_AT[stage]
    print_it(cast)
    assert paper(cast, "reserved").kind == kind
    scan_it(cast)
    cast.do("seksi", "confirm_signed", CHECKED)
    assert (cast.case.stage, cast.case.beside) == (after, "")
    document = paper(cast, "in_force")
    assert (document.scan.name, str(document.signed_on)) == ("pindai.png", "2026-06-08")
    in_force = Document.objects.filter(case_uid=cast.case.uid, kind=kind, status="in_force")
    assert list(in_force) == [document]
    assert verify().sound


def test_nothing_is_in_force_until_a_second_person_has_checked_the_scan(cast):
    cast.walk("spt_with_head")
    print_it(cast)
    with pytest.raises(NotNow):
        cast.do("teknisi1", "prepare")
    scan_it(cast, "seksi")
    assert not cast.case.spts.filter(status="in_force").exists()
    with pytest.raises(NotYou) as refused:
        cast.do("seksi", "confirm_signed", CHECKED)
    assert refused.value.sentence == (
        "Hasil pindai ini Anda sendiri yang mengunggah; orang lain yang harus memeriksanya."
    )
    cast.do("agendaris", "confirm_signed", CHECKED)
    cast.do("teknisi1", "prepare")


@pytest.mark.parametrize("missing", CHECKED)
def test_everything_must_have_been_compared(cast, missing):
    cast.walk("spt_with_head")
    print_it(cast)
    scan_it(cast)
    with pytest.raises(BadInputs) as refused:
        cast.do("seksi", "confirm_signed", CHECKED | {missing: False})
    assert list(refused.value.fields) == [missing]


def test_the_printed_page_leaves_room_to_sign(cast):
    cast.walk("spt_with_head")
    print_it(cast)
    said = json.loads(paper(cast, "reserved").content)["signature"]
    assert (said["mode"], said["signed_at"], said["name"]) == ("wet", None, "Kepala Dinas (contoh)")


def test_the_drafter_is_not_offered_as_signer(cast):
    bring(cast, "spt_with_head")
    with pytest.raises(BadInputs) as refused:
        print_it(cast, signer=Appointment.objects.get(position__code="section_head").pk)
    assert list(refused.value.fields) == ["signer"]


def test_a_number_may_come_after_the_signature(cast):
    cast.walk("spt_with_head")
    print_it(cast, numbered="later")
    assert (paper(cast, "reserved").number, json.loads(paper(cast, "reserved").content)["number"]) == ("", "")
    with pytest.raises(BadInputs) as refused:
        scan_it(cast)
    assert list(refused.value.fields) == ["number"]
    link = "https://srikandi.example/naskah/17"
    scan_it(cast, number=" 800/17/DISKOMINFO/2026 ", number_link=link)
    cast.do("seksi", "confirm_signed", CHECKED)
    document = paper(cast, "in_force")
    assert (document.number, document.serial, document.number_link) == ("800/17/DISKOMINFO/2026", None, link)
    assert document.title == "Surat Perintah Tugas 800/17/DISKOMINFO/2026"
    assert not NumberSeries.objects.filter(kind="assignment_letter").exists()


def test_a_typed_number_belongs_to_one_document(cast):
    cast.walk("spt_with_head")
    print_it(cast, numbered="typed", number="800/17/2026")
    first = cast.case
    cast.walk("spt_with_head")
    with pytest.raises(BadInputs) as refused:
        print_it(cast, numbered="typed", number="800/17/2026")
    assert refused.value.fields == {"number": ["Nomor ini sudah dipakai naskah lain."]}
    assert Document.objects.get(number="800/17/2026").case_uid == first.uid


@pytest.mark.parametrize(
    ("inputs", "field"),
    [({"numbered": "typed"}, "number"), ({"numbered": "now", "number": "1/2026"}, "number"),
     ({"numbered": "later", "number": "1/2026"}, "number"), ({"numbered": ""}, "numbered"),
     ({"signer": None}, "signer")],
)  # fmt: skip
def test_a_number_is_typed_only_where_that_was_chosen(cast, inputs, field):
    cast.walk("spt_with_head")
    with pytest.raises(BadInputs) as refused:
        print_it(cast, **inputs)
    assert list(refused.value.fields) == [field]


@pytest.mark.parametrize("day", ["2026-06-07", "2026-06-09"])
def test_the_day_of_the_signature_lies_between_print_and_scan(cast, day):
    cast.walk("spt_with_head")
    print_it(cast)
    with pytest.raises(BadInputs) as refused:
        scan_it(cast, signed_on=day)
    assert list(refused.value.fields) == ["signed_on"]


@pytest.mark.parametrize("stage", SIGNED_AT)
def test_a_printed_document_that_is_given_up_stays_listed_with_its_number(cast, stage):
    bring(cast, stage)
    before = cast.case.stage
    print_it(cast)
    number = paper(cast, "reserved").number
    cast.do("agendaris", "void_paper", {"reason": "Salah cetak."})
    assert (cast.case.stage, cast.case.beside or cast.case.stage) == (before, stage)
    void = paper(cast, "void")
    assert (void.number, void.void_reason) == (number, "Salah cetak.")
    act = {"spt_with_head": "sign_spt", "report_with_head": "accept_report", "decline_with_head": "sign_decline",
           "amend_with_head": "sign_amendment"}[stage]  # fmt: skip
    cast.do("kadis", act)
    signed = Document.objects.get(case_uid=cast.case.uid, kind=void.kind, status="in_force")
    assert signed.serial == void.serial + 1


def test_a_bad_scan_is_sent_back_and_scanned_anew(cast):
    cast.walk("spt_with_head")
    print_it(cast)
    scan_it(cast)
    cast.do("seksi", "send_back")
    assert cast.case.stage == "spt_on_paper"
    scan_it(cast, "seksi")
    cast.do("agendaris", "confirm_signed", CHECKED)
    assert cast.case.stage == "assigned"


def test_cancelling_voids_what_waits_for_its_signature(cast):
    cast.walk("spt_with_head")
    print_it(cast)
    cast.do("kadis", "cancel")
    assert paper(cast, "void").void_reason == "Fasilitasi dibatalkan."


def test_the_frozen_bytes_do_not_change_from_print_to_force(cast):
    cast.walk("spt_with_head")
    print_it(cast)
    before = store.get(paper(cast, "reserved").file)
    with clock.scripted(wib(14)):
        scan_it(cast)
        cast.do("seksi", "confirm_signed", CHECKED)
    assert store.get(paper(cast, "in_force").file) == before


def test_an_internal_signature_takes_a_number_from_elsewhere_where_the_office_gets_them_there(cast):
    NumberTemplate.objects.update_or_create(
        office=cast.office, kind="assignment_letter",
        defaults={"classification": "800", "template": "{classification}/{serial3}/{year}", "is_typed": True},
    )  # fmt: skip
    cast.walk("spt_with_head")
    with pytest.raises(BadInputs) as refused:
        cast.do("kadis", "sign_spt")
    assert list(refused.value.fields) == ["number"]
    link = "https://srikandi.example/9"
    cast.do("kadis", "sign_spt", {"number": "800.1/9/2026", "number_link": link})
    document = Document.objects.get(kind="assignment_letter")
    assert (document.number, document.serial, document.number_link) == ("800.1/9/2026", None, link)
    assert json.loads(document.content)["number"] == "800.1/9/2026"


def test_where_the_office_numbers_itself_nobody_types_a_number(cast):
    cast.walk("spt_with_head")
    cast.do("kadis", "sign_spt", {"number": "1/2026"})
    assert Document.objects.get(kind="assignment_letter").number == "800.1.11.1/001/DISKOMINFO/VI/2026"


@pytest.mark.parametrize("who", ["kabid", "sekretaris", "koordinator", "teknisi1", "auditor", "admin"])
def test_only_head_section_and_front_desk_print_for_a_signature(cast, who):
    cast.walk("spt_with_head")
    with pytest.raises(NotYou):
        cast.do(who, "print_to_sign", {"signer": head_of(cast), "numbered": "now"})


def test_what_was_printed_for_a_change_is_void_once_the_spt_is_revoked(cast):
    bring(cast, "amend_with_head")
    print_it(cast)
    cast.do("kadis", "revoke_spt")
    document = Document.objects.order_by("id").last()
    assert document
    assert (cast.case.beside, document.status) == ("amend_draft", "void")
    assert document.void_reason == "Berkas berpindah tahap sebelum naskah ini ditandatangani."
