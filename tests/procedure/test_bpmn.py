"""The SOP as BPMN 2.0: valid by the standard's own schema, wholly drawn, and nothing drawn over anything else."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from lxml import etree

from simcap.procedure.bpmn import NAMES, bpmn_xml
from simcap.procedure.bpmn_words import ncname
from simcap.procedure.definition import Definition, Label
from simcap.procedure.loading import definition_files, load

pytestmark = pytest.mark.once

OWN = Path(__file__).parent
FILES = [*definition_files(), OWN / "without_section.toml", OWN / "with_secretary.toml"]
NODES = ("startEvent", "endEvent", "boundaryEvent", "userTask", "receiveTask", "exclusiveGateway")
Box = tuple[float, float, float, float]


def definition(path: Path = FILES[0]) -> Definition:
    return load(path, known_acts=None, known_positions=None)


@cache
def exported(path: Path) -> etree._Element:
    return etree.fromstring(bpmn_xml(definition(path), language="id"))


@cache
def schema() -> etree.XMLSchema:
    """The schema of the OMG, as the foreign engine carries it."""
    from SpiffWorkflow.bpmn import parser

    return etree.XMLSchema(etree.parse(Path(parser.__file__).parent / "schema" / "BPMN20.xsd"))


def boxes(tree: etree._Element) -> dict[str, Box]:
    found = {}
    for shape in tree.iterfind(".//bpmndi:BPMNShape", NAMES):
        x, y, width, height = (float(shape.find("dc:Bounds", NAMES).get(one)) for one in ("x", "y", "width", "height"))
        found[shape.get("bpmnElement")] = (x, y, x + width, y + height)
    return found


def ids(tree: etree._Element, *kinds: str) -> set[str]:
    return {one.get("id") for kind in kinds for one in tree.iterfind(f".//bpmn:{kind}", NAMES)}


def cut(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_is_valid_by_the_schema_of_bpmn(path: Path) -> None:
    schema().assertValid(exported(path))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_element_is_drawn_once_and_no_shape_lies_over_another(path: Path) -> None:
    tree = exported(path)
    drawn = [one.get("bpmnElement") for one in tree.iterfind(".//bpmndi:BPMNShape", NAMES)]
    lines = [one.get("bpmnElement") for one in tree.iterfind(".//bpmndi:BPMNEdge", NAMES)]
    assert sorted(drawn) == sorted(ids(tree, *NODES, "lane", "participant", "textAnnotation"))
    assert sorted(lines) == sorted(ids(tree, "sequenceFlow"))
    apart = ids(tree, *NODES) - ids(tree, "boundaryEvent")  # a timer sits on the edge of its task
    places = [(name, box) for name, box in boxes(tree).items() if name in apart]
    assert [(one, other) for (one, a), (other, b) in combinations(places, 2) if cut(a, b)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_line_runs_through_a_shape_that_it_does_not_join(path: Path) -> None:
    tree, places = exported(path), boxes(exported(path))
    flows = tree.iterfind(".//bpmn:sequenceFlow", NAMES)
    ends = {one.get("id"): {one.get("sourceRef"), one.get("targetRef")} for one in flows}
    nodes = ids(tree, *NODES) - ids(tree, "boundaryEvent")
    struck = []
    for edge in tree.iterfind(".//bpmndi:BPMNEdge", NAMES):
        name = edge.get("bpmnElement")
        points = [(float(one.get("x")), float(one.get("y"))) for one in edge.iterfind("di:waypoint", NAMES)]
        for (x0, y0), (x1, y1) in pairwise(points):
            line = (min(x0, x1) - 0.1, min(y0, y1) - 0.1, max(x0, x1) + 0.1, max(y0, y1) + 0.1)
            struck += [(name, one) for one in nodes - ends[name] if cut(line, places[one])]
            assert x0 == x1 or y0 == y1
    assert struck == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_lines_lie_upon_each_other_only_where_they_come_from_or_lead_to_the_same(path: Path) -> None:
    tree = exported(path)
    flows = tree.iterfind(".//bpmn:sequenceFlow", NAMES)
    ends = {one.get("id"): (one.get("sourceRef"), one.get("targetRef")) for one in flows}
    across: dict[tuple[str, float], list[tuple[float, float, str]]] = {}
    for edge in tree.iterfind(".//bpmndi:BPMNEdge", NAMES):
        points = [(float(one.get("x")), float(one.get("y"))) for one in edge.iterfind("di:waypoint", NAMES)]
        for (x0, y0), (x1, y1) in pairwise(points):
            line, span = (("down", x0), sorted((y0, y1))) if x0 == x1 else (("across", y0), sorted((x0, x1)))
            across.setdefault(line, []).append((span[0], span[1], edge.get("bpmnElement")))
    upon = [
        (ends[one], ends[other])
        for lines in across.values()
        for (a0, a1, one), (b0, b1, other) in combinations(lines, 2)
        if min(a1, b1) - max(a0, b0) > 0.5 and not any(map(str.__eq__, ends[one], ends[other]))
    ]
    assert upon == []


def test_a_lane_for_each_performer_holds_what_is_his() -> None:
    tree = exported(FILES[0])
    process = tree.find("bpmn:process", NAMES)
    named = {one.get("id"): one.get("name") for one in process if one.get("name")}
    lanes = {
        lane.get("name"): [named.get(ref.text) for ref in lane.iterfind("bpmn:flowNodeRef", NAMES)]
        for lane in process.iterfind("bpmn:laneSet/bpmn:lane", NAMES)
    }
    assert list(lanes) == [
        "Pemohon", "Agendaris", "Kepala Dinas", "Kabid Aptika", "Seksi Infrastruktur TIK", "Koordinator TIM",
        "TIM Teknis",
    ]  # fmt: skip
    assert [name for name in lanes["TIM Teknis"] if name and not name.startswith(("Tim", "Kegiatan"))][:2] == [
        "Nyatakan siap", "Selesaikan kegiatan",
    ]  # fmt: skip
    assert lanes["Kepala Dinas"].count("Disposisikan") == 1


def test_a_timer_holds_the_standard_with_its_tolerance_and_ends_nothing() -> None:
    tree = exported(FILES[0])
    timers = {one.get("attachedToRef"): one for one in tree.iterfind(".//bpmn:boundaryEvent", NAMES)}
    limits = {
        task: "".join(timer.find("bpmn:timerEventDefinition", NAMES).itertext()).strip()
        for task, timer in timers.items()
    }
    assert limits["Task_dispose_with_head_with_division"] == "PT7M"
    assert limits["Task_sign_spt_spt_with_head_assigned"] == "PT20M"
    assert limits["Task_finish_running_returned"] == "window_deadline"
    assert {one.get("cancelActivity") for one in timers.values()} == {"false"}


def test_each_way_to_end_has_its_end_and_waiting_for_the_requester_is_a_message() -> None:
    tree = exported(FILES[0])
    assert {one for one in ids(tree, "endEvent") if one.startswith("End_")} == {
        "End_closed", "End_declined", "End_cancelled", "End_over_beside",
    }  # fmt: skip
    (waiting,) = tree.iterfind(".//bpmn:receiveTask", NAMES)
    assert (waiting.get("name"), waiting.get("messageRef")) == ("Kirim kelengkapan *", "Message_answer")


def test_the_same_revision_gives_the_same_bytes_and_any_words_are_escaped() -> None:
    sop = definition()
    odd = replace(sop, id="1 & <dua>", label=Label('“A” & <b> "c"\x01', "odd"))
    text = bpmn_xml(odd, language="id")
    assert text == bpmn_xml(odd, language="id")
    tree = etree.fromstring(text)
    schema().assertValid(tree)
    assert tree.find(".//bpmn:participant", NAMES).get("name") == '“A” & <b> "c"'
    assert (ncname("1 & <dua>"), ncname("a_x26_b"), ncname("a&b")) == (
        "1_x20__x26__x20__x3c_dua_x3e_",
        "a_x5f_x26_b",
        "a_x26_b",
    )
