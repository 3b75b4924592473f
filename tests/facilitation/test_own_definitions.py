"""An installation's own SOP revisions: files in a folder, nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from simcap.checks import sop_files
from simcap.facilitation import definitions
from tests.procedure.files import WITHOUT_SECTION


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    definitions.look_in(tmp_path)
    yield tmp_path
    definitions._folders.remove(tmp_path)
    definitions.all_definitions.cache_clear()


def put(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text)
    definitions.all_definitions.cache_clear()


def test_a_file_in_the_folder_is_a_revision(folder: Path) -> None:
    put(folder, "own.toml", Path(WITHOUT_SECTION).read_text())
    assert definitions.definition("without-section").id == "without-section"
    assert sop_files(None) == []


def test_the_same_id_twice_is_refused_at_start_with_the_file_s_name(folder: Path) -> None:
    put(folder, "own.toml", Path(WITHOUT_SECTION).read_text())
    put(folder, "twice.toml", Path(WITHOUT_SECTION).read_text())
    (error,) = sop_files(None)
    assert "twice.toml" in error.msg


def test_an_impossible_file_is_refused_at_start_with_file_key_and_reason(folder: Path) -> None:
    text = Path(WITHOUT_SECTION).read_text().replace('time_text = "± 5 menit"', 'time_text = "sebentar"', 1)
    put(folder, "own.toml", text)
    (error,) = sop_files(None)
    assert "own.toml" in error.msg
    assert "time_text" in error.msg
