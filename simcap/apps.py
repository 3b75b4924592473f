"""The one Django app."""

from django.apps import AppConfig
from django.contrib.admin.apps import SimpleAdminConfig


class SimcapConfig(AppConfig):
    """Imports every step's acts, so that they register themselves; nobody else may."""

    name = "simcap"
    default = True

    def ready(self) -> None:
        import sys
        from importlib import import_module

        from django.conf import settings

        from . import clock

        for folder in (
            "facilitation", "intake", "step1_disposition", "step2_assignment", "step3_fieldwork", "step4_record", "step5_report",
        ):  # fmt: skip
            import_module(f"simcap.{folder}.acts")
        import_module("simcap.checks")
        import_module("simcap.admin")
        clock.allow_scripting(settings.SIMCAP_DEMO or "pytest" in sys.modules)


class OfficeAdminConfig(SimpleAdminConfig):
    """Django's admin behind the office filter (see `people.admin`), with our own tables only."""

    default_site = "simcap.people.site.OfficeAdminSite"
