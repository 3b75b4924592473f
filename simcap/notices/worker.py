"""The worker's part: look at turns that are due, write the morning's digests, send what waits, and come again in time.

Whoever has something to be done later puts a task into the queue in his own transaction. Beside those there is one
that each run leaves for the next moment; a start of the worker leaves one too, so no end of a process breaks the chain.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from simcap import clock
from simcap.facilitation.outbox import deliver_waiting

#: So many notices go out in one task; then the worker's other tasks have their turn.
AT_ONCE = 20
#: What is left over is taken up after this; nothing is tried over and over without a pause.
SHORTEST = timedelta(seconds=5)
#: The longest time without a run; whatever was missed is taken up then.
LONGEST = timedelta(minutes=30)


def look_later(moment: datetime) -> None:
    """Have the worker look again at a moment, or at once when it has passed. Part of the caller's transaction."""
    (work_off if moment <= clock.now() else work_off.using(run_after=moment)).enqueue()


@task()
def work_off() -> int:
    """Do what is due. Answers how many notices were tried."""
    from . import morning, sending, watching  # noqa: PLC0415 — these leave their tasks through this module

    at = clock.now()
    try:
        watching.look(at)
        morning.write_digests(at)
        return sending.send_waiting(at, at_most=AT_ONCE)
    finally:  # whatever broke, the chain goes on
        moments = [watching.next_look(), morning.next_round(at), sending.next_try(), at + LONGEST]
        next_at = min(moment for moment in moments if moment)
        plan_at(max(next_at, at + SHORTEST))


def plan_at(moment: datetime) -> None:
    """Have a run in the queue no later than at this moment."""
    waiting = DBTaskResult.objects.filter(task_path=work_off.module_path, status=TaskResultStatus.READY)
    if not waiting.filter(run_after__lte=moment).exists():
        look_later(moment)


def plan() -> None:
    """When the worker starts: watch what is not watched yet, begin, and take up the mails to requesters that wait."""
    from . import watching  # noqa: PLC0415 — see above

    watching.watch_unwatched()
    look_later(clock.now())
    deliver_waiting.enqueue()
