"""Full-text search: what is found, where, by whom, and what it costs."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core import checks
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from simcap.facilitation import search_tables, searching
from simcap.facilitation.models import Facilitation
from simcap.facilitation.queries import visible_to
from simcap.facilitation.search_excerpts import excerpts
from simcap.facilitation.search_models import SOURCES, SearchText
from simcap.facilitation.search_query import parse
from simcap.intake.models import RequestLetter
from simcap.step1_disposition.models import Disposition
from simcap.step2_assignment.models import AssignmentLetter
from simcap.step3_fieldwork.models import LogEntry
from tests.cast import Cast, assemble

from .conftest import ALL, NAMES, bring

pytestmark = pytest.mark.django_db


def found(cast: Cast, typed: str, who: str = "auditor") -> list[str]:
    """Events of the cases that somebody finds, the newest first."""
    cases = searching.narrowed(visible_to(cast.powers(who)), typed).order_by("-found__number")
    return [case.event for case in cases]


def where(cast: Cast, typed: str) -> tuple[str, list[str]]:
    """In which source the cast's case was found, and what is marked there."""
    assert cast.case
    one = excerpts([cast.case.pk], typed)[cast.case.pk]
    return one.source, [piece.text for piece in one.pieces if piece.marked]


def texts() -> list[dict[str, Any]]:
    return list(SearchText.objects.order_by("pk").values())


@pytest.mark.parametrize(
    ("typed", "source", "marked"),
    [
        ("dareh", "Surat", ["Dareh"]),
        ("140/21", "Surat", ["140", "21"]),
        ("permohonan fasilitasi", "Surat", ["Permohonan", "fasilitasi"]),
        ("nagari kantor", "Tempat", ["kantor", "nagari"]),
        ("dibantu", "Disposisi", ["dibantu"]),
        ("memasang", "SPT", ["Memasang"]),
        ("sambungan", "Catatan kegiatan", ["sambungan"]),
        ("berjalan baik", "Laporan", ["berjalan", "baik"]),
        ("dilanjutkan", "Laporan", ["Dilanjutkan"]),
        ("keadaan lapangan", "Laporan", ["keadaan", "lapangan"]),
    ],
)
def test_each_source_is_found_and_marked(cast: Cast, typed: str, source: str, marked: list[str]) -> None:
    cast.walk("running")
    cast.do("teknisi2", "log")
    cast.walk_from("running", "closed")
    assert found(cast, typed) == ["Festival Nagari (data contoh)"]
    assert where(cast, typed)[0] == source
    assert [word for word in where(cast, typed)[1] if word in marked][: len(marked)] == marked


def test_numbers_are_found_whole_and_by_part(cast: Cast) -> None:
    case = cast.walk("closed")
    spt = AssignmentLetter.objects.get(facilitation=case).document
    assert spt
    code = case.tracking_code
    whole = [case.agenda_number, case.register_entry.number, spt.number, code, code.replace("-", ""), code[:6].lower()]
    parts = [spt.number.split("/", 1)[1], "140/21/PN-SD/2026", "PN-SD"]
    assert [number for number in whole + parts if len(found(cast, number)) != 1] == []
    assert found(cast, f"{spt.number}9") == []


@pytest.mark.parametrize(
    ("typed", "hits"),
    [
        ("FESTIVAL", 1), ("festi", 1), ("féstival", 1), ("festival dibantu", 1), ("festival entah", 0), ("f", 0),
        ('"festival nagari"', 1), ('"nagari festival"', 0), ('"festival nag"', 0), ('"festival nag', 0),
        ("“data contoh”", 1), ("  ", 1), ("***", 0), ("stival", 0),
    ],
)  # fmt: skip
def test_words_phrases_and_beginnings(cast: Cast, typed: str, hits: int) -> None:
    cast.walk("with_division")
    assert len(found(cast, typed)) == hits


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no stems")
def test_a_word_is_found_by_its_stem_and_marked(cast: Cast) -> None:
    cast.walk("with_division")
    assert found(cast, "bantuan") == ["Festival Nagari (data contoh)"]
    assert where(cast, "bantuan") == ("Disposisi", ["dibantu"])
    assert found(cast, '"bantuan"') == []


NASTY = (
    '"', '""', "'", "a'b", "AND", "NOT x", "x OR", "NEAR(a b)", "letter:x", "^x", "x*", "(", ":*", "a:b", "\\", "\x00",
    "a\x00b", "\ud800", "ⅷ½", "%s %(a)s", "{}", "-", "--", "x" * 500, "a " * 90, "ﬁ", "12e5 .5 1/2", "<->", "!a & b",
)  # fmt: skip


@pytest.mark.parametrize("typed", NASTY)
def test_nothing_that_is_typed_is_an_error(cast: Cast, typed: str) -> None:
    cast.walk("with_head")
    assert isinstance(found(cast, typed), list)
    assert isinstance(excerpts([cast._case().pk], typed), dict)


@given(typed=st.text(max_size=60))
def test_nothing_at_all_is_an_error(typed: str) -> None:
    list(searching.narrowed(Facilitation.objects.all(), typed).order_by("-found__number"))


def test_what_is_secret_is_found_by_its_chain_only(cast: Cast) -> None:
    cast.do("agendaris", "register", {"event": "Rahasia negara", "security": "R"})
    cast.do("kadis", "dispose", {"security": "R", "note": "Sandi kelapa."})
    everybody = ("kadis", "kabid", "seksi", "agendaris", "auditor", "teknisi1")
    assert [who for who in everybody if found(cast, "kelapa", who)] == ["kadis", "kabid"]


def test_another_office_finds_nothing(cast: Cast) -> None:
    cast.walk("with_head")
    assert found(assemble("kantor-lain", prefix="lain-"), "festival") == []


def test_the_newest_case_comes_first_and_paging_follows_the_index(cast: Cast) -> None:
    letters = [{"event": f"Pasar {name}", "letter_number": name} for name in "abc"]
    cases = [cast.do("agendaris", "register", one).facilitation for one in letters]
    assert found(cast, "pasar") == ["Pasar c", "Pasar b", "Pasar a"]
    older = searching.narrowed(visible_to(cast.powers("kadis")), "pasar").filter(found__number__lt=cases[2].pk)
    assert [one.event for one in older.order_by("-found__number")] == ["Pasar b", "Pasar a"]


def test_text_that_was_removed_is_found_no_more(cast: Cast) -> None:
    case = cast.walk("running")
    cast.do("teknisi2", "log", {"text": "Bertemu Budi."})
    assert len(found(cast, "budi")) == 1
    LogEntry.objects.filter(facilitation=case).update(text="")
    searching.refresh([case.pk])
    assert found(cast, "budi") == []
    assert excerpts([case.pk], "budi") == {}


def test_the_index_made_anew_says_the_same_as_the_one_kept_act_by_act(cast: Cast) -> None:
    cast.walk("with_division")
    cast.do("kabid", "return_incomplete")
    cast.do("agendaris", "resubmit", {"site": "Lapangan bola"})
    cast.walk("running")
    cast.do("teknisi2", "log")
    cast.walk_from("running", "closed")
    kept = texts()
    SearchText.objects.all().delete()
    assert found(cast, "festival") == []
    assert searching.rebuild() == 2
    assert texts() == kept
    assert len(found(cast, "festival")) == 2


#: Act → statements for its words: one for each place that they come from, one that writes them.
COST = {
    "register": 3, "dispose": 2, "forward": 2, "appoint": 2, "record_request": 4, "sign_spt": 3, "start": 2, "log": 2,
    "finish": 3, "record_facilitation": 3, "accept_report": 3, "return_incomplete": 3, "resubmit": 4,
    "send_back": 2, "withdraw": 2, "supersede": 2, "decline": 3, "draft_decline": 3, "sign_decline": 3,
    "reconsider": 3, "cancel": 3, "amend_spt": 2, "sign_amendment": 3,
    "print_to_sign": 3, "scan_signed": 3,
}  # fmt: skip


@pytest.mark.parametrize(("stage", "who", "act"), ALL, ids=NAMES)
def test_only_an_act_that_changes_words_costs_a_statement(
    cast: Cast, stage: str, who: str, act: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(cast, stage)
    counted: list[int] = []
    note_words = searching.note_words

    def count(case: Facilitation, *, act: str) -> None:
        with CaptureQueriesContext(connection) as seen:
            note_words(case, act=act)
        counted.append(len(seen))

    monkeypatch.setattr(searching, "note_words", count)
    cast.do(who, act)
    assert counted == [COST.get(act, 0)]


def test_every_contribution_is_of_a_known_source_and_act() -> None:
    from simcap.facilitation import registry

    acts = {act for one in searching._contributions for act in one.acts}
    assert {one.source for one in searching._contributions} == set(SOURCES)
    assert acts - registry.known() == set()


def test_a_query_is_cut_to_what_people_type() -> None:
    assert len(parse("ab " * 90).terms) == 8
    assert parse("2026/07 kata").terms[0].tokens == ("2026", "07")


def test_the_command_mends_an_index_that_was_lost(cast: Cast) -> None:
    cast.walk("with_head")
    connection.check_constraints()  # PostgreSQL alters no table that has checks to come
    search_tables.drop(connection)
    assert [one.id for one in checks.run_checks(databases=["default"]) if one.id == "simcap.W002"] == ["simcap.W002"]
    out = StringIO()
    call_command("reindex", stdout=out)
    assert out.getvalue().splitlines() == ["1 cases", "Done: 1 cases can be found."]
    assert len(found(cast, "festival")) == 1


def test_the_code_without_strokes_is_found_and_never_shown(cast: Cast) -> None:
    case = cast.walk("with_head")
    bare = case.tracking_code.replace("-", "")
    assert len(found(cast, bare)) == 1
    assert bare not in excerpts([case.pk], "festival")[case.pk].text


@pytest.mark.parametrize("letter", ["a", "é", "𐐨"])
def test_a_text_however_long_is_indexed_as_far_as_the_engine_takes_it(cast: Cast, letter: str) -> None:
    case = cast.walk("running")
    words = " ".join(f"{letter * 2}{number}" for number in range(40_000))
    LogEntry.objects.filter(facilitation=case).update(text=words)
    RequestLetter.objects.filter(facilitation=case).update(notes=words)
    Disposition.objects.filter(facilitation=case).update(note=words)
    searching.refresh([case.pk])
    assert len(found(cast, f"{letter * 2}7")) == 1
