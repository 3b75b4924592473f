"""When a disposition may still be withdrawn, as a pair of may and must."""

from __future__ import annotations

from django.utils.translation import gettext as _

from simcap.errors import NotNow
from simcap.facilitation.occasion import Occasion
from simcap.facilitation.phrases import moment_text


def may_withdraw(occasion: Occasion) -> bool:
    """Whether its addressee has not opened the disposition yet."""
    return occasion.turn is None or occasion.turn.opened_at is None


def must_be_unread(occasion: Occasion) -> None:
    """A disposition is withdrawn only while unread; after that another takes its place. Raises: NotNow."""
    turn = occasion.turn
    if turn is None or turn.opened_at is None:
        return
    raise NotNow(
        _("Disposisi sudah dibuka oleh %(who)s pada %(moment)s, jadi tidak dapat ditarik lagi. Gantilah disposisinya.")
        % {
            "who": turn.opened_by.name if turn.opened_by else "–",
            "moment": moment_text(turn.opened_at, occasion.office.time_zone),
        },
        stage=occasion.case.stage,
    )
