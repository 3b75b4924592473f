"""Four eyes (empat mata): who must not initial or sign, as pairs of may and must."""

from __future__ import annotations

from django.utils.translation import gettext as _

from simcap.errors import NotYou
from simcap.facilitation import paraf
from simcap.facilitation.occasion import Occasion


def may_sign(occasion: Occasion) -> bool:
    """Whether the actor is somebody else than the drafter of what is signed."""
    chain = paraf.chain_of_signature(occasion.definition, occasion.act)
    drafted_by = paraf.drafter(occasion.case, chain) if chain else None
    return drafted_by is None or drafted_by.pk != occasion.officer.pk


def must_sign_anothers(occasion: Occasion) -> None:
    """The drafter never signs. Raises: NotYou, saying who can, or who must be appointed."""
    if may_sign(occasion):
        return
    chain = paraf.chain_of_signature(occasion.definition, occasion.act)
    names = paraf.other_signers(
        occasion.case, definition=occasion.definition, chain=chain, at=occasion.recorded_at
    ) if chain else []  # fmt: skip
    if names:
        raise NotYou(
            _("Penyusun konsep tidak boleh menandatanganinya sendiri. Yang dapat: %(who)s.") % {"who": ", ".join(names)}
        )
    raise NotYou(
        _(
            "Penyusun konsep tidak boleh menandatanganinya sendiri, dan tidak ada orang lain yang memegang jabatan "
            "%(post)s. Administrator perlu menugaskan Plh. atau penerima wewenang a.n. untuk jabatan itu."
        )
        % {
            "post": occasion.right.holding.appointment.position.title
            if occasion.right.holding
            else occasion.right.title
        }
    )
