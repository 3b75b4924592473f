"""`simcap serve`: web and worker live and end together."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError

from simcap.management.commands.serve import refuse_outside_loopback, refuse_taken
from tests.support import installations

pytestmark = [pytest.mark.once, pytest.mark.django_db]  # the kept tables come with the database


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "localhost", "::1"])
def test_demonstration_mode_listens_on_loopback(host: str):
    refuse_outside_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "example.org", ""])
def test_demonstration_mode_listens_nowhere_else(host: str):
    with pytest.raises(CommandError, match="listens on"):
        refuse_outside_loopback(host)


def test_a_taken_port_is_refused_with_the_way_out():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=f"PORT={port + 1}"):
            refuse_taken("127.0.0.1", port=port)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def children(parent: int) -> dict[str, int]:
    """Process ids of the web server and the worker."""
    found = {}
    for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
        line = Path(f"/proc/{pid}/cmdline").read_text()
        found["web" if "gunicorn" in line else "worker"] = int(pid)
    return found


def answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def waited_for(true, *, seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.1)
    return False


@pytest.fixture(scope="module")
def environment(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A demonstration installation of its own, migrated."""
    with installations.migrated(tmp_path_factory.mktemp("var"), demo=True) as made:
        yield made


@pytest.fixture
def server(environment: dict[str, str]) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The running program and its port."""
    port = free_port()
    command = [sys.executable, "-m", "django", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as running:
        try:
            assert waited_for(lambda: answers(port) and len(children(running.pid)) == 2)
            yield running, port
        finally:
            running.terminate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_both_in_order(server, number: int):
    running, port = server
    pids = children(running.pid).values()
    running.send_signal(number)
    assert running.wait(20) == 0
    assert [pid for pid in pids if Path(f"/proc/{pid}").exists()] == []
    assert waited_for(lambda: not answers(port))


@pytest.mark.parametrize("name", ["web", "worker"])
def test_if_one_ends_by_itself_the_other_is_stopped_and_the_command_fails(server, name: str):
    running, port = server
    pids = children(running.pid)
    os.kill(pids[name], signal.SIGKILL)
    assert running.wait(20) != 0
    assert f"The {name} ended by itself" in running.stderr.read()
    assert [pid for pid in pids.values() if Path(f"/proc/{pid}").exists()] == []
    assert waited_for(lambda: not answers(port))


def test_if_the_command_itself_is_killed_its_children_end(server):
    running, port = server
    running.kill()
    running.wait()
    assert waited_for(lambda: not answers(port))
