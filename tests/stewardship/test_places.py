"""Every column in which somebody types is known to retention: it goes with a kind of record, or is kept on purpose."""

import pytest
from django.apps import apps
from django.db.models import Model

from simcap.stewardship.places import KEPT, ODD, PLACES, typed_columns

#: Folders whose tables are about cases; the others hold master data, or are this folder's own.
FOLDERS = (
    "facilitation", "declining", "changes", "signing", "documents", "intake", "step1_disposition", "step2_assignment",
    "step3_fieldwork", "step4_record", "step5_report",
)  # fmt: skip
MODELS = [
    model for model in apps.get_app_config("simcap").get_models() if model.__module__.split(".")[1] in FOLDERS
]  # fmt: skip


@pytest.mark.parametrize("model", MODELS, ids=[model.__name__ for model in MODELS])
def test_every_typed_column_is_listed_once(model: type[Model]) -> None:
    listed = [column.name for place in PLACES if place.model is model for column in place.columns]
    kept = KEPT.get(model.__name__, frozenset())
    assert sorted([*listed, *kept]) == sorted(typed_columns(model))


def test_nothing_is_listed_that_is_not_there() -> None:
    assert sorted(KEPT.keys() - {model.__name__ for model in MODELS}) == []


def test_the_odd_columns_are_named_beside_the_kept_ones() -> None:
    assert [name for model, name, _which, _blank in ODD if name not in KEPT[model.__name__]] == []
