"""Two revisions side by side: nothing that differs is missing, nothing that is the same is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from simcap.procedure.comparing import Difference, differences, leaves
from simcap.procedure.definition import Definition
from simcap.procedure.loading import definition_files, load, load_text

SIGNED = definition_files()[0].read_text()
HERE = Path(__file__).parent


def revision(*changes: tuple[str, str]) -> Definition:
    text = SIGNED
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return load_text(text, file="x.toml", known_acts=None, known_positions=None)


def told(old: Definition, new: Definition) -> list[tuple[str, str, bool]]:
    return [(one.key, one.kind, one.flow) for one in differences(old, new)]


def test_a_revision_does_not_differ_from_itself() -> None:
    assert differences(revision(), revision()) == ()


def test_no_two_things_of_a_revision_have_one_key() -> None:
    for one in (revision(), *(load(HERE / name, known_acts=None, known_positions=None) for name in OTHERS)):
        keys = [key for key, _leaf in leaves(one)]
        assert len(keys) == len(set(keys))


def test_a_changed_standard_is_told_with_what_it_was_and_is() -> None:
    new = revision(('time_text = "± 5 menit"\nstandard_minutes = 5', 'time_text = "± 7 menit"\nstandard_minutes = 7'))
    assert told(revision(), new) == [
        ("steps.1.time_text", "changed", False), ("steps.1.standard_minutes", "changed", True),
    ]  # fmt: skip
    standard = differences(revision(), new)[1]
    assert standard.old
    assert standard.new
    assert (standard.label.id, standard.old.id, standard.new.en) == ("Langkah 1: Waktu", "5 menit", "7 min")


def test_changed_words_alone_do_not_touch_the_flow() -> None:
    new = revision(('label = { id = "Disposisi", en', 'label = { id = "Disposisi surat", en'))
    assert told(revision(), new) == [("steps.1.label", "changed", False)]


def test_a_row_of_the_flow_that_somebody_else_may_do_is_told_as_that_row() -> None:
    new = revision(
        ('to = "spt_to_check", performers = ["front_desk", "section"]', 'to = "spt_to_check", performers = ["section"]')
    )
    assert told(revision(), new) == [("acts.scan_signed.spt_on_paper.spt_to_check", "changed", True)]


OTHERS = ("without_section.toml", "with_secretary.toml")


@pytest.mark.parametrize("name", OTHERS)
def test_what_one_way_was_added_is_the_other_way_removed(name: str) -> None:
    other = load(HERE / name, known_acts=None, known_positions=None)

    def turned(one: Difference) -> tuple[str, object, object]:
        return one.key, one.new, one.old

    there, back = differences(revision(), other), differences(other, revision())
    assert {turned(one) for one in there} == {(one.key, one.old, one.new) for one in back}
    assert [one.key for one in there if one.block == "performers"] == [
        "performers.section" if "without" in name else "performers.secretary"
    ]
