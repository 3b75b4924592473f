"""Requests of data subjects (permintaan data pribadi): received, identity checked, answered within 3x24 hours."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from simcap import clock
from simcap.documents import store
from simcap.errors import BadInputs, NotNow
from simcap.facilitation.models import CLOSED_CLASSES, Facilitation
from simcap.facilitation.noting import locked, note_both
from simcap.facilitation.queries import visible_to
from simcap.intake.models import RequestLetter
from simcap.intake.queries import tidy_code
from simcap.people.acts import By, by_of, note
from simcap.people.models import Office

from .delivery import deliver_answers
from .export import build
from .held import LAST_DIGITS, Terms, look_up
from .models import Kind, SubjectRequest
from .retention import destroyed, hold_on
from .rules import Steward, must
from .wiping import Warrant, wipe

#: Source: UU 27/2022, articles 7 and 8 and their explanation: 3x24 hours after the request is received.
WITHIN = timedelta(hours=72)


class _Requester(By):
    """The one who asks, as the journal writes him: never by name."""

    def facts(self) -> dict[str, str]:
        return {"kind": "requester"}


def _refuse(field: str, sentence: str) -> BadInputs:
    return BadInputs(sentence, fields={field: [sentence]})


def proven_case(office: Office, *, code: str, phone: str, email: str) -> Facilitation | None:
    """The case whose tracking code and whose contact on file were both given; None when they do not fit together."""
    letters = RequestLetter.objects.select_related("facilitation")
    letter = letters.filter(facilitation__office=office, facilitation__tracking_code=tidy_code(code)).first()
    if letter is None:
        return None
    same_email = bool(email) and email.strip().lower() == letter.contact_email.lower()
    given, known = (re.sub(r"\D", "", text)[-LAST_DIGITS:] for text in (phone, letter.contact_phone))
    same_phone = len(known) == LAST_DIGITS and given == known
    return letter.facilitation if same_email or same_phone else None


def register(
    office: Office, *, key: UUID, given: dict[str, Any], code: str = "", steward: Steward | None = None
) -> SubjectRequest:
    """Receive a request: from the public page, or at the counter by an officer. The same key again is the same request.

    Changes: one row, one entry in the office's journal. `received_at` may lie in the past at the counter only.
    Raises: NotYou.
    """
    holding = must("register_request", steward) if steward else None
    by: By = by_of(holding, account=steward.powers.actor.account) if holding and steward else _Requester("", "")
    case = proven_case(office, code=code, phone=given["phone"], email=given["email"]) if code else None
    received_at = given.pop("received_at", None) or clock.now()
    made = SubjectRequest(
        office=office, key=key, facilitation=case, received_at=received_at, due_at=received_at + WITHIN,
        channel=SubjectRequest.Channel.COUNTER if steward else SubjectRequest.Channel.ONLINE,
        identity=SubjectRequest.Identity.CODE if case else SubjectRequest.Identity.PENDING, **given,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            facts = {"request": str(made.uid), "wish": made.wish, "channel": made.channel, "due_at": str(made.due_at)}
            note(office, act="register_subject_request", by=by, facts=facts, detail=_told(made))
    except IntegrityError:
        earlier = SubjectRequest.objects.filter(key=key, office=office).first()
        if earlier is None:
            raise
        return earlier
    return made


def _told(made: SubjectRequest) -> dict[str, str]:
    given = {"name": made.name, "phone": made.phone, "email": made.email, "text": made.text}
    return {name: text for name, text in given.items() if text}


def _locked(request: SubjectRequest) -> SubjectRequest:
    found = SubjectRequest.objects.select_related("office", "facilitation").select_for_update(of=("self",))
    row = found.get(pk=request.pk)
    if row.state != SubjectRequest.State.OPEN:
        raise NotNow(_("Permintaan ini sudah selesai: %(state)s.") % {"state": row.get_state_display()})
    return row


@transaction.atomic
def identify(request: SubjectRequest, *, how: str, steward: Steward) -> SubjectRequest:
    """Note that the office has checked who asks (periksa identitas), and by what. Raises: NotYou, NotNow."""
    holding, row = must("handle_request", steward), _locked(request)
    row.identity, row.identity_note = SubjectRequest.Identity.BY_HAND, how
    row.save(update_fields=["identity", "identity_note"])
    by = by_of(holding, account=steward.powers.actor.account)
    note(row.office, act="identify_subject", by=by, facts={"request": str(row.uid)}, detail={"note": how})
    return row


def terms_of(request: SubjectRequest) -> Terms:
    """By what the asking person is looked for."""
    return Terms(name=request.name, phone=request.phone, email=request.email, institution=request.institution)


def note_look_up(request: SubjectRequest, *, hit_count: int, steward: Steward) -> None:
    """Looking for a person is itself processing, so it stands in the office's journal; not by which words."""
    by = by_of(must("handle_request", steward), account=steward.powers.actor.account)
    facts = {"request": str(request.uid), "hit_count": hit_count}
    with transaction.atomic():
        note(request.office, act="look_up_person", by=by, facts=facts)


