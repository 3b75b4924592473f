"""The office clock: figures worked out by hand, then the laws that hold for any moments."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simcap.procedure.office_hours import (
    DEFAULT_SCHEDULE,
    NoWorkingTime,
    OfficeCalendar,
    Schedule,
    Span,
    ramadan,
)

WIB = ZoneInfo("Asia/Jakarta")
# Ramadan 1447 H: 19 February – 20 March 2026. Nyepi 19 March, Eid 21 and 22 March, a leave day on 23 March.
CALENDAR = OfficeCalendar(
    "Asia/Jakarta",
    (DEFAULT_SCHEDULE, ramadan(date(2026, 2, 19), date(2026, 3, 20))),
    frozenset({date(2026, 3, 19), date(2026, 3, 21), date(2026, 3, 22), date(2026, 3, 23), date(2026, 12, 25)}),
)


def wib(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def test_a_week_has_37_and_a_half_hours_and_32_and_a_half_in_ramadan():
    assert DEFAULT_SCHEDULE.week == timedelta(hours=37.5)
    assert ramadan(date(2026, 2, 19), date(2026, 3, 20)).week == timedelta(hours=32.5)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        pytest.param("2026-11-23 09:10", "2026-11-23 09:22", 12, id="within a morning"),
        pytest.param("2026-11-23 11:50", "2026-11-23 13:10", 20, id="across the break"),
        pytest.param("2026-11-23 12:05", "2026-11-23 12:55", 0, id="in the break"),
        pytest.param("2026-11-23 06:00", "2026-11-23 23:00", 450, id="a whole Monday"),
        pytest.param("2026-11-27 06:00", "2026-11-27 23:00", 450, id="a whole Friday"),
        pytest.param("2026-11-27 11:50", "2026-11-27 13:40", 20, id="across the Friday prayer"),
        pytest.param("2026-11-27 16:25", "2026-11-30 07:35", 10, id="over a weekend"),
        pytest.param("2026-11-28 08:00", "2026-11-29 20:00", 0, id="a weekend"),
        pytest.param("2026-12-24 15:50", "2026-12-28 07:40", 20, id="over a holiday and a weekend"),
        pytest.param("2026-11-23 00:00", "2026-11-30 00:00", 2250, id="a week"),
        pytest.param("2026-02-18 15:55", "2026-02-19 08:05", 10, id="into Ramadan"),
        pytest.param("2026-02-19 00:00", "2026-02-20 00:00", 390, id="a Thursday in Ramadan"),
        pytest.param("2026-02-20 11:55", "2026-02-20 13:05", 10, id="a Friday break in Ramadan"),
        pytest.param("2026-03-18 14:55", "2026-03-20 08:05", 10, id="over a holiday in Ramadan"),
        pytest.param("2026-03-20 15:20", "2026-03-24 07:35", 15, id="out of Ramadan over Eid"),
        pytest.param("2026-11-23 10:00", "2026-11-23 09:00", 0, id="backwards"),
    ],
)
def test_working_minutes_agree_with_figures_worked_out_by_hand(start, end, expected):
    assert CALENDAR.working_time(wib(start), wib(end)) == minutes(expected)


@pytest.mark.parametrize(
    ("start", "working", "expected"),
    [
        pytest.param("2026-11-23 09:10", 5, "2026-11-23 09:15", id="within a morning"),
        pytest.param("2026-11-23 11:55", 15, "2026-11-23 13:10", id="across the break"),
        pytest.param("2026-11-23 15:50", 10, "2026-11-23 16:00", id="to the closing minute, not the next morning"),
        pytest.param("2026-11-27 16:25", 15, "2026-11-30 07:40", id="over a weekend"),
        pytest.param("2026-11-28 10:00", 5, "2026-11-30 07:35", id="from a Saturday"),
        pytest.param("2026-11-23 18:00", 0, "2026-11-23 18:00", id="nothing to add"),
        pytest.param("2026-12-24 15:55", 450, "2026-12-28 15:55", id="a day over a holiday"),
        pytest.param("2026-11-23 07:30", 2250, "2026-11-27 16:30", id="a week"),
    ],
)
def test_so_much_working_time_has_passed_at(start, working, expected):
    assert CALENDAR.add(wib(start), minutes(working)) == wib(expected)


@pytest.mark.parametrize(
    ("moment", "is_open", "opening"),
    [
        ("2026-11-23 07:29", False, "2026-11-23 07:30"),
        ("2026-11-23 07:30", True, "2026-11-23 07:30"),
        ("2026-11-23 12:00", False, "2026-11-23 13:00"),
        ("2026-11-23 15:59", True, "2026-11-23 15:59"),
        ("2026-11-23 16:00", False, "2026-11-24 07:30"),
        ("2026-11-27 16:00", True, "2026-11-27 16:00"),
        ("2026-11-27 16:30", False, "2026-11-30 07:30"),
        ("2026-12-25 09:00", False, "2026-12-28 07:30"),
        ("2026-03-20 07:45", False, "2026-03-20 08:00"),
        ("2026-03-21 09:00", False, "2026-03-24 07:30"),
    ],
)
def test_the_office_is_open_or_opens_next_at(moment, is_open, opening):
    assert (CALENDAR.is_open(wib(moment)), CALENDAR.next_opening(wib(moment))) == (is_open, wib(opening))


def test_the_last_schedule_that_contains_the_date_wins():
    half_day = Schedule(date(2026, 11, 23), date(2026, 11, 23), {0: (Span(time(8), time(10)),)}, "edaran (contoh)")
    calendar = OfficeCalendar("Asia/Jakarta", (DEFAULT_SCHEDULE, half_day), frozenset())
    assert calendar.working_time(wib("2026-11-23 00:00"), wib("2026-11-25 00:00")) == minutes(120 + 450)


def test_another_time_zone_has_its_own_morning():
    calendar = OfficeCalendar("Asia/Jayapura", (DEFAULT_SCHEDULE,), frozenset())
    assert calendar.next_opening(wib("2026-11-23 00:00")) == wib("2026-11-23 05:30")


def test_a_calendar_that_has_ended_says_so():
    ended = OfficeCalendar(
        "Asia/Jakarta", (Schedule(None, date(2020, 12, 31), DEFAULT_SCHEDULE.days, "lama"),), frozenset()
    )
    with pytest.raises(NoWorkingTime, match="2026-11-23"):
        ended.add(wib("2026-11-23 09:00"), minutes(1))
    with pytest.raises(NoWorkingTime, match="2026-11-23"):
        ended.next_opening(wib("2026-11-23 09:00"))
    assert ended.working_time(wib("2026-11-23 00:00"), wib("2026-11-30 00:00")) == minutes(0)


def test_a_naive_moment_is_refused():
    with pytest.raises(ValueError, match="aware"):
        CALENDAR.is_open(datetime(2026, 11, 23, 9))


@pytest.mark.parametrize(
    "make",
    [
        lambda: Span(time(9), time(9)),
        lambda: Schedule(date(2026, 2, 1), date(2026, 1, 1), {}, ""),
        lambda: Schedule(None, None, {7: ()}, ""),
        lambda: Schedule(None, None, {0: (Span(time(9), time(11)), Span(time(10), time(12)))}, ""),
    ],
)
def test_hours_that_cannot_be_are_refused(make):
    with pytest.raises(ValueError):
        make()


def test_the_digest_names_the_calendar_not_the_order_of_its_writing():
    reordered = Schedule(None, None, dict(reversed(DEFAULT_SCHEDULE.days.items())), DEFAULT_SCHEDULE.source)
    same = OfficeCalendar("Asia/Jakarta", (reordered, CALENDAR.schedules[1]), frozenset(sorted(CALENDAR.holidays)))
    other = OfficeCalendar("Asia/Jakarta", CALENDAR.schedules, CALENDAR.holidays - {date(2026, 12, 25)})
    assert same.digest() == CALENDAR.digest()
    assert other.digest() != CALENDAR.digest()
    assert len(CALENDAR.digest()) == 64


# ── Laws ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
moments = st.datetimes(datetime(2025, 6, 1), datetime(2027, 6, 1), timezones=st.just(UTC))
near = st.timedeltas(timedelta(0), timedelta(days=20))
zones = st.sampled_from(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])


@st.composite
def schedules(draw, *, endless: bool) -> Schedule:
    bounds = sorted(draw(st.lists(st.dates(date(2025, 9, 1), date(2027, 3, 1)), min_size=2, max_size=2)))
    days = {}
    for weekday in draw(st.sets(st.integers(0, 6), max_size=3)):
        ticks = sorted(draw(st.sets(st.integers(0, 1439), min_size=2, max_size=4)))
        pairs = zip(ticks[::2], ticks[1::2], strict=False)
        days[weekday] = tuple(Span(time(a // 60, a % 60), time(b // 60, b % 60)) for a, b in pairs)
    from_on = draw(st.sampled_from([None, bounds[0]]))
    until_on = draw(st.sampled_from([None, bounds[1]])) if endless else bounds[1]
    return Schedule(from_on, until_on, days, "contoh")


@st.composite
def calendars(draw, *, endless: bool = False) -> OfficeCalendar:
    """The default with up to three random schedules on top; unless `endless`, it comes back after them."""
    more = draw(st.lists(schedules(endless=endless), max_size=3))
    holidays = draw(st.frozensets(st.dates(date(2025, 6, 1), date(2027, 6, 1)), max_size=8))
    return OfficeCalendar(draw(zones), (DEFAULT_SCHEDULE, *more), holidays)


def day_by_day(calendar: OfficeCalendar, start: datetime, end: datetime) -> timedelta:
    """The same answer the slow way: each day, each span, the overlap."""
    zone, total = ZoneInfo(calendar.time_zone), timedelta(0)
    day = start.astimezone(zone).date()
    while day <= end.astimezone(zone).date():
        covering = [schedule for schedule in calendar.schedules if schedule.covers(day)]
        for span in () if day in calendar.holidays or not covering else covering[-1].spans(day.weekday()):
            opens, closes = (datetime.combine(day, at, tzinfo=zone) for at in (span.start, span.end))
            total += max(timedelta(0), min(end, closes) - max(start, opens))
        day += timedelta(days=1)
    return total


@given(calendars(endless=True), moments, st.timedeltas(timedelta(0), timedelta(days=600)))
def test_counting_by_weeks_agrees_with_counting_day_by_day(calendar, start, length):
    assert calendar.working_time(start, start + length) == day_by_day(calendar, start, start + length)


@given(calendars(), moments, near, near)
def test_working_time_is_additive_over_any_split(calendar, start, first, second):
    middle, end = start + first, start + first + second
    parts = calendar.working_time(start, middle) + calendar.working_time(middle, end)
    assert parts == calendar.working_time(start, end)


@given(calendars(), moments, moments)
def test_working_time_is_never_negative_nor_longer_than_the_time_itself(calendar, start, end):
    assert timedelta(0) <= calendar.working_time(start, end) <= max(timedelta(0), end - start)


@given(calendars(), moments, near, near)
def test_working_time_never_shrinks_as_the_end_moves_on(calendar, start, first, second):
    assert calendar.working_time(start, start + first) <= calendar.working_time(start, start + first + second)


@given(calendars(), moments)
def test_no_working_time_passes_before_the_next_opening(calendar, moment):
    opening = calendar.next_opening(moment)
    assert calendar.working_time(moment, opening) == timedelta(0)
    assert calendar.is_open(opening)
    assert calendar.is_open(moment) == (opening == moment)


@given(calendars(), moments, st.timedeltas(timedelta(0), timedelta(hours=200)))
def test_adding_working_time_is_the_inverse_of_measuring_it(calendar, start, working):
    end = calendar.add(start, working)
    assert calendar.working_time(start, end) == working
    if working:
        assert calendar.working_time(start, end - timedelta(microseconds=1)) == working - timedelta(microseconds=1)


@given(calendars(), moments, moments, st.timedeltas(timedelta(0), timedelta(hours=50)))
def test_who_starts_later_is_never_due_earlier(calendar, one, other, working):
    earlier, later = sorted((one, other))
    assert calendar.add(earlier, working) <= calendar.add(later, working)
