"""The closed measurements of the cases that are there already, and their counts."""

from collections import Counter
from itertools import islice

from django.db import migrations

from simcap.facilitation import closing, counting
from simcap.facilitation.definitions import definition
from simcap.people.calendar import read

BATCH = 500


def fill(apps, schema_editor):
    """Measure the steps of the cases that are there already, by their turns, and count them."""
    offices = {one.pk: one for one in apps.get_model("simcap", "Office").objects.all()}
    calendars = {pk: read(one) for pk, one in offices.items()}
    cases = apps.get_model("simcap", "Facilitation").objects.order_by("pk").iterator(chunk_size=BATCH)
    turns, counts = apps.get_model("simcap", "Turn").objects, Counter()
    while batch := list(islice(cases, BATCH)):
        stays = {case.pk: [] for case in batch}
        for one in turns.filter(facilitation__in=stays).exclude(closed_at=None).order_by("id"):
            stays[one.facilitation_id].append(one)
        late = [one for case in batch for one in measured_late(case, stays[case.pk], calendars[case.office_id])]
        turns.bulk_update(late, ["late"], batch_size=BATCH)
        rows = [row for case in batch for row in measured(apps, case, stays[case.pk], offices[case.office_id].time_zone)]
        apps.get_model("simcap", "ClosedMeasurement").objects.bulk_create(rows)
        counts.update(key for row in rows for key in counting.keys_of(row))
    kept = (("DayCount", counting.DAY_KEY, counts), ("MonthCount", counting.MONTH_KEY, counting.by_month(counts)))
    for name, columns, found in kept:
        model = apps.get_model("simcap", name)
        rows = (model(**dict(zip(columns, key, strict=True)), number=number) for key, number in sorted(found.items()))
        model.objects.bulk_create(rows, batch_size=BATCH)


def measured_late(case, stays, calendar):
    """Nobody has kept how late a step was; it is measured by today's calendar, this once."""
    for one in stays:
        step = definition(case.definition_id).step(one.step)
        if step and step.standard_minutes is None and one.kind != "suspended":
            one.late = calendar.working_time(case.ends_at, one.closed_at)
            yield one


def measured(apps, case, stays, zone):
    closed = closing.closed_of(
        definition(case.definition_id), stays, stage=case.stage, came_from=case.came_from, zone=zone
    )
    for one in closed:
        yield apps.get_model("simcap", "ClosedMeasurement")(
            facilitation_id=case.pk, office_id=case.office_id, definition_id=case.definition_id, step=one.step,
            closed_on=one.closed_on, month=one.closed_on.replace(day=1), waiting_minutes=one.waiting,
            handling_minutes=one.handling, late_minutes=one.late, measured_minutes=one.measured, is_kept=one.is_kept,
            shares=one.shares,
        )


class Migration(migrations.Migration):
    dependencies = [("simcap", "0015_closed_measurements")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
