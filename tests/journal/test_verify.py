"""Verification says exactly where a chain breaks, and why."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from simcap.journal.append import GENESIS, append, canonical_text, head, link
from simcap.journal.checkpoint import last_checkpoint, write_checkpoint
from simcap.journal.erase import erase_detail
from simcap.journal.models import Entry, EntryDetail
from simcap.journal.verify import Break, verify
from tests.support.database import unprotected, write

from .conftest import START, write_chain

LATER = START + timedelta(days=1)
ACTOR = {"kind": "officer", "name": "Administrator (contoh)"}
CHANGED_TEXT = "teksnya diubah: hash tidak cocok"
NOT_LINKED = "tidak bersambung dengan hash jejak sebelumnya"
COLUMNS = "kolomnya tidak sesuai dengan teksnya"


def tamper(sql: str, *values: object) -> None:
    """Write past program and triggers, with foreign keys held off where the database would object."""
    with unprotected():
        write(sql, values)


def breaks() -> list[tuple[str, int, str]]:
    """What verification finds, in order."""
    return [(one.chain, one.seq, one.reason) for one in verify().breaks]


def test_an_untouched_chain_is_sound(chain) -> None:
    verdict = verify()
    assert (verdict.entries, verdict.chains, verdict.breaks, verdict.erased, verdict.sound) == (5, 1, (), (), True)


def test_the_first_entry_follows_from_nothing(chain) -> None:
    assert chain[0].prev_hash == GENESIS
    assert [one.prev_hash for one in chain[1:]] == [one.hash for one in chain[:-1]]


def test_changed_text_is_named_at_its_entry(chain) -> None:
    tamper("UPDATE journal_entry SET canonical = replace(canonical, '\"n\":2', '\"n\":7') WHERE seq = 3")
    assert breaks() == [("case:a", 3, CHANGED_TEXT)]


def test_a_changed_hash_is_named_at_its_entry_and_at_the_next(chain) -> None:
    tamper("UPDATE journal_entry SET hash = %s WHERE seq = 3", "0" * 64)
    assert breaks() == [("case:a", 3, CHANGED_TEXT), ("case:a", 4, NOT_LINKED)]


def test_text_changed_together_with_its_hash_breaks_the_next_entry(chain) -> None:
    entry = Entry.objects.get(seq=3)
    text = canonical_text(json.loads(entry.canonical) | {"n": 7})
    tamper("UPDATE journal_entry SET canonical = %s, hash = %s WHERE seq = 3", text, link(entry.prev_hash, text))
    assert breaks() == [("case:a", 4, NOT_LINKED)]


def test_a_changed_predecessor_is_named(chain) -> None:
    tamper("UPDATE journal_entry SET prev_hash = %s WHERE seq = 3", "0" * 64)
    assert breaks() == [("case:a", 3, NOT_LINKED), ("case:a", 3, CHANGED_TEXT)]


def test_text_that_is_no_json_is_named_not_stumbled_over(chain) -> None:
    entry = Entry.objects.get(seq=5)
    tamper("UPDATE journal_entry SET canonical = 'x', hash = %s WHERE seq = 5", link(entry.prev_hash, "x"))
    assert breaks() == [("case:a", 5, "teksnya tidak terbaca")]


def remove(where: str, *values: object) -> None:
    """Delete entries with their details."""
    with unprotected():
        write(f"DELETE FROM journal_detail WHERE entry_id IN (SELECT id FROM journal_entry WHERE {where})", values)
        write(f"DELETE FROM journal_entry WHERE {where}", values)


def test_a_removed_middle_entry_is_named_where_it_is_missing(chain) -> None:
    remove("seq = 3")
    assert breaks() == [("case:a", 4, "seharusnya nomor 3, ditemukan nomor 4: ada jejak yang hilang")]


def test_a_removed_first_entry_is_named(chain) -> None:
    remove("seq = 1")
    assert breaks() == [("case:a", 2, "seharusnya nomor 1, ditemukan nomor 2: ada jejak yang hilang")]


def test_a_renumbered_chain_gives_itself_away(chain) -> None:
    remove("seq = 5")
    tamper("UPDATE journal_entry SET seq = 5 WHERE seq = 4")
    assert breaks() == [("case:a", 5, "seharusnya nomor 4, ditemukan nomor 5: ada jejak yang hilang")]


def test_a_truncated_tail_is_found_by_the_checkpoint(chain) -> None:
    write_checkpoint("kantor", at=LATER)
    remove("chain = 'case:a' AND seq > 3")
    assert breaks() == [("case:a", 5, "hilang, padahal tercatat pada titik periksa office:kantor #1")]


def test_a_removed_chain_is_found_by_the_checkpoint(chain) -> None:
    write_chain("case:b", count=2)
    write_checkpoint("kantor", at=LATER)
    remove("chain = 'case:b'")
    assert breaks() == [("case:b", 2, "hilang, padahal tercatat pada titik periksa office:kantor #1")]


def test_a_chain_written_anew_from_its_start_is_found_by_the_checkpoint(chain) -> None:
    write_checkpoint("kantor", at=LATER)
    remove("chain = 'case:a'")
    write_chain("case:a")
    assert breaks() == [("case:a", 5, "berbeda dari yang tercatat pada titik periksa office:kantor #1")]


@pytest.mark.parametrize("column", ["text", "salt"])
def test_a_changed_detail_is_named(chain, column: str) -> None:
    tamper(f"UPDATE journal_detail SET {column} = 'lain' WHERE entry_id = %s", chain[1].pk)
    assert breaks() == [("case:a", 2, "rinciannya diubah: hash bergaram tidak cocok")]


def test_a_detail_that_vanished_without_an_erasure_is_named(chain) -> None:
    write("DELETE FROM journal_detail WHERE entry_id = %s", [chain[1].pk])
    assert breaks() == [("case:a", 2, "rinciannya hilang tanpa jejak penghapusan")]


def test_a_detail_that_nobody_promised_is_named(chain) -> None:
    append("case:c", office_slug="kantor", act="open", occurred_at=START, recorded_at=START, facts={})
    EntryDetail.objects.create(entry=Entry.objects.get(chain="case:c"), salt="s", text="{}")
    assert breaks() == [("case:c", 1, "rinciannya diubah: hash bergaram tidak cocok")]


COLUMN_CHANGES = [
    ("act = 'forward'", COLUMNS),
    ("office_slug = 'lain'", COLUMNS),
    ("occurred_at = '2026-01-01 00:00:00+00'", "waktunya tidak sesuai dengan teksnya"),
    ("recorded_at = '2026-01-01 00:00:00+00'", "waktunya tidak sesuai dengan teksnya"),
]


@pytest.mark.parametrize(("change", "reason"), COLUMN_CHANGES)
def test_a_column_that_says_other_than_the_text_is_named(chain, change: str, reason: str) -> None:
    tamper(f"UPDATE journal_entry SET {change} WHERE seq = 2")
    assert breaks() == [("case:a", 2, reason)]


def test_an_entry_moved_to_another_chain_is_named_at_both_ends(chain) -> None:
    tamper("UPDATE journal_entry SET chain = 'case:b', seq = 1 WHERE seq = 5")
    assert breaks() == [("case:b", 1, NOT_LINKED), ("case:b", 1, COLUMNS)]


def test_an_erased_detail_still_verifies_and_says_so(chain) -> None:
    erase_detail(chain[1], actor=ACTOR, reason="masa simpan berakhir", at=LATER)
    verdict = verify()
    assert (verdict.breaks, verdict.entries) == ((), 6)
    said = "dihapus oleh Administrator (contoh) pada 2026-06-09T01:00:00.000000Z: masa simpan berakhir"
    assert verdict.erased == (f"case:a #2: {said}",)
    assert not EntryDetail.objects.filter(entry=chain[1]).exists()


def test_an_erasure_forged_into_the_table_excuses_nothing(chain) -> None:
    erase_detail(chain[1], actor=ACTOR, reason="masa simpan berakhir", at=LATER)
    tamper("UPDATE journal_entry SET canonical = replace(canonical, 'berakhir', 'habis') WHERE act = 'erase_detail'")
    assert breaks() == [("case:a", 2, "rinciannya hilang tanpa jejak penghapusan"), ("case:a", 6, CHANGED_TEXT)]


def test_one_chain_can_be_verified_alone(chain) -> None:
    write_chain("case:b", count=2)
    tamper("UPDATE journal_entry SET hash = 'x' WHERE chain = 'case:b' AND seq = 2")
    assert verify(chain="case:a").breaks == ()
    assert verify(chain="case:b").breaks == (Break("case:b", 2, CHANGED_TEXT),)


def test_one_office_can_be_verified_alone(chain) -> None:
    write_chain("case:b", count=2, office="lain")
    tamper("UPDATE journal_entry SET hash = 'x' WHERE chain = 'case:b' AND seq = 2")
    assert verify(office_slug="kantor").sound
    assert not verify(office_slug="lain").sound


def test_a_checkpoint_lists_the_heads_that_moved_since_the_last(chain) -> None:
    first = write_checkpoint("kantor", at=LATER)
    write_chain("case:b", count=2)
    second = write_checkpoint("kantor", at=LATER + timedelta(days=1))
    assert first
    assert second
    assert last_checkpoint("kantor") == second
    assert [one[:2] for one in json.loads(first.canonical)["heads"]] == [["case:a", 5]]
    assert [one[:2] for one in json.loads(second.canonical)["heads"]] == [["case:b", 2]]


def test_no_checkpoint_is_written_when_nothing_has_moved(chain) -> None:
    write_checkpoint("kantor", at=LATER)
    assert write_checkpoint("kantor", at=LATER + timedelta(days=1)) is None


def test_the_hash_is_over_predecessor_and_text_as_they_stand(chain) -> None:
    before = head("case:a")
    entry = append("case:a", office_slug="kantor", act="open", occurred_at=START, recorded_at=START, facts={"a": "ä”"})
    assert (entry.prev_hash, entry.hash) == (before.hash, link(before.hash, entry.canonical))
    assert entry.canonical == (
        '{"a":"ä”","act":"open","chain":"case:a","occurred_at":"2026-06-08T01:00:00.000000Z","office":"kantor",'
        '"recorded_at":"2026-06-08T01:00:00.000000Z","seq":6,"v":1}'
    )


def test_personal_data_is_in_the_detail_and_only_its_salted_hash_in_the_chain(chain) -> None:
    assert json.loads(EntryDetail.objects.get(entry=chain[0]).text) == {"note": "catatan 0"}
    assert all("catatan" not in one.canonical for one in Entry.objects.all())
    assert len({one.salt for one in EntryDetail.objects.all()}) == 5


def test_verification_reads_only_and_its_statements_do_not_grow_with_the_entries(
    chain, django_assert_num_queries: Callable[[int], object]
) -> None:
    assert connection.vendor in ("sqlite", "postgresql")
    with django_assert_num_queries(2):
        verify()
    write_chain("case:b", count=20)
    with django_assert_num_queries(2):
        verify()


@pytest.mark.parametrize("name", ["chain", "seq", "act", "office", "recorded_at", "v", "detail_sha256"])
def test_no_fact_takes_the_place_of_what_an_entry_says_of_itself(db, name: str) -> None:
    with pytest.raises(ValueError, match=f"These names belong to the entry itself: {name}"):
        append("case:a", office_slug="kantor", act="open", occurred_at=START, recorded_at=START, facts={name: "x"})
    assert not Entry.objects.exists()
