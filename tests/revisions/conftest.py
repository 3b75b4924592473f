"""An office on a Monday morning, and texts of SOP revisions that differ from the signed one in one thing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from simcap import clock
from simcap.procedure.loading import definition_files
from simcap.revisions import acts
from simcap.revisions.models import Revision
from tests.cast import MONDAY, Cast, assemble

SIGNED = definition_files()[0].read_text(encoding="utf-8")
SIGNED_ID = "555-24.5-dikominfo-2021"


def revised(name: str, *changes: tuple[str, str]) -> str:
    """The signed text under another id, with some of it changed."""
    text = SIGNED.replace(f'id = "{SIGNED_ID}"', f'id = "{name}"', 1)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


SLOWER = (
    'time_text = "± 5 menit"\nstandard_minutes = 5',
    'time_text = "± 10 menit"\nstandard_minutes = 10',
)


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    """One office with everybody in his post."""
    with clock.scripted(MONDAY):
        yield assemble()


def begun(cast: Cast, text: str, who: str = "seksi") -> Revision:
    """A draft of this text."""
    return acts.begin(text=text, base_id=SIGNED_ID, why="Hasil monitoring", powers=cast.powers(who))


def proposed(cast: Cast, text: str, who: str = "seksi") -> Revision:
    """A proposal of this text, by whoever wrote it."""
    draft = begun(cast, text, who)
    return acts.propose(draft, edition=draft.edition, powers=cast.powers(who))
