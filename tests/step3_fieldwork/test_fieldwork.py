"""Step 3: nothing leaves unchecked, the log tells what happened, and the field report adds up."""

import json

import pytest

from simcap import clock
from simcap.documents.models import Document
from simcap.errors import BadInputs
from simcap.step3_fieldwork.models import CheckedItem, EquipmentLine, FieldReport
from simcap.step3_fieldwork.queries import log_figures
from tests.cast import Cast
from tests.facilitation.conftest import bring, cast, wib

__all__ = ["cast"]


def faults(cast: Cast, who: str, act: str, inputs) -> dict[str, list[str]]:
    """Sentences per field."""
    with pytest.raises(BadInputs) as refusal:
        cast.do(who, act, inputs)
    return {name: list(said) for name, said in refusal.value.fields.items()}


def test_a_required_check_that_is_not_ticked_keeps_the_team_at_home(cast) -> None:
    bring(cast, "assigned")
    checks = cast.usual("teknisi1", "prepare")["checks"]
    checks[2]["ok"] = False
    assert faults(cast, "teknisi1", "prepare", {"checks": checks}) == {
        "checks[2].ok": ["Wajib diperiksa sebelum berangkat: Genset diuji menyala."]
    }
    checks[2]["ok"], checks[4]["ok"] = True, False
    cast.do("teknisi1", "prepare", {"checks": checks})
    assert list(CheckedItem.objects.values_list("required", "ok")) == [(True, True)] * 4 + [(False, False)]


def test_a_required_check_that_is_left_out_is_asked_for(cast) -> None:
    bring(cast, "assigned")
    found = faults(cast, "teknisi1", "prepare", {"checks": cast.usual("teknisi1", "prepare")["checks"][1:]})
    assert found == {"__all__": ["Wajib diperiksa sebelum berangkat: Kendaraan laik jalan: ban, rem, lampu, oli."]}


def test_required_equipment_goes_along(cast) -> None:
    bring(cast, "assigned")
    equipment = cast.usual("teknisi1", "prepare")["equipment"]
    equipment[0]["out_count"] = 0
    assert faults(cast, "teknisi1", "prepare", {"equipment": equipment}) == {
        "equipment[0].out_count": ["Peralatan wajib belum dibawa: Terminal satelit dan modem."]
    }


def test_no_equipment_is_listed_twice(cast) -> None:
    bring(cast, "assigned")
    equipment = cast.usual("teknisi1", "prepare")["equipment"]
    assert list(faults(cast, "teknisi1", "prepare", {"equipment": [*equipment, equipment[3]]})) == [
        f"equipment[{len(equipment)}].name"
    ]


def test_what_stays_at_home_is_not_handed_over(cast) -> None:
    bring(cast, "assigned")
    equipment = cast.usual("teknisi1", "prepare")["equipment"]
    equipment[3]["out_count"] = 0
    cast.do("teknisi1", "prepare", {"equipment": equipment})
    assert EquipmentLine.objects.count() == len(equipment) - 1
    assert not EquipmentLine.objects.filter(name="Laptop").exists()


LOGS = [
    ({"kind": "measurement", "down_mbps": "", "up_mbps": "", "latency_ms": ""}, "down_mbps"),
    ({"kind": "visitors", "users_count": ""}, "users_count"),
    ({"kind": "outage", "outage_minutes": ""}, "outage_minutes"),
    ({"kind": "start"}, "kind"), ({"latency_ms": -1}, "latency_ms"),
    ({"kind": "note", "text": "", "down_mbps": "", "up_mbps": "", "latency_ms": "", "users_count": ""}, "text"),
]  # fmt: skip


@pytest.mark.parametrize(("inputs", "field"), LOGS, ids=[field for _inputs, field in LOGS])
def test_a_log_entry_that_says_nothing_is_refused(cast, inputs, field: str) -> None:
    bring(cast, "running")
    assert list(faults(cast, "teknisi1", "log", inputs)) == [field]


def test_the_log_fills_in_the_field_report(cast) -> None:
    bring(cast, "running")
    with clock.scripted(wib(9)):
        cast.do("teknisi1", "log", {"down_mbps": "20", "up_mbps": "4", "latency_ms": 40, "users_count": 30})
        cast.do("teknisi2", "log", {"down_mbps": "25", "up_mbps": "5", "latency_ms": 60, "users_count": 45})
        cast.do("teknisi2", "log", {"kind": "outage", "outage_minutes": 7})
        cast.do("teknisi1", "log", {"kind": "incident", "text": "Hujan."})
    found = log_figures(cast.case)
    names = ("started_at", "device_count", "outage_count", "outage_minutes", "incidents")
    assert [found[name] for name in names] == [wib(8), 45, 1, 7, "Hujan."]


