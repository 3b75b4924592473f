"""Rules about the ways through the procedure: a decision, a refusal, another day. And: definition against source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simcap.procedure.definition import Definition, Label
from simcap.procedure.importing.grid import tidy
from simcap.procedure.importing.labels import plain
from simcap.procedure.signed_form import BLOCKS
from simcap.procedure.times import read_time

from . import basis
from .found import Examined, Finding, Place, block_place, field_place, step_place, table_place

ASKING = re.compile(r"\b(permintaan|permohonan|pengajuan|usulan|proposal|pendaftaran|pemohon|peminjaman|aduan)\b")
DECISION = re.compile(
    r"\b(jika|apabila|bila|kalau|setuju|disetujui|menyetujui|persetujuan|\w*tolak|penolakan|dikembalikan|mengembalikan|"
    r"lengkap|verifikasi|\w*verifikasi|periksa|memeriksa|diperiksa|pemeriksaan|telaah|menelaah|keputusan|memutuskan|"
    r"koreksi|dikoreksi|mengoreksi|validasi|memvalidasi|menilai|penilaian|seleksi|meneliti|penelitian)\b"
)
REFUSAL = re.compile(
    r"\b(\w*tolak|penolakan|dikembalikan|mengembalikan|pengembalian|"
    r"tidak (lengkap|memenuhi|disetujui|setuju|layak|sesuai)|belum lengkap|bila tidak|jika tidak|apabila tidak)\b"
)
ANOTHER_DAY = re.compile(
    r"\b(\w*tunda|penundaan|\w*batalkan|batal|pembatalan|jadwal ulang|penjadwalan|dijadwalkan|bentrok|reschedule)\b"
)
FIELDS = ("number", "unit", "division", "name", "made_on", "revised_on", "effective_on", "signed_by_name")
CELLS = ("text", "input", "time", "output", "note")


def _missing(rule: str, title: Label, why: Label, advice: Label) -> Finding:
    return Finding(rule, "warning", title, (table_place(),), why, basis.SERVICE, advice)


NO_DECISION = _missing(
    "no-decision", Label(id="Tidak ada keputusan", en="No decision"),
    Label(
        id="Permintaan tidak pernah diperiksa atau diputuskan: jalannya hanya satu.",
        en="A request is never examined or decided upon: there is one way only.",
    ),
    Label(id="Tambahkan simbol keputusan (belah ketupat).", en="Add a decision (diamond)."),
)  # fmt: skip
NO_REFUSAL = _missing(
    "no-refusal", Label(id="Tidak ada jalan penolakan", en="No way to refuse"),
    Label(
        id="Tidak diatur apa yang terjadi bila permintaan tidak lengkap atau tidak dapat dipenuhi.",
        en="Nothing says what happens if a request is incomplete or cannot be met.",
    ),
    Label(
        id="Atur pengembalian dan penolakan dengan alasan. Aplikasi menyediakannya sebagai perluasan.",
        en="Provide for return and refusal with reasons. The program has them as extensions.",
    ),
)  # fmt: skip
NO_OTHER_DAY = _missing(
    "no-other-day", Label(id="Tidak ada penundaan, pembatalan, atau jadwal bentrok", en="No postponement"),
    Label(
        id="Waktunya disepakati, tetapi tidak diatur bila harus ditunda, dibatalkan, atau bentrok.",
        en="The time is agreed, but nothing says what happens if it is put off, cancelled, or clashes.",
    ),
    Label(
        id="Atur penundaan dan pembatalan. Aplikasi menyediakannya sebagai perluasan.",
        en="Provide for postponing and cancelling. The program has them as extensions.",
    ),
)  # fmt: skip


def path_rules(examined: Examined) -> Iterator[Finding]:
    """Every finding about the ways through the procedure, and about words that are not those of the source."""
    yield from _ways(examined)
    yield from _unlike_source(examined)


def _ways(examined: Examined) -> Iterator[Finding]:
    """Where somebody asks for something, there is a decision, a refusal, and another day for what was agreed."""
    form, signed = examined.form, examined.definition
    cells = [cell for row in form.rows for cell in (row.text, row.input, row.output, row.note)]
    told = plain(" . ".join((*cells, *form.warnings)))
    opening = plain(f"{form.name} {form.rows[0].text} {form.rows[0].input}") if form.rows else ""
    if not ASKING.search(opening) and not ASKING.search(plain(" ".join(form.warnings))):
        return
    if not DECISION.search(told) and not (signed and _decides(signed)):
        yield NO_DECISION
    if not REFUSAL.search(told) and not (signed and _ends(signed) > 1):
        yield NO_REFUSAL
    if _has_window(examined) and not ANOTHER_DAY.search(told) and not (signed and _suspends(signed)):
        yield NO_OTHER_DAY


def _decides(definition: Definition) -> bool:
    signed = [act for act in definition.acts.values() if not act.extension]
    return any(act.question or any(row.choice for row in act.rows) for act in signed)


def _ends(definition: Definition) -> int:
    rows = (row for act in definition.acts.values() if not act.extension for row in act.rows)
    return len({row.to for row in rows if row.to in definition.stages and definition.stages[row.to].kind == "end"})


def _suspends(definition: Definition) -> bool:
    rows = (row for act in definition.acts.values() if not act.extension for row in act.rows)
    return any(row.to in definition.stages and definition.stages[row.to].kind == "suspended" for row in rows)


def _has_window(examined: Examined) -> bool:
    for row in examined.form.rows:
        try:
            if read_time(row.time).minutes is None:
                return True
        except ValueError:
            continue
    return False


def _unlike_source(examined: Examined) -> Iterator[Finding]:
    """The definition against the text that was signed: words are kept, or the difference is shown."""
    source = examined.source
    if source is None:
        return
    pairs: list[tuple[Place, object, object]] = [
        (field_place(name), getattr(examined.form, name), getattr(source, name)) for name in FIELDS
    ]
    for name in BLOCKS:
        here, there = examined.form.block(name), source.block(name)
        most = range(max(len(here), len(there)))
        pairs += [(block_place(name, at), _nth(here, at), _nth(there, at)) for at in most]
    for row, signed in zip(examined.form.rows, source.rows, strict=False):
        pairs += [(step_place(row.no, cell), getattr(row, cell), getattr(signed, cell)) for cell in CELLS]
    if len(examined.form.rows) != len(source.rows) and source.rows:
        pairs.append((table_place(), f"{len(examined.form.rows)}", f"{len(source.rows)}"))
    for place, here_is, signed_is in pairs:
        mine, theirs = tidy(str(here_is or "")), tidy(str(signed_is or ""))
        if mine != theirs:
            yield _unlike(place, mine, theirs)


def _nth(items: tuple[str, ...], at: int) -> str:
    return items[at] if at < len(items) else ""


def _unlike(place: Place, mine: str, theirs: str) -> Finding:
    return Finding(
        "unlike-source", "error", Label(id="Tidak sama dengan naskah", en="Unlike the signed text"),
        (Place(place.key, place.label, place.anchor, mine),),
        Label(
            id=f"Definisi: “{mine or '–'}”. Naskah: “{theirs or '–'}”.",
            en=f"Definition: “{mine or '–'}”. Signed text: “{theirs or '–'}”.",
        ),
        basis.CERTAIN,
        Label(
            id="Kata-kata naskah yang ditandatangani tidak boleh berubah; samakan definisinya.",
            en="The words of the signed text may not change; correct the definition.",
        ),
    )  # fmt: skip
