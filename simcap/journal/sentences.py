"""One sentence per act: how an entry of the journal reads to a person. An unknown act is an error, never silence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

#: Working minutes of a day. Source: Perpres 21/2023, 37.5 h in five days.
MINUTES_OF_DAY = 450

Body = Mapping[str, Any]
Maker = Callable[[Body], str]

_makers: dict[str, Maker] = {}


def says(act: str) -> Callable[[Maker], Maker]:
    """Register the sentence-maker of an act. Raises: ValueError when the act already has one."""

    def keep(maker: Maker) -> Maker:
        if act in _makers:
            raise ValueError(f"The act {act} already has a sentence.")
        _makers[act] = maker
        return maker

    return keep


def acts() -> frozenset[str]:
    """Every act that has a sentence: those of cases and those of an office."""
    return frozenset(_makers)


def sentence(body: Body) -> str:
    """The entry in words, in the current language. Raises: LookupError for an act without a sentence."""
    try:
        maker = _makers[body["act"]]
    except KeyError:
        raise LookupError(f"No sentence for the act {body['act']!r}.") from None
    return " ".join((maker(body), *_further(body)))


def _further(body: Body) -> Iterator[str]:
    """What an entry adds to its sentence: the paper that it was typed from, and that it was recorded long after."""
    paper = body.get("paper")
    if paper and paper["form"] == body["act"]:
        yield _("Menurut formulir kertas %(code)s, diisi oleh %(whom)s.") % {
            "code": paper["code"],
            "whom": paper["filled_by"],
        }
    if late := body.get("recorded_late_minutes", 0) // MINUTES_OF_DAY:
        yield ngettext(
            "Dicatat %(n)d hari kerja sesudah kejadian.", "Dicatat %(n)d hari kerja sesudah kejadian.", late
        ) % {"n": late}  # fmt: skip


def who(body: Body) -> str:
    """The actor as a person says it: name and by which post."""
    actor = body.get("actor", {})
    if actor.get("kind") == "requester":
        return _("Pemohon")
    post = actor.get("position")
    return f"{actor.get('name', 'SIMCAP')} ({post})" if post else str(actor.get("name", "SIMCAP"))


@says("checkpoint")
def _checkpoint(body: Body) -> str:
    return _("Titik periksa harian atas %(count)d rantai dicatat.") % {"count": len(body["heads"])}


@says("erase_detail")
def _erase(body: Body) -> str:
    return _("%(who)s menghapus rincian jejak %(chain)s nomor %(seq)d: %(reason)s.") % {
        "who": who(body),
        "chain": body["erased_chain"],
        "seq": body["erased_seq"],
        "reason": body["reason"],
    }


def _kinds() -> dict[str, str]:
    """Kinds of appointment in words."""
    return {"definitive": _("definitif"), "plt": "Plt.", "plh": "Plh.", "an": "a.n.", "ub": "u.b."}


@says("appoint_officer")
def _appoint(body: Body) -> str:
    return _("%(who)s menugaskan %(officer)s sebagai %(position)s (%(kind)s) berdasarkan %(decree)s.") % {
        "who": who(body),
        "officer": body["officer"],
        "position": body["position"],
        "kind": _kinds().get(body["kind"], body["kind"]),
        "decree": body["decree"],
    }


@says("end_appointment")
def _end(body: Body) -> str:
    return _("%(who)s mengakhiri penugasan %(officer)s sebagai %(position)s: %(reason)s.") % {
        "who": who(body),
        "officer": body["officer"],
        "position": body["position"],
        "reason": body["reason"],
    }


@says("setting_changed")
def _setting(body: Body) -> str:
    return _("%(who)s mengubah %(what)s: %(change)s.") % {
        "who": who(body),
        "what": body["what"],
        "change": body["change"],
    }


@says("calendar_changed")
def _calendar(body: Body) -> str:
    count = len({one["agenda_number"] for one in body["moved"]})
    moved = ngettext("Bergeser: %(n)d berkas berjalan.", "Bergeser: %(n)d berkas berjalan.", count) % {"n": count}
    return f"{_setting(body)} {moved}" if count else _setting(body)


@says("office_opened")
def _opened(body: Body) -> str:
    return _("Kantor %(office)s dibuka di SIMCAP.") % {"office": body["office_name"]}


@says("bundle_taken")
def _bundle(body: Body) -> str:
    return _("%(who)s mengambil bundel berkas agenda %(agenda)s (%(entries)d catatan jejak).") % {
        "who": who(body),
        "agenda": body["agenda_number"],
        "entries": body["entries"],
    }
