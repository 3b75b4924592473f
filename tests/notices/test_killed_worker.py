"""The worker killed by SIGKILL between writing and sending, and in the middle of sending: real process and servers."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from simcap import clock
from simcap.facilitation.outbox import deliver_waiting
from simcap.notices import worker
from simcap.notices.models import AllowedService, Channel, Notice
from simcap.notices.sending import LEASE
from tests.cast import MONDAY, Cast, assemble
from tests.facilitation.test_killed import environment
from tests.support.sinks import mail_sink, web_sink
from tests.support.victim import ROOT

from .conftest import reachable

pytestmark = pytest.mark.django_db(transaction=True)
KILLED, DONE = -9, 0
LATER = LEASE + timedelta(minutes=1)


@pytest.fixture
def cast():
    """Everybody in his post and reachable; the digests of the day are written, so that they do not come between."""
    with clock.scripted(MONDAY):
        found = reachable(assemble())
        worker.work_off.func()
        yield found


def run(moment: datetime, point: str, *, port: int) -> int:
    """Let the worker do what is due. Answers how it ended."""
    command = [sys.executable, "-m", "tests.support.dying_worker", moment.isoformat(), point]
    given = environment() | {"SIMCAP_EMAIL_URL": f"smtp://127.0.0.1:{port}"}
    return subprocess.run(command, cwd=ROOT, env=given, check=False).returncode


def states() -> list[str]:
    """The states of what is told of turns."""
    return list(Notice.objects.filter(turn__isnull=False).order_by("id").values_list("state", flat=True))


def test_a_mail_is_delivered_once_wherever_the_worker_was_killed(cast: Cast) -> None:
    cast.do("agendaris", "register")
    with mail_sink() as (port, mails):
        assert run(MONDAY, "looking", port=port) == KILLED
        assert states() == []
        assert run(MONDAY, "looked", port=port) == KILLED
        assert states() == ["waiting"]
        assert run(MONDAY, "claimed", port=port) == KILLED
        assert run(MONDAY, "never", port=port) == DONE  # somebody else may still have it in hand
        assert (states(), mails) == (["sending"], [])
        assert run(MONDAY + LATER, "talking", port=port) == KILLED
        assert (states(), mails) == (["sending"], [])
        assert run(MONDAY + 2 * LATER, "never", port=port) == DONE
        assert run(MONDAY + 3 * LATER, "never", port=port) == DONE
        assert (states(), [one["To"] for one in mails]) == (["sent"], ["kadis@kantor.example"])


def test_a_mail_that_was_taken_but_not_marked_goes_out_again_under_its_own_name(cast: Cast) -> None:
    cast.do("agendaris", "register")
    with mail_sink() as (port, mails):
        assert run(MONDAY, "taken", port=port) == KILLED
        assert run(MONDAY + LATER, "never", port=port) == DONE
        notice = Notice.objects.get(turn__isnull=False)
        assert [one["Message-ID"] for one in mails] == [f"<{notice.uid}@127.0.0.1>"] * 2
        assert notice.state == "sent"


def test_another_service_gets_a_notice_at_most_once_and_the_administrator_is_told(cast: Cast) -> None:
    officer = cast.officer("kadis")
    with mail_sink() as (port, mails), web_sink() as (web, posts):
        allowed = {"schema": "json", "host": f"127.0.0.1:{web}", "is_internal": True, "reason": "uji"}
        AllowedService.objects.create(office=cast.office, **allowed)
        Channel.objects.filter(officer=officer).update(wants_new=False)
        Channel.objects.create(
            office=cast.office, officer=officer, service="json", url=f"json://127.0.0.1:{web}/x", created_at=MONDAY
        )
        cast.do("agendaris", "register")
        assert run(MONDAY, "taken", port=port) == KILLED
        assert run(MONDAY + LATER, "never", port=port) == DONE
        assert run(MONDAY + 2 * LATER, "never", port=port) == DONE
        assert (states(), len(posts), mails) == (["unsure"], 1, [])


def test_a_worker_that_starts_takes_the_chain_up_again(cast: Cast) -> None:
    cast.do("agendaris", "register")
    DBTaskResult.objects.all().delete()
    worker.plan()
    begun = {one.task_path for one in DBTaskResult.objects.all()}
    assert begun == {worker.work_off.module_path, deliver_waiting.module_path}
    worker.work_off.func()
    with clock.scripted(MONDAY + timedelta(minutes=1)):
        worker.work_off.func()
    waiting = DBTaskResult.objects.order_by("run_after").values_list("run_after", flat=True)
    assert MONDAY + worker.LONGEST in list(waiting)
