"""The flowchart: who does what in which order, where cases stand, and an SVG that any page may carry."""

from itertools import pairwise
from xml.etree import ElementTree

import pytest

from simcap.procedure.chart_lines import asides, lines
from simcap.procedure.flowchart import print_pages, svg
from tests.procedure.files import SIGNED, WITH_SECRETARY, WITHOUT_SECTION, read, read_text

SOP = read(SIGNED)
FILES = [SIGNED, WITHOUT_SECTION, WITH_SECRETARY]
SVG = "{http://www.w3.org/2000/svg}"


def tree(drawing: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawing)


def words(drawing: str) -> list[str]:
    return [" ".join(span.text for span in text) for text in tree(drawing).iter(f"{SVG}text")]


def told(drawing: str) -> str:
    return tree(drawing).find(f"{SVG}desc").text


def test_each_act_of_the_signed_path_stands_in_its_performers_column():
    chart = [(line.step, [(s.shape, s.column, s.text) for s in line.symbols]) for line in lines(SOP, language="id")]
    assert chart == [
        (1, [("capsule", "head", "Mulai")]),
        (1, [("diamond", "head", "Lengkap?"), ("pentagon", "division", "ke Pemohon")]),
        (1, [("box", "head", "Disposisikan")]),
        (1, [("box", "division", "Teruskan")]),
        (1, [("box", "section", "Tunjuk koordinator")]),
        (2, [("box", "coordinator", "Catat dan susun SPT")]),
        (2, [("box", "section", "Paraf")]),
        (2, [("box", "division", "Paraf")]),
        (2, [("box", "head", "Tanda tangani SPT")]),
        (3, [("box", "technician", "Nyatakan siap")]),
        (3, [("box", "coordinator", "Mulai kegiatan")]),
        (3, [("box", "technician", "Catat"), ("box", "coordinator", "Catat")]),
        (3, [("box", "technician", "Selesaikan kegiatan")]),
        (4, [("box", "coordinator", "Catat fasilitasi")]),
        (5, [("box", "section", "Paraf laporan")]),
        (5, [("box", "division", "Paraf laporan")]),
        (5, [("box", "head", "Terima laporan")]),
        (5, [("capsule", "head", "Selesai")]),
    ]


def test_what_the_signed_sop_lacks_is_drawn_as_an_extension_and_nothing_else_is():
    extensions = {s.text for line in lines(SOP, language="id") for s in line.symbols if s.extension}
    assert extensions == {"Lengkap?", "ke Pemohon"}


def test_remarks_name_the_extensions_open_there():
    remarks = {line.stage: line.remarks for line in lines(SOP, language="id") if line.stage and line.remarks}
    assert remarks["with_head"] == ("Perluasan: Minta lengkapi",)
    assert remarks["with_division"] == ("Perluasan: Minta lengkapi, Kembalikan, Tarik disposisi, Ganti disposisi",)
    assert remarks["spt_with_head"] == ("Perluasan: Minta lengkapi, Kembalikan, Ganti disposisi",)
    assert remarks["report_with_section"] == ("Perluasan: Kembalikan",)
    assert "running" not in remarks


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_chart_is_well_formed_and_needs_neither_style_nor_script(path, language):
    elements = list(tree(svg(read(path), language=language, current_stage="with_head", counts={"running": 2})).iter())
    assert {element.tag for element in elements} <= {
        SVG + tag for tag in ("svg", "title", "desc", "g", "rect", "line", "polyline", "polygon", "text", "tspan")
    }
    forbidden = [name for element in elements for name in element.attrib if name == "style" or name.startswith("on")]
    assert forbidden == []


def test_a_chart_has_a_name_and_a_description_for_whoever_does_not_see_it():
    root = tree(svg(SOP, language="en"))
    assert (root.get("role"), root.find(f"{SVG}title").text) == ("img", "Flowchart: Mobile MCAP facilitation")
    assert root.get("aria-labelledby") == root.find(f"{SVG}title").get("id")
    assert root.get("aria-describedby") == root.find(f"{SVG}desc").get("id")
    assert "2. Recording and assignment letter: Team coordinator: Record and draft the SPT;" in told(
        svg(SOP, language="en")
    )


@pytest.mark.parametrize(
    ("stage", "said"),
    [
        ("spt_with_division", "Kabid Aptika: Paraf, Berkas di sini"),
        ("running", "TIM Teknis: Selesaikan kegiatan, Berkas di sini"),
        ("awaiting_requester", "ke Pemohon, Perluasan, Berkas di sini"),
        ("closed", "Selesai, Berkas di sini"),
    ],
)
def test_the_position_of_a_case_is_told_in_words_and_marked_once(stage, said):
    drawing = svg(SOP, language="id", current_stage=stage)
    assert said in told(drawing)
    assert words(drawing).count("Berkas di sini") == 1


