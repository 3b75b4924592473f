"""The SOP as a BPMN 2.0 process (proses): a pool with a lane per performer, tasks, gateways, timers, and its drawing.

Source: OMG BPMN 2.0.2 (ISO/IEC 19510), schema of 2010-05-24; colours after OMG BPMN in Color 1.0.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from simcap.procedure.bpmn_layout import Box, Diagram, lay_out
from simcap.procedure.bpmn_model import Flow, Node, Pool, is_anytime
from simcap.procedure.bpmn_process import pools
from simcap.procedure.bpmn_words import Words, ncname, plain
from simcap.procedure.definition import Definition

MEDIA_TYPE = "application/xml"
NAMES = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
    "color": "http://www.omg.org/spec/BPMN/non-normative/color/1.0",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
#: Conditions are comparisons of names with texts, joined by "and", as Python writes them.
EXPRESSIONS = "https://docs.python.org/3/reference/expressions.html"
TAGS = {"start": "startEvent", "end": "endEvent", "late": "endEvent", "gateway": "exclusiveGateway",
        "task": "userTask", "receive": "receiveTask", "timer": "boundaryEvent"}  # fmt: skip
#: An addition's edge and ground.
EDGE, GROUND = "#b3541e", "#fff4e6"
#: The first pool begins here; between pools; the note above them.
LEFT, TOP, BETWEEN, NOTE = 160.0, 160.0, 60.0, Box(160, 40, 900, 80)


def bpmn_xml(definition: Definition, *, language: str) -> bytes:
    """An SOP revision as BPMN 2.0 with diagram interchange, UTF-8; the same revision gives the same bytes."""
    for prefix, space in NAMES.items():
        ET.register_namespace(prefix, space)
    root = _element(
        None, "bpmn:definitions", id=f"Definitions_{ncname(definition.id)}", targetNamespace="urn:simcap:sop",
        expressionLanguage=EXPRESSIONS, exporter="SIMCAP", name=definition.label.text(language),
    )  # fmt: skip
    words, drawn = Words(definition, language), []
    processes, top = pools(definition, language=language), TOP
    for one in definition.performers.values():
        _element(root, "bpmn:resource", id=f"Resource_{ncname(one.id)}", name=one.label.text(language))
    _element(root, "bpmn:message", id="Message_answer", name=words.say("answer"))
    anytime = [act for act in definition.acts.values() if is_anytime(definition, act.id)]
    _collaboration(root, processes, caption=words.caption(anytime))
    for pool in processes:
        _process(root, pool, words)
        drawn.append(lay_out(pool, left=LEFT, top=top))
        top += drawn[-1].pool.height + BETWEEN
    plane = _element(_element(root, "bpmndi:BPMNDiagram", id="Diagram"), "bpmndi:BPMNPlane", id="Plane",
                     bpmnElement="Collaboration")  # fmt: skip
    _shape(plane, "Caption", NOTE)
    for pool, diagram in zip(processes, drawn, strict=True):
        _drawing(plane, pool, diagram)
    ET.indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="utf-8") + b"\n"


def _element(parent: ET.Element | None, kind: str, text: str = "", /, **attributes: str) -> ET.Element:
    prefix, local = kind.split(":")
    tag, given = f"{{{NAMES[prefix]}}}{local}", {key: plain(value) for key, value in attributes.items()}
    made = ET.Element(tag, given) if parent is None else ET.SubElement(parent, tag, given)
    made.text = plain(text) or None
    return made


def _collaboration(root: ET.Element, processes: tuple[Pool, ...], *, caption: str) -> None:
    made = _element(root, "bpmn:collaboration", id="Collaboration")
    for pool in processes:
        _element(made, "bpmn:participant", id=f"Pool_{pool.id}", name=pool.name, processRef=pool.id)
    note = _element(made, "bpmn:textAnnotation", id="Caption")
    _element(note, "bpmn:text", caption)


def _process(root: ET.Element, pool: Pool, words: Words) -> None:
    made = _element(root, "bpmn:process", id=pool.id, name=pool.name, isExecutable="true")
    _element(made, "bpmn:documentation", words.say("rules"))
    lanes = _element(made, "bpmn:laneSet", id=f"Lanes_{pool.id}")
    for performer in pool.lanes:
        label = performer.label.text(words.language)
        lane = _element(lanes, "bpmn:lane", id=_lane_id(pool, performer.id), name=label)
        for node in pool.nodes.values():
            if node.lane == performer.id:
                _element(lane, "bpmn:flowNodeRef", _id(pool, node.id))
    for node in pool.nodes.values():
        _node(made, pool, node)
    for one in pool.flows:
        flow = _element(made, "bpmn:sequenceFlow", id=_id(pool, one.id), sourceRef=_id(pool, one.source),
                        targetRef=_id(pool, one.target), **_named(one.name))  # fmt: skip
        if one.condition:
            condition = _element(flow, "bpmn:conditionExpression", one.condition)
            condition.set(f"{{{NAMES['xsi']}}}type", "bpmn:tFormalExpression")


def _node(parent: ET.Element, pool: Pool, node: Node) -> None:
    made = _element(parent, f"bpmn:{TAGS[node.kind]}", id=_id(pool, node.id), **_named(node.name))
    if node.note:
        _element(made, "bpmn:documentation", node.note)
    for one in pool.flows:
        if one.target == node.id:
            _element(made, "bpmn:incoming", _id(pool, one.id))
    for one in pool.flows:
        if one.source == node.id:
            _element(made, "bpmn:outgoing", _id(pool, one.id))
    if node.kind == "gateway":
        _gateway(made, pool, [one for one in pool.flows if one.source == node.id])
    elif node.kind == "timer":
        _timer(made, pool, node)
    elif node.kind == "receive":
        made.set("messageRef", "Message_answer")
    for owner in node.owners:
        wanted = _element(made, "bpmn:potentialOwner", id=f"Owner_{_id(pool, node.id)}_{ncname(owner)}")
        _element(wanted, "bpmn:resourceRef", f"Resource_{ncname(owner)}")


def _gateway(made: ET.Element, pool: Pool, ways: list[Flow]) -> None:
    made.set("gatewayDirection", "Mixed" if len(ways) > 1 else "Converging")
    for one in ways:
        if one.is_default:
            made.set("default", _id(pool, one.id))


def _timer(made: ET.Element, pool: Pool, node: Node) -> None:
    """Non-interrupting: that the standard has passed ends nothing."""
    made.set("cancelActivity", "false")
    made.set("attachedToRef", _id(pool, node.on))
    event = _element(made, "bpmn:timerEventDefinition", id=f"When_{_id(pool, node.id)}")
    limit = _element(event, "bpmn:timeDate" if node.is_date else "bpmn:timeDuration", node.limit)
    limit.set(f"{{{NAMES['xsi']}}}type", "bpmn:tFormalExpression")


def _id(pool: Pool, name: str) -> str:
    """An id in the file: what runs beside the case has its own, as both processes number their flows."""
    return f"{name}_beside" if pool.id.startswith("Beside_") else name


def _lane_id(pool: Pool, performer: str) -> str:
    return _id(pool, f"Lane_{ncname(performer)}")


def _named(name: str) -> dict[str, str]:
    return {"name": name} if name else {}


def _drawing(plane: ET.Element, pool: Pool, diagram: Diagram) -> None:
    _shape(plane, f"Pool_{pool.id}", diagram.pool, isHorizontal="true")
    for performer, box in diagram.lanes.items():
        _shape(plane, _lane_id(pool, performer), box, isHorizontal="true")
    for node in pool.nodes.values():
        marker = {"isMarkerVisible": "true"} if node.kind == "gateway" else {}
        shape = _shape(plane, _id(pool, node.id), diagram.boxes[node.id], label=diagram.labels.get(node.id), **marker)
        if node.extension:
            shape.set(f"{{{NAMES['color']}}}border-color", EDGE)
            shape.set(f"{{{NAMES['color']}}}background-color", GROUND)
    for one in pool.flows:
        name = _id(pool, one.id)
        edge = _element(plane, "bpmndi:BPMNEdge", id=f"{name}_di", bpmnElement=name)
        points = diagram.ways[one.id]
        for x, y in points:
            _element(edge, "di:waypoint", x=f"{x:g}", y=f"{y:g}")
        if one.name:
            x, y = points[1]
            _bounds(_element(edge, "bpmndi:BPMNLabel"), Box(x + 4, y - 16, 56, 14))


def _shape(plane: ET.Element, name: str, box: Box, *, label: Box | None = None, **attributes: str) -> ET.Element:
    made = _element(plane, "bpmndi:BPMNShape", id=f"{name}_di", bpmnElement=name, **attributes)
    _bounds(made, box)
    if label:
        _bounds(_element(made, "bpmndi:BPMNLabel"), label)
    return made


def _bounds(parent: ET.Element, box: Box) -> None:
    _element(parent, "dc:Bounds", x=f"{box.x:g}", y=f"{box.y:g}", width=f"{box.width:g}", height=f"{box.height:g}")
