"""The program as it runs: several web processes and a worker, watched from outside."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import installations
from tests.support.installations import ROOT

pytestmark = pytest.mark.once
TOKEN = "rahasia-untuk-prometheus"


def get(port: int, path: str) -> tuple[int, str]:
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Authorization": f"Bearer {TOKEN}"})
    try:
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()
    except OSError:
        return 0, ""


def waited_for(true, *, seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.2)
    return False


@pytest.fixture
def server(db: None, tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """The running program; answers its port and where its log is."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    log = tmp_path / "log"
    with installations.migrated(tmp_path / "var") as there:
        there |= {"SIMCAP_METRICS_TOKEN": TOKEN, "SIMCAP_LOG": "json", "SIMCAP_LOG_LEVEL": "INFO"}
        with log.open("w") as lines, subprocess.Popen(
            [sys.executable, "-m", "django", "serve", "--port", str(port)], cwd=ROOT, env=there, stderr=lines,
            stdout=subprocess.DEVNULL,
        ) as running:  # fmt: skip
            try:
                assert waited_for(lambda: get(port, "/healthz")[0] == 200)
                yield port, log
            finally:
                running.terminate()


def requests(port: int) -> float:
    text = get(port, "/metrics")[1]
    line = next((one for one in text.splitlines() if one.startswith('simcap_http_requests_total{door="desk"')), " 0")
    return float(line.rpartition(" ")[2])


def test_all_processes_are_counted_together_the_worker_beats_and_the_log_is_json(server) -> None:
    port, log = server
    assert waited_for(lambda: get(port, "/readyz")[0] == 200), get(port, "/readyz")
    for _ in range(40):
        assert get(port, "/masuk/")[0] == 200
    assert {requests(port) for _ in range(20)} == {40}
    lines = [json.loads(one) for one in log.read_text().splitlines()]
    told = [one for one in lines if one["logger"] == "simcap.requests" and one["status"] != 503]  # 503: not yet ready
    assert [(one["route"], one["status"]) for one in told] == [("sign-in", 200)] * 40
    assert len({one["process"] for one in told}) == 2
