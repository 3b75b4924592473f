"""Rules about the table: times, outputs, marks, and who is waited for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simcap.procedure.definition import Label
from simcap.procedure.importing.labels import plain
from simcap.procedure.signed_form import FormRow
from simcap.procedure.times import StandardTime, read_time

from . import basis
from .found import Examined, Finding, Place, step_place, table_place
from .posts import origins, post

TOLERANCE = re.compile(r"\b(toleransi|paling lama|paling lambat|maksimal|maks|batas|selambat)", re.IGNORECASE)


def table_rules(examined: Examined) -> Iterator[Finding]:
    """Every finding about the table, its paths left aside."""
    yield from _times(examined.form.rows)
    yield from _same_outputs(examined.form.rows)
    yield from _nothing_made(examined.form.rows)
    yield from _marks(examined)
    yield from _idle(examined)
    yield from _waited_for(examined)
    yield from _numbers(examined)


def _read(row: FormRow) -> StandardTime | None:
    try:
        return read_time(row.time)
    except ValueError:
        return None


def _times(rows: tuple[FormRow, ...]) -> Iterator[Finding]:
    read = [(step_place(row.no, "time", row.time), row, _read(row)) for row in rows]
    about = [place for place, row, time in read if time and time.is_about and not TOLERANCE.search(row.note)]
    window = [place for place, row, time in read if time and time.minutes is None and not TOLERANCE.search(row.note)]
    span = [place for place, _, time in read if time and time.least_minutes is not None]
    unread = [place for place, _, time in read if time is None]
    if about:
        yield _about(tuple(about))
    if window:
        yield _unbound(tuple(window))
    if span:
        yield _span(tuple(span))
    if unread:
        yield Finding(
            "time-unmeasurable", "error", Label(id="Waktu tidak terukur", en="A time cannot be measured"),
            tuple(unread),
            Label(id="Waktunya kosong atau tidak dapat dihitung.", en="The time is empty or cannot be counted."),
            basis.MEASURED,
            Label(id="Tulis seperti “± 5 menit”, “1 jam”, “2 hari”.", en="Write it as “± 5 menit”, “1 jam”, “2 hari”."),
        )  # fmt: skip


def _about(places: tuple[Place, ...]) -> Finding:
    return Finding(
        "about-without-tolerance", "warning", Label(id="“±” tanpa toleransi", en="“±” without a tolerance"), places,
        Label(
            id="Tidak disebut seberapa jauh waktu boleh lewat, jadi tepat atau terlambat tidak dapat dinilai.",
            en="Nothing says how far the time may be passed, so kept or late cannot be judged.",
        ),
        basis.MEASURED,
        Label(
            id="Sebut batasnya, misalnya “paling lama 10 menit”. Aplikasi memakai toleransi yang ditetapkan kantor.",
            en="Name the bound, such as “paling lama 10 menit”. The program uses the tolerance that the office set.",
        ),
    )  # fmt: skip


def _unbound(places: tuple[Place, ...]) -> Finding:
    return Finding(
        "window-without-bound", "warning", Label(id="Waktu tanpa batas", en="A time without a bound"), places,
        Label(
            id="“Tentatif” atau sejenisnya tidak menyebut batas, jadi tidak ada yang dapat terlambat.",
            en="“Tentatif” or the like names no bound, so nothing can ever be late.",
        ),
        basis.MEASURED,
        Label(
            id="Ikatkan pada jadwal dalam SPT dan beri batas untuk laporannya.",
            en="Tie it to the window of the SPT, and set a bound for the report.",
        ),
    )  # fmt: skip


def _span(places: tuple[Place, ...]) -> Finding:
    return Finding(
        "time-is-range", "info", Label(id="Waktu berupa rentang", en="A time is a range"), places,
        Label(
            id="Rentang tidak mengatakan mana yang baku; ujung atasnya yang dipakai.",
            en="A range does not say which end is the standard; its longer end is taken.",
        ),
        basis.MEASURED, Label(id="Tulis satu waktu baku.", en="Write one standard time."),
    )  # fmt: skip


def _same_outputs(rows: tuple[FormRow, ...]) -> Iterator[Finding]:
    steps: dict[str, list[FormRow]] = {}
    for row in rows:
        if plain(row.output):
            steps.setdefault(plain(row.output), []).append(row)
    for same in steps.values():
        if len(same) > 1:
            numbers = ", ".join(str(row.no) for row in same)
            yield Finding(
                "same-output", "warning",
                Label(id="Output bernama sama", en="Outputs of the same name"),
                tuple(step_place(row.no, "output", row.output) for row in same),
                Label(
                    id=f"Langkah {numbers} semuanya menghasilkan “{same[0].output}”; bedanya tidak disebut.",
                    en=f"Steps {numbers} all give “{same[0].output}”; how they differ is not said.",
                ),
                basis.CLEAR,
                Label(
                    id="Beri nama menurut keadaannya, misalnya laporan lapangan, catatan fasilitasi, laporan kegiatan.",
                    en="Name each by its state, such as field report, facilitation record, activity report.",
                ),
            )  # fmt: skip


def _nothing_made(rows: tuple[FormRow, ...]) -> Iterator[Finding]:
    same = [row for row in rows if plain(row.output) and plain(row.output) == plain(row.input)]
    if same:
        yield Finding(
            "output-is-input", "info", Label(id="Output sama dengan kelengkapan", en="Output equals input"),
            tuple(step_place(row.no, "output", row.output) for row in same),
            Label(
                id="Dari tabel tidak terlihat apa yang berubah dalam langkah ini.",
                en="The table does not show what the step changes.",
            ),
            basis.CLEAR,
            Label(id="Sebut keadaan sebelum dan sesudahnya.", en="Name the state before and after."),
        )  # fmt: skip


def _marks(examined: Examined) -> Iterator[Finding]:
    bare = [row for row in examined.form.rows if not row.marked]
    if bare:
        yield Finding(
            "marks-lost", "warning", Label(id="Tanda pelaksana tidak ada", en="Performers’ marks are missing"),
            tuple(step_place(row.no, "performers", row.text) for row in bare),
            Label(
                id="Naskah tidak menunjukkan siapa pelaksana langkah ini; yang dipakai aplikasi disimpulkan.",
                en="The text does not show who performs these steps; what the program uses is inferred.",
            ),
            basis.FORM,
            Label(
                id="Cocokkan dengan naskah bertanda tangan, lalu tandai sebagai “signed”.",
                en="Compare with the signed paper, then mark them as “signed”.",
            ),
        )  # fmt: skip
    source = examined.source
    if source and source.rows and len(bare) < len(examined.form.rows) and not any(row.marked for row in source.rows):
        yield Finding(
            "marks-not-in-source", "warning",
            Label(id="Tanda pelaksana tidak ada dalam naskah", en="The text has no performers’ marks"),
            (table_place(),),
            Label(
                id="Definisi menyebut tanda “signed”, tetapi naskah sumber tidak memuat satu tanda pun.",
                en="The definition calls marks “signed”, but the source text has none.",
            ),
            basis.CERTAIN, Label(id="Periksa naskah bertanda tangan.", en="Look at the signed paper."),
        )  # fmt: skip


def _at_work(examined: Examined) -> dict[int, set[str]]:
    """The posts that each step marks, inferred marks included."""
    if examined.definition is None:
        return {row.no: {post(name) for name in row.marked} for row in examined.form.rows}
    labels = {one.id: post(one.label.id) for one in examined.definition.performers.values()}
    return {step.no: {labels[name] for name in step.performers} for step in examined.definition.steps}


def _idle(examined: Examined) -> Iterator[Finding]:
    busy = set().union(*_at_work(examined).values()) if examined.form.rows else set()
    idle = [name for name in examined.form.performers if post(name) not in busy] if busy else []
    if idle:
        yield Finding(
            "performer-idle", "warning", Label(id="Pelaksana tanpa langkah", en="A performer without a step"),
            tuple(Place(table_place().key, table_place().label, table_place().anchor, name) for name in idle),
            Label(
                id=f"Punya kolom, tetapi tidak mengerjakan langkah apa pun: {', '.join(idle)}.",
                en=f"They have a column but no step: {', '.join(idle)}.",
            ),
            basis.CLEAR, Label(id="Hapus kolomnya, atau beri tandanya.", en="Remove the column, or set its mark."),
        )  # fmt: skip


def _waited_for(examined: Examined) -> Iterator[Finding]:
    """An input "dari X" of a performer who has not been at work before."""
    work, before = _at_work(examined), set[str]()
    posts = {post(name): name for name in examined.form.performers}
    for row in examined.form.rows:
        for name in origins(row.input, posts) if row.no > 1 and before else ():
            label = posts[name]
            if name not in before:
                yield Finding(
                    "input-from-nobody", "warning",
                    Label(id="Kelengkapan dari pelaksana yang belum bekerja", en="Input of one not yet at work"),
                    (step_place(row.no, "input", row.input),),
                    Label(
                        id=f"{label} tidak mengerjakan langkah sebelum langkah {row.no}.",
                        en=f"{label} performs no step before step {row.no}.",
                    ),
                    basis.CERTAIN,
                    Label(id="Tambahkan langkahnya, atau betulkan asalnya.", en="Add the step, or correct the origin."),
                )  # fmt: skip
        before |= work.get(row.no, set())


def _numbers(examined: Examined) -> Iterator[Finding]:
    rows = (examined.source or examined.form).rows
    wrong = [row for row in rows if row.signed_no != str(row.no)]
    if wrong:
        said = ", ".join(row.signed_no or "–" for row in rows[:20])
        yield Finding(
            "step-numbers", "warning", Label(id="Nomor langkah tidak berurutan", en="Steps are not numbered in order"),
            tuple(step_place(row.no, "text", row.text) for row in wrong),
            Label(id=f"Langkah bernomor {said}.", en=f"The steps are numbered {said}."), basis.CLEAR,
            Label(id="Periksa apakah ada langkah yang hilang.", en="Check whether a step is missing."),
        )  # fmt: skip
