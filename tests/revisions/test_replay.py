"""Past cases judged once more by a proposed revision: the same turns, another standard."""

from __future__ import annotations

from datetime import timedelta

from simcap import clock
from simcap.facilitation.definitions import definition
from simcap.facilitation.models import Facilitation
from simcap.procedure.definition import Definition
from simcap.revisions.reading import read
from simcap.revisions.replay import Period, changed, replay
from tests.cast import MONDAY, PATH, Cast

from .conftest import SIGNED_ID, SLOWER, revised

PERIOD = Period(MONDAY.date(), MONDAY.date() + timedelta(days=60))
FASTER = (SLOWER[0], 'time_text = "± 1 menit"\nstandard_minutes = 1')


def proposal(*changes: tuple[str, str]) -> Definition:
    found = read(revised("usul", *changes)).definition
    assert found
    return found


def with_section_after(cast: Cast, minutes: int) -> Facilitation:
    """A case whose first step took so many minutes of handling: the head held the letter open for that long."""
    start = clock.now()
    cast.do("agendaris", "register")
    cast.do("kadis", "open")
    with clock.scripted(start + timedelta(minutes=minutes)):
        for who, act in PATH[1:4]:
            cast.do(who, act)
    assert cast.case
    return cast.case


def verdicts(cast: Cast, new: Definition) -> list[tuple[int, int, int, int, int]]:
    told = replay(cast.office, definition(SIGNED_ID), new, PERIOD)
    return [(one.cases, one.kept, one.would_keep, one.to_breach, one.to_kept) for one in told]


def test_the_same_standards_change_no_verdict(cast: Cast) -> None:
    with_section_after(cast, 4)
    assert verdicts(cast, proposal())[0] == (1, 1, 1, 0, 0)


def test_a_slower_standard_keeps_what_was_too_late_and_names_the_case(cast: Cast) -> None:
    with_section_after(cast, 4)
    late = with_section_after(cast, 9)
    new = proposal(SLOWER)
    assert verdicts(cast, new)[0] == (2, 1, 2, 0, 1)
    named = [list(rows) for _step, rows in changed(
        cast.office, definition(SIGNED_ID), new, PERIOD, powers=cast.powers("kadis")
    )]  # fmt: skip
    assert [one.facilitation_id for one in named[0]] == [late.pk]
    assert named[1:] == [[], [], [], []]


def test_at_the_edge_the_seconds_decide(cast: Cast) -> None:
    start = clock.now()
    for seconds in (0, 30):
        cast.do("agendaris", "register")
        cast.do("kadis", "open")
        with clock.scripted(start + timedelta(minutes=3, seconds=seconds)):
            for who, act in PATH[1:4]:
                cast.do(who, act)
    assert verdicts(cast, proposal(FASTER))[0] == (2, 2, 1, 1, 0)


def test_another_period_has_none(cast: Cast) -> None:
    with_section_after(cast, 4)
    early = Period(MONDAY.date() - timedelta(days=9), MONDAY.date() - timedelta(days=1))
    assert replay(cast.office, definition(SIGNED_ID), proposal(), early)[0].cases == 0


def test_a_secret_case_counts_and_is_named_only_to_those_who_see_it(cast: Cast) -> None:
    cast.do("agendaris", "register", {"security": "R"})
    cast.do("kadis", "open")
    with clock.scripted(MONDAY + timedelta(minutes=9)):
        cast.do("kadis", "dispose", {"security": "R"})
        for who, act in PATH[2:4]:
            cast.do(who, act, {"security": "R"})
    new = proposal(SLOWER)
    assert cast.case
    assert cast.case.security == "R"
    assert verdicts(cast, new)[0] == (1, 0, 1, 0, 1)
    for who, count in (("kadis", 1), ("auditor", 0)):
        rows = changed(cast.office, definition(SIGNED_ID), new, PERIOD, powers=cast.powers(who))
        assert sum(len(found) for _step, found in rows) == count
