"""The event log as XES and as CSV, case by case: memory does not grow with the log.

Source: IEEE 1849-2016 (XES) with its extensions Concept, Lifecycle, Organizational and Time.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from io import StringIO
from xml.sax.saxutils import quoteattr
from zoneinfo import ZoneInfo

from simcap.procedure.bpmn_words import plain
from simcap.registers.values import defused

from .events import Event, Trace

#: Name → prefix and address of each extension.
EXTENSIONS = {
    "Concept": ("concept", "http://www.xes-standard.org/concept.xesext"),
    "Lifecycle": ("lifecycle", "http://www.xes-standard.org/lifecycle.xesext"),
    "Organizational": ("org", "http://www.xes-standard.org/org.xesext"),
    "Time": ("time", "http://www.xes-standard.org/time.xesext"),
}
#: Name → the attributes by which events count as alike.
CLASSIFIERS = {
    "Act": "concept:name",
    "ActAndStage": "concept:name stage_before",
    "ActAndLifecycle": "concept:name lifecycle:transition",
    "Post": "org:resource",
}
#: Kind and name of each attribute of a trace and of an event; our own have no prefix.
_TRACE = (
    ("string", "concept:name"),
    ("string", "sop"),
    ("string", "channel"),
    ("string", "stage"),
    ("boolean", "ended"),
)
_EVENT = (
    ("string", "concept:name"), ("string", "concept:instance"), ("string", "lifecycle:transition"),
    ("date", "time:timestamp"), ("string", "org:resource"), ("string", "org:role"), ("string", "act"),
    ("string", "matter"), ("string", "stage_before"), ("string", "stage_after"), ("int", "step"),
)  # fmt: skip
_EMPTY = {"string": "", "date": "1970-01-01T00:00:00.000+00:00", "int": "0", "boolean": "false"}


def xes(traces: Iterable[Trace], *, title: str, zone: str) -> Iterator[bytes]:
    """The log as XES, UTF-8."""
    clock = ZoneInfo(zone)
    yield _head(title).encode()
    for trace in traces:
        lines = [" <trace>", *_attributes(_TRACE, _trace(trace), "  ")]
        for event in trace.events:
            lines += ["  <event>", *_attributes(_EVENT, _event(event, clock), "   "), "  </event>"]
        yield ("\n".join([*lines, " </trace>"]) + "\n").encode()
    yield b"</log>\n"


def _head(title: str) -> str:
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">',
        *(f' <extension name="{name}" prefix="{short}" uri="{uri}"/>' for name, (short, uri) in EXTENSIONS.items()),
    ]
    for scope, kinds in (("trace", _TRACE), ("event", _EVENT)):
        empty = {key: _EMPTY[kind] for kind, key in kinds}
        lines += [f' <global scope="{scope}">', *_attributes(kinds, empty, "  "), " </global>"]
    lines += [f' <classifier name="{name}" scope="event" keys="{keys}"/>' for name, keys in CLASSIFIERS.items()]
    lines += _attributes(
        (("string", "concept:name"), ("string", "lifecycle:model")),
        {"concept:name": title, "lifecycle:model": "standard"}, " ",
    )  # fmt: skip
    return "\n".join(lines) + "\n"


def _attributes(kinds: Iterable[tuple[str, str]], values: dict[str, str], indent: str) -> list[str]:
    return [f'{indent}<{kind} key="{key}" value={quoteattr(plain(values[key]))}/>' for kind, key in kinds]


def _trace(trace: Trace) -> dict[str, str]:
    return {
        "concept:name": trace.name, "sop": trace.sop, "channel": trace.channel, "stage": trace.stage,
        "ended": "true" if trace.is_ended else "false",
    }  # fmt: skip


def _event(event: Event, clock: ZoneInfo) -> dict[str, str]:
    return {
        "concept:name": event.label, "concept:instance": str(event.number), "lifecycle:transition": event.lifecycle,
        "time:timestamp": _moment(event.at, clock), "org:resource": event.resource, "org:role": event.role,
        "act": event.act, "matter": event.matter, "stage_before": event.stage_before,
        "stage_after": event.stage_after, "step": str(event.step),
    }  # fmt: skip


def _moment(at: datetime, clock: ZoneInfo) -> str:
    """Shape: `2026-06-08T08:00:00.000+07:00`."""
    return at.astimezone(clock).isoformat(timespec="milliseconds")


def sheet(traces: Iterable[Trace], *, zone: str) -> Iterator[bytes]:
    """The log as CSV, one row per event; columns are named as in XES, those of a case with `case:` before them."""
    clock, line = ZoneInfo(zone), StringIO()
    rows = csv.writer(line)

    def written() -> bytes:
        text = line.getvalue().encode()
        line.seek(0)
        line.truncate()
        return text

    rows.writerow([*(f"case:{key}" for _kind, key in _TRACE), *(key for _kind, key in _EVENT)])
    yield written()
    for trace in traces:
        case = _trace(trace)
        for event in trace.events:
            values = _event(event, clock)
            rows.writerow([defused(plain(one)) for one in (*case.values(), *values.values())])
        yield written()
