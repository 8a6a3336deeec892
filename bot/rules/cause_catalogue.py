"""Cause catalogue: the causes that reviews have again and again, each at home in one stage; a shop adds its own."""

from collections.abc import Mapping

from bot.case import RootCause
from bot.rules.refusals.causes import UnknownCause
from bot.vocabulary import Stage

CAUSES: Mapping[Stage, tuple[str, ...]] = {
    Stage.SOURCING: ("incoming_defect", "material_changed", "weak_design"),
    Stage.PRODUCTION: ("missed_in_inspection", "not_sampled", "uneven_process"),
    Stage.LISTING: ("page_exaggerates", "size_chart_wrong", "photo_differs", "notice_missing", "offer_unclear"),
    Stage.WAREHOUSE: (
        "no_double_check",
        "mispicked",
        "thin_packaging",
        "stored_badly",
        "stock_count_wrong",
        "shipped_late",
    ),
    Stage.DELIVERY: ("rough_sorting", "route_delay", "parcel_lost", "courier_manner"),
    Stage.PRE_SALES: ("promised_too_much", "advised_wrongly"),
    Stage.AFTER_SALES: ("slow_answer", "rules_unclear", "sent_back_and_forth", "refund_late"),
    Stage.CUSTOMER: ("misused", "taste_differs"),
}
STAGE_OF: Mapping[str, Stage] = {name: stage for stage, names in CAUSES.items() for name in names}


def offered(own: Mapping[str, Stage]) -> dict[Stage, list[str]]:
    """What can be chosen, by stage: the built-in ones, then the shop's own."""
    return {stage: [*CAUSES[stage], *(name for name, home in own.items() if home is stage)] for stage in Stage}


def is_known(name: str, own: Mapping[str, Stage]) -> bool:
    """Whether the catalogue or the shop has such a cause."""
    return name in STAGE_OF or name in own


def cause_named(name: str, department: str, note: str, own: Mapping[str, Stage]) -> RootCause:
    """The cause of this name; its stage follows from it. Raises `UnknownCause`."""
    stage = STAGE_OF.get(name) or own.get(name)
    if stage is None:
        raise UnknownCause(name)
    return RootCause(stage, department, note, name)
