"""What a newcomer stumbled over when he used the program from its README alone."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from simcap import clock
from simcap.errors import BadInputs
from tests.cast import MONDAY, Cast, assemble

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.mark.django_db
@pytest.mark.parametrize("username", ["auditor", "admin"])
def test_who_watches_or_keeps_the_house_is_never_named_on_a_case(cast: Cast, username: str) -> None:
    with clock.scripted(MONDAY):
        cast.walk("with_section")
        with pytest.raises(BadInputs) as refused:
            cast.do("seksi", "appoint", {"coordinator": cast.officer(username).pk})
        assert set(refused.value.fields) == {"coordinator"}
        cast.do("seksi", "appoint")
        with pytest.raises(BadInputs) as refused:
            cast.do("koordinator", "record_request", {"crew": [{"officer": cast.officer(username).pk, "duty": ""}]})
        assert set(refused.value.fields) == {"crew[0].officer"}


@pytest.mark.django_db
def test_a_photo_that_was_refused_at_once_stops_the_entry_once(cast: Cast) -> None:
    with clock.scripted(MONDAY):
        case = cast.walk("running")
        client = Client()
        client.force_login(cast.account("teknisi1"))
        data = {"_field": "photo", "_pictures": "1", "photo": SimpleUploadedFile("foto.jpg", b"rubbish", "image/jpeg")}
        box = client.post(reverse("stage-upload"), data).content.decode()
        assert 'value="refused"' in box
        url = reverse("act", kwargs={"uid": case.uid, "act": "log"})
        typed = {"kind": "note", "text": "Tanpa foto?", "photo": "refused"}
        answer = client.post(url, typed)
        assert answer.status_code == 422
        assert case.log_entries.count() == 1
        assert 'value="refused"' not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"letter_on": "1900-01-01"}, "letter_on"),
        ({"starts_at": "2001-01-01T08:00+07:00", "ends_at": "2001-01-02T08:00+07:00"}, "ends_at"),
    ],
)
def test_a_year_that_was_mistyped_is_asked_about(cast: Cast, changes: dict[str, str], field: str) -> None:
    with clock.scripted(MONDAY), pytest.raises(BadInputs) as refused:
        cast.do("agendaris", "register", changes)
    assert set(refused.value.fields) == {field}


@pytest.mark.django_db
def test_an_assignment_does_not_end_before_its_letter_was_registered(cast: Cast) -> None:
    with clock.scripted(MONDAY):
        cast.walk("to_record")
        window = {
            "starts_at": (MONDAY - timedelta(days=9)).isoformat(),
            "ends_at": (MONDAY - timedelta(days=8)).isoformat(),
        }
        with pytest.raises(BadInputs) as refused:
            cast.do("koordinator", "record_request", window)
    assert set(refused.value.fields) == {"ends_at"}


@pytest.mark.once
def test_verify_says_where_no_database_is_and_makes_none(tmp_path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("SIMCAP_", "DATABASE_URL"))}
    environment |= {"SIMCAP_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"}
    run = subprocess.run(
        [sys.executable, "manage.py", "verify"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert "No SIMCAP database is here" in run.stderr
    assert list(tmp_path.glob("*.sqlite3")) == []
