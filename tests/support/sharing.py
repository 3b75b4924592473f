"""How xdist shares the tests out: a file of browser tests stays together, as it prepares its data once.

The group marker of pytest-xdist 3.8 would say the same, but finds no test under pytest 9.2 (measured).
"""

from xdist.scheduler import LoadScopeScheduling

TOGETHER = "tests/browser/"


class KeepBrowserFiles(LoadScopeScheduling):
    """Each test goes to whoever is free; those of one file of tests/browser/ go to one worker, in their order."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid.partition("::")[0] if nodeid.startswith(TOGETHER) else nodeid
