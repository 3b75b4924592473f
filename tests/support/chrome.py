"""The browser that the browser tests drive."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")


def chrome_bin() -> str:
    """Path of CHROME_BIN, else of the system's Chromium. Raises RuntimeError with what to install."""
    for name in (os.environ.get("CHROME_BIN"), *NAMES):
        if name and (path := shutil.which(name)):
            return path
    raise RuntimeError("No browser found. Install chromium, or name one in CHROME_BIN.")
