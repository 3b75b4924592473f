"""Acts in process: milliseconds and SQL statements of each act of the main path, beside the reference transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import mean, median
from time import perf_counter
from typing import Any
from uuid import uuid4

from django.db import connection

from simcap.documents.uploads import stage
from simcap.facilitation.doorway import perform
from simcap.facilitation.models import Facilitation
from simcap.facilitation.occasion import officer_actor
from simcap.people.models import Account, Office

from . import ground, reference
from .cases import PATH, UPLOADS, WITH_DOCUMENT, Ground, Script, papers
from .figures import Figure

WARM_CASES = 3
CASES = 25
QUICK_CASES = 6
#: More than this costs an act more than twice the reference (design, "Budgets").
RATIO = 2.0


@dataclass
class Walk:
    """Walks cases through the SOP in this process; `timed` gets each act's name and what performs it."""

    office: Office
    ground: Ground
    letter: bytes
    photos: list[bytes]

    def case(self, number: int, timed: Callable[[str, Callable[[], Any]], Any]) -> Facilitation:
        """One whole case."""
        script, files = Script(self.ground, number), papers(self.letter, self.photos, number)
        case: Facilitation | None = None
        logged = False
        for username, act in PATH:
            actor = officer_actor(Account.objects.select_related("officer__office").get(username=username))
            upload = ""
            if act in UPLOADS and not (act == "log" and logged):
                upload = str(stage(files[act], name=act, office=self.office, uploader=actor.key).uid)
                logged = act == "log"
            given = {
                "office": self.office, "actor": actor, "inputs": script.inputs(act, upload=upload),
                "request_id": uuid4(), "facilitation": case,
            }  # fmt: skip
            receipt = timed(act, lambda act=act, given=given: perform(act, **given))
            case = Facilitation.objects.select_related("office").get(pk=receipt.facilitation.pk)
        assert case
        assert case.stage == "closed"
        return case


def walk(cases: int) -> Walk:
    """A walk with its office, letter and a photo for each act that takes one."""
    office = ground.office()
    reference.make_tables()
    return Walk(office, ground.ground(office), ground.letter(office), ground.photos(2 * cases))


def measure(*, quick: bool) -> list[Figure]:
    """Time and statements of acts."""
    cases = QUICK_CASES if quick else CASES
    road = walk(WARM_CASES + cases)
    times = _times(road, cases)
    counts = _statements(road, WARM_CASES + cases)
    base = median(times.pop("reference")) * 1000
    each = {act: median(taken) * 1000 for act, taken in times.items()}
    plain = mean(each[act] for act in each if act not in WITH_DOCUMENT)
    printed = mean(each[act] for act in each if act in WITH_DOCUMENT)
    return [
        Figure(name="reference transaction", value=base, unit="ms", places=2),
        Figure(name="act without a document", value=plain, unit="ms", places=2),
        Figure(name="  ratio to the reference", value=plain / base, at_most=RATIO, places=2),
        Figure(name="act with a document", value=printed, unit="ms", places=2),
        *(
            Figure(
                name=f"  {act}", value=taken, unit="ms", places=2, note=f"{taken / base:5.1f} × reference, "
                f"{counts[act]} SQL statements{', document' if act in WITH_DOCUMENT else ''}",
            )
            for act, taken in each.items()
        ),
    ]  # fmt: skip


def _times(road: Walk, cases: int) -> dict[str, list[float]]:
    found: dict[str, list[float]] = defaultdict(list)
    key = reference.new_row()

    def timed(act: str, do: Callable[[], Any]) -> Any:
        begun = perf_counter()
        answer = do()
        done = perf_counter()
        reference.transact(key, f"{act} {done}")
        found["reference"].append(perf_counter() - done)
        found[act].append(done - begun)
        return answer

    for number in range(WARM_CASES + cases):
        if number == WARM_CASES:
            found.clear()
        road.case(number, timed)
    return found


def _statements(road: Walk, number: int) -> dict[str, int]:
    found: dict[str, int] = {}

    def counted(act: str, do: Callable[[], Any]) -> Any:
        with statements() as seen:
            answer = do()
        found[act] = len(seen)
        return answer

    road.case(number, counted)
    return found


@contextmanager
def statements() -> Iterator[list[str]]:
    """The SQL statements of a block, BEGIN and COMMIT left out."""
    seen: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith("BEGIN"):
            seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen
