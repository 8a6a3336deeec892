"""Architecture: no floor uses one above it, and no import goes in a circle."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# From the top of the house down; `sandbox` stands beside it and `slack_rules` is the ground under both.
FLOORS = ["app", "demo", "handlers", "storage", "bot", "scripts_library", "slack_rules"]
SANDBOX_MAY_USE = {"sandbox", "slack_rules"}
MAY_USE_SANDBOX = {"demo", "sandbox"}
PACKAGES = {*FLOORS, "sandbox"}
_TIME_CALLS = (".now(", ".utcnow(", "time.time(")


def test_no_floor_imports_one_above_it() -> None:
    """app → demo → handlers → storage → bot → scripts_library, and slack_rules under all of them."""
    upward = [
        f"{path} uses {target}"
        for path, target in _imports()
        if _floor(path) in FLOORS
        and target.split(".")[0] in FLOORS
        and FLOORS.index(target.split(".")[0]) < FLOORS.index(_floor(path))
    ]

    assert upward == []


def test_the_sandbox_knows_nothing_of_the_bot() -> None:
    """It imports itself and Slack's rules, and only the demo imports it."""
    crossings = [
        f"{path} uses {target}"
        for path, target in _imports()
        if (_floor(path) == "sandbox" and target.split(".")[0] in PACKAGES - SANDBOX_MAY_USE)
        or (target.split(".")[0] == "sandbox" and _floor(path) not in MAY_USE_SANDBOX)
    ]

    assert crossings == []


def test_bot_has_no_database_no_network_and_no_clock_of_its_own() -> None:
    """The rules never touch the world."""
    outside = {"sqlalchemy", "sqlmodel", "slack_sdk", "slack_bolt", "aiohttp", "starlette", "asyncio", "socket"}
    touching = [
        f"{path} uses {target}"
        for path, target in _imports(everything=True)
        if _floor(path) in ("bot", "scripts_library", "slack_rules") and target.split(".")[0] in outside
    ]
    telling_time = [
        str(path)
        for path in _sources()
        if _floor(path) == "bot" and any(call in (ROOT / path).read_text() for call in _TIME_CALLS)
    ]

    assert touching == []
    assert telling_time == []


def test_only_storage_knows_sql() -> None:
    """Everyone above gets frozen values; the errors of the database are all that may be named."""
    knowing = [
        f"{path} uses {target}"
        for path, target in _imports(everything=True)
        if _floor(path) not in ("storage", "tests")
        and target.split(".")[0] in ("sqlalchemy", "sqlmodel")
        and target not in ("sqlalchemy.exc", "sqlmodel")
    ]

    assert knowing == []


def test_no_module_imports_itself_in_a_circle() -> None:
    """Not even within a floor."""
    graph: dict[str, set[str]] = defaultdict(set)
    for path, target in _imports():
        graph[_module(path)].add(target)

    assert _a_circle(graph) is None


def test_only_one_module_knows_snownlp() -> None:
    """Loading it costs seconds and hundreds of megabytes."""
    knowing = {str(path) for path, target in _imports(everything=True) if target.split(".")[0] == "snownlp"}

    assert knowing == {"bot/analysis/snownlp_voice.py"}


def test_only_the_charts_know_matplotlib_and_none_its_global_figures() -> None:
    """pyplot keeps figures for the whole process; zhplot, looked up for its font, would set the fonts of everybody."""
    targets = [(path, target) for path, target in _imports(everything=True)]
    knowing = {path.parent for path, target in targets if target.split(".")[0] == "matplotlib"}

    assert knowing == {Path("bot/charts")}
    assert [target for _, target in targets if "pyplot" in target or target.split(".")[0] == "zhplot"] == []


@pytest.mark.parametrize("package", sorted(PACKAGES - {"app"}))
def test_every_module_opens_with_one_line_on_its_subject(package: str) -> None:
    """The first line of a file says what it is about."""
    silent = [
        str(path)
        for path in _sources()
        if _floor(path) == package
        and "versions" not in path.parts
        and not (ast.get_docstring(ast.parse((ROOT / path).read_text())) or "").strip()
    ]

    assert silent == []


def _sources() -> Iterator[Path]:
    for package in sorted(PACKAGES - {"app"}):
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path.relative_to(ROOT)
    yield Path("app.py")


def _imports(*, everything: bool = False) -> Iterator[tuple[Path, str]]:
    """(file, module) of each import; modules of the project itself unless `everything`."""
    for path in _sources():
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
            for target in _targets(node):
                if everything or target.split(".")[0] in PACKAGES:
                    yield path, target


def _targets(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        for alias in node.names:
            inner = f"{node.module}.{alias.name}"
            yield inner if _is_module(inner) else node.module


def _is_module(name: str) -> bool:
    path = ROOT / name.replace(".", "/")
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def _floor(path: Path) -> str:
    return path.parts[0].removesuffix(".py")


def _module(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _a_circle(graph: dict[str, set[str]]) -> list[str] | None:
    done: set[str] = set()

    def visit(module: str, trail: list[str]) -> list[str] | None:
        if module in trail:
            return [*trail[trail.index(module) :], module]
        if module in done:
            return None
        for target in sorted(graph.get(module, ())):
            found = visit(target, [*trail, module]) if target != module else None
            if found:
                return found
        done.add(module)
        return None

    for module in sorted(graph):
        if found := visit(module, []):
            return found
    return None
