"""The main path, act by act, through the doorway."""

import pytest

from simcap.documents.models import Document
from simcap.journal.verify import verify
from tests.cast import assemble

pytestmark = pytest.mark.django_db


def test_a_letter_becomes_an_accepted_report_through_all_five_steps() -> None:
    cast = assemble()
    case = cast.walk("closed")
    kinds = list(Document.objects.filter(case_uid=case.uid).order_by("id").values_list("kind", flat=True))
    assert kinds == [
        "disposition_sheet",
        "assignment_letter",
        "hand_over_list",
        "field_report",
        "host_confirmation",
        "facilitation_record",
        "activity_report",
    ]
    verdict = verify(chain=f"case:{case.uid}")
    assert (verdict.breaks, verdict.entries) == ((), 15)
