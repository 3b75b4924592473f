"""The process that decodes one HEIC photo: from its standard input to plain pixels (PPM) on its standard output.

Started by path, apart from Django and from the rest of the program, so that it starts quickly and holds no secrets.
Argument: the most pixels that a picture may have. Ends with 3 for more, with any other code for what is no photo.
"""

import io
import resource
import sys

import pi_heif
from PIL import Image, ImageOps

TOO_BIG = 3
#: Enough for the screen's copy. Units: pixels of the longer side.
LONGEST_PX = 2048
#: Enough for 50 megapixels; a photo that asks for more is none. Units: bytes, seconds.
MOST_BYTES, MOST_SECONDS = 3 * 2**30, 50


def main(most_pixels: int) -> int:
    """Decode, and answer the code to end with."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
    with Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=["HEIF"]) as photo:
        if photo.width * photo.height > most_pixels:
            return TOO_BIG
        photo.load()
        upright = ImageOps.exif_transpose(photo)
    upright.thumbnail((LONGEST_PX, LONGEST_PX), Image.Resampling.LANCZOS)
    on_white(upright).save(sys.stdout.buffer, "PPM")
    return 0


def on_white(picture: Image.Image) -> Image.Image:
    """The picture without what can be seen through."""
    if picture.mode not in ("RGBA", "LA", "PA"):
        return picture.convert("RGB")
    with_alpha = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", with_alpha.size, "white"), with_alpha).convert("RGB")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
