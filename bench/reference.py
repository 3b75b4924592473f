"""The fixed reference: what an act costs when it is nothing but SELECT … FOR UPDATE, UPDATE and INSERT by the ORM.

Used in process beside the acts, and served by gunicorn (`bench.reference:application`) behind a view that does
nothing else, without middleware, on the same engine with the same settings.
"""

from __future__ import annotations

from typing import Any

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, models, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path

if not settings.configured:
    from config.settings import ALLOWED_HOSTS, DATABASES, SECRET_KEY

    settings.configure(
        DATABASES=DATABASES, SECRET_KEY=SECRET_KEY, ALLOWED_HOSTS=ALLOWED_HOSTS, ROOT_URLCONF=__name__, MIDDLEWARE=[],
        USE_TZ=True, DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )  # fmt: skip
    django.setup()


class Row(models.Model):
    """What is locked and changed."""

    stage = models.CharField(max_length=40)
    changed_count = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "bench"


class Line(models.Model):
    """What is added."""

    row = models.ForeignKey(Row, models.PROTECT)
    text = models.CharField(max_length=200)

    class Meta:
        app_label = "bench"


def make_tables() -> None:
    """Make the reference's own tables, once."""
    present = connection.introspection.table_names()
    with connection.schema_editor() as editor:
        for model in (Row, Line):
            if model._meta.db_table not in present:
                editor.create_model(model)


def new_row() -> int:
    """A row to act on."""
    return Row.objects.create(stage="new").pk


@transaction.atomic
def transact(key: int, text: str) -> None:
    """The reference transaction."""
    row = Row.objects.select_for_update().get(pk=key)
    row.stage, row.changed_count = text[:40], row.changed_count + 1
    row.save()
    Line.objects.create(row=row, text=text)


def view(request: HttpRequest, key: int) -> HttpResponse:
    """The null view: the body is the text to keep."""
    transact(key, request.body.decode())
    return HttpResponse(status=204)


urlpatterns: list[Any] = [path("<int:key>", view)]
application = WSGIHandler() if __name__ == settings.ROOT_URLCONF else None
