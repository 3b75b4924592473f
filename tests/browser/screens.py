"""The pictures of README and handbook: which page, whose, how large; taken from the demonstration and made small."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

from .person import Person, Size

FOLDER = Path(__file__).parents[2] / "docs" / "screens"
LARGEST_BYTES = 250_000
WIDTHS: dict[Size, int] = {"desktop": 1280, "phone": 390}


def _ask(person: Person) -> None:
    """A request, half written."""
    person.fill("Instansi pemohon", "Pemerintah Nagari Silokek (contoh)")
    person.fill("Nama narahubung", "Sekretaris Nagari (contoh)")
    person.fill("Telepon narahubung", "0812 0000 0000")
    person.page.evaluate("scrollTo(0, 0); document.activeElement.blur()")


def _flowchart(person: Person) -> None:
    """Down to the flowchart."""
    person.page.locator("#sop-chart-title").evaluate("title => scrollBy(0, title.getBoundingClientRect().top - 24)")


def _measure(person: Person) -> None:
    """A measurement, half written."""
    person.tick("Pengukuran")
    person.fill("Unduh (Mbps)", "24,6")
    person.fill("Unggah (Mbps)", "5,2")
    person.fill("Latensi (ms)", "52")
    person.fill("Uraian", "Uji sambungan setelah hujan reda.")
    person.page.evaluate("scrollTo(0, 0); document.activeElement.blur()")


def _dispose(person: Person) -> None:
    """A disposition, half written."""
    person.tick("Fasilitasi sesuai ketentuan", "Laporkan hasilnya")
    person.fill("Catatan", "Dahulukan; koordinasikan dengan BPBD.")
    person.page.evaluate("scrollTo(0, 0); document.activeElement.blur()")


@dataclass(frozen=True)
class Screen:
    """One picture: the page's name, the size of the window, who looks if not the usual one, and what he does first."""

    page: str
    size: Size = "desktop"
    height: int = 900
    username: str | None = None
    first: Callable[[Person], None] | None = None


SCREENS = {
    "desk": Screen("desk kadis"),
    "case": Screen("case running", username="kabid"),
    "act": Screen("act dispose", first=_dispose),
    "sop": Screen("public sop", first=_flowchart),
    "track": Screen("public tracked"),
    "request": Screen("public request", first=_ask),
    "field": Screen("act log", size="phone", height=844, first=_measure),
    "spt": Screen("act sign_spt"),
    "journal": Screen("journal"),
    "verify": Screen("public verify"),
    "registers": Screen("register agenda"),
    "absences": Screen("absences"),
    "archive": Screen("archive"),
    "monitoring": Screen("monitoring"),
    "revision": Screen("revision coming"),
}


def picture(person: Person, screen: Screen, path: str) -> bytes:
    """The page as a small PNG, as wide as its window."""
    person.page.set_viewport_size({"width": WIDTHS[screen.size], "height": screen.height})
    person.page.emulate_media(color_scheme="light")
    person.go(path)
    if screen.first:
        screen.first(person)
    person.page.wait_for_load_state("networkidle")
    shot = Image.open(BytesIO(person.page.screenshot(caret="initial"))).convert("RGB")
    out = BytesIO()
    shot.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()
