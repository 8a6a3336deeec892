"""Light start: what a start does not need is not loaded by it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# What is loaded by whoever first needs it, and by whom.
LATER = {
    "alembic": "a migration",
    "bot.analysis.reading": "the first review",
    "cryptography": "the first delivery",
    "demo": "app.py demo",
    "jinja2": "the first card",
    "matplotlib": "the first chart",
    "openpyxl": "app.py import",
    "prometheus_client": "GET /metrics",
    "procrastinate": "a desk on PostgreSQL",
    "psycopg": "a desk on PostgreSQL",
    "rich": "app.py demo and import",
    "sandbox": "app.py demo",
    "slack_bolt.adapter.socket_mode": "Socket Mode",
    "sqlalchemy.dialects.postgresql": "a desk on PostgreSQL",
    "snownlp": "the first doubt, in a process of its own",
}


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """The modules that stand in memory when app.py has been loaded as `python app.py` loads it."""
    program = "from handlers.quick_start import *; before_loading(); import app, sys; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True)
    return set(told.stdout.split())


@pytest.mark.parametrize("module", LATER)
def test_a_start_does_not_load(loaded: set[str], module: str) -> None:
    assert module not in loaded, f"only {LATER[module]} needs it"


def test_a_start_loads_what_every_request_needs(loaded: set[str]) -> None:
    assert {"starlette", "slack_bolt.async_app", "sqlmodel", "storage.tables", "handlers.slack.buttons"} <= loaded
