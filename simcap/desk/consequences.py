"""What an act will do, told in a sentence or two before it is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from simcap.facilitation import paraf
from simcap.facilitation.models import Facilitation
from simcap.facilitation.occasion import Occasion
from simcap.facilitation.phrases import window_text
from simcap.procedure import flow
from simcap.procedure.definition import BACK, OVER
from simcap.step1_disposition.queries import standing, tier_given_by
from simcap.step2_assignment.models import AssignmentLetter
from simcap.step2_assignment.queries import current_spt, last_signed_spt


def consequence(occasion: Occasion) -> str:
    """What will happen, before it happens; empty where the case stays as it is."""
    told = TOLD.get(occasion.act)
    if told:
        return " ".join(part for part in told(occasion) if part)
    return _by_target(occasion)


def _by_target(occasion: Occasion) -> str:
    revision, row = occasion.definition, occasion.row
    if row.to == "":
        return ""
    if row.to == OVER:
        return _("Sesudah ini perubahan SPT selesai.")
    stage = revision.stages[flow.target(row, occasion.case.came_from)]
    if stage.kind == "end":
        return (
            _("Sesudah ini permintaan ditolak dan berkas berakhir.")
            if flow.is_stopped(revision, stage.id)
            else _("Sesudah ini fasilitasi selesai.")
        )
    if stage.kind == "suspended":
        return _(
            "Pemohon diminta melengkapi. Waktu dihentikan sampai jawabannya diterima, lalu berkas kembali ke tahap ini."
        )
    if row.to == BACK:
        return _("Berkas kembali ke %(whom)s (%(stage)s) dan waktu berjalan lagi.") % _words(occasion, stage.id)
    return _onward(occasion)


def _words(occasion: Occasion, stage_id: str) -> dict[str, Any]:
    """With whom a stage is, and what it is called."""
    revision, language = occasion.definition, get_language() or "id"
    stage = revision.stages[stage_id]
    whom = revision.performers[stage.performer].label.text(language)
    return {"whom": whom, "stage": stage.label.text(language)}


def _target(occasion: Occasion) -> dict[str, Any]:
    """The same of where the act leads: to whom it really goes, merged tiers left out."""
    revision, officer = occasion.definition, occasion.actor.officer
    to = flow.target(occasion.row, occasion.case.came_from)
    if flow.is_main(revision, occasion.row) or flow.chains_of(revision, occasion.act):
        drafts = paraf.chain_of_draft(revision, occasion.act) is not None
        initials = paraf.chain_of_stage(revision, occasion.row.from_stage) is not None
        to = paraf.expected(
            occasion.case, definition=revision, to=to, at=occasion.recorded_at, drafted_by=officer if drafts else None,
            initialled_by=officer if initials else None,
        )  # fmt: skip
    return _words(occasion, to)


def _onward(occasion: Occasion) -> str:
    return _("Sesudah ini berkas diteruskan ke %(whom)s: %(stage)s.") % _target(occasion)


def _numbered(spt: AssignmentLetter | None) -> str:
    return spt.document.number if spt and spt.document else "–"


def _in_force(case: Facilitation) -> AssignmentLetter | None:
    spt = last_signed_spt(case)
    return spt if spt and spt.status == AssignmentLetter.Status.IN_FORCE else None


def _tell_team(case: Facilitation) -> str:
    names = case.assignments.filter(until_at=None).order_by("id").values_list("officer__name", flat=True)
    team = list(dict.fromkeys(names))
    return _("Beri tahu tim: %(names)s.") % {"names": ", ".join(team)} if team else ""


def _named_ends(case: Facilitation) -> str:
    named = case.assignments.filter(role="coordinator", until_at=None).exists()
    return _("Penunjukan koordinator ikut berakhir.") if named else ""


def _redraft(case: Facilitation) -> str:
    drafted = case.spts.filter(status=AssignmentLetter.Status.DRAFT).exists()
    return _("Konsep SPT disusun ulang, dan paraf yang sudah ada gugur.") if drafted else ""


# ── Dispositions ───────────────────────────────────────────────────────────────────────────────────────────────────


def _send_back(occasion: Occasion) -> list[str]:
    revision, at = occasion.definition, occasion.recorded_at
    to = paraf.expected_back(occasion.case, definition=revision, to=occasion.row.to, at=at)
    words = _words(occasion, to)
    if flow.is_beside(revision, occasion.row.from_stage):
        first = _("Konsep perubahan SPT dikembalikan ke %(whom)s dengan alasan Anda; fasilitasinya tetap berjalan.")
    elif _has_choice(occasion):
        first = _("Berkas dikembalikan dengan alasan Anda.")
    else:
        first = _("Berkas dikembalikan ke %(whom)s dengan alasan Anda.")
    return [first % words, _("Riwayat dan paraf sebelumnya tetap tercatat.")]


def _has_choice(occasion: Occasion) -> bool:
    rows = flow.rows(occasion.definition, occasion.act, occasion.row.from_stage)
    return any(row.choice for row in rows)


def _withdraw(occasion: Occasion) -> list[str]:
    words = _words(occasion, occasion.row.to)
    return [
        _("Disposisi ditarik sebelum dibaca dan tetap tercatat."),
        _named_ends(occasion.case),
        _("Berkas kembali kepada Anda: %(stage)s.") % words,
    ]


def _supersede(occasion: Occasion) -> list[str]:
    case = occasion.case
    later = standing(case).filter(tier__gt=tier_given_by(occasion)).count()
    return [
        _("Disposisi yang lama diganti dan tetap dapat dibaca."),
        _("Disposisi tingkat sesudahnya ikut berakhir.") if later else "",
        _named_ends(case),
        _redraft(case),
        _("Berkas mulai lagi pada %(whom)s: %(stage)s.") % _words(occasion, occasion.row.to or occasion.row.from_stage),
    ]


# ── Declining ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _decline(occasion: Occasion) -> list[str]:
    return [
        _("Langkah SOP berhenti di sini, dan waktunya tidak dihitung lagi."),
        _("%(whom)s menyusun surat penolakan; sebelum surat itu ditandatangani, penolakan masih dapat dibatalkan.")
        % _target(occasion),
    ]


def _letter_on(occasion: Occasion) -> list[str]:
    return [_("Sesudah ini surat penolakan diteruskan ke %(whom)s: %(stage)s.") % _target(occasion)]


def _sign_decline(occasion: Occasion) -> list[str]:
    return [
        _("Surat penolakan diberi nomor, terbit, dan disampaikan kepada pemohon."),
        _("Berkas berakhir sebagai ditolak dan tidak dapat dibuka lagi."),
    ]


def _reconsider(occasion: Occasion) -> list[str]:
    to = flow.target(occasion.row, occasion.case.came_from)
    return [
        _("Penolakan dibatalkan; konsep surat dan parafnya gugur."),
        _("Berkas kembali ke %(whom)s (%(stage)s) dan waktu berjalan lagi.") % _words(occasion, to),
    ]


# ── Another time, or not at all ────────────────────────────────────────────────────────────────────────────────────


def _postpone(occasion: Occasion) -> list[str]:
    if flow.is_beside(occasion.definition, occasion.row.to):
        return [
            _("Jadwal berubah sekarang juga, sedangkan SPT masih memuat jadwal yang lama."),
            _("%(whom)s menyusun perubahan SPT; tim tidak berangkat sebelum perubahan itu ditandatangani.")
            % _words(occasion, occasion.row.to),
            _("Perubahan SPT yang sedang berjalan dimulai lagi dari konsep.") if occasion.case.beside else "",
        ]
    if occasion.row.to:
        return [
            _("Jadwal berubah sekarang juga."),
            _redraft(occasion.case),
            _("Berkas kembali ke %(whom)s: %(stage)s.") % _words(occasion, occasion.row.to),
        ]
    return [_("Jadwal berubah sekarang juga; tahap berkas tetap.")]


def _cancel(occasion: Occasion) -> list[str]:
    case = occasion.case
    spt = _in_force(case)
    revoked = _("SPT %(number)s dicabut, dan halaman QR-nya mengatakannya.") % {"number": _numbered(spt)}
    return [
        _("Fasilitasi berakhir sebagai dibatalkan dan tidak dapat dibuka lagi; pemohon diberi tahu."),
        revoked if spt else "",
        _tell_team(case),
    ]


# ── Another SPT ────────────────────────────────────────────────────────────────────────────────────────────────────


def _amend(occasion: Occasion) -> list[str]:
    words = _words(occasion, occasion.row.to) | {"number": _numbered(_in_force(occasion.case))}
    return [
        _("Fasilitasi tetap berjalan. %(whom)s menyusun perubahan SPT.") % words,
        _("SPT %(number)s tetap berlaku sampai penggantinya ditandatangani.") % words
        if _in_force(occasion.case)
        else "",
    ]


def _revoke(occasion: Occasion) -> list[str]:
    words = _words(occasion, occasion.row.to) | {"number": _numbered(_in_force(occasion.case))}
    return [
        _("SPT %(number)s tidak berlaku lagi mulai sekarang, dan halaman QR-nya mengatakannya.") % words,
        _("Tim tidak berangkat sampai SPT pengganti, yang disusun %(whom)s, ditandatangani.") % words,
        _tell_team(occasion.case),
    ]


def _amendment_on(occasion: Occasion) -> list[str]:
    return [
        _("Sesudah ini konsep perubahan SPT diteruskan ke %(whom)s: %(stage)s.") % _target(occasion),
        _("Bagi tim belum ada yang berubah sampai ditandatangani."),
    ]


def _sign_amendment(occasion: Occasion) -> list[str]:
    case = occasion.case
    old, new = _in_force(case), current_spt(case)
    replaced = _("SPT %(number)s tidak berlaku lagi, tetapi tetap dapat dibaca.") % {"number": _numbered(old)}
    return [
        _("SPT pengganti diberi nomor, terbit, dan langsung berlaku."),
        replaced if old else "",
        *(_moves(last_signed_spt(case), new) if new else ()),
    ]


def _moves(old: AssignmentLetter | None, new: AssignmentLetter) -> list[str]:
    """Who leaves the team, and who comes, by the new SPT."""
    before = [one.officer.name for one in old.crew.select_related("officer")] if old else []
    after = [one.officer.name for one in new.crew.select_related("officer")]
    gone, come = [one for one in before if one not in after], [one for one in after if one not in before]
    return [
        _("Keluar dari tim: %(names)s.") % {"names": ", ".join(gone)} if gone else "",
        _("Masuk tim: %(names)s.") % {"names": ", ".join(come)} if come else "",
    ]


def _drop(occasion: Occasion) -> list[str]:
    case = occasion.case
    spt = _in_force(case)
    if spt is None:
        return [_("Konsep perubahan gugur. Tidak ada SPT yang berlaku: tim tidak dapat berangkat sampai ada SPT baru.")]
    window = window_text(spt.starts_at, spt.ends_at, case.office.time_zone)
    return [
        _("Konsep perubahan gugur. SPT %(number)s tetap berlaku dengan jadwal %(window)s.")
        % {"number": _numbered(spt), "window": window}
    ]


#: What acts off the SOP's path do besides leading to another stage.
TOLD: dict[str, Callable[[Occasion], list[str]]] = {
    "send_back": _send_back, "withdraw": _withdraw, "supersede": _supersede,
    "decline": _decline, "draft_decline": _letter_on, "initial_decline": _letter_on, "sign_decline": _sign_decline,
    "reconsider": _reconsider, "postpone": _postpone, "cancel": _cancel, "amend": _amend, "revoke_spt": _revoke,
    "amend_spt": _amendment_on, "initial_amendment": _amendment_on, "sign_amendment": _sign_amendment,
    "drop_amendment": _drop,
}  # fmt: skip
