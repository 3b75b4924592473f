"""The sentences of this folder's acts in the office's journal."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from simcap.journal.sentences import Body, says, who


def _named(body: Body) -> dict[str, str]:
    return {"who": who(body), "sop": body["revision_id"] or _("tanpa kode")}


@says("begin_revision")
def _begin(body: Body) -> str:
    return _("%(who)s memulai konsep revisi SOP (%(sop)s): %(why)s") % {**_named(body), "why": body["why"]}


@says("propose_revision")
def _propose(body: Body) -> str:
    return _("%(who)s mengajukan revisi SOP %(sop)s: %(why)s") % {**_named(body), "why": body["why"]}


@says("approve_revision")
def _approve(body: Body) -> str:
    day = date_format(date.fromisoformat(body["effective_on"]), "j F Y")
    said = _("%(who)s mengesahkan revisi SOP %(sop)s, berlaku mulai %(day)s.") % {**_named(body), "day": day}
    if body["gives_way"]:
        said += " " + _("Revisi %(other)s yang belum berlaku digantikan.") % {"other": body["gives_way"]}
    return said


@says("reject_revision")
def _reject(body: Body) -> str:
    return _("%(who)s menolak revisi SOP %(sop)s: %(why)s") % {**_named(body), "why": body["decision"]}


@says("withdraw_revision")
def _withdraw(body: Body) -> str:
    return _("%(who)s menarik revisi SOP %(sop)s: %(why)s") % {**_named(body), "why": body["why"]}


@says("move_case")
def _move(body: Body) -> str:
    told = {"who": who(body), "old": body["from"]["id"], "new": body["to"]["id"]}
    if "agenda_number" in body:
        said = _("%(who)s memindahkan berkas agenda %(agenda)s dari SOP %(old)s ke %(new)s.")
        return said % {**told, "agenda": body["agenda_number"]}
    return _("%(who)s memindahkan berkas ini dari SOP %(old)s ke %(new)s; yang sudah diukur tetap.") % told
