"""The press: one typesetting process beside this one, started at first need and replaced when worn.

A compiler kept in one process grows with every photo it has seen (measured: from 130 MB to over 1 GB after 60
reports), so it lives in a process of its own that is replaced after some jobs or when it has become big. The process
reads from a pipe: it ends with us, however we end, and a fork of ours starts its own.
"""

import atexit
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import threading
from io import BufferedReader, BufferedWriter
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
JOBS_BEFORE_REPLACEMENT = 200
PEAK_KB_BEFORE_REPLACEMENT = 150_000
_KEPT_ENVIRONMENT = ("PATH", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR", "LANG")


class PressBroke(Exception):
    """The typesetting process ended in the middle of a job."""


class PressTooSlow(Exception):
    """The job took longer than allowed; its process was ended."""


class Press:
    """Hands jobs to its process, one at a time; safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._scratch = ""
        self._jobs_done = 0

    def run(self, job: dict[str, Any], *, timeout_seconds: float) -> dict[str, Any]:
        """Do one job; a process that breaks is replaced and the job tried once more.

        Raises: PressTooSlow, PressBroke (twice in a row).
        """
        with self._lock:
            try:
                answer = self._exchange(job, timeout_seconds)
            except PressBroke:
                answer = self._exchange(job, timeout_seconds)
            self._jobs_done += 1
            if self._jobs_done >= JOBS_BEFORE_REPLACEMENT or answer["peak_kb"] > PEAK_KB_BEFORE_REPLACEMENT:
                self._stop()
                self._start()
            return answer

    def close(self) -> None:
        """End the process, if there is one; the next job starts another."""
        with self._lock:
            self._stop()

    @property
    def process_id(self) -> int | None:
        """The process that would take the next job, None before the first."""
        return self._process.pid if self._process else None

    def abandon(self) -> None:
        """After a fork: let go of the parent's process without ending it, nor sending what it had half written."""
        if self._process:
            jobs, answers = _pipes(self._process)
            jobs.raw.close()
            answers.raw.close()
            self._process.returncode = 0  # not our child: nothing to wait for

    def _exchange(self, job: dict[str, Any], timeout_seconds: float) -> dict[str, Any]:
        process = self._process or self._start()
        jobs, answers = _pipes(process)
        overdue = threading.Event()
        timer = threading.Timer(timeout_seconds, _end, (process, overdue))
        timer.start()
        try:
            pickle.dump(job, jobs)
            jobs.flush()
            return dict(pickle.load(answers))  # noqa: S301 - our own process wrote it
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            self._stop()
            if overdue.is_set():
                raise PressTooSlow(f"typesetting took longer than {timeout_seconds:g} s") from error
            raise PressBroke("the typesetting process ended unexpectedly") from error
        finally:
            timer.cancel()

    def _start(self) -> subprocess.Popen[bytes]:
        self._scratch = tempfile.mkdtemp(prefix="simcap-press-")
        self._jobs_done = 0
        self._process = subprocess.Popen(
            [sys.executable, "-P", HERE / "press_worker.py", HERE / "typst", HERE / "fonts", self._scratch],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ},
        )
        return self._process

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        jobs, answers = _pipes(process)
        try:
            jobs.close()
        except OSError:
            process.kill()  # it has ended or hangs: nothing is left to hand over
        try:
            process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        answers.close()
        shutil.rmtree(self._scratch, ignore_errors=True)


def _pipes(process: subprocess.Popen[bytes]) -> tuple[BufferedWriter, BufferedReader]:
    if not isinstance(process.stdin, BufferedWriter) or not isinstance(process.stdout, BufferedReader):
        raise RuntimeError("the typesetting process was started without pipes")
    return process.stdin, process.stdout


def _end(process: subprocess.Popen[bytes], overdue: threading.Event) -> None:
    overdue.set()
    process.kill()


_press = Press()


def press() -> Press:
    """The press of this process."""
    return _press


def _start_afresh_after_fork() -> None:
    global _press
    forked, _press = _press, Press()
    forked.abandon()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_start_afresh_after_fork)


def _close_at_exit() -> None:
    _press.close()


atexit.register(_close_at_exit)
