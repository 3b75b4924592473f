"""Notices (pemberitahuan): what the requester is told by e-mail. Called by the worker, after the act is committed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formataddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from simcap.documents import store
from simcap.documents.models import Document
from simcap.facilitation.models import CLOSED_CLASSES, Facilitation, Outbox
from simcap.facilitation.outbox import delivers
from simcap.intake.queries import open_completion

from .letters import signed_file
from .notice_facts import amended, cancelled, declined, postponed, restored, told_as
from .requester import answer_url, shared_url
from .tracking import Standing, asked_for

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Notice:
    """One mail: its subject, its template, and what it tells besides; None of that when nobody needs to be told."""

    subject: Promise
    template: str
    facts: Callable[[Outbox], Facts | None] = lambda row: {}


#: Act → its mail.
NOTICES = {
    "register": Notice(_("Permintaan Anda terdaftar, agenda %(agenda)s"), "register"),
    "return_incomplete": Notice(_("Mohon lengkapi permintaan Anda, agenda %(agenda)s"), "return_incomplete"),
    "sign_spt": Notice(_("Tim sudah ditugaskan, agenda %(agenda)s"), "sign_spt"),
    "sign_amendment": Notice(_("Surat tugas tim diubah, agenda %(agenda)s"), "sign_amendment", amended),
    "postpone": Notice(_("Waktu kegiatan diubah, agenda %(agenda)s"), "postpone", postponed),
    "drop_amendment": Notice(_("Waktu kegiatan diubah, agenda %(agenda)s"), "postpone", restored),
    "cancel": Notice(_("Permintaan dibatalkan, agenda %(agenda)s"), "cancel", cancelled),
    "sign_decline": Notice(_("Jawaban atas permintaan Anda, agenda %(agenda)s"), "sign_decline", declined),
    "accept_report": Notice(_("Fasilitasi selesai, agenda %(agenda)s"), "accept_report"),
}


@delivers(*NOTICES, "confirm_signed")
def send(row: Outbox) -> None:
    """Tell the requester of one act, in Indonesian, where his letter has an e-mail address; classes R and SR too.

    Changes: one mail goes out. Its Message-ID follows from the journal entry, so a repeated delivery is one mail.
    Raises: whatever the mail server says; the worker keeps it and tries again.
    """
    case, act = row.facilitation, told_as(row)
    if not case.letter.contact_email or act not in NOTICES:
        return
    notice = NOTICES[act]
    with translation.override("id"):
        facts = notice.facts(row)
        if facts is None:
            return
        mail = EmailMessage(
            subject=str(notice.subject) % {"agenda": case.agenda_number},
            body=_body(notice, row, facts),
            from_email=formataddr((case.office.short_name, case.office.email)) if case.office.email else None,
            to=[case.letter.contact_email],
            headers={"Message-ID": f"<{row.entry.hash}@{_domain()}>", "Auto-Submitted": "auto-generated"},
        )
        if letter := facts.get("letter"):
            _attach(mail, letter, case)
        mail.send()


def _domain() -> str:
    return urlsplit(settings.SIMCAP_PUBLIC_URL).hostname or "localhost"


def _attach(mail: EmailMessage, letter: Document, case: Facilitation) -> None:
    """The signed letter goes along, so that it can be filed; of the closed classes only the link does."""
    if case.security in CLOSED_CLASSES:
        return
    file = signed_file(letter)
    ending = file.media_type.rsplit("/", 1)[-1]
    mail.attach(f"{letter.title}.{ending}".replace("/", "-"), store.get(file), file.media_type)


def _body(notice: Notice, row: Outbox, facts: Facts) -> str:
    case = row.facilitation
    completion = open_completion(case)
    context = {
        "case": case,
        "office": case.office,
        "standing": Standing(case, at=row.created_at),
        "reasons": asked_for(case),
        "note": completion.note if completion else "",
        "answer_url": answer_url(case),
        # The public page does not know cases of the closed classes; the secret link tells the same.
        "tracking_url": shared_url(case),
        "is_closed_class": case.security in CLOSED_CLASSES,
        **facts,
    }
    return render_to_string(f"public/mail/{notice.template}.txt", context).strip() + "\n"
