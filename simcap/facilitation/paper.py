"""Paper twins (formulir kertas): a sheet that was printed, what comes back of it, and the act that is typed from it.

The act itself is done by whoever has the right, as ever; the paper only tells what it was typed from, when that was
written, and by whom (see docs/adr/0011-paper-twins.md).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from simcap.documents.content import SheetMark, as_text
from simcap.documents.models import Attachment, new_token
from simcap.errors import NotNow
from simcap.journal.models import Entry
from simcap.people.models import Office, Officer

from .models import Facilitation, PaperScan, PaperSheet, Turn

#: Without letters and figures that are taken for one another when they are read aloud or copied by hand.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What an act is typed from: the sheet, its scan, and who filled it in (an officer's name, or a word)."""

    sheet: PaperSheet
    scan: Attachment
    filled_by: str

    def facts(self) -> dict[str, Any]:
        """The paper as the journal writes it. Nobody outside the office is named."""
        return {
            "code": self.sheet.code, "form": self.sheet.act, "filled_by": self.filled_by,
            "scan_sha256": self.scan.file_id,
        }  # fmt: skip


def must_be_for(paper: Paper, act: str, case: Facilitation | None) -> None:
    """A sheet serves its own act and case; a blank one of the counter any new case. Raises: NotNow."""
    sheet = paper.sheet
    if sheet.facilitation_id != (case.pk if case else None) or act not in (sheet.act, "file_paper"):
        raise NotNow(_("Formulir %(code)s dicetak untuk tindakan atau berkas lain.") % {"code": sheet.code})


def keep(paper: Paper, *, case: Facilitation, entry: Entry, officer: Officer) -> None:
    """Tie the scan to its entry. Changes: one row; the scan belongs to the case."""
    PaperScan.objects.create(
        sheet=paper.sheet, attachment=paper.scan, entry=entry, officer=officer, at=entry.recorded_at
    )
    Attachment.objects.filter(pk=paper.scan.pk).update(case_uid=case.uid)


def stays(case: Facilitation, stage: str) -> int:
    """How often the case has come to a stage."""
    return Turn.objects.filter(facilitation=case, stage=stage).count()


@dataclass(frozen=True, kw_only=True)
class Stub:
    """A sheet's marks, known while its content is still being written."""

    token: str
    code: str
    printed_at: datetime
    printed_by: Officer

    def mark(self, kind: str) -> SheetMark:
        """What the sheet prints of itself."""
        url = settings.SIMCAP_PUBLIC_URL + reverse("paper", args=[self.token])
        return SheetMark(
            url=url, code=self.code, kind=kind, printed_at=self.printed_at, printed_by=self.printed_by.name
        )


def stub(officer: Officer, *, at: datetime) -> Stub:
    """Fresh marks."""
    letters = "".join(secrets.choice(ALPHABET) for _each in range(8))
    return Stub(token=new_token(), code=f"{letters[:4]}-{letters[4:]}", printed_at=at, printed_by=officer)


def tidy_code(typed: str) -> str:
    """A code as it is stored, from what was typed of it."""
    letters = "".join(each for each in typed.upper() if each.isalnum())
    return f"{letters[:4]}-{letters[4:8]}"


def keep_sheet(
    marks: Stub, *, office: Office, case: Facilitation | None, act: str, stage: str, template: str, content: Any,
    is_filled: bool,
) -> PaperSheet:  # fmt: skip
    """Keep a sheet as it is printed, so that it prints again the same. Changes: one row."""
    ahead = case is not None and case.stage != stage
    return PaperSheet.objects.create(
        token=marks.token, code=marks.code, office=office, facilitation=case, act=act, stage=stage,
        round=stays(case, stage) + ahead if case else 0, template=template, is_filled=is_filled,
        content=as_text(content), printed_at=marks.printed_at, printed_by=marks.printed_by,
    )  # fmt: skip
