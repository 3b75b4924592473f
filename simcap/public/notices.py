"""Notices (pemberitahuan): what the requester is told by e-mail. Called by the worker, after the act is committed."""

from __future__ import annotations

from email.utils import formataddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from simcap.facilitation.models import CLOSED_CLASSES, Facilitation, Outbox
from simcap.facilitation.outbox import delivers
from simcap.intake.queries import open_completion

from .requester import answer_url, tracking_url
from .tracking import Standing, asked_for

#: Act → the template of its mail.
MAILS = {
    "register": "public/mail/register.txt",
    "return_incomplete": "public/mail/return_incomplete.txt",
    "sign_spt": "public/mail/sign_spt.txt",
    "accept_report": "public/mail/accept_report.txt",
}


@delivers(*MAILS)
def send(row: Outbox) -> None:
    """Tell the requester of one act, in Indonesian, where his letter has an e-mail address; classes R and SR too.

    Changes: one mail goes out. Its Message-ID follows from the journal entry, so a repeated delivery is one mail.
    Raises: whatever the mail server says; the worker keeps it and tries again.
    """
    case = row.facilitation
    if not case.letter.contact_email:
        return
    with translation.override("id"):
        mail = EmailMessage(
            subject=_subject(row.act, case),
            body=_body(row.act, case, row),
            from_email=formataddr((case.office.short_name, case.office.email)) if case.office.email else None,
            to=[case.letter.contact_email],
            headers={"Message-ID": f"<{row.entry.hash}@{_domain()}>", "Auto-Submitted": "auto-generated"},
        )
        mail.send()


def _domain() -> str:
    return urlsplit(settings.SIMCAP_PUBLIC_URL).hostname or "localhost"


def _subject(act: str, case: Facilitation) -> str:
    subjects = {
        "register": _("Permintaan Anda terdaftar, agenda %(agenda)s"),
        "return_incomplete": _("Mohon lengkapi permintaan Anda, agenda %(agenda)s"),
        "sign_spt": _("Tim sudah ditugaskan, agenda %(agenda)s"),
        "accept_report": _("Fasilitasi selesai, agenda %(agenda)s"),
    }
    return subjects[act] % {"agenda": case.agenda_number}


def _body(act: str, case: Facilitation, row: Outbox) -> str:
    completion = open_completion(case)
    context = {
        "case": case,
        "office": case.office,
        "standing": Standing(case, at=row.created_at),
        "reasons": asked_for(case),
        "note": completion.note if completion else "",
        "answer_url": answer_url(case),
        # The public page does not know cases of the closed classes; the secret link tells the same.
        "tracking_url": "" if case.security in CLOSED_CLASSES else tracking_url(case),
    }
    return render_to_string(MAILS[act], context).strip() + "\n"