def address_on_file(request: SubjectRequest, cases: Collection[Facilitation]) -> str:
    """Where an answer may be sent: that of the proven case, else the typed one where a chosen case has it on file."""
    letters = RequestLetter.objects.exclude(contact_email="").order_by("-pk")
    if request.facilitation:
        letters = letters.filter(facilitation=request.facilitation)
    else:
        letters = letters.filter(facilitation__in=cases, contact_email__iexact=request.email or "–")
    return letters.values_list("contact_email", flat=True).first() or ""


def _chosen(row: SubjectRequest, uids: Collection[UUID], steward: Steward) -> list[Facilitation]:
    found = Facilitation.objects.filter(office=row.office, uid__in=uids).select_related("office").order_by("-pk")
    seen = set(visible_to(steward.powers).filter(uid__in=uids).values_list("pk", flat=True))
    cases = [one for one in found if one.security not in CLOSED_CLASSES or one.pk in seen]
    if len(cases) != len(set(uids)):
        raise _refuse("cases", _("Sebagian berkas yang dipilih tidak ditemukan."))
    return cases


def _must_be_identified(row: SubjectRequest) -> None:
    if row.identity == SubjectRequest.Identity.PENDING:
        raise NotNow(_("Periksa dahulu identitas pemohon."))


def _finish(row: SubjectRequest, steward: Steward, *, state: str, answer: str, at: datetime) -> SubjectRequest:
    holding = must("handle_request", steward)
    row.state, row.answered_at, row.answer = state, at, answer
    row.answered_by = f"{steward.powers.actor.name} ({holding.title})"
    row.save()
    by = by_of(holding, account=steward.powers.actor.account)
    facts = {
        "request": str(row.uid), "wish": row.wish, "state": state, "given": row.given,
        "file_sha256": row.file_id, "delivery": row.delivery, "late": at > row.due_at,
    }  # fmt: skip
    note(row.office, act="answer_subject_request", by=by, facts=facts, detail={"answer": answer} if answer else None)
    if row.delivery == SubjectRequest.Delivery.EMAIL:
        deliver_answers.enqueue()
    return row


def _deliver_by(row: SubjectRequest, delivery: str, cases: Collection[Facilitation]) -> None:
    row.delivery = delivery
    if delivery == SubjectRequest.Delivery.EMAIL:
        row.address = address_on_file(row, cases)
        if not row.address:
            raise _refuse("delivery", _("Tidak ada alamat surel yang tercatat; jawaban perlu diambil di kantor."))


@transaction.atomic
def answer_access(
    request: SubjectRequest, *, uids: Collection[UUID], delivery: str, answer: str = "", steward: Steward
) -> SubjectRequest:
    """Answer what is held (jawab permintaan akses): the export is made, kept until it is handed over or mailed.

    Raises: NotYou, NotNow; BadInputs beside what is wrong.
    """
    must("handle_request", steward)
    row = _locked(request)
    _must_be_identified(row)
    cases, at = _chosen(row, uids, steward), clock.now()
    _deliver_by(row, delivery, cases)
    found = look_up(row.office, terms_of(row), steward.powers, without=row.pk)
    row.file = store.put(build(row, cases, found.hits, at=at), media_type="application/zip")
    row.given = [one.agenda_number for one in cases]
    return _finish(row, steward, state=SubjectRequest.State.ANSWERED, answer=answer, at=at)


