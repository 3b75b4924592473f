"""Step 5: the report goes up the paraf chain, comes back with a reason, and closes the case when it is accepted."""

import json

import pytest

from simcap.documents.models import Document
from simcap.errors import BadInputs, NotNow
from simcap.facilitation import registry
from tests.cast import MONDAY
from tests.facilitation.conftest import bring, cast

__all__ = ["cast"]


def test_acceptance_numbers_the_report_and_closes_the_case(cast) -> None:
    bring(cast, "closed")
    document = Document.objects.get(kind="activity_report")
    said = json.loads(document.content)
    assert (cast.case.closed_at, document.number) == (MONDAY, "500.12/001/DISKOMINFO/VI/2026")
    assert (said["state"], said["number"], said["assignment_number"]) == (
        "accepted", "500.12/001/DISKOMINFO/VI/2026", "800.1.11.1/001/DISKOMINFO/VI/2026",
    )  # fmt: skip
    assert [(one["name"], one["merged"]) for one in said["paraf"]] == [
        ("Kepala Seksi Infrastruktur TIK (contoh)", False), ("Kepala Bidang Aptika (contoh)", False),
    ]  # fmt: skip
    assert [one["step"][0] for one in said["times"]] == ["1", "2", "3", "4", "5"]


def test_nothing_more_happens_to_a_closed_case_but_that_late_papers_are_filed(cast) -> None:
    bring(cast, "closed")
    for act in sorted(registry.known() - {"register", "record_facilitation", "file_paper"}):
        with pytest.raises(NotNow):
            cast.do("kadis", act)


def test_sending_back_needs_a_reason(cast) -> None:
    bring(cast, "report_with_head")
    with pytest.raises(BadInputs) as refusal:
        cast.do("kadis", "send_back", {"reason": " "})
    assert list(refusal.value.fields) == ["reason"]


@pytest.mark.parametrize("to", ["closed", "with_head", "report_with_head", "x"])
def test_sending_back_goes_only_where_the_sop_lets_it(cast, to: str) -> None:
    bring(cast, "report_with_head")
    with pytest.raises(BadInputs) as refusal:
        cast.do("kadis", "send_back", {"to": to})
    assert list(refusal.value.fields) == ["to"]


def test_the_reason_is_in_the_detail_and_the_way_in_the_chain(cast) -> None:
    bring(cast, "spt_with_head")
    entry = cast.do("kadis", "send_back", {"reason": "Nama teknisi salah."}).entry
    body = json.loads(entry.canonical)
    assert (body["step"], body["stage_before"], body["stage_after"]) == (2, "spt_with_head", "spt_with_division")
    assert "teknisi" not in entry.canonical
    assert json.loads(entry.detail.text) == {"reason": "Nama teknisi salah."}


STEPS = [("with_head", "kadis", 1), ("to_record", "koordinator", 2), ("spt_with_head", "kadis", 2)]


@pytest.mark.parametrize(("stage", "who", "step"), STEPS, ids=[one[0] for one in STEPS])
def test_an_extension_is_journalled_in_the_step_it_interrupts(cast, stage, who, step) -> None:
    bring(cast, stage)
    asked, answered = cast.do(who, "return_incomplete").entry, cast.do("pemohon", "resubmit").entry
    assert [json.loads(one.canonical)["step"] for one in (asked, answered)] == [step, step]
