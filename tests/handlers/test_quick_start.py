"""Quick start: loading is cheaper, and afterwards everything works as if it had not been."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_nobody_collects_garbage_while_the_program_loads() -> None:
    assert _told("before_loading(); print(gc.isenabled())") == "False"


def test_afterwards_garbage_is_collected_and_what_was_loaded_is_left_out() -> None:
    told = _told("before_loading(); after_loading(); print(gc.isenabled(), gc.get_freeze_count() > 1000)")

    assert told == "True True"


def test_structlog_does_without_rich_and_rich_is_there_for_others() -> None:
    told = _told(
        "before_loading(); print('rich' in sys.modules); "
        "import structlog, rich.table; structlog.get_logger().info('works')"
    )

    assert told.startswith("False")
    assert "works" in told


def test_what_is_loaded_already_stays_as_it_is() -> None:
    assert _told("import rich; before_loading(); print(sys.modules['rich'] is rich)") == "True"


def _told(program: str) -> str:
    """What a fresh Python prints."""
    start = "import gc, sys; from handlers.quick_start import after_loading, before_loading; "
    run = subprocess.run([sys.executable, "-c", start + program], cwd=ROOT, check=True, capture_output=True, text=True)
    return run.stdout.strip()
