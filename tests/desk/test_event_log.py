"""The page by which the event log is taken out."""

from __future__ import annotations

import pytest
from django.utils.html import escape

from simcap.desk import event_log
from simcap.journal.models import Entry
from simcap.mining.events import pseudonym
from simcap.registers import tasks
from simcap.registers.models import Export
from tests.cast import Cast

from .conftest import As

pytestmark = pytest.mark.django_db

URL = "/registers/event-log/"
JUNE = {"from_on": "2026-06-01", "until_on": "2026-06-30", "format": "csv"}


def test_who_may_finds_it_on_the_shelf_and_takes_it_at_once(cast: Cast, as_: As) -> None:
    case = cast.walk("with_division")
    client = as_("auditor")
    assert URL in client.get("/registers/").content.decode()
    answer = client.post(URL, JUNE)
    assert answer["Content-Disposition"] == 'attachment; filename="log-peristiwa-20260601-20260630.csv"'
    assert pseudonym(case.uid).encode() in b"".join(answer.streaming_content)
    assert Entry.objects.latest("id").act == "event_log_taken"


def test_who_may_not_is_told_who_can(cast: Cast, as_: As) -> None:
    client = as_("seksi")
    assert URL not in client.get("/registers/").content.decode()
    assert client.get(URL).status_code == client.post(URL, JUNE).status_code == 403
    assert "hanya dapat dilakukan oleh Kepala Dinas" in client.get(URL).content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"from_on": "kemarin"}, "Masukkan tanggal yang valid."),
        ({"until_on": "2026-05-01"}, "Tanggal akhir mendahului tanggal awal."),
        ({"from_on": "0009-01-01"}, "Periksa tahunnya."),
        ({"format": "exe"}, "Masukkan pilihan yang valid"),
        ({}, "Tidak ada berkas yang diagendakan pada hari-hari itu."),
    ],
)
def test_what_cannot_be_taken_is_said_and_what_was_typed_stays(
    cast: Cast, as_: As, wrong: dict[str, str], said: str
) -> None:
    answer = as_("kadis").post(URL, JUNE | wrong)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert f'value="{escape((JUNE | wrong)["until_on"])}"' in answer.content.decode()


def test_a_long_one_is_made_by_the_worker(cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_log, "AT_ONCE", 0)
    case = cast.walk("with_division")
    client = as_("admin")
    url = client.post(URL, JUNE | {"format": "xes"})["Location"]
    assert "Menunggu giliran" in client.get(url).content.decode()
    tasks.make_export.func(Export.objects.get().pk)
    shown = client.get(url).content.decode()
    assert f"{URL}?from_on=2026-06-01&amp;until_on=2026-06-30" in shown
    assert "Log peristiwa" in shown
    answer = client.get(f"{url}file")
    assert answer["Content-Type"] == "application/xml"
    assert pseudonym(case.uid).encode() in b"".join(answer.streaming_content)
    assert "Log peristiwa" in client.get("/registers/").content.decode()
