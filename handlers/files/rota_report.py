"""Rota report: what became of a calendar, event by event that was refused, as its importer reads it."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from handlers.files.import_rota import RotaImported
from scripts_library.wording import Wording

_SHOWN = 20


def told(done: RotaImported, file: Path, say: Wording, *, is_dry: bool) -> Iterator[str]:
    """The counts, then a line for each refused event with the remedy, then where all of them are listed."""
    key = "import.rota_dry" if is_dry else "import.rota_done"
    yield say(key, calendar=done.calendar, refused=len(done.refused), **asdict(done.counts))
    for one in done.refused[:_SHOWN]:
        problem, remedy = (part.in_locale(say.locale) for part in (one.problem, one.remedy))
        yield say("import.rota_refused", file=file.name, number=one.row_number, problem=problem, remedy=remedy)
    if len(done.refused) > _SHOWN:
        yield say("import.rota_more", count=len(done.refused) - _SHOWN)
    if done.report:
        yield say("import.report", report=done.report)
