"""The words of the flowchart that stand in no definition file, in both languages."""

from __future__ import annotations

from simcap.procedure.definition import Label, Step

WORDS = {
    "flowchart": Label(id="Bagan alir", en="Flowchart"),
    "no": Label(id="No", en="No"),
    "activity": Label(id="Uraian Kegiatan", en="Activity"),
    "performers": Label(id="Pelaksana", en="Performers"),
    "quality": Label(id="Mutu Baku", en="Standard"),
    "input": Label(id="Persyaratan / Kelengkapan", en="Required input"),
    "time": Label(id="Waktu", en="Time"),
    "output": Label(id="Output", en="Output"),
    "note": Label(id="Keterangan", en="Remarks"),
    "window": Label(id="Tentatif", en="as agreed in the SPT"),
    "minutes": Label(id="menit", en="min"),
    "start": Label(id="Mulai", en="Start"),
    "end": Label(id="Selesai", en="End"),
    "yes": Label(id="Ya", en="Yes"),
    "no_answer": Label(id="Tidak", en="No"),
    "to": Label(id="ke", en="to"),
    "to_step": Label(id="ke langkah", en="to step"),
    "from_step": Label(id="dari langkah", en="from step"),
    "outside": Label(id="di luar tabel SOP", en="outside the SOP’s table"),
    "extension": Label(id="Perluasan", en="Extension"),
    "here": Label(id="Berkas di sini", en="Case is here"),
    "left": Label(id="Keluar di sini", en="Left here"),
    "beside": Label(id="Berjalan di sampingnya", en="Beside it"),
    "asides": Label(id="Perluasan di luar jalur SOP", en="Extensions off the SOP’s path"),
    "step": Label(id="langkah", en="step"),
    "steps": Label(id="langkah", en="steps"),
    "cases": Label(id="berkas", en="cases"),
    "legend_capsule": Label(id="Mulai / selesai", en="Start / end"),
    "legend_box": Label(id="Kegiatan", en="Activity"),
    "legend_diamond": Label(id="Keputusan", en="Decision"),
    "legend_arrow": Label(id="Arah alir", en="Direction"),
    "legend_pentagon": Label(id="Penghubung ke luar tabel atau halaman", en="Connector off the table or page"),
    "legend_extension": Label(id="Perluasan: tidak ada dalam SOP", en="Extension: not in the SOP"),
    "legend_count": Label(id="Jumlah berkas", en="Number of cases"),
    "inferred": Label(
        id="Tanda pelaksana hilang dari naskah SOP; kolom pelaksana diisi menurut uraian kegiatan dan susunan jabatan.",
        en="The marks of the performers are lost in the SOP’s text; they are inferred from activities and posts.",
    ),
}


def time_words(step: Step, *, language: str) -> str:
    """A step's standard time (mutu baku waktu): word for word in Indonesian, in plain words otherwise."""
    if not language.startswith("en"):
        return step.time_text
    if step.standard_minutes is None:
        return WORDS["window"].en
    return f"± {step.standard_minutes} {WORDS['minutes'].en}"
