"""`simcap serve`: the web server and the worker as one program."""

import ctypes
import ipaddress
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from simcap.management import daily

#: Seconds: what a request or a task may still take after the signal to stop, and how often the children are looked at.
GRACE_S = 30
LOOK_S = 0.2
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Command(BaseCommand):
    """Runs both as children; if one ends, the other is stopped and the command fails."""

    help = "Serve the pages and work off the tasks, until a signal to stop."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
        parser.add_argument("--port", type=int, default=int(settings.PORT), help="default: PORT, else 8000")
        parser.add_argument("--workers", type=int, default=2, help="web processes (default: %(default)s)")
        parser.add_argument("--threads", type=int, default=4, help="threads in each (default: %(default)s)")

    def handle(self, *, host: str, port: int, workers: int, threads: int, **options: Any) -> None:
        if settings.SIMCAP_DEMO:
            refuse_outside_loopback(host)
        refuse_taken(host, port=port)
        call_command("check", databases=["default"], verbosity=0)  # without its triggers the journal protects nothing
        call_command("collectstatic", interactive=False, verbosity=0)
        daily.plan()
        count_together(settings.SIMCAP_VAR / "metrics")
        # From here on a signal means an orderly stop; it may come while the children start.
        stopping: list[int] = []
        for number in SIGNALS:
            signal.signal(number, lambda received, _frame: stopping.append(received))
        children = {
            "web": start(*web(host, port=port, workers=workers, threads=threads)),
            "worker": start("-m", "django", "worker"),
        }
        self.stdout.write(f"http://{'[' + host + ']' if ':' in host else host}:{port}/ (stop with Ctrl+C)")
        self.stdout.flush()
        try:
            ended = watch(children, stopping=stopping)
        finally:
            stop(children)
        if ended:
            raise CommandError(f"The {ended} ended by itself (code {children[ended].returncode}); stopped the rest.")


def refuse_outside_loopback(host: str) -> None:
    """Demonstration accounts have printed passwords: they answer on this machine only. Raises: CommandError."""
    try:
        loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise CommandError(f"Demonstration mode listens on 127.0.0.1 only, not on {host}.")


def refuse_taken(host: str, *, port: int) -> None:
    """Raises: CommandError with the way out, if another program listens there or the address is not this machine's."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as problem:
        raise CommandError(
            f"Cannot listen on {host}, port {port}: {problem.strerror}. Name another port, for example PORT={port + 1}."
        ) from problem


def web(host: str, *, port: int, workers: int, threads: int) -> tuple[str, ...]:
    """The web server's arguments."""
    shared_memory = Path("/dev/shm")  # noqa: S108 — the heartbeat files of gunicorn belong in memory
    return (
        *("-m", "gunicorn", "config.wsgi:application"),
        *("--bind", f"[{host}]:{port}" if ":" in host else f"{host}:{port}"),
        *("--worker-class", "gthread", "--workers", str(workers), "--threads", str(threads)),
        *("--graceful-timeout", str(GRACE_S), "--no-control-socket", "--log-level", "warning"),
        *("--logger-class", "simcap.health.server_log.ServerLog"),
        *(("--worker-tmp-dir", str(shared_memory)) if shared_memory.is_dir() else ()),
    )


def count_together(folder: Path) -> None:
    """Let all processes count in one folder, from zero: each scrape adds up what they wrote."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def start(*arguments: str) -> subprocess.Popen[bytes]:
    """A child in a process group of its own, so that Ctrl+C reaches it once: through us."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        process_group=0,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        preexec_fn=end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 — no threads here
    )


def end_with_parent() -> None:
    """Linux: should this program be killed outright, the kernel stops the child too, and the port is free again."""
    set_parent_death_signal = 1  # PR_SET_PDEATHSIG in <sys/prctl.h>
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


def watch(children: dict[str, subprocess.Popen[bytes]], *, stopping: list[int]) -> str:
    """Wait. Answers the name of a child that ended by itself, or nothing once a signal came."""
    while not stopping:
        for name, child in children.items():
            if child.poll() is not None:
                return name
        time.sleep(LOOK_S)
    return ""


def stop(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Ask every child to finish what it has begun; after the grace, end it."""
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + GRACE_S + 5
    for child in children.values():
        try:
            child.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