FINISHES = [
    ({"male_count": 1}, "child_count"), ({"disability_count": 201}, "disability_count"),
    ({"odometer_in_km": 999}, "odometer_in_km"), ({"on_air_hours": "1.2"}, "on_air_hours"),
    ({"host_name": ""}, "host_name"),
    ({"host_page": ""}, "host_page"), ({"finished_at": wib(9, 1).isoformat()}, "finished_at"),
    ({"finished_at": wib(7, 59).isoformat()}, "finished_at"), ({"fuel_litres": -1}, "fuel_litres"),
]  # fmt: skip


@pytest.mark.parametrize(("inputs", "field"), FINISHES, ids=[f"{n} {one[1]}" for n, one in enumerate(FINISHES)])
def test_a_field_report_that_does_not_add_up_is_refused_beside_the_figure(cast, inputs, field: str) -> None:
    bring(cast, "running")
    with clock.scripted(wib(9)):
        assert list(faults(cast, "teknisi1", "finish", inputs)) == [field]


def returned(cast: Cast, **first) -> list[dict]:
    """All equipment back, the first line changed."""
    lines = [
        {"name": one.name, "in_count": one.out_count, "in_condition": "good", "in_note": ""}
        for one in cast.case.equipment.order_by("order")
    ]
    return [lines[0] | first, *lines[1:]]


BACK = [
    ({"in_count": 0}, {"equipment[0].in_note": ["Jelaskan yang kurang atau rusak."]}),
    ({"in_condition": "broken"}, {"equipment[0].in_note": ["Jelaskan yang kurang atau rusak."]}),
    ({"in_count": 2}, {"equipment[0].in_count": ["Yang dibawa hanya 1."]}),
    ({"name": "Lain"}, {
        "equipment[0].name": ["Peralatan ini tidak dibawa."],
        "__all__": ["Belum ada keterangan kembali untuk: Terminal satelit dan modem."],
    }),
]  # fmt: skip


@pytest.mark.parametrize(("first", "said"), BACK, ids=["fewer", "broken", "more", "other"])
def test_equipment_that_is_missing_or_broken_is_explained(cast, first, said) -> None:
    bring(cast, "running")
    assert faults(cast, "teknisi1", "finish", {"equipment": returned(cast, **first)}) == said


def test_equipment_that_is_explained_is_taken(cast) -> None:
    bring(cast, "running")
    cast.do(
        "teknisi1",
        "finish",
        {"equipment": returned(cast, in_count=0, in_condition="broken", in_note="Tersambar petir")},
    )
    line = cast.case.equipment.order_by("order")[0]
    assert (line.out_count, line.in_count, line.in_condition, line.in_note) == (1, 0, "broken", "Tersambar petir")


def test_the_field_report_keeps_the_hosts_confirmation_with_its_page(cast) -> None:
    bring(cast, "returned")
    report = FieldReport.objects.get()
    assert (report.host_name, report.host_page.case_uid) == ("Wali Nagari (contoh)", cast.case.uid)
    said = json.loads(Document.objects.get(kind="field_report").content)
    assert said["confirmation"]["name"] == "Wali Nagari (contoh)"
    assert said["confirmation"]["photo"]["file"] == "tuan-rumah.jpg"


def test_a_log_photo_is_printed_with_its_caption(cast) -> None:
    bring(cast, "running")
    cast.do("teknisi1", "log", {"photo": cast.upload("teknisi1"), "caption": "Antena terpasang"})
    cast.do("teknisi1", "finish")
    photos = json.loads(Document.objects.get(kind="field_report").content)["photos"]
    assert [one["caption"] for one in photos] == ["Antena terpasang"]


def test_visitors_and_hosts_are_not_in_the_chain(cast) -> None:
    bring(cast, "running")
    entry = cast.do("teknisi1", "finish").entry
    assert "Wali Nagari" not in entry.canonical
    assert json.loads(entry.detail.text) == {"host": "Wali Nagari (contoh)", "post": "Wali Nagari"}
