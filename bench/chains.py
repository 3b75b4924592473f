"""Journal chains of copied cases: the registration and what ended each step, in the words of the case copied."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from simcap.facilitation.models import Facilitation, Turn
from simcap.journal.append import GENESIS, canonical_text, detail_digest, link
from simcap.journal.models import Entry

from .bulk import Rows, next_key

#: Facts that name files, documents and their numbers: those are not copied.
OF_FILES = ("sha256", "number", "token")
#: What differs in each copy, as it stands in the text until then.
PLACES = ("chain", "at", "agenda", "request", "detail")


@dataclass(frozen=True, slots=True)
class _Text:
    """The canonical text of one entry with places for what differs; `turn` is the place of the turn that it ends."""

    act: str
    text: str
    detail: str
    turn: int | None


@dataclass(frozen=True, slots=True)
class Link:
    """What one case's entries need: its key in the chain's name, agenda number, and moments as text and as stored."""

    uid: UUID
    agenda_number: str
    event: str
    said: Sequence[str]
    stored: Sequence[Any]


class Chains:
    """Writes the entries of copies. `Link.said` and `stored` begin with the registration, then one for each turn."""

    def __init__(self, case: Facilitation, turns: Sequence[Turn]) -> None:
        entries = Entry.objects.filter(chain=f"case:{case.uid}").select_related("detail").order_by("seq")
        ending = {turn.act: place for place, turn in enumerate(turns) if _is_last(turns, place)}
        kept = [(one, ending.get(one.act)) for one in entries if one.seq == 1 or one.act in ending]
        last = {one.act: one.seq for one, _turn in kept}
        chosen = [(one, turn) for one, turn in kept if one.seq == last[one.act]]
        self.texts = [_text(one, seq, turn, case) for seq, (one, turn) in enumerate(chosen, 1)]
        self.entries = Rows(
            chosen[0][0], "id", "chain", "seq", "act", "occurred_at", "recorded_at", "canonical", "prev_hash", "hash"
        )
        self.details = Rows(chosen[0][0].detail, "entry", "salt", "text")

    def write(self, cases: Iterable[tuple[Link, int]]) -> None:
        """Write the first so many entries of each."""
        entries, details = [], []
        for entry, detail in self._rows(cases, next_key(Entry)):
            entries.append(entry)
            if detail:
                details.append(detail)
        self.entries.write(entries)
        self.details.write(details)

    def _rows(self, cases: Iterable[tuple[Link, int]], key: int) -> Iterator[tuple[list[Any], list[Any] | None]]:
        for one, count in cases:
            chain, prev_hash = f"case:{one.uid}", GENESIS
            for seq, text in enumerate(self.texts[:count], 1):
                place = 0 if text.turn is None else text.turn + 1
                salt = f"{key:032x}"
                detail = text.detail % {"event": one.event} if text.detail else ""
                canonical = text.text % {
                    "chain": chain, "at": one.said[place], "agenda": one.agenda_number,
                    "request": uuid5(one.uid, text.act), "detail": detail and detail_digest(salt, detail),
                }  # fmt: skip
                hashed = link(prev_hash, canonical)
                stored = one.stored[place]
                yield (
                    self.entries.made(key, chain, seq, text.act, stored, stored, canonical, prev_hash, hashed),
                    self.details.made(key, salt, detail) if detail else None,
                )
                key, prev_hash = key + 1, hashed


def _is_last(turns: Sequence[Turn], place: int) -> bool:
    """Whether this turn ended its step."""
    return place + 1 == len(turns) or turns[place + 1].step != turns[place].step


def _text(entry: Entry, seq: int, turn: int | None, case: Facilitation) -> _Text:
    """The entry's text with its places; only the registration keeps its detail row."""
    body, detail = json.loads(entry.canonical), ""
    places = {name: f"@{name}@" for name in PLACES}
    facts = {key: value for key, value in body["facts"].items() if not key.endswith(OF_FILES) or key == "agenda_number"}
    facts |= {"agenda_number": places["agenda"]} if "agenda_number" in facts else {}
    body |= {"seq": seq, "chain": places["chain"], "request_id": places["request"], "facts": facts}
    body |= {"occurred_at": places["at"], "recorded_at": places["at"]}
    body.pop("detail_sha256", None)
    if seq == 1:
        body["detail_sha256"] = places["detail"]
        said = json.loads(entry.detail.text) | {"event": "@event@"}  # type: ignore[attr-defined]
        detail = _with_places(canonical_text(said), ("event",))
    return _Text(entry.act, _with_places(canonical_text(body), PLACES), detail, turn)


def _with_places(text: str, names: Sequence[str]) -> str:
    text = text.replace("%", "%%")
    for name in names:
        text = text.replace(f"@{name}@", f"%({name})s")
    return text
