"""The structured form of a definition file: what is typed comes back as text, right or wrong, and the rest stays."""

import tomllib
from datetime import date

from simcap.revisions.editing import content_of, place_named, places, retold
from simcap.revisions.reading import read
from simcap.revisions.reasons import is_told, told

from .conftest import SIGNED


def known() -> dict:
    return {one.key: one for one in places(content_of(SIGNED))}


def test_the_form_sent_as_it_was_shown_changes_nothing_comments_included() -> None:
    shown = {
        one.key: list(one.marked) if one.kind == "marks" else [one.value.replace("\n", "\r\n")]
        for one in known().values()
    }
    assert retold(SIGNED, shown) == SIGNED


def test_only_what_was_typed_differs() -> None:
    typed = {
        "id": ["revisi-2"], "identity.revised_on": ["2026-11-22"], "identity.records": ["Laporan\r\n\r\n Buku "],
        "steps.1.standard": ["Tentatif"], "steps.3.standard": ["45"], "steps.4.performers": ["technician"],
        "stages.closed.label.en": ["Over"],
    }  # fmt: skip
    wanted = tomllib.loads(SIGNED)
    wanted["id"] = "revisi-2"
    wanted["identity"] |= {"revised_on": date(2026, 11, 22), "records": ["Laporan", "Buku"]}
    del wanted["steps"][0]["standard_minutes"], wanted["steps"][2]["standard"]
    wanted["steps"][0]["standard"], wanted["steps"][2]["standard_minutes"] = "window", 45
    wanted["steps"][3]["performers"] = {"technician": "signed"}
    next(one for one in wanted["stages"] if one["id"] == "closed")["label"]["en"] = "Over"
    assert tomllib.loads(retold(SIGNED, typed)) == wanted


def test_what_does_not_fit_is_kept_as_typed_and_the_loader_says_so() -> None:
    for key, typed, refused in (
        ("identity.made_on", "kemarin", "identity.made_on"),
        ("steps.1.tolerance_minutes", "dua", "steps.1.tolerance_minutes"),
        ("steps.1.standard", "7", "steps.1.time_text"),
        ("identity.number", "", "identity.number"),
    ):
        text = retold(SIGNED, {key: [typed]})
        assert {one.key: one.value for one in places(content_of(text))}[key] == typed
        assert read(text).key == refused


def test_a_refusal_is_told_beside_its_field() -> None:
    found = {
        key: one.key if (one := place_named(key, known())) else ""
        for key in (
            "identity.legal_basis[2]", "steps.1.standard_minutes", "steps.2.performers.head", "acts.dispose.rows[0].to",
            "paraf.spt.stages[1]", "format", "",
        )
    }  # fmt: skip
    assert found == {
        "identity.legal_basis[2]": "identity.legal_basis", "steps.1.standard_minutes": "steps.1.standard",
        "steps.2.performers.head": "steps.2.performers", "acts.dispose.rows[0].to": "",
        "paraf.spt.stages[1]": "paraf.spt.stages", "format": "", "": "",
    }  # fmt: skip


def test_what_is_no_table_has_no_fields_and_hurts_nothing() -> None:
    text = 'steps = 5\nstages = ["x", {no = 1}]\nperformers = "y"\nacts = [{id = "a", label = 3}]\n[identity]\nname = 4'
    assert retold(text, {"acts.a.label.id": ["Buka"], "label.en": ["X"]}).count("Buka") == 1


def test_the_commonest_refusals_have_words_in_the_office_s_language() -> None:
    reasons = [
        read(retold(SIGNED, {key: [typed]})).reason
        for key, typed in (
            ("id", "Salah!"), ("identity.number", ""), ("identity.made_on", "x"), ("steps.1.standard", "7"),
            ("steps.1.standard", "x"), ("steps.1.time_text", "x"), ("steps.4.performers", "head"),
            ("paraf.spt.stages", "spt_with_division"), ("paraf.spt.stages", "tidak_ada"),
        )
    ]  # fmt: skip
    assert [one for one in reasons if not is_told(one)] == []
    assert told("is missing") == "belum ada"


def test_a_reason_without_words_is_told_as_it_is() -> None:
    assert told("is odd in a way of its own") == "is odd in a way of its own"
