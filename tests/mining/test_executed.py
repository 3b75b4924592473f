"""The exported process, carried out by a foreign engine (SpiffWorkflow), goes as the case went."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from lxml import etree

from simcap.facilitation.definitions import definition
from simcap.facilitation.models import Facilitation
from simcap.procedure.bpmn import NAMES, bpmn_xml
from simcap.procedure.bpmn_words import name_of, ncname

from .conftest import Walked
from .walks import Done, told

pytestmark = [pytest.mark.django_db, pytest.mark.once]

SEEDS = range(9)
DEADLINE = "2030-01-01T00:00:00+07:00"


class Engine:
    """One process of an exported SOP in SpiffWorkflow, fed with what the process says that its conditions read."""

    def __init__(self, sop: Any, *, beside: bool = False) -> None:
        from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
        from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

        self.tree = etree.fromstring(bpmn_xml(sop, language="id"))
        parser = BpmnParser()
        parser.add_bpmn_xml(self.tree)
        spec = parser.get_spec(f"{'Beside' if beside else 'Process'}_{ncname(sop.id)}")
        self.flow = BpmnWorkflow(spec, script_engine=_engine())
        self.went: list[tuple[str, str]] = []

    def carry_out(self, acts: list[Done]) -> list[tuple[str, str]]:
        """Go through the acts, each with the next one chosen. Answers names of tasks and their lanes."""
        self.choose(None, acts[0])
        for done, following in [*pairwise(acts), (acts[-1], None)]:
            task = self.waiting()
            self.went.append((task.task_spec.bpmn_name, task.task_spec.lane))
            assert self.owners(task.task_spec.name)[0] == task.task_spec.lane
            task.data.update(self.data(done, following))
            task.run() if task.task_spec.manual else task.complete()
            self.flow.do_engine_steps()
        return self.went

    def choose(self, done: Done | None, following: Done) -> None:
        """What is chosen before anything is done."""
        start = self.flow.task_tree
        for task in [start, *start.children]:
            task.data.update(self.data(done, following))
        self.flow.do_engine_steps()

    def data(self, done: Done | None, following: Done | None) -> dict[str, str]:
        """The data that conditions and timers read."""
        chosen = {"act": following.act, "to": following.to} if following else {}
        return {"arrives": done.after if done else "", "window_deadline": DEADLINE, **chosen}

    def waiting(self) -> Any:
        """The one task that is to be done now."""
        from SpiffWorkflow.util.task import TaskState

        found = [
            task for task in self.flow.get_tasks(state=TaskState.READY | TaskState.WAITING)
            if task.task_spec.name.startswith("Task_")
        ]  # fmt: skip
        (only,) = found
        return only

    def owners(self, task: str) -> list[str]:
        """Who may do a task, by name."""
        named = {one.get("id"): one.get("name") for one in self.tree.iterfind("bpmn:resource", NAMES)}
        path = f".//*[@id='{task}']/bpmn:potentialOwner/bpmn:resourceRef"
        return [named[one.text] for one in self.tree.iterfind(path, NAMES)]


def _engine() -> Any:
    from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine

    class Literal(PythonScriptEngine):
        """A duration is a duration; this engine takes every timer for an expression."""

        def evaluate(self, task: Any, expression: str, external_context: Any = None) -> Any:
            literal = re.fullmatch(r"P[T\dDHM]+", expression)
            return expression if literal else super().evaluate(task, expression, external_context)

    return Literal()


def must_go_alike(case: Facilitation, *, beside: bool = False) -> int:
    """The same acts in the same order, each in a lane of somebody who may, and the engine at its end with the case."""
    sop, acts = definition(case.definition_id), told(case, beside=beside)
    if not acts:
        return 0
    engine = Engine(sop, beside=beside)
    went = engine.carry_out(acts)
    assert [name for name, _lane in went] == [name_of(sop.acts[one.act], "id") for one in acts]
    assert engine.flow.is_completed()
    return len(acts)


def test_ten_generated_cases_go_in_the_engine_as_they_went_here(walked: Walked, db: None) -> None:
    cases = walked.cases
    assert len(cases) == 10
    for case in cases:
        must_go_alike(case)
    assert sum(must_go_alike(case, beside=True) > 0 for case in cases) == 2
    acts = {one.act for case in cases for one in told(case)}
    assert acts >= {"send_back", "return_incomplete", "resubmit", "decline", "sign_decline", "accept_report"}


def test_the_engine_takes_no_act_that_is_not_open_there(walked: Walked, db: None) -> None:
    from SpiffWorkflow.exceptions import WorkflowException

    acts = told(walked.cases[2])
    engine = Engine(definition(walked.cases[2].definition_id))
    with pytest.raises(WorkflowException, match="No conditions satisfied"):
        engine.carry_out([acts[0], *acts[2:]])
