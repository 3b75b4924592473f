"""A real process that does what the worker does for notices at a scripted moment, and is killed where it is told to.

Arguments: the moment, and the point: `looking` (before the look is committed), `looked` (notices written, none sent),
`claimed` (in hand, not yet on its way), `talking` (half of the message is out), `taken` (accepted, not yet marked), or
`never`.
"""

from __future__ import annotations

import smtplib
import sys
from datetime import datetime
from typing import Any

import django

from tests.support.victim import die


def arm(point: str) -> None:
    """Put death where it belongs."""
    from django.core.mail import EmailMessage
    from django.db import connection

    from simcap.notices import sending, services, watching

    def dying(real: Any, *, before: bool) -> Any:
        def once(*args: Any, **kwargs: Any) -> Any:
            if before:
                die()
            real(*args, **kwargs)
            die()

        return once

    def half(smtp: smtplib.SMTP, message: Any) -> None:
        smtp.docmd("DATA")
        smtp.send(b"Subject: separuh\r\n\r\nSepa")
        die()

    if point == "looking":
        connection._commit = die
    if point == "looked":
        watching.look = dying(watching.look, before=False)
    if point == "claimed":
        sending._deliver = dying(sending._deliver, before=True)
    if point == "talking":
        smtplib.SMTP.data = half
    if point == "taken":
        EmailMessage.send = dying(EmailMessage.send, before=False)
        services.send = dying(services.send, before=False)


if __name__ == "__main__":
    django.setup()
    from simcap import clock
    from simcap.notices.worker import work_off

    clock.allow_scripting(True)
    arm(sys.argv[2])
    with clock.scripted(datetime.fromisoformat(sys.argv[1])):
        work_off.func()
