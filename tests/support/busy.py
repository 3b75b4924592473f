"""Somebody who never rests: writes log entries on the running case until he is stopped."""

from __future__ import annotations

from itertools import count
from uuid import uuid4


def work() -> None:
    """Act, and act again."""
    from simcap.facilitation.doorway import perform
    from simcap.facilitation.models import Facilitation
    from simcap.facilitation.occasion import officer_actor
    from simcap.people.models import Account

    account = Account.objects.select_related("officer__office").get(username="teknisi1")
    case = Facilitation.objects.select_related("office").get(stage="running")
    for number in count():
        inputs = {"kind": "note", "text": f"catatan {number}"}
        perform(
            "log", office=case.office, actor=officer_actor(account), inputs=inputs, request_id=uuid4(),
            facilitation=case,
        )  # fmt: skip
