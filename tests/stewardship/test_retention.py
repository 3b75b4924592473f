"""How long a case is kept, and what falls due in which year."""

from datetime import date, datetime, timedelta

import pytest

from simcap import clock
from simcap.facilitation.models import Facilitation
from simcap.stewardship.models import Kind, RetentionRule
from simcap.stewardship.retention import due_cases, rules_of, term, years_after
from simcap.stewardship.upkeep import clear_expired
from tests.cast import MONDAY, WIB, Cast, assemble

from .conftest import LATER, rule


@pytest.mark.parametrize("is_older", [False, True])
def test_an_office_has_every_kind_as_delivered_even_one_that_is_older_than_the_schedule(
    cast: Cast, is_older: bool
) -> None:
    if is_older:
        RetentionRule.objects.all().delete()
    assert {kind: (one.active_years, one.inactive_years, one.fate) for kind, one in rules_of(cast.office).items()} == {
        "dossier": (2, 3, "destroy"), "contact": (1, 1, "destroy"), "photos": (1, 2, "destroy"),
        "readings": (1, 4, "destroy"), "traces": (1, 0, "destroy"), "drafts": (1, 0, "destroy"),
        "requests": (2, 3, "destroy"),
    }  # fmt: skip


def test_what_the_office_has_set_stands_instead(cast: Cast) -> None:
    rule(cast, Kind.DOSSIER, years=(5, 5), fate="permanent")
    found = rules_of(cast.office)[Kind.DOSSIER]
    assert (found.active_years, found.inactive_years, found.fate) == (5, 5, "permanent")


def test_another_office_keeps_its_own_schedule(cast: Cast) -> None:
    other = assemble("kantor-lain", prefix="lain-")
    rule(cast, Kind.DOSSIER, years=(9, 9))
    assert rules_of(other.office)[Kind.DOSSIER].active_years == 2


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [(date(2026, 6, 8), 5, date(2031, 6, 8)), (date(2024, 2, 29), 1, date(2025, 2, 28)),
     (date(2024, 2, 29), 4, date(2028, 2, 29)), (date(2026, 6, 8), -5, date(2021, 6, 8))],
)  # fmt: skip
def test_years_are_counted_by_the_calendar(day: date, years: int, expected: date) -> None:
    assert years_after(day, years) == expected


def test_an_open_case_has_no_term(cast: Cast) -> None:
    case = cast.walk("running")
    assert term(case, rules_of(cast.office)[Kind.DOSSIER]) is None


def test_the_term_runs_from_the_day_on_which_the_case_was_closed(closed: Facilitation) -> None:
    found = term(closed, rules_of(closed.office)[Kind.DOSSIER])
    assert found is not None
    assert (found.closed_on, found.active_until, found.due_on) == (
        date(2026, 6, 8), date(2028, 6, 8), date(2031, 6, 8),
    )  # fmt: skip
    assert found.sentence == "aktif s.d. 8 Juni 2028, musnah sesudah 8 Juni 2031"


@pytest.mark.parametrize(
    ("fate", "sentence"),
    [("permanent", "aktif s.d. 8 Juni 2027, disimpan permanen"),
     ("review", "aktif s.d. 8 Juni 2027, dinilai kembali sesudah 8 Juni 2027")],
)  # fmt: skip
def test_each_fate_is_told_in_its_own_words(closed: Facilitation, cast: Cast, fate: str, sentence: str) -> None:
    found = term(closed, rule(cast, Kind.DOSSIER, fate=fate))
    assert found is not None
    assert found.sentence == sentence


@pytest.mark.parametrize(
    ("at", "expected"),
    [(datetime(2031, 6, 7, 12, tzinfo=WIB), 0), (datetime(2031, 6, 8, 0, 1, tzinfo=WIB), 1), (LATER, 1)],
)
def test_a_case_falls_due_on_its_day(closed: Facilitation, at: datetime, expected: int) -> None:
    with clock.scripted(at):
        assert due_cases(closed.office, rules_of(closed.office)[Kind.DOSSIER]).count() == expected


@pytest.mark.parametrize(("year", "expected"), [(2030, 0), (2031, 1), (2032, 0)])
def test_the_list_of_a_year_has_what_falls_due_in_it(closed: Facilitation, year: int, expected: int) -> None:
    assert due_cases(closed.office, rules_of(closed.office)[Kind.DOSSIER], year=year).count() == expected


def test_another_office_s_cases_are_on_no_list(closed: Facilitation) -> None:
    other = assemble("kantor-lain", prefix="lain-")
    assert not due_cases(other.office, rules_of(other.office)[Kind.DOSSIER], year=2031).exists()


def test_what_belongs_to_no_case_goes_by_itself_and_is_journalled(cast: Cast) -> None:
    from simcap.documents.models import Attachment, StoredFile
    from simcap.journal.models import Entry

    cast.upload("agendaris", name="tidak-jadi.png")
    with clock.scripted(MONDAY + timedelta(days=364)):
        assert clear_expired(cast.office) == {}
    with clock.scripted(MONDAY + timedelta(days=367)):
        assert clear_expired(cast.office) == {"drafts": 1}
        assert clear_expired(cast.office) == {}
    found = Attachment.objects.get()
    assert (found.name, found.destroyed_at is not None) == ("", True)
    assert not StoredFile.objects.filter(destroyed_at=None).exists()
    entries = Entry.objects.filter(chain=f"office:{cast.office.slug}", act="clear_expired")
    assert entries.count() == 1


def test_a_file_that_a_case_uses_too_outlives_the_upload_that_nobody_sent(cast: Cast) -> None:
    from simcap.documents.models import StoredFile

    cast.walk("with_head")
    cast.upload("agendaris", name="sama.png")  # the very bytes of the letter
    with clock.scripted(MONDAY + timedelta(days=367)):
        assert clear_expired(cast.office) == {"drafts": 1}
    assert not StoredFile.objects.exclude(destroyed_at=None).exists()