ON_THE_CHART = [one.id for one in SOP.stages.values() if one.path == "main" and one.step]
OFF_THE_CHART = [stage for stage in SOP.stages if stage not in ON_THE_CHART]


@pytest.mark.parametrize("stage", ON_THE_CHART)
def test_every_stage_of_the_path_has_a_place_on_the_chart(stage):
    assert words(svg(SOP, language="en", current_stage=stage)).count("Case is here") == 1


@pytest.mark.parametrize("stage", OFF_THE_CHART)
def test_a_case_off_the_path_is_marked_where_it_left_and_told_below_the_table(stage):
    drawing = svg(SOP, language="id", current_stage=stage, came_from="to_record")
    label = SOP.stages[stage].label.id
    assert f"Berkas di sini: {label}" in words(drawing)
    assert words(drawing).count("Keluar di sini") == 1
    assert "Koordinator TIM: Catat dan susun SPT, Keluar di sini" in told(drawing)
    assert told(drawing).endswith(f"Berkas di sini: {label}.")


def test_a_case_that_waits_for_its_requester_has_its_own_place_and_none_where_it_left():
    shown = words(svg(SOP, language="id", current_stage="awaiting_requester", came_from="to_record"))
    assert (shown.count("Berkas di sini"), shown.count("Keluar di sini")) == (1, 0)


def test_what_runs_beside_a_case_is_told_below_the_table():
    drawing = svg(SOP, language="id", current_stage="prepared", beside="amend_with_head")
    assert words(drawing).count("Berkas di sini") == 1
    assert "Berjalan di sampingnya: Perubahan SPT menunggu tanda tangan Kepala Dinas" in words(drawing)


def test_extensions_off_the_path_are_told_once_below_the_table_with_their_steps():
    assert asides(SOP, language="id") == (
        "Perluasan di luar jalur SOP: Tambah lampiran (langkah 1–5), Tolak permintaan (langkah 1–2), "
        "Tunda (langkah 1–3), Batalkan (langkah 1–3), Minta perubahan SPT (langkah 3), Cabut SPT (langkah 3), "
        "Cetak untuk tanda tangan basah (langkah 2–5)."
    )
    assert asides(read(WITH_SECRETARY), language="en") == "Extensions off the SOP’s path: Add attachments (steps 1–5)."
    assert "Decline the request (steps 1–2)" in told(svg(SOP, language="en"))


def test_cases_are_counted_at_their_stage_and_a_zero_is_not_shown():
    drawing = svg(SOP, language="id", counts={"to_record": 12, "with_head": 0})
    assert "Catat dan susun SPT, 12 berkas" in told(drawing)
    assert (words(drawing).count("12"), words(drawing).count("0")) == (1, 0)


def test_without_cases_the_chart_is_the_form_alone():
    drawing = svg(SOP, language="id")
    assert "Berkas di sini" not in drawing
    assert "Jumlah berkas" not in drawing


def test_the_signed_words_stand_in_the_table_with_their_defects():
    shown = words(svg(SOP, language="id"))
    assert shown.count("Disposisi surat permintaan fasilitasi Mobile MCAP (Mobile Community Acces Point)") == 2
    assert [text for text in shown if "menit" in text or text == "Tentatif"] == [
        "± 5 menit",
        "±15 menit",
        "Tentatif",
        "± 30 menit",
        "± 5 menit",
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_printed_pages_hold_every_step_once_and_connect(path):
    definition = read(path)
    pages = print_pages(definition)
    assert [no for page in pages for no in page] == [step.no for step in definition.steps]
    for before, after in pairwise(pages):
        assert f"ke langkah {after[0]}" in words(svg(definition, language="id", steps=before))
        assert f"dari langkah {before[-1]}" in words(svg(definition, language="id", steps=after))


def test_charts_on_one_page_do_not_share_ids():
    drawings = [svg(SOP, language="id"), *(svg(SOP, language="id", steps=page) for page in print_pages(SOP))]
    ids = [element.get("id") for drawing in drawings for element in tree(drawing).iter() if element.get("id")]
    assert len(ids) == len(set(ids)) == 6


def test_words_of_a_file_cannot_become_markup():
    text = SIGNED.read_text(encoding="utf-8").replace('"Disposisikan"', "'<script>\"&'")
    assert '<script>"&' in words(svg(read_text(text), language="id"))


def test_an_activity_of_somebody_without_a_column_is_named_and_dashed():
    text = SIGNED.read_text(encoding="utf-8")
    stage = 'step = 4\nkind = "held"\nperformer = '
    act = 'to = "report_with_section", performers = '
    text = text.replace(f'{stage}"coordinator"', f'{stage}"front_desk"')
    text = text.replace(f'{act}["coordinator"]', f'{act}["front_desk"]')
    symbol = next(line for line in lines(read_text(text), language="id") if line.step == 4).symbols[0]
    assert (symbol.column, symbol.text, symbol.extension) == ("coordinator", "Agendaris: Catat fasilitasi", True)
