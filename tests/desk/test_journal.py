"""The journal on the screen: sentences, times, what was erased, and whether the chain is whole."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from simcap import clock
from simcap.desk.journal import PAGE
from simcap.desk.journal_lines import OFFICE_ACTS, Line
from simcap.facilitation import registry
from simcap.journal import sentences, triggers
from simcap.journal.checkpoint import write_checkpoint
from simcap.journal.erase import erase_detail
from simcap.journal.models import Entry
from tests.cast import MONDAY, POSTS, WIB, Cast, appoint_to, assemble

pytestmark = pytest.mark.django_db


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 6, 8, hour, minute, tzinfo=WIB)


def look(cast: Cast, username: str = "auditor", **query: Any) -> Any:
    client = Client()
    client.force_login(cast.account(username))
    with clock.scripted(MONDAY):
        return client.get(reverse("case-journal", args=[cast.case.uid]), query)


def lines(cast: Cast, **query: Any) -> list[Line]:
    response = look(cast, **query)
    assert response.status_code == 200
    return response.context["lines"]


def tamper(statement: str, *values: Any) -> None:
    """Change a row behind the program's back; the triggers come back with the test's end."""
    triggers.drop(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_each_entry_is_a_sentence_with_its_time_authority_revision_and_hash(cast: Cast):
    cast.do("agendaris", "register")
    with clock.scripted(at(8, 15)):
        cast.do("kadis", "dispose")
    last, first = lines(cast)
    head = f"{POSTS['kadis'][0]} (Kepala Dinas Komunikasi dan Informatika)"
    assert (last.seq, first.seq) == (2, 1)
    assert last.sentence == (
        f"{head} memberi disposisi kepada Kepala Bidang Aplikasi Informatika: Fasilitasi sesuai ketentuan."
    )
    assert (last.occurred, last.recorded, last.outside_hours) == ("Senin, 8 Juni 2026 pukul 08.15 WIB", "", False)
    assert (last.by, last.sop) == ("berdasarkan SK 3/2026 (contoh)", "555 / 24.5 / Dikominfo-2021")
    assert last.hash == Entry.objects.get(chain=f"case:{cast.case.uid}", seq=2).hash
    assert last.details == (("Catatan", "Mohon dibantu."),)


def test_when_it_happened_stands_apart_from_when_it_was_recorded(cast: Cast):
    cast.walk("running")
    with clock.scripted(at(15)):
        cast.do("teknisi1", "log", occurred_at=at(12, 30))
    last = lines(cast)[0]
    assert (last.occurred, last.recorded, last.outside_hours) == (
        "Senin, 8 Juni 2026 pukul 12.30 WIB", "Senin, 8 Juni 2026 pukul 15.00 WIB", True,
    )  # fmt: skip
    body = look(cast).content.decode()
    assert "Terjadi Senin, 8 Juni 2026 pukul 12.30 WIB" in body
    assert "di luar jam kerja" in body


def test_a_merged_tier_is_told_with_its_reason(cast: Cast):
    appoint_to(cast.office, "head", cast.officer("kabid"), from_at=at(7), decree="SPRIN 2", kind="plh")
    cast.do("agendaris", "register")
    for username, act in (
        ("kabid", "dispose"), ("kabid", "forward"), ("seksi", "appoint"), ("koordinator", "record_request"),
        ("seksi", "initial"),
    ):  # fmt: skip
        cast.do(username, act)
    assert lines(cast)[0].merged == ("Kepala Bidang Aplikasi Informatika: dirangkap oleh penanda tangan",)


def test_a_sound_chain_says_how_many_entries_it_has(cast: Cast):
    cast.walk("assigned")
    response = look(cast)
    assert (response.context["state"].entries, response.context["state"].breaks) == (8, ())
    assert "Rantai utuh, 8 jejak" in response.content.decode()


def test_a_changed_entry_is_named_exactly(cast: Cast):
    cast.walk("with_section")
    changed = Entry.objects.get(chain=f"case:{cast.case.uid}", seq=2).canonical.replace("Kepala", "Bukan", 1)
    tamper("UPDATE journal_entry SET canonical = %s WHERE chain = %s AND seq = 2", changed, f"case:{cast.case.uid}")
    response = look(cast)
    assert response.context["state"].breaks == ((2, "teksnya diubah: hash tidak cocok"),)
    assert "jejak nomor 2: teksnya diubah: hash tidak cocok" in response.content.decode()


def test_a_missing_entry_is_named_exactly(cast: Cast):
    cast.walk("with_section")
    tamper("DELETE FROM simcap_outbox")
    tamper("DELETE FROM simcap_performedrequest")
    tamper("DELETE FROM journal_detail")
    tamper("DELETE FROM journal_entry WHERE chain = %s AND seq = 2", f"case:{cast.case.uid}")
    breaks = look(cast).context["state"].breaks
    assert (3, "seharusnya nomor 2, ditemukan nomor 3: ada jejak yang hilang") in breaks


def test_a_chain_that_was_written_anew_does_not_fit_its_documents(cast: Cast):
    cast.walk("to_record")
    tamper("UPDATE simcap_document SET chain_hash = %s", "f" * 64)
    assert look(cast).context["state"].breaks == (
        (3, "berbeda dari yang dicatat naskah “Lembar disposisi agenda 0001/2026”"),
    )


def test_erased_details_are_shown_as_erased(cast: Cast):
    cast.do("agendaris", "register")
    entry = Entry.objects.get(chain=f"case:{cast.case.uid}", seq=1)
    with clock.scripted(at(9)):
        erase_detail(entry, actor={"kind": "system", "name": "SIMCAP"}, reason="masa simpan habis", at=clock.now())
    erasure, first = lines(cast)
    assert first.details == ()
    assert first.erased == "Rincian dihapus oleh SIMCAP pada Senin, 8 Juni 2026 pukul 09.00 WIB: masa simpan habis"
    assert "menghapus rincian jejak" in erasure.sentence
    assert look(cast).context["state"].is_sound
    assert "Sekretaris Nagari (contoh)" not in look(cast).content.decode()


def test_details_that_vanished_are_not_called_erased(cast: Cast):
    cast.do("agendaris", "register")
    tamper("DELETE FROM journal_detail")
    response = look(cast)
    assert response.context["lines"][0].erased == "Rincian tidak ada lagi, tanpa jejak penghapusan."
    assert not response.context["state"].is_sound


# ── Narrowing and paging ───────────────────────────────────────────────────────────────────────────────────────────


def acts(cast: Cast, **query: Any) -> list[str]:
    chain = {entry.seq: entry.act for entry in Entry.objects.filter(chain=f"case:{cast.case.uid}")}
    return [chain[line.seq] for line in lines(cast, **query)]


def test_it_is_narrowed_by_act_by_person_and_by_period(cast: Cast):
    with clock.scripted(at(8) - timedelta(days=3)):
        cast.do("pemohon", "register")
    with clock.scripted(at(8)):
        cast.do("kadis", "dispose")
        cast.do("kabid", "open")
        cast.do("kabid", "forward")
    assert acts(cast) == ["forward", "open", "dispose", "register"]
    assert acts(cast, act="dispose") == ["dispose"]
    assert acts(cast, person="account:kabid") == ["forward", "open"]
    assert acts(cast, person="kind:requester") == ["register"]
    assert acts(cast, from_on="2026-06-08") == ["forward", "open", "dispose"]
    assert acts(cast, until_on="2026-06-05") == ["register"]
    assert acts(cast, person="account:kabid", act="open", from_on="2026-06-08", until_on="2026-06-08") == ["open"]


def test_what_is_typed_wrongly_narrows_nothing_and_is_said(cast: Cast):
    cast.do("agendaris", "register")
    response = look(cast, from_on="kemarin", person="account:lain")
    assert (len(response.context["lines"]), set(response.context["form"].errors)) == (1, {"from_on", "person"})


def test_a_filter_that_finds_nothing_says_so(cast: Cast):
    cast.do("agendaris", "register")
    assert "Tidak ada jejak yang cocok" in look(cast, until_on="2020-01-01").content.decode()


def test_pages_go_on_from_the_last_number_shown(cast: Cast):
    cast.walk("running")
    for _each in range(PAGE):
        cast.do("teknisi1", "log")
    total = Entry.objects.filter(chain=f"case:{cast.case.uid}").count()
    first = look(cast)
    second = look(cast, before=str(total - PAGE + 1))
    assert [line.seq for line in first.context["lines"]] == list(range(total, total - PAGE, -1))
    assert first.context["older"] == f"before={total - PAGE + 1}"
    assert [line.seq for line in second.context["lines"]] == list(range(total - PAGE, 0, -1))
    assert (second.context["older"], second.context["is_later"]) == ("", True)


def test_the_page_costs_the_same_for_one_entry_and_for_three(cast: Cast):
    cast.do("agendaris", "register")
    look(cast)  # the first look of a day is noted by a row of its own
    counts = []
    for username, act in (("kadis", "dispose"), ("kabid", "forward")):
        with CaptureQueriesContext(connection) as captured:
            look(cast)
        counts.append(len(captured))
        cast.do(username, act)
    assert counts[0] == counts[1]


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_entry_of_the_whole_path_has_its_sentence(cast: Cast, language: str):
    cast.walk("closed")
    client = Client()
    client.force_login(cast.account("auditor"))
    client.cookies["django_language"] = language
    response = client.get(reverse("case-journal", args=[cast.case.uid]))
    assert (response.status_code, len(response.context["lines"])) == (200, 15)


# ── The office's own journal ───────────────────────────────────────────────────────────────────────────────────────


def office(cast: Cast, username: str, **query: Any) -> Any:
    client = Client()
    client.force_login(cast.account(username))
    return client.get(reverse("office-journal"), query)


def test_auditor_and_administrator_read_the_office_journal_and_others_are_told_who_can(cast: Cast):
    statuses = {name: office(cast, name).status_code for name in POSTS}
    assert {name for name, status in statuses.items() if status == 200} == {"auditor", "admin"}
    assert set(statuses.values()) == {200, 403}
    assert "Jejak kantor hanya dapat dibaca oleh Auditor dan Administrator." in office(cast, "kadis").content.decode()


def test_the_office_journal_holds_its_own_chain_only(cast: Cast):
    other = assemble("kantor-lain", prefix="lain-")
    cast.do("agendaris", "register")
    page = office(cast, "auditor").context["lines"]
    own = Entry.objects.filter(chain=f"office:{cast.office.slug}").order_by("-seq")
    assert [line.hash for line in page] == list(own.values_list("hash", flat=True))
    who = "Administrator (contoh) sebagai Administrator SIMCAP (definitif)"
    assert page[0].sentence == f"SIMCAP menugaskan {who} berdasarkan SK 10/2026 (contoh)."
    theirs = set(Entry.objects.filter(chain=f"office:{other.office.slug}").values_list("hash", flat=True))
    assert {line.hash for line in page} & theirs == set()


def test_the_office_chain_is_checked_when_asked_for(cast: Cast):
    cast.do("agendaris", "register")
    write_checkpoint(cast.office.slug, at=clock.now())
    assert office(cast, "auditor").context["state"] is None
    response = office(cast, "auditor", check="1")
    assert response.context["state"].is_sound
    assert "Titik periksa harian atas 2 rantai dicatat." in response.content.decode()


def test_a_checkpoint_exposes_a_case_chain_that_was_cut(cast: Cast):
    cast.do("agendaris", "register")
    cast.do("kadis", "dispose")
    write_checkpoint(cast.office.slug, at=clock.now())
    for table in ("simcap_outbox", "simcap_performedrequest", "journal_detail"):
        tamper(f"DELETE FROM {table}")
    tamper("DELETE FROM journal_entry WHERE chain = %s AND seq = 2", f"case:{cast.case.uid}")
    reasons = [reason for _seq, reason in office(cast, "auditor", check="1").context["state"].breaks]
    seen = f"office:{cast.office.slug} #{Entry.objects.filter(act='checkpoint').get().seq}"
    assert f"case:{cast.case.uid}: hilang, padahal tercatat pada titik periksa {seen}" in reasons


def test_every_act_of_an_office_has_a_name() -> None:
    assert sorted(sentences.acts() - registry.known() - set(OFFICE_ACTS)) == []
