"""The cast in its office, on a Monday morning; and every act of the main path with what comes before it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from simcap import clock
from tests.cast import MONDAY, PATH, WIB, Cast, assemble

#: Every act, by whom, and the stage at which it is done; the extensions and the log beside the main path.
MAIN = [
    ("", "agendaris", "register"), ("with_head", "kadis", "dispose"), ("with_division", "kabid", "forward"),
    ("with_section", "seksi", "appoint"), ("to_record", "koordinator", "record_request"),
    ("spt_with_section", "seksi", "initial"), ("spt_with_division", "kabid", "initial"),
    ("spt_with_head", "kadis", "sign_spt"), ("assigned", "teknisi1", "prepare"), ("prepared", "koordinator", "start"),
    ("running", "teknisi1", "finish"), ("returned", "koordinator", "record_facilitation"),
    ("report_with_section", "seksi", "endorse"), ("report_with_division", "kabid", "endorse"),
    ("report_with_head", "kadis", "accept_report"),
]  # fmt: skip
BESIDE = [
    ("with_head", "kadis", "open"), ("running", "teknisi2", "log"), ("spt_with_head", "kadis", "send_back"),
    ("report_with_division", "kabid", "send_back"), ("to_record", "koordinator", "return_incomplete"),
    ("awaiting_requester", "agendaris", "resubmit"),
]  # fmt: skip
ALL = MAIN + BESIDE
NAMES = [f"{act}@{stage}" for stage, _who, act in ALL]
assert [(who, act) for _stage, who, act in MAIN] == list(PATH)


def wib(hour: int, minute: int = 0, *, day: int = 8) -> datetime:
    """A moment of June 2026 in the office; the 8th is a Monday."""
    return datetime(2026, 6, day, hour, minute, tzinfo=WIB)


def bring(cast: Cast, stage: str) -> Cast:
    """Bring a new case to a stage; "" is before there is one."""
    if stage == "awaiting_requester":
        cast.walk("with_division")
        cast.do("kabid", "return_incomplete")
    elif stage:
        cast.walk(stage)
    return cast


@pytest.fixture
def cast(db) -> Iterator[Cast]:
    """Everybody in his post; the clock stands at Monday, 8 June 2026, 08.00 WIB."""
    with clock.scripted(MONDAY):
        yield assemble()
