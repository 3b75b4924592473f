"""Writers of an SQLite database stand in line."""

import threading
from pathlib import Path

import pytest
from django.db import connection, transaction

from simcap.people.models import Office
from tests.cast import assemble

pytestmark = [
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has many writers at a time"),
    pytest.mark.django_db(transaction=True),
]


def line() -> Path:
    return Path(f"{connection.settings_dict['NAME']}-line")


def test_a_second_writer_waits_until_the_first_has_committed() -> None:
    office, order, inside = assemble().office, [], threading.Event()

    def second() -> None:
        inside.wait(10)
        with transaction.atomic():
            order.append(Office.objects.get(pk=office.pk).phone)
        connection.close()

    waiting = threading.Thread(target=second)
    waiting.start()
    with transaction.atomic():
        inside.set()
        waiting.join(0.2)
        assert order == []
        Office.objects.filter(pk=office.pk).update(phone="first")
    waiting.join(10)
    assert order == ["first"]


def test_a_failed_transaction_leaves_the_line() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        raise ZeroDivisionError
    assert connection._line is None
    with transaction.atomic():
        assert connection._line is not None
        assert line().exists()
    assert connection._line is None
