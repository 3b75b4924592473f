"""The typesetting process starts at first need, survives accidents, is replaced when worn, and ends with its parent."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from simcap.documents import press as press_module
from simcap.documents import typeset
from simcap.documents.press import Press, PressTooSlow, press
from tests.documents import samples

pytestmark = pytest.mark.once
SLOW = "#for tens in range(100000) { for ones in range(100000) { let _ = calc.sqrt(ones) } }"


@pytest.fixture(autouse=True)
def fresh_press() -> Iterator[None]:
    press().close()
    yield
    press().close()


def one_letter() -> bytes:
    """Something to typeset."""
    return typeset.render("assignment_letter", samples.BARE_ASSIGNMENT, issued_at=samples.ISSUED_AT)


def gone(process_id: int) -> bool:
    """Whether the process has ended, within five seconds."""
    for _ in range(100):
        stat = Path(f"/proc/{process_id}/stat")
        if not stat.exists() or stat.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def test_no_process_runs_before_the_first_document_and_one_serves_all() -> None:
    assert press().process_id is None
    one_letter()
    first = press().process_id
    one_letter()
    assert first is not None
    assert press().process_id == first


def test_a_process_that_died_is_replaced_without_anybody_noticing() -> None:
    expected = one_letter()
    first = press().process_id
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert one_letter() == expected
    assert press().process_id != first


def test_a_worn_process_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press_module, "JOBS_BEFORE_REPLACEMENT", 2)
    seen = []
    for _ in range(4):
        one_letter()
        seen.append(press().process_id)
    assert seen[0] != seen[1] == seen[2] != seen[3]


def test_a_big_process_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press_module, "PEAK_KB_BEFORE_REPLACEMENT", 1)
    one_letter()
    first = press().process_id
    one_letter()
    assert press().process_id != first


def test_a_job_that_takes_too_long_is_ended_with_its_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    templates = tmp_path / "typst"
    templates.mkdir()
    (templates / "slow.typ").write_text(SLOW)
    (tmp_path / "fonts").symlink_to(press_module.HERE / "fonts")
    (tmp_path / "press_worker.py").symlink_to(press_module.HERE / "press_worker.py")
    monkeypatch.setattr(press_module, "HERE", tmp_path)
    job = {"template": "slow", "content": "{}", "files": {}, "format": "pdf", "watermark": "", "ppi": None}
    slow = Press()
    started = time.monotonic()
    with pytest.raises(PressTooSlow, match="longer than 1 s"):
        slow.run(job | {"issued_at": samples.ISSUED_AT}, timeout_seconds=1)
    assert time.monotonic() - started < 4
    assert slow.process_id is None


def test_a_slow_document_fails_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typeset, "TIMEOUT_SECONDS", 0.001)
    with pytest.raises(typeset.TypesettingFailed, match=r"assignment_letter: typesetting took longer than 0\.001 s"):
        one_letter()


def test_threads_take_turns_and_each_gets_its_own_document() -> None:
    events = [f"Kegiatan {number}" for number in range(12)]

    def document(event: str) -> bytes:
        content = samples.replace(samples.BARE_ASSIGNMENT, event=event)
        return typeset.render("assignment_letter", content, issued_at=samples.ISSUED_AT)

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(document, events)) == [document(event) for event in events]


def test_a_forked_process_starts_its_own_and_leaves_the_parent_s_alone() -> None:
    expected = one_letter()
    parents = press().process_id
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        same = one_letter() == expected and press().process_id != parents
        press().close()
        os.write(writer, b"yes" if same else b"no")
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reader, 3) == b"yes"
    assert one_letter() == expected
    assert press().process_id == parents


SCRIPT = """
import os, signal, sys
from simcap.documents import typeset
from simcap.documents.press import press
from tests.documents import samples
typeset.render("assignment_letter", samples.BARE_ASSIGNMENT, issued_at=samples.ISSUED_AT)
print(press().process_id, flush=True)
if sys.argv[1] == "killed":
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks for the process in /proc")
@pytest.mark.parametrize("end", ["normal", "killed"])
def test_the_process_ends_with_the_program_that_started_it(end: str) -> None:
    root = Path(__file__).resolve().parents[2]
    ran = subprocess.run([sys.executable, "-c", SCRIPT, end], cwd=root, stdout=subprocess.PIPE, text=True, check=False)
    assert ran.returncode == (0 if end == "normal" else -signal.SIGKILL)
    assert gone(int(ran.stdout))


def test_no_scratch_folder_is_left_behind() -> None:
    one_letter()
    scratch = Path(press()._scratch)
    assert not (scratch / "job").exists()
    press().close()
    assert not scratch.exists()
