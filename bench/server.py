"""The programs that are measured over HTTP: SIMCAP as it is served, and the reference on the same web server."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from simcap.management.commands.serve import web

WORKERS, THREADS = 2, 4
START_S = 60.0


def program(port: int) -> list[str]:
    """`simcap serve`: web server and worker."""
    given = ["--port", str(port), "--workers", str(WORKERS), "--threads", str(THREADS)]
    return [sys.executable, "-m", "django", "serve", *given]


def reference(port: int) -> list[str]:
    """The reference behind the same web server with the same arguments."""
    arguments = web("127.0.0.1", port=port, workers=WORKERS, threads=THREADS)
    return [sys.executable, *("bench.reference:application" if ":application" in one else one for one in arguments)]


@contextmanager
def running(command: Callable[[int], list[str]]) -> Iterator[int]:
    """The server on a free port; its words are shown if the block fails."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    log = Path(settings.SIMCAP_VAR) / "server.log"
    with log.open("wb") as words:
        child = subprocess.Popen(command(port), env=os.environ, stdout=words, stderr=words)
    try:
        _wait(child, port)
        yield port
    except Exception:
        print(log.read_text()[-5000:], file=sys.stderr)
        raise
    finally:
        child.terminate()
        child.wait(60)


def _wait(child: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        if child.poll() is not None:
            raise RuntimeError(f"The server ended by itself (code {child.returncode}).")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("The server does not answer.")
