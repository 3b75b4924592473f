"""Who may change a case that is under way, as pairs of may and must."""

from __future__ import annotations

from django.utils.translation import gettext as _

from simcap.errors import NotNow, NotYou
from simcap.facilitation.models import Facilitation
from simcap.facilitation.occasion import Occasion


def may_speak_for_requester(occasion: Occasion) -> bool:
    """Whether the front desk may write down what the requester wants: only for a request on paper."""
    at_desk = occasion.right.performer == "front_desk"
    return not at_desk or occasion.case.channel == Facilitation.Channel.PAPER


def must_speak_for_requester(occasion: Occasion) -> None:
    """A requester who came by the web speaks for himself, by his own link. Raises: NotYou."""
    if not may_speak_for_requester(occasion):
        raise NotYou(
            _("Permintaan ini diajukan daring; pemohon mengubahnya sendiri melalui tautannya, atau Kepala Dinas.")
        )


def may_begin(occasion: Occasion) -> bool:
    """Whether no other change of the SPT is under way."""
    return not occasion.case.beside


def must_be_the_only_change(occasion: Occasion) -> None:
    """One change of the SPT at a time. Raises: NotNow."""
    if not may_begin(occasion):
        label = occasion.definition.stages[occasion.case.beside].label.id
        raise NotNow(_("Perubahan SPT sudah berjalan: %(stage)s.") % {"stage": label}, stage=occasion.case.stage)
