"""The one app's models, gathered from their folders."""

from simcap.declining import models as declining
from simcap.documents import models as documents
from simcap.facilitation import measure_models as measuring
from simcap.facilitation import models as facilitation
from simcap.facilitation import search_models as searching
from simcap.health import models as health
from simcap.intake import models as intake
from simcap.journal import models as journal
from simcap.notices import models as notices
from simcap.people import models as people
from simcap.registers import models as registers
from simcap.reporting import models as reporting
from simcap.resources import models as resources
from simcap.revisions import models as revisions
from simcap.step1_disposition import models as step1
from simcap.step2_assignment import models as step2
from simcap.step3_fieldwork import models as step3
from simcap.step4_record import models as step4
from simcap.stewardship import models as stewardship

__all__ = [
    "declining",
    "documents",
    "facilitation",
    "health",
    "intake",
    "journal",
    "measuring",
    "notices",
    "people",
    "registers",
    "reporting",
    "resources",
    "revisions",
    "searching",
    "step1",
    "step2",
    "step3",
    "step4",
    "stewardship",
]
