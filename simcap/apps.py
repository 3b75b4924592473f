"""The one Django app."""

from importlib import import_module

from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin.apps import SimpleAdminConfig

from simcap import clock

#: What registers itself when it is imported: acts, master data, system checks, and who tells others of an act.
REGISTERS = (
    "people.absence_acts",
    "facilitation.acts",
    "intake.acts",
    "step1_disposition.acts",
    "step2_assignment.acts",
    "step3_fieldwork.acts",
    "step4_record.acts",
    "step5_report.acts",
    "declining.acts",
    "changes.acts",
    "signing.acts",
    "stewardship.sentences",
    "revisions.reading",
    "revisions.sentences",
    "notices.watching",
    "reporting.sentences",
    "mining.taking",
    "checks",
    "admin",
    "public.notices",
)


class SimcapConfig(AppConfig):
    """Imports every step's acts, so that they register themselves; nobody else may."""

    name = "simcap"
    verbose_name = "SIMCAP"
    default = True

    def ready(self) -> None:
        from simcap.facilitation.definitions import look_in  # its models are known only now

        for module in REGISTERS:
            import_module(f"simcap.{module}")
        clock.allow_scripting(settings.SIMCAP_DEMO)
        look_in(settings.SIMCAP_VAR / "definitions")


class OfficeAdminConfig(SimpleAdminConfig):
    """Django's admin behind the office filter (see `people.site`), with our own tables only."""

    default_site = "simcap.people.site.OfficeAdminSite"
