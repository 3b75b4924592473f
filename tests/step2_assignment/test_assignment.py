"""Step 2: the register entry, the draft of the SPT, and the SPT in force."""

import json

import pytest

from simcap.documents.models import Document
from simcap.errors import BadInputs
from simcap.facilitation.models import Assignment
from simcap.people.models import Officer
from simcap.step2_assignment.queries import current_spt, spt_in_force
from tests.cast import Cast, assemble
from tests.facilitation.conftest import bring, cast, wib

__all__ = ["cast"]


def faults(cast: Cast, **inputs) -> list[str]:
    """Fields by which a draft is refused."""
    with pytest.raises(BadInputs) as refusal:
        cast.do("koordinator", "record_request", inputs)
    return list(refusal.value.fields)


def test_a_request_is_registered_under_a_number_of_its_own(cast) -> None:
    bring(cast, "spt_with_section")
    entry = cast.case.register_entry
    assert (entry.number, entry.recorded_by) == ("REG-0001/2026", "Koordinator TIM (contoh) (Koordinator TIM)")


WRONG = [
    ({"place": ""}, "place"), ({"tasks": " \n "}, "tasks"), ({"budget_source": ""}, "budget_source"),
    ({"vehicle": 0}, "vehicle"),
    ({"starts_at": "2026-06-20T10:00", "ends_at": "2026-06-20T10:00"}, "ends_at"),
]  # fmt: skip


@pytest.mark.parametrize(("inputs", "field"), WRONG, ids=[field for _inputs, field in WRONG])
def test_a_draft_that_cannot_be_is_refused_beside_the_field(cast, inputs, field: str) -> None:
    bring(cast, "to_record")
    assert faults(cast, **inputs) == [field]


def test_the_vehicle_of_another_office_cannot_be_taken(cast) -> None:
    other = assemble("kominfo-lain", prefix="lain-")
    bring(cast, "to_record")
    assert faults(cast, vehicle=other.vehicle.pk) == ["vehicle"]


def test_a_team_that_nobody_could_act_for_is_refused(cast) -> None:
    outside = Officer.objects.create(office=cast.office, name="Teknisi luar (contoh)")
    bring(cast, "to_record")
    assert faults(cast, crew=[{"officer": outside.pk, "duty": ""}]) == ["__all__"]
    cast.do("koordinator", "record_request", {
        "crew": [{"officer": outside.pk, "duty": ""}, {"officer": cast.officer("teknisi1").pk, "duty": ""}],
    })  # fmt: skip
    assert cast.case.stage == "spt_with_section"


def test_the_window_agreed_in_the_spt_becomes_the_cases_own(cast) -> None:
    bring(cast, "to_record")
    window = {"starts_at": wib(8, day=20).isoformat(), "ends_at": wib(17, day=21).isoformat()}
    cast.do("koordinator", "record_request", window)
    cast.case.refresh_from_db()
    assert (cast.case.starts_at, cast.case.ends_at) == (wib(8, day=20), wib(17, day=21))


def test_a_window_changed_by_the_requester_meanwhile_does_not_outlive_the_signature(cast) -> None:
    bring(cast, "spt_with_head")
    agreed = current_spt(cast.case)
    cast.do("kadis", "return_incomplete")
    cast.do("pemohon", "resubmit", {"starts_at": wib(8, day=28).isoformat(), "ends_at": wib(9, day=28).isoformat()})
    cast.do("kadis", "sign_spt")
    cast.case.refresh_from_db()
    assert (cast.case.starts_at, cast.case.ends_at) == (agreed.starts_at, agreed.ends_at)


def test_the_crew_has_its_roles_from_the_signature_on_and_not_before(cast) -> None:
    bring(cast, "spt_with_head")
    assert list(Assignment.objects.values_list("role", flat=True)) == ["coordinator"]
    cast.do("kadis", "sign_spt")
    assert sorted(Assignment.objects.values_list("role", "officer__name")) == [
        ("coordinator", "Koordinator TIM (contoh)"), ("technician", "Teknisi 1 (contoh)"),
        ("technician", "Teknisi 2 (contoh)"),
    ]  # fmt: skip


def test_the_spt_says_who_goes_where_when_and_why(cast) -> None:
    bring(cast, "assigned")
    spt, document = spt_in_force(cast.case), Document.objects.get(kind="assignment_letter")
    assert spt.document == document
    said = json.loads(document.content)
    assert [(one["name"], one["role"]) for one in said["crew"]] == [
        ("Koordinator TIM (contoh)", "Koordinator TIM"), ("Teknisi 1 (contoh)", "TIM Teknis – Teknisi"),
        ("Teknisi 2 (contoh)", "TIM Teknis – Teknisi"),
    ]  # fmt: skip
    assert (said["number"], said["tasks"], said["issued_on"]) == (
        "800.1.11.1/001/DISKOMINFO/VI/2026", ["Memasang", "Melayani"], "2026-06-08",
    )  # fmt: skip
    assert [line.split(" ")[0] for line in said["basis"]] == ["Surat", "Disposisi", "SOP"]


def test_there_is_one_spt_in_force_and_no_draft_beside_it(cast) -> None:
    bring(cast, "assigned")
    assert [one.status for one in cast.case.spts.all()] == ["in_force"]
