"""The pieces of the measurement run and print. How long they take is never judged here."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from django.db import connection

from bench import acts, documents, history, http, journal, pages, part, reference
from bench.cases import PATH, WITH_DOCUMENT, papers
from bench.figures import Figure, table
from bench.ground import ground, letter, photos
from simcap.documents.typeset import render
from simcap.facilitation import counting, searching
from simcap.facilitation.measure_models import ClosedMeasurement, DayCount, MonthCount
from simcap.facilitation.models import Facilitation, Turn
from simcap.facilitation.search_models import SearchText
from simcap.journal.models import Entry
from simcap.journal.verify import verify
from simcap.management.demo.people import open_demo_office
from simcap.people.calendar import of as calendar_of


@pytest.fixture
def road(tmp_path) -> acts.Walk:
    """An office, and all that a case of it needs."""
    office = open_demo_office(tmp_path / "accounts.json")
    return acts.Walk(office, ground(office), letter(office), photos(2))


def test_a_figure_tells_its_goal_and_whether_it_is_reached() -> None:
    assert (
        Figure(name="a", value=9.5, unit="ms", at_most=10).goal,
        Figure(name="a", value=9.5, at_most=10).verdict,
    ) == (
        "≤ 10 ms",
        "reached",
    )
    assert [Figure(name="a", value=1, at_least=2).verdict, Figure(name="a", value=1).verdict] == ["missed", ""]


def test_the_table_has_a_line_for_each_figure() -> None:
    lines = table(
        "SQLite: acts", [Figure(name="acts", value=1234.5, unit="/s"), Figure(name="ratio", value=2)]
    ).splitlines()
    assert [lines[0], len(lines)] == ["SQLite: acts", 4]
    assert "1,234.5 /s" in lines[2]


def test_every_part_is_there() -> None:
    assert [hasattr(module, "measure") for module in (http, acts, documents, journal, pages)] == [True] * len(
        part.PARTS
    )


@pytest.mark.django_db
def test_a_scripted_case_goes_from_the_letter_to_the_end(road) -> None:
    done, counts = [], []

    def counted(act, do):
        with acts.statements() as seen:
            answer = do()
        done.append(act)
        counts.append(len(seen))
        return answer

    case = road.case(1, counted)
    assert (case.stage, done, all(counts)) == ("closed", [act for _who, act in PATH], True)
    assert set(done) > WITH_DOCUMENT


@pytest.mark.django_db
def test_copies_of_a_case_fill_the_lists(road) -> None:
    history.fill(road.case(1, lambda _act, do: do()), 12)
    assert Facilitation.objects.count() == 12
    assert Facilitation.objects.filter(stage="with_head").count() == 11


@pytest.mark.once
@pytest.mark.django_db
def test_a_history_written_in_bulk_is_what_the_doorway_would_have_left(road, monkeypatch) -> None:
    monkeypatch.setattr(history, "WAITING_AT_ONCE", 2)
    case = road.case(1, lambda _act, do: do())
    history.fill(case, 1_000)
    verdict = verify()
    assert (verdict.breaks, verdict.chains) == ((), 1_001)
    copies = Facilitation.objects.exclude(pk=case.pk)
    assert (copies.filter(stage="with_head").count(), copies.filter(stage="closed").count()) == (2, 997)
    words = list(SearchText.objects.order_by("pk").filter(pk__in=copies).values())
    searching.refresh(list(copies.values_list("pk", flat=True)))
    assert list(SearchText.objects.order_by("pk").filter(pk__in=copies).values()) == words
    calendar = calendar_of(case.office)
    for turn in Turn.objects.filter(facilitation__in=copies).exclude(closed_at=None)[::50]:
        measured = (
            calendar.working_time(turn.arrived_at, turn.opened_at),
            calendar.working_time(turn.opened_at, turn.closed_at),
        )
        assert (turn.waiting, turn.handling, turn.calendar_digest) == (*measured, calendar.digest())
    assert _counts(DayCount, counting.DAY_KEY) == Counter(
        key for row in ClosedMeasurement.objects.all() for key in counting.keys_of(row)
    )
    assert _counts(MonthCount, counting.MONTH_KEY) == counting.by_month(_counts(DayCount, counting.DAY_KEY))
    for one in copies.filter(stage="closed")[::50]:
        kept = ClosedMeasurement.objects.filter(facilitation=one).order_by("step")
        assert all(map(counting.is_same, kept, (counting.row_of(one, each) for each in counting.closed_now(one))))
        assert len(kept) == 5


def _counts(model, key) -> Counter:
    return Counter({tuple(values): number for *values, number in model.objects.values_list(*key, "number")})


@pytest.mark.once
@pytest.mark.django_db
def test_only_a_scratch_office_is_filled(road) -> None:
    road.office.is_demo = False
    with pytest.raises(ValueError, match="no scratch office"):
        history.whole_case(road.office)


def test_no_two_cases_upload_the_same() -> None:
    shown = [bytes([n]) for n in range(8)]
    first, second = papers(b"%PDF-1.7", shown, 1), papers(b"%PDF-1.7", shown, 2)
    assert not set(first.values()) & set(second.values())


@pytest.mark.django_db(transaction=True)
def test_the_reference_changes_a_row_and_adds_a_line() -> None:
    reference.make_tables()
    try:
        key = reference.new_row()
        reference.transact(key, "twice")
        reference.transact(key, "twice")
        assert reference.Row.objects.get(pk=key).changed_count == reference.Line.objects.filter(row=key).count() == 2
    finally:
        with connection.schema_editor() as editor:
            for model in (reference.Line, reference.Row):
                editor.delete_model(model)


@pytest.mark.parametrize(
    ("template", "make"), [("assignment_letter", documents.letter), ("activity_report", documents.report)]
)
def test_the_measured_documents_are_typeset(template, make) -> None:
    small = photos(1) * documents.PHOTOS
    files = documents._photos(small, 1) if template == "activity_report" else {}
    assert render(template, make(1), files=files, issued_at=datetime(2026, 6, 8, tzinfo=UTC)).startswith(b"%PDF")
    assert len(set(files.values())) == len(files)


@pytest.mark.django_db
def test_the_measured_journal_is_sound() -> None:
    journal._write(2 * journal.CHAIN_LENGTH)
    verdict = verify(office_slug=journal.OFFICE)
    assert (verdict.sound, verdict.entries, verdict.chains) == (True, 2 * journal.CHAIN_LENGTH + 1, 3)
    assert Entry.objects.count() == verdict.entries
