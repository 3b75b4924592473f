"""A foreign tool (pm4py) reads the event log, and holds it against the exported process."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from simcap import clock
from simcap.facilitation.definitions import definition
from simcap.mining.events import pseudonym
from simcap.mining.taking import LogAsked, write
from simcap.procedure.bpmn import bpmn_xml
from tests.cast import MONDAY

from .conftest import Walked

pytestmark = [
    pytest.mark.once,
    pytest.mark.filterwarnings("ignore::PendingDeprecationWarning", "ignore:Install the optional:UserWarning"),
]
SEEDS = (0, 2, 3, 8)


def log_of(walked: Walked, kind: str = "xes") -> bytes:
    """The log of the day on which all its letters came."""
    out = BytesIO()
    day = MONDAY.date()
    with clock.scripted(MONDAY):
        write(LogAsked(office=walked.cast.office, first=day, last=day, format=kind), out)
    return out.getvalue()


@pytest.fixture
def read(walked: Walked, db: None, tmp_path: Path) -> Any:
    """The log as the tool reads it: a table, one row per event."""
    import pm4py

    path = tmp_path / "log.xes"
    path.write_bytes(log_of(walked))
    return pm4py.read_xes(str(path), show_progress_bar=False)


@pytest.fixture
def model(walked: Walked, tmp_path: Path) -> Any:
    """The exported process as a Petri net; the tool leaves out timers, as it knows no time in it."""
    import pm4py

    path = tmp_path / "sop.bpmn"
    path.write_bytes(bpmn_xml(definition(walked.cases[0].definition_id), language="id"))
    return pm4py.convert_to_petri_net(pm4py.read_bpmn(str(path)))


def fitness(log: Any, model: Any, matter: str) -> dict[str, float]:
    """How well each case fits, by its name. Only ends of acts that move this matter are steps of the process."""
    import pm4py

    steps = log[(log["lifecycle:transition"] == "complete") & (log["matter"] == matter)]
    found = pm4py.conformance_diagnostics_alignments(steps, *model, multi_processing=False)
    return dict(zip(sorted(set(steps["case:concept:name"])), (one["fitness"] for one in found), strict=True))


def test_the_tool_finds_every_case_fit(walked: Walked, read: Any, model: Any) -> None:
    assert read["case:concept:name"].nunique() == len(walked.cases)
    assert set(fitness(read, model, "case").values()) == {1.0}
    assert list(fitness(read, model, "beside").values()) == [1.0]


def test_the_tool_finds_what_was_left_out_swapped_or_done_twice(walked: Walked, read: Any, model: Any) -> None:
    names = [pseudonym(case.uid) for case in walked.cases]
    unsigned, unready, twice = names[1:4]
    planted = read[~_is(read, unsigned, "sign_spt")].copy()
    first, second = (planted[_is(planted, unready, act)].index[-1] for act in ("prepare", "start"))
    planted.loc[[first, second], "concept:name"] = planted.loc[[second, first], "concept:name"].to_numpy()
    planted.loc[planted[_is(planted, twice, "start")].index[-1], "concept:name"] = "Selesaikan kegiatan"
    unfit = {name for name, found in fitness(planted, model, "case").items() if found < 1}
    assert unfit == {unsigned, unready, twice}


def _is(log: Any, case: str, act: str) -> Any:
    return (log["case:concept:name"] == case) & (log["act"] == act)
