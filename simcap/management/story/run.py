"""Run the story: every scene through the API at its scripted moment, then compare, verify and keep the documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from simcap import clock
from simcap.facilitation.models import Facilitation
from simcap.journal.verify import verify
from simcap.management.demo import inputs, paper
from simcap.people.models import Account, Office
from simcap.resources.models import Vehicle

from .client import Deviation, Program
from .figures import DOCUMENTS, EXPECTED, NUMBERS, SCENES, WINDOW, Scene, june

PLACE = "13.06.11.2006"
EVENT = "Posko banjir bandang Salareh Aia (contoh)"
LETTER: dict[str, Any] = {
    "institution": "BPBD Kabupaten Agam (contoh)", "letter_number": "360/12/CONTOH/2026", "letter_on": "2026-06-02",
    "received_on": "2026-06-04", "subject": "Permohonan fasilitasi Mobile MCAP", "security": "B", "event": EVENT,
    "purpose": "disaster", "place": PLACE, "site": "Posko nagari", "starts_at": WINDOW[0].isoformat(),
    "visitors_count": 400, "power": "genset", "signal": "none", "road": "hard", "services": ["internet", "audiovisual"],
    "contact_name": "Petugas posko (contoh)", "contact_phone": "0800 0000 0000", "contact_email": "",
    "notes": "Data contoh untuk cerita uji.",
}  # fmt: skip


@dataclass
class Story:
    """One facilitation from the letter to the accepted report."""

    office: Office
    tokens: dict[str, str]
    case_id: str = ""
    programs: dict[str, Program] = field(default_factory=dict)

    def who(self, username: str) -> Program:
        """The API as this person sees it."""
        return self.programs.setdefault(username, Program(self.tokens[username]))

    @property
    def case(self) -> Facilitation:
        """The case as it stands."""
        return Facilitation.objects.select_related("office", "letter").get(uid=self.case_id)

    def play(self, scene: Scene) -> str:
        """Do one scene at its moment; answers the stage afterwards. Raises: Deviation."""
        with clock.scripted(scene.at):
            given = self._inputs(scene)
            body = {"request_id": str(uuid5(NAMESPACE_URL, f"{scene.at}/{scene.who}/{scene.act}")), "inputs": given}
            program = self.who(scene.who)
            if scene.act == "register":
                self.case_id = program.post("/facilitations", body)["id"]
            else:
                program.post(f"/facilitations/{self.case_id}/acts/{scene.act}", body)
            stage = self.case.stage
        if stage != scene.stage:
            raise Deviation(f"After {scene.act} the case stands at {stage}; the story says {scene.stage}.")
        return stage

    def _inputs(self, scene: Scene) -> dict[str, Any]:
        maker = self._makers().get(scene.act)
        return maker(scene) if maker else {}

    def _makers(self) -> dict[str, Callable[[Scene], dict[str, Any]]]:
        return {
            "register": self._letter,
            "dispose": lambda _: inputs.disposition(
                self.office, "Fasilitasi sesuai ketentuan", "Laporkan hasilnya", urgency="most_urgent"
            ),
            "forward": lambda _: inputs.disposition(self.office, "Untuk ditindaklanjuti", urgency="most_urgent"),
            "return_incomplete": lambda _: {"reasons": ["window_unclear"], "note": "Kapan layanan diharapkan selesai?"},
            "resubmit": self._answer,
            "appoint": lambda _: (
                inputs.disposition(self.office, "Siapkan SPT", urgency="most_urgent")
                | {"coordinator": self._officer("koordinator").pk}
            ),
            "record_request": self._draft,
            "prepare": lambda _: inputs.prepare(self.office, odometer_out_km=24_000),
            "start": lambda _: {"text": "Tiba di posko, terminal satelit dipasang."},
            "log": self._log,
            "finish": self._report,
            "record_facilitation": lambda _: inputs.record_facilitation(self.case),
        }

    def _officer(self, username: str) -> Any:
        return Account.objects.select_related("officer").get(username=username).officer

    def _upload(self, username: str, data: bytes, *, name: str, media_type: str) -> str:
        path = f"/facilitations/{self.case_id}/attachments" if self.case_id else "/attachments"
        return self.who(username).upload(path, data, name=name, media_type=media_type)

    def _letter(self, scene: Scene) -> dict[str, Any]:
        ends = WINDOW[1] - timedelta(hours=2)  # corrected by the completion
        pdf = paper.letter(
            institution=LETTER["institution"], number=LETTER["letter_number"], on=june(2, 0, 0).date(), event=EVENT,
            place="Nagari Salareh Aia, Kabupaten Agam", window="13–14 Juni 2026", at=scene.at,
        )  # fmt: skip
        uid = self._upload(scene.who, pdf, name="surat.pdf", media_type="application/pdf")
        return {**LETTER, "ends_at": ends.isoformat(), "letter": uid}

    def _answer(self, _: Scene) -> dict[str, Any]:
        return {
            "answer": "Layanan diharapkan sampai Minggu pukul 16.00.", "site": LETTER["site"],
            "contact_phone": LETTER["contact_phone"], "starts_at": WINDOW[0].isoformat(),
            "ends_at": WINDOW[1].isoformat(),
        }  # fmt: skip

    def _draft(self, _: Scene) -> dict[str, Any]:
        vehicle = Vehicle.objects.filter(office=self.office).order_by("id")[0]
        crew = [
            (self._officer("teknisi1"), "Pengemudi dan jaringan"),
            (self._officer("teknisi2"), "Layanan pengunjung"),
        ]
        return inputs.record_request(self.case, vehicle=vehicle, crew=crew)

    def _log(self, scene: Scene) -> dict[str, Any]:
        photo = paper.photo(f"Posko {scene.at:%d %B}", seed=scene.at.hour)
        return {
            "kind": "measurement", "text": "Uji sambungan satelit.", "down_mbps": "24.60", "up_mbps": "5.20",
            "latency_ms": 52, "users_count": 40 + scene.at.hour, "caption": f"Posko, {scene.at:%H.%M}",
            "photo": self._upload(scene.who, photo, name="foto.jpg", media_type="image/jpeg"),
        }  # fmt: skip

    def _report(self, scene: Scene) -> dict[str, Any]:
        page = paper.signed_page("Wali Nagari (contoh)", EVENT)
        uid = self._upload(scene.who, page, name="tanda-terima.jpg", media_type="image/jpeg")
        return inputs.finish(
            self.case, host_page=uid, finished_at=june(14, 16, 40), on_air_hours="20.5", visitors=(120, 170, 40),
            odometer_in_km=24_268, lost={"Gulungan kabel listrik": "Satu gulungan terbakar dan ditinggal."},
        )  # fmt: skip


def deviations(story: Story) -> Iterator[str]:
    """Whatever differs from the figures worked out by hand, and whatever verification finds wrong."""
    case = story.who("auditor").get(f"/facilitations/{story.case_id}")
    for expected, actual in zip(EXPECTED, case["steps"], strict=True):
        pairs = (
            ("step", expected.step, actual["step"]),
            ("waiting", expected.waiting, actual["waiting_minutes"]),
            ("handling", expected.handling, actual["handling_minutes"]),
            ("standard", expected.standard, actual["time_text"]),
            ("verdict", expected.verdict, actual["verdict"]),
        )
        for what, wanted, got in pairs:
            if wanted != got:
                yield f"step {expected.step}, {what}: {got!r} instead of {wanted!r}"
    documents = case["documents"]
    if [one["kind"]["id"] for one in sorted(documents, key=lambda one: one["issued_at"])] != list(DOCUMENTS):
        yield f"documents: {[one['kind']['id'] for one in documents]} instead of {list(DOCUMENTS)}"
    for one in documents:
        if one["number"] != NUMBERS.get(one["kind"]["id"], ""):
            yield f"{one['kind']['id']}: number {one['number']!r}"
    verdict = verify(office_slug=story.office.slug)
    yield from (str(each) for each in verdict.breaks)
    if (entries := len(SCENES)) != case_entries(story):
        yield f"the journal has {case_entries(story)} entries of the case instead of {entries}"


def case_entries(story: Story) -> int:
    """How many entries the case's chain has."""
    return verify(chain=f"case:{story.case_id}").entries


def keep_documents(story: Story, folder: Path) -> list[Path]:
    """Fetch every document through the API and write it to the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    program, kept = story.who("auditor"), []
    documents = sorted(program.get(f"/facilitations/{story.case_id}")["documents"], key=lambda one: one["issued_at"])
    for number, one in enumerate(documents, start=1):
        path = folder / f"{number}-{one['kind']['id']}.pdf"
        path.write_bytes(program.get_bytes(one["href"]))
        kept.append(path)
    return kept


def table(story: Story) -> list[str]:
    """The SOP table with performer, waiting, handling, standard and verdict, as lines of text."""
    case = story.who("auditor").get(f"/facilitations/{story.case_id}")
    lines = [f"{'No':3} {'Step':34} {'Performers':58} {'Waiting':>8} {'Handling':>9} {'Standard':>11}  Verdict"]
    lines += [
        f"{one['step']:<3} {one['label'][:34]:34} {', '.join(one['performers'])[:58]:58} {one['waiting_minutes']:>8} "
        f"{one['handling_minutes']:>9} {one['time_text']:>11}  {one['verdict']}"
        for one in case["steps"]
    ]
    return lines
