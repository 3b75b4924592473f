"""Once proposed, a revision's text is kept by the database itself."""

import pytest
from django.db import DatabaseError, transaction

from simcap.revisions.models import Revision
from tests.cast import Cast

from .conftest import begun, proposed, revised


@pytest.mark.parametrize("change", [{"text": "lain"}, {"digest": "0" * 64}, {"status": "draft"}], ids=str)
def test_what_was_proposed_is_not_written_over(cast: Cast, change: dict[str, str]) -> None:
    found = proposed(cast, revised("revisi-2"))
    with pytest.raises(DatabaseError), transaction.atomic():
        Revision.objects.filter(pk=found.pk).update(**change)
    assert Revision.objects.get().text == revised("revisi-2")


def test_what_was_proposed_is_not_deleted(cast: Cast) -> None:
    found = proposed(cast, revised("revisi-2"))
    with pytest.raises(DatabaseError), transaction.atomic():
        Revision.objects.filter(pk=found.pk)._raw_delete("default")
    assert Revision.objects.count() == 1


def test_a_draft_is_written_freely(cast: Cast) -> None:
    draft = begun(cast, "id = 5")
    assert Revision.objects.filter(pk=draft.pk).update(text="lain") == 1
