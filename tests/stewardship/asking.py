"""What the tests of data subjects' requests do over and over: ask, answer, look into the answer."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any
from uuid import uuid4

from simcap.documents import store
from simcap.facilitation.models import Facilitation
from simcap.stewardship import subjects
from simcap.stewardship.models import SubjectRequest
from tests.cast import Cast

NAME, PHONE, EMAIL = "Sekretaris Nagari (contoh)", "0812 0000 0000", "nagari@contoh.example"


def given(**changed: Any) -> dict[str, Any]:
    return {"wish": "access", "name": NAME, "phone": PHONE, "email": "", "text": "", **changed}


def asked(cast: Cast, *, code: str = "", by: Any = None, **changed: Any) -> SubjectRequest:
    return subjects.register(cast.office, key=uuid4(), given=given(**changed), code=code, steward=by)


def known(cast: Cast, case: Facilitation, **changed: Any) -> SubjectRequest:
    """A request by who has proven to be the contact of the case."""
    return asked(cast, code=case.tracking_code, **changed)


def answered(cast: Cast, row: SubjectRequest, *cases: Facilitation, steward: Any, **changed: Any) -> SubjectRequest:
    act = {"access": subjects.answer_access, "erase": subjects.answer_erase, "rectify": subjects.answer_rectify}[
        row.wish
    ]
    return act(
        row, uids=[case.uid for case in cases], steward=steward, **{"delivery": "counter", "answer": "", **changed}
    )


def export_of(row: SubjectRequest) -> dict[str, Any]:
    assert row.file
    with zipfile.ZipFile(io.BytesIO(store.get(row.file))) as archive:
        assert archive.namelist() == ["data.json", "laporan.html"]
        return json.loads(archive.read("data.json"))
