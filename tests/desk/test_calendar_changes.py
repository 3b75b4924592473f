"""A changed calendar: which open cases it moves is told before it is kept, and in the journal for good."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from simcap import clock
from simcap.facilitation import calendar_lines
from simcap.facilitation.calendar_change import moved
from simcap.facilitation.models import Turn
from simcap.journal.models import Entry
from simcap.notices.models import TurnWatch
from simcap.people import calendar
from simcap.people.models import Holiday, WorkSchedule
from simcap.procedure.office_hours import OfficeCalendar
from tests.cast import MONDAY, POSTS, WIB, Cast
from tests.people.admin_pages import address

from .conftest import As

pytestmark = pytest.mark.django_db
TOLD = {"admin", "agendaris", "auditor", "sekretaris", "kadis"}
#: Tuesday, five minutes after the office has opened.
TUESDAY = datetime(2026, 6, 9, 7, 35, tzinfo=WIB)
HOLIDAY = {"on": "2026-06-08", "name": "Libur daerah", "kind": "local", "source": "Keputusan (contoh)"}
SENTENCE = "Perubahan ini menggeser 1 berkas berjalan."


@pytest.fixture(autouse=True)
def _calendars_are_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar, "_kept", {})


@pytest.fixture
def opened(cast: Cast) -> Cast:
    """A case that the coordinator opened on Monday and has not recorded by Tuesday."""
    cast.walk("to_record")
    cast.do("koordinator", "open")
    return cast


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def send(as_: As, inputs: dict[str, Any] | None = None, **further: Any) -> Any:
    """Add a holiday as the administrator, on Tuesday."""
    with clock.scripted(TUESDAY):
        return as_("admin").post(address(Holiday, "add"), {**HOLIDAY, **(inputs or {}), **further})


def confirm(as_: As, preview: Any) -> Any:
    return send(as_, calendar_seen=preview.context["seen"])


def changes() -> list[dict[str, Any]]:
    return [json.loads(one.canonical) for one in Entry.objects.filter(act="calendar_changed").order_by("id")]


def test_what_a_holiday_moves_is_told_before_it_is_kept(opened: Cast, as_: As) -> None:
    before = Entry.objects.count(), opened.office.calendar_version
    response = send(as_)
    opened.office.refresh_from_db()
    assert (response.status_code, Holiday.objects.filter(on="2026-06-08").exists()) == (200, False)
    assert (Entry.objects.count(), opened.office.calendar_version) == before
    line = response.context["moved"].lines[0]
    assert (line.agenda_number, line.event, line.clock) == (opened.case.agenda_number, "", "dikerjakan")
    assert (line.passed, line.due, line.verdict, line.turned) == (
        ("7 jam 5 menit kerja", "5 menit kerja"), ("8 Jun 2026 08.20", "9 Jun 2026 07.50"),
        ("melewati standar", "dalam standar"), "running",
    )  # fmt: skip
    assert SENTENCE in words(response)
    assert "Pada 1 berkas penilaiannya berubah." in words(response)


def test_what_was_confirmed_is_kept_and_stands_in_the_journal(opened: Cast, as_: As) -> None:
    assert confirm(as_, send(as_)).status_code == 302
    (body,) = changes()
    assert body["moved"] == [
        {
            "agenda_number": opened.case.agenda_number, "stage": "to_record", "step": 2, "clock": "handling",
            "minutes": [425, 5], "due_at": ["2026-06-08T01:20:00.000000Z", "2026-06-09T00:50:00.000000Z"],
            "verdict": ["exceeded", "running"],
        }
    ]  # fmt: skip
    opened.office.refresh_from_db()
    assert body["calendar_after"] == calendar.of(opened.office).digest() != body["calendar_before"]
    page = words(as_("auditor").get("/journal/"))
    assert "Sumber: Keputusan (contoh). Bergeser: 1 berkas berjalan." in page


def test_what_is_measured_already_keeps_its_calendar(opened: Cast, as_: As) -> None:
    opened.do("koordinator", "record_request", occurred_at=clock.now())
    names = ("pk", "waiting", "handling", "calendar_digest")
    measured = list(Turn.objects.exclude(closed_at=None).order_by("pk").values_list(*names))
    confirm(as_, send(as_))
    assert list(Turn.objects.exclude(closed_at=None).order_by("pk").values_list(*names)) == measured
    assert {digest for *_rest, digest in measured} == {changes()[0]["calendar_before"]}


def test_a_change_that_moves_nothing_is_kept_at_once(opened: Cast, as_: As) -> None:
    assert send(as_, on="2026-12-28").status_code == 302
    assert [body["moved"] for body in changes()] == [[]]


def test_another_change_than_the_one_that_was_seen_is_told_anew(opened: Cast, as_: As) -> None:
    preview = send(as_)
    Holiday.objects.create(office=opened.office, on=date(2026, 12, 28), name="Cuti", kind="local", source="SK")
    assert (confirm(as_, preview).status_code, changes()) == (200, [])


def test_who_goes_back_finds_what_he_typed(opened: Cast, as_: As) -> None:
    response = send(as_, calendar_back="1", calendar_seen="x")
    assert (response.status_code, 'value="Libur daerah"' in words(response), changes()) == (200, True, [])


def test_a_deleted_holiday_is_asked_about_once(opened: Cast, as_: As) -> None:
    confirm(as_, send(as_))
    row = Holiday.objects.get(on="2026-06-08")
    with clock.scripted(TUESDAY):
        page = as_("admin").get(address(Holiday, "delete", row.pk))
        assert (SENTENCE in words(page), Holiday.objects.filter(pk=row.pk).exists()) == (True, True)
        sent = {**dict(page.context["sent"]), "calendar_seen": page.context["seen"]}
        assert as_("admin").post(address(Holiday, "delete", row.pk), sent).status_code == 302
    assert changes()[1]["moved"][0]["verdict"] == ["running", "exceeded"]


def test_deleting_what_moves_nothing_asks_as_for_any_row(cast: Cast, as_: As) -> None:
    row = Holiday.objects.create(office=cast.office, on=date(2026, 6, 9), name="Cuti", kind="local", source="SK")
    page = as_("admin").get(address(Holiday, "delete", row.pk))
    assert (page.status_code, "Perubahan kalender" in words(page), Holiday.objects.filter(pk=row.pk).exists()) == (
        200, False, True,
    )  # fmt: skip


def test_changed_hours_and_several_deleted_holidays_are_told_too(opened: Cast, as_: As) -> None:
    with clock.scripted(TUESDAY):
        row = Holiday.objects.create(office=opened.office, on=MONDAY.date(), name="Cuti", kind="local", source="SK")
        sent = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
        assert SENTENCE in words(as_("admin").post(address(Holiday, "changelist"), sent))
        row.delete()
        hours = WorkSchedule.objects.get(office=opened.office)
        assert SENTENCE in words(as_("admin").post(address(WorkSchedule, "delete", hours.pk), {"post": "yes"}))


def test_clocks_that_stand_still_are_not_moved(cast: Cast) -> None:
    cast.reach("awaiting_requester")
    assert _moved(cast, at=TUESDAY) == []


def test_a_turn_that_nobody_opened_is_due_as_if_it_were_opened_now(cast: Cast) -> None:
    cast.walk("to_record")
    (found,) = _moved(cast, at=TUESDAY)
    assert (found.clock, found.before.minutes, found.after.minutes) == ("waiting", 425, 5)
    assert found.before.due_at == found.after.due_at == TUESDAY + timedelta(minutes=20)


def _moved(cast: Cast, *, at: datetime) -> list[Any]:
    before = calendar.read(cast.office)
    after = OfficeCalendar(before.time_zone, before.schedules, before.holidays | {MONDAY.date()})
    return moved(cast.office, before=before, after=after, at=at)


def test_it_costs_the_same_for_one_case_and_for_three(
    cast: Cast, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    before = calendar.read(cast.office)
    after = OfficeCalendar(before.time_zone, before.schedules, before.holidays | {MONDAY.date()})
    for number in (1, 2, 3):
        cast.walk("to_record")
        with django_assert_num_queries(2):
            found = moved(cast.office, before=before, after=after, at=TUESDAY)
        with django_assert_num_queries(4):
            page = calendar_lines.page_of(
                [one.facts() for one in found], office=cast.office, powers=cast.powers("kadis")
            )
        assert (len(found), page.cases) == (number, number)


@pytest.mark.parametrize("who", POSTS)
def test_only_those_who_watch_the_office_are_told(cast: Cast, as_: As, who: str) -> None:
    assert as_(who).get("/perubahan-kalender/").status_code == (200 if who in TOLD else 403)


def test_a_page_without_changes_says_so(cast: Cast, as_: As) -> None:
    assert words(as_("kadis").get("/perubahan-kalender/")).count('class="empty"') == 1
    assert as_("kadis").get("/perubahan-kalender/1/").status_code == 404


def test_a_secret_case_is_a_number_to_all_but_its_chain(cast: Cast, as_: As) -> None:
    cast.do("agendaris", "register", {"security": "R"})
    cast.do("kadis", "dispose", {"security": "R"})
    preview = send(as_)
    confirm(as_, preview)
    seq = changes()[0]["seq"]
    pages = {who: words(as_(who).get(f"/perubahan-kalender/{seq}/")) for who in TOLD} | {"preview": words(preview)}
    assert {who: "Festival Nagari" in text for who, text in pages.items()} == {
        who: who == "kadis" for who in (*TOLD, "preview")
    }
    assert all(cast.case.agenda_number in text for text in pages.values())


def test_long_lists_are_paged_before_and_after(cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar_lines, "PAGE_SIZE", 2)
    numbers = [cast.walk("to_record").agenda_number for _case in range(3)]
    first = send(as_)
    second = send(as_, calendar_page="2", calendar_seen=first.context["seen"])
    shown = [[line.agenda_number for line in page.context["moved"].lines] for page in (first, second)]
    assert (shown, changes()) == ([numbers[:2], numbers[2:]], [])
    confirm(as_, second)
    found = as_("kadis").get(f"/perubahan-kalender/{changes()[0]['seq']}/?page=2")
    assert [line.agenda_number for line in found.context["moved"].lines] == numbers[2:]
    assert "?page=1" in words(found)


def test_the_changes_are_paged_by_key(cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simcap.desk.calendar_changes.PAGE", 2)
    for day in ("2026-12-28", "2026-12-29", "2026-12-30"):
        send(as_, on=day)
    first = as_("auditor").get("/perubahan-kalender/")
    older = as_("auditor").get(f"/perubahan-kalender/?before={first.context['older']}")
    assert [len(page.context["changes"]) for page in (first, older)] == [2, 1]
    assert older.context["older"] == ""


def test_whoever_reminds_looks_again_when_the_calendar_changes_and_not_for_a_preview(opened: Cast, as_: As) -> None:
    later = TUESDAY + timedelta(days=30)
    TurnWatch.objects.filter(office=opened.office).update(next_at=later)
    preview = send(as_)
    assert set(TurnWatch.objects.values_list("next_at", flat=True)) == {later}
    confirm(as_, preview)
    assert set(TurnWatch.objects.values_list("next_at", flat=True)) == {TUESDAY}
