"""Fetch the style sheet, scripts and icons that the pages use into simcap/static/vendor/<name>-<version>/.

For maintainers only; needs npm (the pages themselves need no Node). To add an icon, add its name to ICONS (any name of
Bootstrap Icons); to move to a newer version, change PACKAGES; then run `python deploy/vendor_static.py`, delete the
folder of the old version and change the path in the templates. A page shows an icon as
`<svg class="icon" aria-hidden="true"><use href="{% static '…/sprite.svg' %}#truck"/></svg>`.
"""

import re
import subprocess
import tarfile
import tempfile
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "simcap" / "static" / "vendor"
PACKAGES = {
    "bootstrap": ("5.3.9", ("dist/css/bootstrap.min.css", "dist/js/bootstrap.bundle.min.js")),
    "htmx.org": ("2.0.11", ("dist/htmx.min.js",)),
    "bootstrap-icons": ("1.13.2", ("bootstrap-icons.svg",)),
}
#: Files that name neither their version nor their licence get this first line.
BANNERS = {"htmx.min.js": "/*! htmx.org v2.0.11 | Zero-Clause BSD, see LICENSE */\n"}
ICONS = """
archive arrow-clockwise arrow-left arrow-right bar-chart bell box-arrow-in-right box-arrow-right box-seam
calendar-event camera chat-left-text check-circle check-lg chevron-down chevron-left chevron-right chevron-up
clipboard-check clock clock-history cloud-slash cloud-upload diagram-3 download envelope exclamation-triangle eye
file-earmark-pdf file-earmark-text flag folder funnel gear geo-alt globe2 hash hourglass-split house-door inbox
info-circle journal-text list list-check lock paperclip pause-circle pen pencil-square people person phone play-circle
plus-lg printer qr-code question-circle reply search send shield-check slash-circle stop-circle telephone three-dots
translate trash truck upload vector-pen wifi wifi-off window-desktop x-circle x-lg
""".split()


def main() -> None:
    """Fetch every package and write the chosen files."""
    for name, (version, files) in PACKAGES.items():
        with tempfile.TemporaryDirectory() as scratch:
            package = unpack(f"{name}@{version}", into=Path(scratch))
            write(package, target=VENDOR / f"{name}-{version}", files=files)


def unpack(spec: str, *, into: Path) -> Path:
    """The folder of one npm package, unpacked."""
    subprocess.run(["npm", "pack", "--silent", spec], cwd=into, check=True, stdout=subprocess.DEVNULL)
    with tarfile.open(next(into.glob("*.tgz"))) as archive:
        archive.extractall(into, filter="data")
    return into / "package"


def write(package: Path, *, target: Path, files: tuple[str, ...]) -> None:
    """Copy the licence and the files, the icons as one small sprite."""
    target.mkdir(parents=True, exist_ok=True)
    (target / "LICENSE").write_text((package / "LICENSE").read_text().rstrip() + "\n")
    for file in files:
        source = package / file
        text = source.read_text()
        if source.suffix == ".svg":
            (target / "sprite.svg").write_text(sprite(text, banner=target.name))
        else:
            (target / source.name).write_text(BANNERS.get(source.name, "") + without_source_map(text))


def without_source_map(text: str) -> str:
    """The text without its pointer to a map file, which is not shipped and would fail `collectstatic`."""
    return re.sub(r"\n?(/\*|//)# sourceMappingURL=\S+( \*/)?\s*$", "\n", text)


def sprite(everything: str, *, banner: str) -> str:
    """The symbols of ICONS, in order. Raises KeyError for a name that the package lacks."""
    symbols = dict(re.findall(r'<symbol class="[^"]*" viewBox="0 0 16 16" id="([\w-]+)">(.*?)</symbol>', everything))
    rows = [f'<symbol viewBox="0 0 16 16" id="{name}">{symbols[name]}</symbol>' for name in sorted(ICONS)]
    head = (
        f'<!-- {banner} v{banner.rsplit("-", 1)[1]} | MIT, see LICENSE -->\n<svg xmlns="http://www.w3.org/2000/svg">\n'
    )
    return head + "\n".join(rows) + "\n</svg>\n"


if __name__ == "__main__":
    main()
