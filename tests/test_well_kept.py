"""Well kept: nothing that judges work, or pays for it, knows how people are; and only few modules read the answers."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PRIVATE = {
    "bot.analysis.abuse",
    "bot.cards.my_day",
    "bot.cards.wellbeing_card",
    "bot.rules.check_ins",
    "bot.rules.strain",
    "handlers.casework.buddies",
    "handlers.casework.check_ins",
    "handlers.casework.strain",
    "handlers.casework.team_strain",
    "handlers.slack.wellbeing",
    "storage.buddies",
    "storage.check_ins",
    "storage.private",
    "storage.strain",
    "storage.wellbeing",
}
ROWS = ("StrainRow", "StrainPauseRow", "StrainDayRow", "WellbeingRow", "CheckInRow", "BuddyAskRow")
TABLES = ("strain", "strain_pause", "strain_day", "wellbeing", "check_in", "buddy_ask")
# Where people's own answers may be read: their Home, the press that gives one, and the day on which they go.
READ_ANSWERS = {
    "handlers/casework/check_ins.py",
    "handlers/casework/team_strain.py",
    "handlers/clock/retention.py",
}


def test_no_scorecard_knows_how_people_are() -> None:
    """Nor reports, exports, figures and what else judges work."""
    judging = [path for path in _sources() if _judges(path)]
    knowing = [
        f"{path} knows {named}" for path in judging for named in (*_imports(path), *_names(path)) if _is_private(named)
    ]

    assert any("figures" in str(path) for path in judging)
    assert knowing == []


def test_the_watch_would_see_a_scorecard_that_does(tmp_path: Path) -> None:
    scorecard = tmp_path / "scorecards.py"
    for line in (
        "from storage import strain",
        "from storage.check_ins import own",
        "from storage.tables import CheckInRow",
        "from bot.rules.strain import strain as burden",
        "asked = 'SELECT user_id FROM strain_pause'",
    ):
        scorecard.write_text(line + "\n", encoding="utf-8")
        assert any(_is_private(named) for named in (*_imports(scorecard), *_names(scorecard))), line
    assert _judges(Path("bot/rules/scorecard_parts.py"))
    assert _judges(Path("storage/scorecards.py"))


def test_answers_are_read_where_their_person_reads_them_and_nowhere_else() -> None:
    reading = {str(path) for path in _sources() if "storage.check_ins" in set(_imports(path))}
    naming = {str(path) for path in _sources() if "CheckInRow" in set(_names(path)) | set(_imports(path))}

    assert reading == READ_ANSWERS
    assert naming <= {"storage/check_ins.py", "storage/tables/__init__.py", "storage/tables/wellbeing.py"}


def _judges(path: Path) -> bool:
    parts = {part.removesuffix(".py") for part in path.parts}
    named = any("scorecard" in part or "score_card" in part for part in parts)
    return named or bool(parts & {"figures", "period", "reports", "page", "dashboard", "audit", "ledger", "evidence"})


def _is_private(named: str) -> bool:
    return named in PRIVATE or named in ROWS or any(f"FROM {table}" in named for table in TABLES)


def _sources() -> Iterator[Path]:
    for package in ("bot", "handlers", "storage"):
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path.relative_to(ROOT)


def _imports(path: Path) -> Iterator[str]:
    """Modules, and names out of modules, as they are imported."""
    for node in ast.walk(_read(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            for alias in node.names:
                yield f"{node.module}.{alias.name}"
                yield alias.name


def _names(path: Path) -> Iterator[str]:
    """Names and words that stand in it."""
    for node in ast.walk(_read(path)):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _read(path: Path) -> ast.Module:
    return ast.parse((path if path.is_absolute() else ROOT / path).read_text(encoding="utf-8"))
