"""Personal-data incidents: reported once, handled step by step, told within three days; their history never changes."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from pypdf import PdfReader

from simcap import clock
from simcap.errors import BadInputs, NotNow, NotYou
from simcap.journal.models import Entry
from simcap.stewardship import incidents
from simcap.stewardship.duties import duties_of
from simcap.stewardship.models import Incident, IncidentStep
from tests.cast import MONDAY, Cast
from tests.support.database import write

from .conftest import StewardOf


def given(**changed: Any) -> dict[str, Any]:
    return {
        "title": "Ponsel dinas hilang", "noticed_at": MONDAY - timedelta(hours=2), "happened": "Hilang di perjalanan.",
        "data_kinds": "Nama dan telepon narahubung.", "people_count": 12, "consequences": "Dapat dihubungi orang lain.",
        "measures": "Sesi dicabut.", **changed,
    }  # fmt: skip


@pytest.fixture
def incident(cast: Cast, steward: StewardOf) -> Incident:
    return incidents.report(cast.office, key=uuid4(), given=given(), steward=steward("agendaris"))


def step(incident: Incident, kind: str, steward: Any, text: str = "", at: Any = None) -> IncidentStep:
    return incidents.take_step(incident, kind=kind, at=at or clock.now(), text=text, steward=steward)


@pytest.mark.parametrize("by", ["kabid", "seksi", "koordinator", "teknisi1", "auditor"])
def test_who_has_no_part_in_the_archive_does_not_report_here(cast: Cast, by: str, steward: StewardOf) -> None:
    with pytest.raises(NotYou):
        incidents.report(cast.office, key=uuid4(), given=given(), steward=steward(by))


def test_the_clock_runs_from_when_it_was_noticed(incident: Incident) -> None:
    assert incident.due_at == MONDAY + timedelta(hours=70)


def test_the_same_form_sent_twice_is_one_incident(cast: Cast, steward: StewardOf) -> None:
    key = uuid4()
    first = incidents.report(cast.office, key=key, given=given(), steward=steward("admin"))
    assert incidents.report(cast.office, key=key, given=given(), steward=steward("admin")) == first
    assert (Incident.objects.count(), IncidentStep.objects.count()) == (1, 1)


def test_what_happened_stands_in_the_erasable_row_of_the_journal(incident: Incident) -> None:
    entry = Entry.objects.get(act="report_incident")
    assert "Hilang di perjalanan." not in entry.canonical
    assert "Hilang di perjalanan." in entry.detail.text


@pytest.mark.parametrize("by", ["agendaris", "kadis", "auditor", "kabid"])
def test_only_the_designated_role_handles_it(incident: Incident, by: str, steward: StewardOf) -> None:
    with pytest.raises(NotYou):
        step(incident, "note", steward(by), "Dicari.")


def test_each_step_is_history_and_sets_where_it_stands(incident: Incident, steward: StewardOf) -> None:
    admin = steward("admin")
    step(incident, "people_told", admin, at=MONDAY - timedelta(hours=1))
    step(incident, "authority_told", admin)
    step(incident, "closed", admin)
    incident.refresh_from_db()
    assert (incident.people_told_at, incident.authority_told_at, incident.closed_at) == (
        MONDAY - timedelta(hours=1), MONDAY, MONDAY,
    )  # fmt: skip
    assert list(incident.steps.order_by("id").values_list("kind", flat=True)) == [
        "reported", "people_told", "authority_told", "closed",
    ]  # fmt: skip


def test_it_is_not_closed_untold_without_the_reason(incident: Incident, steward: StewardOf) -> None:
    with pytest.raises(BadInputs) as refused:
        step(incident, "closed", steward("admin"))
    assert list(refused.value.fields) == ["note"]
    step(incident, "closed", steward("admin"), "Ponsel ditemukan, tidak ada yang terungkap.")


@pytest.mark.parametrize("at", [MONDAY - timedelta(hours=3), MONDAY + timedelta(minutes=1)])
def test_a_step_is_neither_before_the_incident_nor_ahead(incident: Incident, steward: StewardOf, at: Any) -> None:
    with pytest.raises(BadInputs) as refused:
        step(incident, "people_told", steward("admin"), at=at)
    assert list(refused.value.fields) == ["at"]


def test_the_same_step_is_not_taken_twice(incident: Incident, steward: StewardOf) -> None:
    step(incident, "people_told", steward("admin"))
    with pytest.raises(NotNow):
        step(incident, "people_told", steward("admin"))


def test_a_closed_incident_is_only_reopened(incident: Incident, steward: StewardOf) -> None:
    step(incident, "closed", steward("admin"), "Ditemukan.")
    incident.refresh_from_db()
    assert incidents.open_steps(incident) == ["reopened"]
    step(incident, "reopened", steward("admin"), "Ternyata dibuka orang.")
    incident.refresh_from_db()
    assert incident.closed_at is None


@pytest.mark.parametrize(
    "sql",
    ["UPDATE simcap_incidentstep SET note = 'lain'", "DELETE FROM simcap_incidentstep"],
)
def test_the_database_refuses_another_history(incident: Incident, sql: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        write(sql)


def test_it_is_on_the_desk_of_the_designated_role_until_both_are_told(
    incident: Incident, cast: Cast, steward: StewardOf
) -> None:
    assert [one.due_at for one in duties_of(cast.office, steward("admin"))] == [incident.due_at]
    assert duties_of(cast.office, steward("kabid")) == []
    step(incident, "people_told", steward("admin"))
    assert len(duties_of(cast.office, steward("admin"))) == 1
    step(incident, "authority_told", steward("admin"))
    assert duties_of(cast.office, steward("admin")) == []


def test_the_draft_of_the_notice_says_what_the_law_asks_for(incident: Incident) -> None:
    text = " ".join(PdfReader(io.BytesIO(incidents.notice(incident))).pages[0].extract_text().split())
    for words in ("Ponsel dinas hilang", "Hilang di perjalanan.", "Nama dan telepon narahubung.", "Sesi dicabut.",
                  "Kamis, 11 Juni 2026 pukul 06.00 WIB", "Konsep"):  # fmt: skip
        assert words in text, words
