"""Step 1: dispositions tier by tier, read and followed up, the coordinator named, the sheet issued."""

import json

import pytest

from simcap import clock
from simcap.documents.models import Document
from simcap.errors import BadInputs
from simcap.facilitation.models import Assignment
from simcap.people.models import Instruction
from simcap.step1_disposition.models import Disposition
from simcap.step1_disposition.queries import tiers
from tests.cast import Cast
from tests.facilitation.conftest import bring, cast, wib

__all__ = ["cast"]
DIVISION, SECTION = "Kepala Bidang Aplikasi Informatika", "Kepala Seksi Infrastruktur TIK"


def instructions(cast: Cast, *texts: str) -> list[int]:
    """Keys of instructions of the office's list."""
    return [Instruction.objects.get(office=cast.office, text=text).pk for text in texts]


def faults(cast: Cast, who: str, act: str, **inputs) -> dict[str, list[str]]:
    """Sentences per field."""
    with pytest.raises(BadInputs) as refusal:
        cast.do(who, act, inputs)
    return {name: list(said) for name, said in refusal.value.fields.items()}


def test_a_disposition_keeps_its_instructions_as_they_read_that_day(cast) -> None:
    bring(cast, "with_head")
    chosen = instructions(cast, "Siapkan SPT", "Laporkan hasilnya")
    cast.do("kadis", "dispose", {"instructions": chosen, "due_on": "2026-06-12"})
    Instruction.objects.update(text="lain")
    one = Disposition.objects.get()
    assert (one.tier, one.instructions, one.note, str(one.due_on), one.by_position) == (
        1, ["Siapkan SPT", "Laporkan hasilnya"], "Mohon dibantu.", "2026-06-12",
        "Kepala Dinas Komunikasi dan Informatika",
    )  # fmt: skip


def test_a_disposition_has_one_responsible_addressee_and_others_for_information(cast) -> None:
    bring(cast, "with_head")
    cast.do("kadis", "dispose", {"informed": [cast.position("secretary").pk, cast.position("section_head").pk]})
    assert list(Disposition.objects.get().addressees.values_list("label", "responsible")) == [
        (DIVISION, True), ("Sekretaris Dinas", False), (SECTION, False),
    ]  # fmt: skip


def test_neither_the_responsible_addressee_nor_oneself_is_informed(cast) -> None:
    bring(cast, "with_division")
    for code in ("section_head", "division_head"):
        assert list(faults(cast, "kabid", "forward", informed=[cast.position(code).pk])) == ["informed"]


def test_urgency_and_security_become_the_cases_own(cast) -> None:
    bring(cast, "with_head")
    cast.do("kadis", "dispose", {"urgency": "most_urgent", "security": "T"})
    cast.case.refresh_from_db()
    assert (cast.case.urgency, cast.case.security) == ("most_urgent", "T")


WRONG = [
    ({"instructions": []}, "instructions"), ({"urgency": "x"}, "urgency"), ({"security": "X"}, "security"),
    ({"due_on": "2026-06-07"}, "due_on"), ({"note": "x" * 1001}, "note"),
]  # fmt: skip


@pytest.mark.parametrize(("inputs", "field"), WRONG, ids=[field for _inputs, field in WRONG])
def test_a_disposition_that_cannot_be_is_refused_beside_the_field(cast, inputs, field: str) -> None:
    bring(cast, "with_head")
    assert list(faults(cast, "kadis", "dispose", **inputs)) == [field]


def test_an_instruction_that_the_office_no_longer_uses_cannot_be_given(cast) -> None:
    bring(cast, "with_head")
    old = instructions(cast, "Arsipkan")
    Instruction.objects.filter(pk__in=old).update(is_active=False)
    assert list(faults(cast, "kadis", "dispose", instructions=old)) == ["instructions"]


def test_each_tier_says_when_it_was_read_and_followed_up(cast) -> None:
    bring(cast, "with_head")
    for hour, who, act in ((9, "kadis", "dispose"), (10, "kabid", "open"), (11, "kabid", "forward")):
        with clock.scripted(wib(hour)):
            cast.do(who, act)
    assert [(one.read_at, one.followed_up_at) for one in tiers(cast.case)] == [(wib(10), wib(11)), (None, None)]


def test_the_last_tier_names_the_coordinator_and_issues_the_sheet(cast) -> None:
    bring(cast, "to_record")
    assignment = Assignment.objects.get()
    assert (assignment.role, assignment.officer) == ("coordinator", cast.officer("koordinator"))
    sheet = json.loads(Document.objects.get(kind="disposition_sheet").content)
    assert [(one["giver"], one["addressees"][0]["position"]) for one in sheet["tiers"]] == [
        ("Kepala Dinas Komunikasi dan Informatika", DIVISION), (DIVISION, SECTION),
        (SECTION, "Koordinator TIM (contoh)"),
    ]  # fmt: skip
    assert (sheet["agenda_number"], sheet["letter_number"]) == ("0001/2026", "140/21/PN-SD/2026")


def test_only_somebody_of_the_office_with_an_account_can_coordinate(cast) -> None:
    bring(cast, "with_section")
    officer = cast.officer("koordinator")
    officer.account.is_active = False
    officer.account.save()
    assert list(faults(cast, "seksi", "appoint", coordinator=officer.pk)) == ["coordinator"]


def test_free_text_of_a_disposition_is_in_the_detail_and_not_in_the_chain(cast) -> None:
    bring(cast, "with_head")
    entry = cast.do("kadis", "dispose", {"note": "Hubungi Bapak Wali (contoh)."}).entry
    assert "Bapak Wali" not in entry.canonical
    assert json.loads(entry.detail.text) == {"note": "Hubungi Bapak Wali (contoh)."}
