"""Step 4: the field report is verified against request, SPT and log, and every difference is explained."""

import json

import pytest

from simcap.documents.models import Document
from simcap.errors import BadInputs
from simcap.step4_record.queries import differences
from tests.cast import Cast
from tests.facilitation.conftest import bring, cast

__all__ = ["cast"]


def faults(cast: Cast, **inputs) -> dict[str, list[str]]:
    """Sentences per field."""
    with pytest.raises(BadInputs) as refusal:
        cast.do("koordinator", "record_facilitation", inputs)
    return {name: list(said) for name, said in refusal.value.fields.items()}


def finished(cast: Cast, **changes) -> Cast:
    """A case whose field report says this."""
    bring(cast, "running")
    cast.do("teknisi1", "finish", changes)
    return cast


def test_what_differs_from_request_spt_and_log_is_found(cast) -> None:
    equipment = [{"name": "Laptop", "in_count": 7, "in_condition": "good", "in_note": "Satu tertinggal"}]
    bring(cast, "running")
    others = [
        {"name": one.name, "in_count": one.out_count, "in_condition": "good", "in_note": ""}
        for one in cast.case.equipment.exclude(name="Laptop")
    ]
    visitors = {"male_count": 50, "female_count": 50, "child_count": 50, "adult_count": 30, "elderly_count": 20}
    cast.do("teknisi1", "finish", visitors | {"outage_minutes": 15, "equipment": [*equipment, *others]})
    assert [(gap.what, gap.planned, gap.actual) for gap in differences(cast.case)] == [
        ("Waktu mulai", "18 Jun 2026 08.00", "8 Jun 2026 08.00"),
        ("Waktu selesai", "18 Jun 2026 16.00", "8 Jun 2026 08.00"), ("Pengunjung", "200", "100"),
        ("Laptop", "8", "7, baik"), ("Gangguan (menit), catatan dan laporan", "0", "15"),
    ]  # fmt: skip


@pytest.mark.parametrize(("visitors", "differs"), [(160, False), (159, True), (240, False), (241, True)])
def test_visitors_agree_within_a_fifth_of_what_was_expected(cast, visitors: int, differs: bool) -> None:
    figures = {"male_count": visitors, "female_count": 0, "child_count": 0, "adult_count": visitors, "elderly_count": 0}
    finished(cast, **figures)
    assert ("visitors" in {gap.key for gap in differences(cast.case)}) is differs


def test_a_difference_without_explanation_is_refused(cast) -> None:
    finished(cast)
    assert faults(cast, differences=[]) == {
        "__all__": ["Belum dijelaskan: Waktu mulai.", "Belum dijelaskan: Waktu selesai."]
    }


def test_an_empty_explanation_and_one_of_nothing_are_refused_beside_the_line(cast) -> None:
    finished(cast)
    lines = cast.usual("koordinator", "record_facilitation")["differences"]
    assert list(faults(cast, differences=[lines[0] | {"explanation": ""}, lines[1]])) == ["differences[0].explanation"]
    assert list(faults(cast, differences=[*lines, {"key": "x", "explanation": "y"}])) == ["differences[2].key"]


@pytest.mark.parametrize("field", ["confirmed", "results", "conclusion"])
def test_a_record_says_what_was_checked_achieved_and_concluded(cast, field: str) -> None:
    finished(cast)
    assert list(faults(cast, **{field: ""})) == [field]


def test_the_record_is_frozen_as_a_document_with_the_explanations(cast) -> None:
    bring(cast, "report_with_section")
    document = Document.objects.get(kind="facilitation_record")
    said = json.loads(document.content)
    assert (said["state"], said["number"], document.number) == ("record", "", "")
    assert {one["explanation"] for one in said["differences"]} == {"Sesuai keadaan lapangan."}
    assert cast.case.records.get().document == document
