"""The worker's sign of life (tanda hidup): a row that it moves on while it runs, whatever task it has in hand."""

from __future__ import annotations

import logging
import threading

from django.db import DatabaseError, connection

from simcap import clock

from .models import Heartbeat

log = logging.getLogger(__name__)
WORKER = "worker"
EVERY_S = 15


def beat(name: str) -> None:
    """Say that a process runs. Changes: one row."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beat_at": clock.now()})


def keep_beating(name: str) -> None:
    """Say so again and again, from a thread that ends with the process."""
    threading.Thread(target=_beat_on, args=(name,), name=f"heartbeat-{name}", daemon=True).start()


def _beat_on(name: str) -> None:
    pause = threading.Event()
    while True:
        try:
            beat(name)
        except DatabaseError:  # the next beat tries again; who watches sees the gap
            log.warning("The heartbeat of %s was not written.", name)
        finally:
            connection.close()
        pause.wait(EVERY_S)
