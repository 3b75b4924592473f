"""The index of full-text search, and the words of the cases that are there already."""

from itertools import islice

from django.db import migrations

from simcap.facilitation import search_tables

SOURCES = ("numbers", "letter", "place", "disposition", "assignment", "log", "report", "decision")
BATCH = 500


def create(apps, schema_editor):
    search_tables.create(schema_editor.connection, sources=SOURCES)


def drop(apps, schema_editor):
    search_tables.drop(schema_editor.connection)


def fill(apps, schema_editor):
    """As `facilitation.searching` collects them today; frozen here, so that later columns do not matter."""
    model = apps.get_model
    cases = model("simcap", "Facilitation").objects.order_by("pk").values_list(
        "pk", "uid", "agenda_number", "tracking_code", "institution", "event", "place_label"
    )
    rows = cases.iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        texts = {pk: {name: [] for name in SOURCES} for pk, *_rest in batch}
        pks = {uid: pk for pk, uid, *_rest in batch}
        for pk, _uid, agenda, code, institution, event, place in batch:
            texts[pk]["letter"] += [event, institution]
            texts[pk]["place"] += [place]
        for source, name, *fields in READ:
            for pk, *values in (
                model("simcap", name).objects.filter(facilitation__in=texts).order_by("pk")
                .values_list("facilitation", *fields)
            ):
                texts[pk][source] += [part for value in values for part in parts(value)]
        for pk, _uid, agenda, code, *_rest in batch:
            texts[pk]["letter"] += [agenda, code, "\x1f" + code.replace("-", "")]
        issued = model("simcap", "Document").objects.filter(case_uid__in=pks).exclude(number="").order_by("pk")
        for uid, number in issued.values_list("case_uid", "number"):
            texts[pks[uid]]["numbers"].append(number)
        model("simcap", "SearchText").objects.bulk_create(
            model("simcap", "SearchText")(
                facilitation_id=pk, **{name: "\n".join(part for part in said if part) for name, said in each.items()}
            )
            for pk, each in texts.items()
        )


READ = (
    ("numbers", "RegisterEntry", "number"),
    ("letter", "RequestLetter", "subject", "notes", "letter_number"),
    ("decision", "Completion", "note", "answer"),
    ("place", "RequestLetter", "site"),
    ("disposition", "Disposition", "instructions", "note"),
    ("assignment", "AssignmentLetter", "place", "tasks", "note"),
    ("log", "LogEntry", "text", "caption"),
    ("report", "FieldReport", "summary", "incidents"),
    ("report", "Record", "results", "obstacles", "conclusion", "suggestions"),
)


def parts(value):
    return [str(one) for one in value] if isinstance(value, list) else [str(value or "")]


class Migration(migrations.Migration):
    dependencies = [("simcap", "0009_registers")]
    operations = [
        migrations.RunPython(create, drop, elidable=False),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
