"""Tables: what is kept. Rows stay in this floor; everyone above gets frozen values."""

from storage.tables.cases import CaseRow, EventRow, TimerRow
from storage.tables.chats import (
    ChatCountRow,
    ChatLineRow,
    ChatMentionRow,
    ChatProductRow,
    ChatWordsRow,
    ProductAlertRow,
)
from storage.tables.drilling import DrillOfferRow, DrillRow, DrillTurnRow
from storage.tables.escalating import EscalationStepRow
from storage.tables.handling import CauseRow, CompensationRow, PublicReplyRow, ReplyRequestRow, TaskRow
from storage.tables.house import DataKeyRow, OccurrenceRow, PersonRow
from storage.tables.improving import ImprovementRow
from storage.tables.incidents import IncidentCaseRow, IncidentEventRow, IncidentRow
from storage.tables.learning import ExperienceRow
from storage.tables.outgoing import DispatchRow
from storage.tables.pictures import PictureRow
from storage.tables.purchases import OrderCountRow, PurchaseRow
from storage.tables.reviews import InboxRow, ReviewRow, RevisionRow
from storage.tables.rota import BriefingRow, RotaChangeRow, RotaEntryRow, UnownedRow
from storage.tables.scorecards import (
    QualityCheckRow,
    ScorecardContestRow,
    ScorecardMonthRow,
    ScorecardRow,
    ScorecardWaitingRow,
)
from storage.tables.slack import MessageRow, PlaceRow, PressRow
from storage.tables.wellbeing import (
    BuddyAskRow,
    CheckInRow,
    StrainDayRow,
    StrainPauseRow,
    StrainRow,
    WellbeingRow,
)

__all__ = [
    "BriefingRow",
    "BuddyAskRow",
    "CaseRow",
    "CauseRow",
    "ChatCountRow",
    "ChatLineRow",
    "ChatMentionRow",
    "ChatProductRow",
    "ChatWordsRow",
    "CheckInRow",
    "CompensationRow",
    "DataKeyRow",
    "DispatchRow",
    "DrillOfferRow",
    "DrillRow",
    "DrillTurnRow",
    "EscalationStepRow",
    "EventRow",
    "ExperienceRow",
    "ImprovementRow",
    "InboxRow",
    "IncidentCaseRow",
    "IncidentEventRow",
    "IncidentRow",
    "MessageRow",
    "OccurrenceRow",
    "OrderCountRow",
    "PersonRow",
    "PictureRow",
    "PlaceRow",
    "PressRow",
    "ProductAlertRow",
    "PublicReplyRow",
    "PurchaseRow",
    "QualityCheckRow",
    "ReplyRequestRow",
    "ReviewRow",
    "RevisionRow",
    "RotaChangeRow",
    "RotaEntryRow",
    "ScorecardContestRow",
    "ScorecardMonthRow",
    "ScorecardRow",
    "ScorecardWaitingRow",
    "StrainDayRow",
    "StrainPauseRow",
    "StrainRow",
    "TaskRow",
    "TimerRow",
    "UnownedRow",
    "WellbeingRow",
]