@transaction.atomic
def answer_rectify(
    request: SubjectRequest, *, uids: Collection[UUID], delivery: str, answer: str, steward: Steward
) -> SubjectRequest:
    """Note a rectification (perbaikan data) on each chosen case; what was written before stays, as the record must."""
    holding, row = must("handle_request", steward), _locked(request)
    _must_be_identified(row)
    cases = _chosen(row, uids, steward)
    if not cases:
        raise _refuse("cases", _("Pilih berkas yang datanya diperbaiki."))
    if not answer:
        raise _refuse("answer", _("Tulis perbaikan yang dicatat."))
    _deliver_by(row, delivery, cases)
    by = by_of(holding, account=steward.powers.actor.account)
    for case in cases:
        facts = {"request": str(row.uid)}
        note_both(locked(case), act="note_rectification", by=by, facts=facts, detail={"text": answer})
    row.given = [one.agenda_number for one in cases]
    return _finish(row, steward, state=SubjectRequest.State.ANSWERED, answer=answer, at=clock.now())


def why_kept(case: Facilitation) -> str:
    """Why the law leaves a case's contact data in place for now; empty when it may be erased."""
    if case.closed_at is None:
        return _("masih diperlukan: berkas belum selesai")
    if hold_on(case):
        return _("sedang ditahan dari pemusnahan")
    if destroyed(case) or destroyed(case, Kind.CONTACT):
        return _("sudah dimusnahkan")
    return ""


@transaction.atomic
def answer_erase(
    request: SubjectRequest, *, uids: Collection[UUID], delivery: str, answer: str = "", steward: Steward
) -> SubjectRequest:
    """Erase a person's contact data (hapus data) on each chosen case as far as the law leaves it, and say what stays.

    Changes: letter and drafts emptied, detail rows erased; issued documents and attachments stay until their term ends.
    """
    holding, row = must("handle_request", steward), _locked(request)
    _must_be_identified(row)
    cases, at = _chosen(row, uids, steward), clock.now()
    if not cases:
        raise _refuse("cases", _("Pilih berkas yang datanya dihapus."))
    _deliver_by(row, delivery, cases)
    by, terms = by_of(holding, account=steward.powers.actor.account), terms_of(row)
    said = [_erase(locked(case), row, by, terms, at) for case in sorted(cases, key=lambda one: one.pk)]
    row.given = [one.agenda_number for one in cases]
    return _finish(row, steward, state=_state(said), answer="\n".join([*(s for _ok, s in said), answer]).strip(), at=at)


def _state(said: Sequence[tuple[bool, str]]) -> str:
    done = any(ok for ok, _sentence in said)
    return SubjectRequest.State.ANSWERED if done else SubjectRequest.State.REFUSED


def _erase(case: Facilitation, row: SubjectRequest, by: By, terms: Terms, at: datetime) -> tuple[bool, str]:
    if why := why_kept(case):
        return False, _("%(number)s: tidak dihapus, %(why)s.") % {"number": case.agenda_number, "why": why}
    under = _("Permintaan data pribadi %(uid)s, UU 27/2022") % {"uid": str(row.uid)[:8]}
    gone = wipe(case, Kind.CONTACT, Warrant(actor=by.facts(), under=under, at=at), terms=terms.words)
    note_both(case, act="erase_person", by=by, facts={"request": str(row.uid), "detail_count": gone.detail_count})
    sentence = _("%(number)s: data narahubung dihapus. Naskah dan lampiran tetap sampai masa retensinya berakhir.")
    return True, sentence % {"number": case.agenda_number}


@transaction.atomic
def refuse_request(request: SubjectRequest, *, answer: str, steward: Steward) -> SubjectRequest:
    """Say why a request cannot be met (tolak permintaan). Raises: NotYou, NotNow; BadInputs without a reason."""
    must("handle_request", steward)
    row = _locked(request)
    if not answer:
        raise _refuse("answer", _("Tulis alasannya."))
    row.delivery = SubjectRequest.Delivery.COUNTER
    return _finish(row, steward, state=SubjectRequest.State.REFUSED, answer=answer, at=clock.now())


@transaction.atomic
def hand_over(request: SubjectRequest, *, steward: Steward) -> SubjectRequest:
    """Note that the answer was collected at the office (diserahkan). Raises: NotYou, NotNow."""
    holding = must("handle_request", steward)
    row = SubjectRequest.objects.select_related("office").select_for_update(of=("self",)).get(pk=request.pk)
    if row.state == SubjectRequest.State.OPEN or row.delivered_at:
        raise NotNow(_("Tidak ada jawaban yang menunggu diserahkan."))
    row.delivered_at, row.delivery = clock.now(), SubjectRequest.Delivery.COUNTER
    row.save(update_fields=["delivered_at", "delivery"])
    by = by_of(holding, account=steward.powers.actor.account)
    note(row.office, act="deliver_subject_answer", by=by, facts={"request": str(row.uid), "delivery": row.delivery})
    return row
