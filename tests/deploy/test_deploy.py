"""Deploy: every command, file, folder and setting that the deployment files name is there."""

import configparser
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from app import cli
from handlers.settings import Settings
from tests.house.program import ROOT

DEPLOY = ROOT / "deploy"
COMMANDS = {command.name or command.callback.__name__ for command in cli.registered_commands if command.callback}
UNITS = sorted(path.name for path in DEPLOY.glob("*.service"))
SETTINGS = {name.upper() for name in Settings.model_fields}


def test_the_image_holds_the_whole_program() -> None:
    copied = {line.split()[1] for line in _lines("Dockerfile") if line.startswith("COPY")}
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"benchmarks", "tests"}

    assert copied == packages | {"app.py", "requirements.txt"}
    assert all((ROOT / one).exists() for one in copied)


def test_the_image_runs_as_nobody_special_and_says_whether_it_lives() -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")

    assert re.search(r"^USER (?!root)", text, re.M)
    assert "HEALTHCHECK" in text
    assert "/healthz" in text


def test_every_container_runs_a_command_that_there_is() -> None:
    services = _compose()["services"]

    commands = {name: service["command"][0] for name, service in services.items() if "command" in service}

    assert set(commands) == {"migrate", "serve", "worker"}
    assert set(commands.values()) <= COMMANDS


def test_nothing_starts_before_the_database_is_migrated() -> None:
    services = _compose()["services"]

    assert services["migrate"]["depends_on"]["database"]["condition"] == "service_healthy"
    for name in ("serve", "worker"):
        assert services[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_every_setting_is_one_of_ours() -> None:
    names = {line.split("=")[0] for line in _lines("desk.env.example") if "=" in line and not line.startswith("#")}

    assert {name for name in names if not name.startswith("WEBHOOK_SECRET_")} <= SETTINGS
    assert not any("xoxb-1" in line for line in _lines("desk.env.example"))


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_runs_a_command_that_there_is(unit: str) -> None:
    service = _unit(unit)["Service"]

    for key in ("ExecStart", "ExecStartPre"):
        if key in service:
            words = shlex.split(service[key])
            assert words[1] == "app.py"
            assert words[2] in COMMANDS
    assert service["User"] == "review-desk"


@pytest.mark.parametrize("unit", [one for one in UNITS if "backup" not in one])
def test_a_process_that_falls_is_started_again_and_ends_politely(unit: str) -> None:
    service = _unit(unit)["Service"]

    assert (service["Restart"], service["KillSignal"]) == ("on-failure", "SIGTERM")
    assert service["ProtectSystem"] == "strict"
    assert service["ReadWritePaths"].endswith("/data")


@pytest.mark.parametrize("unit", UNITS)
def test_systemd_itself_finds_no_fault(unit: str, tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd here to ask; its structure is checked above")
    ours, anything = "/srv/review-desk/.venv/bin/python", shutil.which("true") or ""
    text = (DEPLOY / unit).read_text(encoding="utf-8").replace(ours, anything)
    text = re.sub(r"^(User|WorkingDirectory|EnvironmentFile|ReadWritePaths).*\n", "", text, flags=re.M)
    (tmp_path / unit).write_text(text)

    asked = ["systemd-analyze", "verify", str(tmp_path / unit)]
    told = subprocess.run(asked, capture_output=True, text=True, check=False)

    assert unit not in told.stderr, told.stderr


def _compose() -> Any:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


def _unit(name: str) -> configparser.ConfigParser:
    parsed = configparser.ConfigParser(interpolation=None, strict=False)
    parsed.optionxform = str  # type: ignore[assignment,method-assign]  # systemd's names are written as they are
    parsed.read(DEPLOY / name, encoding="utf-8")
    return parsed


def _lines(name: str) -> list[str]:
    return (DEPLOY / name).read_text(encoding="utf-8").splitlines()
