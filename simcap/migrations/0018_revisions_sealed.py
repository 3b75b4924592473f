from django.db import migrations

from simcap.journal import triggers


def guard(apps, schema_editor):
    """Put the triggers on."""
    triggers.create(schema_editor.connection, only="simcap_revision")


def unguard(apps, schema_editor):
    """Take them off."""
    for name in ("update", "delete"):
        on = "" if schema_editor.connection.vendor == "sqlite" else " ON simcap_revision"
        schema_editor.execute(f"DROP TRIGGER IF EXISTS simcap_revision_no_{name}{on}")


class Migration(migrations.Migration):
    """What was proposed is kept as it was proposed, by the database itself."""

    dependencies = [
        ("simcap", "0017_revisions"),
    ]

    operations = [migrations.RunPython(guard, unguard)]
