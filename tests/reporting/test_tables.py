"""The half-year's monitoring table: proposed by the record, finished by people, issued, and never changed since."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from simcap import clock
from simcap.documents import store
from simcap.errors import BadInputs, NotNow, NotYou
from simcap.facilitation.definitions import definition
from simcap.journal.models import Entry
from simcap.reporting import tables
from simcap.reporting.hindrances import hindrances
from simcap.reporting.models import MonitoringVersion
from simcap.reporting.periods import HalfYear
from simcap.reporting.proposing import proposed_rows, verdict_of
from simcap.reporting.rows import Judgement
from simcap.reporting.rules import RIGHTS, may
from simcap.reporting.tables import Filled, filled
from tests.cast import MONDAY, POSTS, Cast

FIRST, SECOND = HalfYear(2026, 1), HalfYear(2026, 2)
#: Right → who of the cast has it. What is not listed here fails.
HELD = {
    "see_reports": {"kadis", "sekretaris", "kabid", "seksi", "agendaris", "auditor", "admin"},
    "fill_table": {"kadis", "sekretaris", "kabid", "seksi"},
    "issue_report": {"kadis", "sekretaris", "kabid"},
}


def begun(cast: Cast, half: HalfYear = FIRST, by: str = "seksi") -> Filled:
    now = filled(cast.office, half)
    tables.compute(cast.office, half, based_on=now.latest.number if now else 0, powers=cast.powers(by))
    return standing(cast, half)


def standing(cast: Cast, half: HalfYear = FIRST) -> Filled:
    found = filled(cast.office, half)
    assert found is not None
    return found


def changed(found: Filled, no: int, **words: str) -> dict[int, Judgement]:
    return {row.no: replace(row.final, **words) if row.no == no else row.final for row in found.rows}


def save(cast: Cast, found: Filled, no: int, **words: str) -> Filled:
    given = changed(found, no, **words)
    tables.save(found, given, based_on=found.latest.number, powers=cast.powers("seksi"))
    return standing(cast, found.half)


def issue(cast: Cast, found: Filled, by: str = "kabid") -> Filled:
    tables.issue_table(found, based_on=found.latest.number, powers=cast.powers(by))
    return standing(cast, found.half)


@pytest.mark.parametrize("right", RIGHTS)
def test_a_right_is_held_by_whom_the_table_says_and_by_nobody_else(cast: Cast, right: str) -> None:
    assert {by for by in POSTS if may(right, cast.powers(by))} == HELD[right]


@pytest.mark.parametrize(
    ("kept", "cases", "verdict"), [(0, 0, "none"), (8, 10, "good"), (79, 100, "bad"), (0, 3, "bad"), (4, 5, "good")]
)
def test_a_step_runs_well_from_the_threshold_on(kept: int, cases: int, verdict: str) -> None:
    assert verdict_of(kept=kept, cases=cases, threshold=80) == verdict


def test_what_held_a_step_up_is_counted(cast: Cast) -> None:
    found = hindrances(cast.office, FIRST.first, FIRST.last, sop=definition(cast.office.sop_id), figures={})
    assert {no: (one.sent_back, one.asked) for no, one in found.items()} == {
        1: (0, 1), 2: (0, 0), 3: (0, 0), 4: (0, 0), 5: (0, 0),
    }  # fmt: skip
    assert found[1].reason == "Tanggal atau jam kegiatan belum jelas"


def test_the_first_version_is_what_the_record_proposes(cast: Cast) -> None:
    found = begun(cast)
    assert [(row.no, row.changed) for row in found.rows] == [(no, ()) for no in range(1, 6)]
    assert (found.latest.kind, found.latest.threshold_percent) == ("computed", 80)


def test_the_threshold_is_the_office_s_own(cast: Cast) -> None:
    cast.office.runs_well_percent = 100
    assert begun(cast).latest.threshold_percent == 100


def test_a_half_year_is_assessed_by_the_sop_that_held_then(cast: Cast) -> None:
    held = cast.office.sop_id
    cast.office.sop_id = "sop-yang-baru"
    assert begun(cast).latest.definition_id == held


def test_proposal_and_what_was_made_of_it_are_both_kept(cast: Cast) -> None:
    found = begun(cast)
    proposed = found.rows[0].proposed.remark
    row = save(cast, found, 1, remark="Kepala Dinas dinas luar sepekan.").rows[0]
    assert (row.final.remark, row.proposed.remark, row.changed) == (
        "Kepala Dinas dinas luar sepekan.", proposed, ("remark",),
    )  # fmt: skip


def test_taking_the_figures_anew_keeps_what_people_wrote(cast: Cast) -> None:
    save(cast, begun(cast), 2, action="Rapat koordinasi tiap Senin.")
    assert begun(cast).rows[1].final.action == "Rapat koordinasi tiap Senin."


def test_the_history_names_each_state_and_cannot_be_changed(cast: Cast) -> None:
    save(cast, begun(cast), 2, action="Rapat.")
    kept = standing(cast).versions
    assert [(one.number, one.kind, one.saved_as) for one in kept] == [
        (1, "computed", "Kepala Seksi Infrastruktur TIK (contoh) (Kepala Seksi Infrastruktur TIK)"),
        (2, "saved", "Kepala Seksi Infrastruktur TIK (contoh) (Kepala Seksi Infrastruktur TIK)"),
    ]
    with pytest.raises(DatabaseError), transaction.atomic():
        MonitoringVersion.objects.filter(pk=kept[0].pk).update(rows=[])


def test_who_was_faster_is_named(cast: Cast) -> None:
    found = begun(cast)
    save(cast, found, 1, remark="Lebih dulu.")
    with pytest.raises(NotNow) as late:
        tables.save(found, {}, based_on=found.latest.number, powers=cast.powers("kabid"))
    assert "Kepala Seksi Infrastruktur TIK (contoh)" in late.value.sentence


def test_a_step_that_does_not_run_needs_an_action(cast: Cast) -> None:
    found = begun(cast)
    with pytest.raises(BadInputs) as bad:
        save(cast, found, 1, verdict="bad", action=" ")
    assert list(bad.value.fields) == ["action_1"]


def test_the_auditor_changes_nothing(cast: Cast) -> None:
    with pytest.raises(NotYou):
        tables.compute(cast.office, FIRST, based_on=0, powers=cast.powers("auditor"))


def test_the_section_fills_in_but_does_not_issue(cast: Cast) -> None:
    with pytest.raises(NotYou):
        issue(cast, begun(cast), by="seksi")


def test_a_half_year_that_has_not_begun_has_no_table(cast: Cast) -> None:
    with pytest.raises(NotNow):
        begun(cast, HalfYear(2027, 1))


def test_figures_from_before_the_end_are_not_issued(cast: Cast) -> None:
    with clock.scripted(MONDAY):
        early = begun(cast)
    with pytest.raises(NotNow):
        issue(cast, early)


def test_a_half_year_that_runs_is_not_issued(cast: Cast) -> None:
    with pytest.raises(NotNow):
        issue(cast, begun(cast, SECOND))


def test_an_issued_table_is_a_frozen_document_on_the_office_s_chain(cast: Cast) -> None:
    found = issue(cast, begun(cast))
    document = found.latest.document
    assert document is not None
    assert store.get(document.file).startswith(b"%PDF")
    entry = Entry.objects.filter(act="issue_monitoring_table").get()
    assert (entry.chain, entry.seq, document.chain_seq) == (f"office:{cast.office.slug}", entry.seq, entry.seq - 1)
    with pytest.raises(NotNow):
        issue(cast, found)


def test_a_correction_is_issued_anew_and_replaces_the_first(cast: Cast) -> None:
    first = issue(cast, begun(cast)).latest.document
    second = issue(cast, save(cast, standing(cast), 1, remark="Diperbaiki.")).latest.document
    assert first is not None
    assert second is not None
    first.refresh_from_db()
    assert (first.status, second.status, first.replaced_by) == ("replaced", "in_force", second)


def test_nothing_stays_of_an_issue_that_fails(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    found = begun(cast)

    def fails(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(tables, "note", fails)
    with pytest.raises(RuntimeError):
        issue(cast, found)
    assert (len(standing(cast).versions), standing(cast).issued) == (1, None)


def test_taking_the_figures_costs_a_fixed_number_of_statements(cast: Cast) -> None:
    begun(cast)
    with CaptureQueriesContext(connection) as few:
        proposed_rows(cast.office, FIRST, revision=cast.office.sop_id)
    with clock.scripted(MONDAY):
        cast.walk("closed")
    with CaptureQueriesContext(connection) as more:
        proposed_rows(cast.office, FIRST, revision=cast.office.sop_id)
    assert (len(few), len(more)) == (7, 7)
