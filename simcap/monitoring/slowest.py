"""The slowest cases of a step (berkas paling lama) in a period, month by month along an index."""

from __future__ import annotations

from dataclasses import dataclass
from string import Template
from typing import Any

from django.db import connection

from simcap.facilitation.measure_models import ClosedMeasurement
from simcap.facilitation.queries import visible_to
from simcap.facilitation.rights import Powers

from .ranks import Scope
from .stretch import months_of

#: So many are looked at, whether the viewer may see them or not.
MOST = 50
_MONTH = Template("""SELECT id, measured_minutes FROM (
SELECT id, measured_minutes FROM simcap_closedmeasurement
WHERE office_id = %s AND step = %s AND month = %s AND definition_id = %s AND closed_on BETWEEN %s AND %s
ORDER BY measured_minutes DESC, id DESC LIMIT $most) AS slowest""")


@dataclass(frozen=True, slots=True)
class Slowest:
    """The slowest cases that the viewer may see, the slowest first; `hidden`: how many of them he may not see."""

    rows: list[ClosedMeasurement]
    hidden: int


def slowest(scope: Scope, powers: Powers, *, step: int) -> Slowest:
    """The slowest cases of a step: by its handling or, where it is Tentatif, by the time after the SPT's window."""
    keys = _keys(scope, step)
    chosen = ClosedMeasurement.objects.filter(pk__in=keys)
    visible = visible_to(powers).filter(pk__in=chosen.values("facilitation"))  # of these only, not of all there are
    seen = chosen.filter(facilitation__in=visible)
    rows = seen.select_related("facilitation__office").order_by("-measured_minutes", "-pk")
    found = list(rows)
    return Slowest(found, len(keys) - len(found))


def _keys(scope: Scope, step: int) -> list[int]:
    month, values = _MONTH.substitute(most=MOST), list[Any]()
    first, last = scope.stretch.first, scope.stretch.last
    months = list(months_of(first, last))
    for one in months:
        values += [scope.office.pk, step, one, scope.revision, first, last]
    with connection.cursor() as cursor:
        every = " UNION ALL ".join([month] * len(months))
        cursor.execute(f"{every} ORDER BY measured_minutes DESC, id DESC LIMIT {MOST}", values)
        return [row[0] for row in cursor.fetchall()]
