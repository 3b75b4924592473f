"""Several clients in processes of their own, led by one word at a time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import Any, Self

from django.conf import settings


class Clients:
    """The clients of these plans; each word is done by all of them at once."""

    def __init__(self, plans: list[dict[str, Any]]) -> None:
        self._children = [_start(number, plan) for number, plan in enumerate(plans)]

    def __enter__(self) -> Self:
        self._hear("ready")
        return self

    def __exit__(self, *_failure: object) -> None:
        for child in self._children:
            child.kill()
            child.wait()

    def do(self, username: str, act: str) -> float:
        """Seconds until the last client has done this act with all that it has in hand."""
        begun = perf_counter()
        for child in self._children:
            assert child.stdin
            child.stdin.write(f"{username} {act}\n")
            child.stdin.flush()
        self._hear("done")
        return perf_counter() - begun

    def _hear(self, word: str) -> None:
        for child in self._children:
            assert child.stdout
            if child.stdout.readline().strip() != word:
                raise RuntimeError("A client failed; its words are above.")


def _start(number: int, plan: dict[str, Any]) -> subprocess.Popen[str]:
    file = Path(settings.SIMCAP_VAR) / f"client-{number}.json"
    file.write_text(json.dumps(plan))
    command = [sys.executable, "-m", "bench.client", str(file)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
