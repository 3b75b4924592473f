"""`simcap sop export`: a revision that is known, or a file that is not."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from simcap.facilitation.definitions import definition
from simcap.procedure.bpmn import bpmn_xml

pytestmark = pytest.mark.once

SOP = "555-24.5-dikominfo-2021"
FILE = Path(__file__).parent.parent / "procedure" / "with_secretary.toml"


def test_a_known_revision_is_written_by_its_id(tmp_path: Path) -> None:
    out = tmp_path / "sop.bpmn"
    call_command("sop", "export", "--bpmn", SOP, "--out", str(out), stdout=StringIO())
    assert out.read_bytes() == bpmn_xml(definition(SOP), language="id")


def test_a_file_is_written_to_the_screen() -> None:
    screen = StringIO()
    call_command("sop", "export", "--bpmn", str(FILE), "--language", "en", stdout=screen)
    assert 'id="Process_with-secretary"' in screen.getvalue()


@pytest.mark.django_db
def test_what_cannot_be_carried_out_or_written_is_refused_with_its_place(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text(FILE.read_text().replace('to = "with_division"', 'to = "nowhere"', 1))
    with pytest.raises(CommandError, match=r"^broken\.toml: acts\."):
        call_command("sop", "export", "--bpmn", str(broken))
    with pytest.raises(CommandError, match="There is no file"):
        call_command("sop", "export", "--bpmn", str(tmp_path / "none.toml"))
    with pytest.raises(CommandError, match="Cannot write"):
        call_command("sop", "export", "--bpmn", SOP, "--out", str(tmp_path))
