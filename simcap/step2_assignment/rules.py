"""Four eyes (empat mata): who must not initial or sign, as pairs of may and must."""

from __future__ import annotations

from django.utils.translation import gettext as _

from simcap.errors import NotNow, NotYou
from simcap.facilitation import paraf
from simcap.facilitation.models import Facilitation
from simcap.facilitation.occasion import Occasion
from simcap.procedure.definition import ParafChain


def may_sign(occasion: Occasion) -> bool:
    """Whether the actor is somebody else than the drafter of what is signed."""
    chain = paraf.chain_of_signature(occasion.definition, occasion.act)
    drafted_by = paraf.drafter(occasion.case, chain) if chain else None
    return drafted_by is None or drafted_by.pk != occasion.officer.pk


def must_sign_anothers(occasion: Occasion) -> None:
    """The drafter never signs, and whoever signs for a skipped tier is the one who was to.

    Raises: NotYou, saying who can, or who must be appointed; NotNow, when a tier has to be initialled after all.
    """
    chain = paraf.chain_of_signature(occasion.definition, occasion.act)
    if may_sign(occasion):
        _must_be_current(occasion, chain)
        return
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


def _must_be_current(occasion: Occasion, chain: ParafChain | None) -> None:
    if chain and (skipped := paraf.outdated(occasion.case, chain, signer=occasion.officer)):
        tiers = ", ".join(one.position_title for one in skipped)
        raise NotNow(
            _(
                "Paraf %(tiers)s dilewati karena dirangkap oleh %(who)s yang waktu itu akan menandatangani. Sekarang "
                "penanda tangannya lain: kembalikan berkas agar diparaf."
            )
            % {"tiers": tiers, "who": skipped[0].officer_name},
            stage=occasion.case.stage,
        )


def may_work_by_spt(case: Facilitation) -> bool:
    """Whether the case has an SPT in force, and its window is the one that was agreed last."""
    spt = case.spts.filter(status="in_force").first()
    return spt is not None and (spt.starts_at, spt.ends_at) == (case.starts_at, case.ends_at)


def must_work_by_spt(occasion: Occasion) -> None:
    """Nobody goes out on an SPT that was revoked, or that names another time. Raises: NotNow."""
    if may_work_by_spt(occasion.case):
        return
    if occasion.case.spts.filter(status="in_force").exists():
        sentence = _("Waktu kegiatan sudah diubah, tetapi SPT masih memuat waktu yang lama. Tunggu perubahan SPT.")
    else:
        sentence = _("SPT sudah dicabut. Tunggu SPT penggantinya, atau batalkan fasilitasinya.")
    raise NotNow(sentence, stage=occasion.case.stage)
