"""How xdist shares the tests out: those that share what was prepared once stay together.

The group marker of pytest-xdist 3.8 would say the same, but finds no test under pytest 9.2 (measured).
"""

from xdist.scheduler import LoadScopeScheduling

TOGETHER = ("tests/browser/", "tests/test_access.py")
BY_STAGE = "tests/facilitation/test_doorway_every_act.py"


class KeepTogether(LoadScopeScheduling):
    """Each test goes to whoever is free; those that share their data go to one worker, in their order."""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(BY_STAGE):
            return f"{BY_STAGE}@{nodeid.rpartition('@')[2]}"
        return nodeid.partition("::")[0] if nodeid.startswith(TOGETHER) else nodeid
