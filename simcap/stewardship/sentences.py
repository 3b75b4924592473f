"""The sentences of this folder's acts in the journals of case and office."""

from __future__ import annotations

from django.utils.translation import gettext as _

from simcap.journal.sentences import Body, says, who

from .models import IncidentStep, Kind, SubjectRequest


def _kind(body: Body) -> str:
    return str(Kind(body["kind"]).label)


def _of_case(body: Body) -> str:
    """The case, where the office's journal tells of one."""
    return _(" (agenda %(agenda)s)") % {"agenda": body["agenda_number"]} if body.get("agenda_number") else ""


@says("put_hold")
def _put_hold(body: Body) -> str:
    return _("%(who)s menahan pemusnahan berkas%(case)s.") % {"who": who(body), "case": _of_case(body)}


@says("lift_hold")
def _lift_hold(body: Body) -> str:
    return _("%(who)s mencabut penahanan pemusnahan berkas%(case)s.") % {"who": who(body), "case": _of_case(body)}


@says("propose_destruction")
def _propose(body: Body) -> str:
    return _("%(who)s mengusulkan pemusnahan %(count)d arsip: %(kind)s.") % {
        "who": who(body), "count": len(body["items"]), "kind": _kind(body),
    }  # fmt: skip


@says("withdraw_destruction")
def _withdraw(body: Body) -> str:
    return _("%(who)s menarik usul pemusnahan: %(kind)s.") % {"who": who(body), "kind": _kind(body)}


@says("approve_destruction")
def _approve(body: Body) -> str:
    return _("%(who)s menyetujui pemusnahan %(count)d arsip (%(kind)s), berita acara nomor %(number)s.") % {
        "who": who(body), "count": len(body["items"]), "kind": _kind(body), "number": body["number"],
    }  # fmt: skip


@says("refuse_destruction")
def _refuse(body: Body) -> str:
    return _("%(who)s menolak usul pemusnahan: %(kind)s.") % {"who": who(body), "kind": _kind(body)}


@says("destroy_record")
def _destroy(body: Body) -> str:
    return _("%(kind)s dimusnahkan atas persetujuan %(who)s, berita acara nomor %(number)s.") % {
        "who": who(body), "kind": _kind(body), "number": body["number"],
    }  # fmt: skip


@says("record_destruction")
def _record(body: Body) -> str:
    return _("Berita acara pemusnahan nomor %(number)s terbit: %(count)d arsip dimusnahkan, %(left)d dikecualikan.") % {
        "number": body["number"], "count": body["destroyed_count"], "left": body["excluded_count"],
    }  # fmt: skip


def _wish(body: Body) -> str:
    return str(SubjectRequest.Wish(body["wish"]).label).lower()


@says("register_subject_request")
def _register(body: Body) -> str:
    said = _("Permintaan data pribadi diterima: %(wish)s.") % {"wish": _wish(body)}
    return said if body["actor"].get("kind") == "requester" else f"{said} {_('Dicatat oleh')} {who(body)}."


@says("identify_subject")
def _identify(body: Body) -> str:
    return _("%(who)s memeriksa identitas pemohon data pribadi.") % {"who": who(body)}


@says("answer_subject_request")
def _answer(body: Body) -> str:
    words = {
        "answered": _("%(who)s menjawab permintaan data pribadi: %(wish)s."),
        "refused": _("%(who)s menyatakan permintaan data pribadi tidak dapat dipenuhi: %(wish)s."),
    }
    return words[body["state"]] % {"who": who(body), "wish": _wish(body)}


@says("deliver_subject_answer")
def _deliver(body: Body) -> str:
    return _("Jawaban atas permintaan data pribadi diserahkan: %(how)s.") % {
        "how": SubjectRequest.Delivery(body["delivery"]).label
    }


@says("erase_person")
def _erase_person(body: Body) -> str:
    return _("%(who)s menghapus data narahubung pada berkas%(case)s atas permintaan pemiliknya.") % {
        "who": who(body), "case": _of_case(body),
    }  # fmt: skip


@says("note_rectification")
def _rectify(body: Body) -> str:
    return _("%(who)s mencatat perbaikan data pribadi pada berkas%(case)s.") % {
        "who": who(body), "case": _of_case(body),
    }  # fmt: skip


@says("look_up_person")
def _look_up(body: Body) -> str:
    return _("%(who)s menelusuri data pribadi yang disimpan: %(count)d temuan.") % {
        "who": who(body), "count": body["hit_count"],
    }  # fmt: skip


@says("report_incident")
def _report(body: Body) -> str:
    return _("%(who)s melaporkan insiden pelindungan data pribadi.") % {"who": who(body)}


@says("handle_incident")
def _handle(body: Body) -> str:
    return _("%(who)s mencatat pada insiden pelindungan data: %(step)s.") % {
        "who": who(body), "step": IncidentStep.Kind(body["step"]).label,
    }  # fmt: skip


@says("clear_expired")
def _clear(body: Body) -> str:
    parts = (f"{Kind(kind).label} {count}" for kind, count in body["cleared"].items())
    return _("Pembersihan berkala menurut jadwal retensi: %(what)s.") % {"what": ", ".join(parts)}
