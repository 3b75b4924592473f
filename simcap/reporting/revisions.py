"""By which SOP revision a period is assessed: the one under which most of its steps were done."""

from __future__ import annotations

from datetime import date

from django.db.models import Sum

from simcap.facilitation.definitions import all_definitions
from simcap.facilitation.measure_models import MonthCount
from simcap.monitoring.figures import VERDICTS
from simcap.people.models import Office


def revision_of(office: Office, first: date, last: date) -> str:
    """The revision of most closed measurements in the months from the first day to the last; else the one in force.

    A past half-year is so assessed by the SOP that held then, also after the office has taken on another.
    """
    rows = MonthCount.objects.filter(
        office=office, definition_id__in=list(all_definitions()), month__gte=first.replace(day=1), month__lte=last,
        width=1, bucket=0, performer="", measure__in=VERDICTS,
    )  # fmt: skip
    counted = (
        rows.values_list("definition_id").annotate(n=Sum("number")).filter(n__gt=0).order_by("-n", "definition_id")
    )
    found = counted.first()
    return found[0] if found else office.sop_id
