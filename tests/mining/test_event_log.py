"""The event log: every act once, by post and not by person, nothing secret, the same in both formats."""

from __future__ import annotations

import csv
import json
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree

from simcap import clock
from simcap.facilitation.models import Facilitation
from simcap.journal.models import Entry
from simcap.journal.sentences import sentence
from simcap.mining.events import cases_of, pseudonym, traces
from simcap.mining.taking import LogAsked, write
from simcap.people.models import Officer
from tests.cast import MONDAY

from .conftest import Walked
from .walks import bodies

XES = {"x": "http://www.xes-standard.org/"}
DAY = MONDAY.date()
SEEDS = (2, 1, 8)


def log_of(walked: Walked, kind: str, *, first: Any = DAY, last: Any = DAY) -> bytes:
    out = BytesIO()
    write(LogAsked(office=walked.cast.office, first=first, last=last, format=kind), out)
    return out.getvalue()


def values(element: Any) -> dict[str, str]:
    return {one.get("key"): one.get("value") for one in element if one.get("key")}


def test_every_act_of_every_case_stands_there_once_in_the_order_of_its_journal(walked: Walked, db: None) -> None:
    tree = etree.fromstring(log_of(walked, "xes"))
    told = {
        values(trace)["concept:name"]: [
            (one["act"], one["stage_before"], one["stage_after"])
            for one in map(values, trace.iterfind("x:event", XES))
            if one["lifecycle:transition"] == "complete" and one["matter"] == "case"
        ]
        for trace in tree.iterfind("x:trace", XES)
    }
    case = walked.cases[1]
    assert list(told) == [pseudonym(one.uid) for one in walked.cases]
    assert told[pseudonym(case.uid)] == [
        (one["act"], one["stage_before"], one["stage_after"])
        for one in bodies(case) if one["act"] not in ("open", "add_attachment", "file_paper")
    ]  # fmt: skip


def test_a_beginning_goes_with_its_end(walked: Walked, db: None) -> None:
    with clock.scripted(MONDAY):
        found = list(traces(cases_of(walked.cast.office, DAY, DAY), language="id"))
    for trace in found:
        ends = {one.number: one for one in trace.events if one.lifecycle == "complete"}
        begun = [one for one in trace.events if one.lifecycle == "start"]
        assert begun
        assert all(one.act == ends[one.number].act and one.at <= ends[one.number].at for one in begun)
        assert [one.at for one in trace.events] == sorted(one.at for one in trace.events)


def test_xes_declares_what_it_uses(walked: Walked, db: None) -> None:
    root = etree.fromstring(log_of(walked, "xes"))
    kinds = [etree.QName(one).localname for one in root]
    order = ["extension", "global", "classifier", "string", "trace"]
    assert kinds == sorted(kinds, key=order.index)
    assert (root.get("xes.version"), set(kinds)) == ("1849.2016", set(order))
    declared = {one.get("scope"): list(values(one)) for one in root.iterfind("x:global", XES)}
    assert {tuple(values(one)) for one in root.iterfind("x:trace", XES)} == {tuple(declared["trace"])}
    assert {tuple(values(one)) for one in root.iterfind("x:trace/x:event", XES)} == {tuple(declared["event"])}
    prefixes = {one.get("prefix") for one in root.iterfind("x:extension", XES)}
    assert {key.partition(":")[0] for key in declared["event"] if ":" in key} <= prefixes
    used = {key for one in root.iterfind("x:classifier", XES) for key in one.get("keys").split()}
    assert used <= set(declared["event"])


def test_csv_tells_the_same(walked: Walked, db: None) -> None:
    root = etree.fromstring(log_of(walked, "xes"))
    told = [
        {f"case:{key}": value for key, value in values(trace).items()} | values(event)
        for trace in root.iterfind("x:trace", XES) for event in trace.iterfind("x:event", XES)
    ]  # fmt: skip
    assert list(csv.DictReader(StringIO(log_of(walked, "csv").decode()))) == told


def test_it_names_no_person_no_request_and_no_address_of_a_case(walked: Walked, db: None) -> None:
    text = log_of(walked, "csv").decode() + log_of(walked, "xes").decode()
    names = list(Officer.objects.values_list("name", flat=True))
    for case in Facilitation.objects.all():
        names += [str(case.uid), case.agenda_number, case.tracking_code, case.institution, case.event, case.place_label]
    assert [one for one in names if one in text] == []
    assert "Plh. Kepala Dinas" in text


def test_secret_cases_and_other_days_are_not_in_it(walked: Walked, db: None) -> None:
    Facilitation.objects.filter(pk=walked.cases[0].pk).update(security="R")
    Facilitation.objects.filter(pk=walked.cases[1].pk).update(registered_at=MONDAY - timedelta(hours=8, seconds=1))
    text = log_of(walked, "csv").decode()
    named = [pseudonym(one.uid) in text for one in walked.cases]
    assert named == [False, False, True, True]


def test_more_cases_are_no_more_queries(walked: Walked, db: None) -> None:
    for last in (1, 4):
        chosen = Facilitation.objects.filter(pk__in=[one.pk for one in walked.cases[:last]])
        with CaptureQueriesContext(connection) as asked:
            list(traces(chosen, language="id"))
        assert len(asked) == 4


def test_the_command_writes_it_and_the_office_s_journal_tells(walked: Walked, db: None, tmp_path: Path) -> None:
    out, said = tmp_path / "log.xes", StringIO()
    given = ["eventlog", "--from", "2026-06-08", "--to", "2026-06-08", "--out", str(out)]
    call_command(*given, stdout=said)
    assert said.getvalue() == f"{out}: 4 cases, {out.stat().st_size} bytes; cases of class R and SR are left out\n"
    assert len(etree.parse(str(out)).findall("x:trace", XES)) == 4
    entry = Entry.objects.filter(act="event_log_taken").latest("id")
    assert sentence(json.loads(entry.canonical)) == (
        "SIMCAP mengambil log peristiwa 2026-06-08 sampai 2026-06-08 (XES), 4 berkas."
    )
    with pytest.raises(CommandError, match="exists already; nothing was written"):
        call_command(*given, stdout=said)
    call_command(*given[:-1], str(tmp_path / "log.CSV"), stdout=said)
    assert (tmp_path / "log.CSV").read_text("utf-8-sig").startswith("case")
    with pytest.raises(CommandError, match="Name the file with one of the endings"):
        call_command(*given[:-1], str(tmp_path / "log.txt"))
    out.unlink()
    with pytest.raises(CommandError, match="The last day comes before the first"):
        call_command("eventlog", "--from", "2026-06-09", "--to", "2026-06-08", "--out", str(out))
    with pytest.raises(CommandError, match="Cannot write"):
        call_command(*given[:-1], str(tmp_path / "none" / "log.xes"))
    with pytest.raises(CommandError, match="There is no office lain"):
        call_command(*given, "--office", "lain")
