"""What works in an installation that was restored: prints it as JSON. Run there, by its own Python."""

import json
import sys
from uuid import uuid4

import django

django.setup()

from django.test import Client  # noqa: E402 — Django is ready only now

from simcap.documents.models import Document  # noqa: E402
from simcap.facilitation.models import Facilitation  # noqa: E402
from simcap.intake.queries import answer_token  # noqa: E402
from simcap.people.models import Account  # noqa: E402
from tests.cast import Cast  # noqa: E402

password, token = sys.argv[1:]
client = Client(SERVER_NAME="127.0.0.1")
signed_in = client.post("/masuk/", {"username": "auditor", "password": password})
api = Client(SERVER_NAME="127.0.0.1").get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})
spt = Document.objects.filter(kind="assignment_letter").first()
page = Client(SERVER_NAME="127.0.0.1").get(f"/o/{spt.office.slug}/v/{spt.token}/")
dossier = client.get(f"/cases/{spt.case_uid}/")
accounts = {one.username: one for one in Account.objects.all()}
cast = Cast(spt.office, accounts, spt.office.vehicles.first())
number = cast.do("agendaris", "register", request_id=uuid4()).facilitation.agenda_number
answers = {answer_token(one) for one in Facilitation.objects.all()}
print(json.dumps({
    "signed in": signed_in.status_code, "token": api.status_code, "verification": page.status_code,
    "is sound": b"asli dan berlaku" in page.content, "dossier": dossier.status_code, "next number": number,
    "secret links": sorted(answers)[:1],
}))  # fmt: skip
