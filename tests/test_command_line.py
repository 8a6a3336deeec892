"""The command line: what each command says and how it ends."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.processes import free_port
from tests.house.program import ROOT, run_app, running_app

CSV = """评价ID,评价内容,评分,商品名称,订单编号,买家昵称,评价时间
1001,水壶漏水,1,电热水壶,T1,小明,2026-11-20 10:00:00
1002,很好,5,电热水壶,T2,小红,2026-11-20 11:00:00
1003,一般,9,电热水壶,T3,小刚,2026-11-20 12:00:00
"""
SOCKET_MODE = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "x", "SLACK_APP_TOKEN": "xapp-1", "PORT": "0"}

pytestmark = pytest.mark.slow  # each starts the program anew


def test_importing_a_file_twice_changes_nothing(tmp_path: Path) -> None:
    """The second run finds only duplicates; the refused row is reported both times."""
    (tmp_path / "export.csv").write_text(CSV, encoding="utf-8")

    first = run_app("import", "export.csv", folder=tmp_path)
    second = run_app("import", "export.csv", folder=tmp_path)

    assert (first.returncode, second.returncode) == (0, 0)
    assert "收下 2 条,重复 0 条,拒绝 1 条" in first.stdout
    assert "收下 0 条,重复 2 条,拒绝 1 条" in second.stdout
    assert "评分" in (tmp_path / "export.csv.refused.csv").read_text(encoding="utf-8-sig")


def test_importing_orders_twice_changes_nothing(tmp_path: Path) -> None:
    rows = ["订单编号,下单时间,买家会员名,实付金额", "TB1,2026-11-22 10:00,小王,59", "TB2,when,小李,59"]
    (tmp_path / "orders.csv").write_text("\n".join(rows), encoding="utf-8")

    first = run_app("import", "orders.csv", "--orders", folder=tmp_path)
    second = run_app("import", "orders.csv", "--orders", folder=tmp_path)

    assert (first.returncode, first.stderr) == (0, "")
    assert "收下 1 条,重复 0 条,拒绝 1 条" in first.stdout
    assert "收下 0 条,重复 1 条,拒绝 1 条" in second.stdout
    assert "看不出是什么时间" in (tmp_path / "orders.csv.refused.csv").read_text(encoding="utf-8-sig")


def test_importing_what_is_no_file_is_one_sentence(tmp_path: Path) -> None:
    """No traceback, exit code 1."""
    ended = run_app("import", "nothing.csv", folder=tmp_path, LOCALE="en")

    assert ended.returncode == 1
    assert "nothing.csv" in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1


def test_analyse_answers_line_by_line_and_goes_on_after_a_bad_one(tmp_path: Path) -> None:
    """Same order; the malformed line has its error in its place; exit code 1 at the end."""
    lines = [
        '{"id": "a", "text": "插上电就冒烟了", "rating": 1}',
        "not json",
        '{"id": "c", "text": "很好", "rating": 5}',
    ]

    ended = run_app("analyse", folder=tmp_path, given="\n".join(lines) + "\n")

    first, second, third = (json.loads(line) for line in ended.stdout.splitlines())
    assert (first["id"], first["grade"], first["safety"]) == ("a", "urgent", True)
    assert "error" in second
    assert (third["id"], third["is_negative"], third["category"]) == ("c", False, None)
    assert ended.returncode == 1
    assert list(tmp_path.iterdir()) == []


def test_lint_answers_as_the_contract_says(tmp_path: Path) -> None:
    """A text that may not leave ends with 1 and says why; one that may ends with 0; nothing is written anywhere."""
    given = {"given": "改成五星就返您20元红包\n", "folder": tmp_path}

    refused = run_app("lint", "--channel", "wangwang", "--purpose", "amend", **given)
    allowed = run_app("lint", "--channel", "sms", "--purpose", "solution", folder=tmp_path, given="退款已原路退回\n")

    (finding,) = json.loads(refused.stdout)["findings"]
    assert (refused.returncode, json.loads(refused.stdout)["allowed"]) == (1, False)
    assert (finding["rule"], finding["evidence"]) == ("incentive_for_review", "改成五星就返您20元红包")
    assert all(finding[part] for part in ("advice", "law"))
    assert (allowed.returncode, json.loads(allowed.stdout)) == (0, {"allowed": True, "findings": []})
    assert list(tmp_path.iterdir()) == []


def test_lint_checks_a_shops_own_scripts(tmp_path: Path) -> None:
    """Every fault with file and line, then one sentence; exit code 1."""
    own = tmp_path / "own" / "zh_CN"
    own.mkdir(parents=True)
    (own / "sms.toml").write_text('[[script]]\nkey = "amend.sms"\nversion = 2\ntext = "{{ slot }}给五星"\n', "utf-8")

    ended = run_app("lint", "--scripts", folder=tmp_path, SCRIPTS_FOLDER="own")

    assert ended.returncode == 1
    assert "sms.toml, line 4" in ended.stderr
    assert "索要好评" in ended.stderr
    assert run_app("lint", "--scripts", folder=tmp_path).returncode == 0


def test_the_manifest_is_json_that_slack_takes(tmp_path: Path) -> None:
    """With a public address by default, without one in Socket Mode."""
    by_http = json.loads(run_app("manifest", "--url", "https://desk.example/slack/events", folder=tmp_path).stdout)
    by_socket = json.loads(run_app("manifest", folder=tmp_path, SLACK_APP_TOKEN="xapp-1").stdout)

    assert by_http["settings"]["interactivity"]["request_url"] == "https://desk.example/slack/events"
    assert by_http["features"]["slash_commands"][0]["command"] == "/reviews"
    assert by_socket["settings"]["socket_mode_enabled"] is True
    assert "request_url" not in by_socket["settings"]["interactivity"]


def test_migrate_makes_the_schema_and_says_when_there_is_nothing_to_do(tmp_path: Path) -> None:
    """Safe to run at every deploy."""
    first = run_app("migrate", folder=tmp_path)
    second = run_app("migrate", folder=tmp_path)

    assert (first.returncode, second.returncode) == (0, 0)
    assert "was empty" in first.stdout
    assert "nothing to do" in second.stdout


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({}, "SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_SIGNING_SECRET"),
        ({"PORT": "many"}, "PORT"),
        ({"LOCALE": "fr"}, "LOCALE"),
        ({"PUBLIC_URL": "desk.example.com"}, "PUBLIC_URL is 'desk.example.com': value error, an address such as https"),
    ],
)
def test_serve_without_its_settings_names_the_first_that_is_missing(
    tmp_path: Path, environment: dict[str, str], told: str
) -> None:
    """One sentence on standard error, exit code 1."""
    ended = run_app("serve", folder=tmp_path, **environment)

    assert ended.returncode == 1
    assert told in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_bad_policy_is_one_sentence_with_file_key_and_expectation(tmp_path: Path) -> None:
    """What the admin reads after a typing error."""
    (tmp_path / "policy.toml").write_text('[deadlines]\nurgent_start = "soon"\n', encoding="utf-8")

    ended = run_app("doctor", folder=tmp_path, POLICY_FILE="policy.toml")

    assert ended.returncode == 1
    assert "policy.toml: deadlines.urgent_start is 'soon'" in ended.stderr
    assert "30m" in ended.stderr


def test_doctor_names_what_is_missing_and_how_to_mend_it(tmp_path: Path) -> None:
    """On a machine where nothing is set up yet."""
    ended = run_app("doctor", folder=tmp_path, LOCALE="en", SLACK_API_URL="http://127.0.0.1:9/api/")

    assert ended.returncode == 1
    assert "SLACK_BOT_TOKEN is not set; put it into .env" in ended.stdout
    assert "python app.py migrate" in ended.stdout
    assert "cannot connect" in ended.stdout


def test_wrong_usage_ends_with_two(tmp_path: Path) -> None:
    """As the contract says."""
    assert run_app("dance", folder=tmp_path).returncode == 2
    assert run_app("import", folder=tmp_path).returncode == 2
    assert run_app("demo", "--port", "many", folder=tmp_path).returncode == 2


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("nonsense", "DATABASE_URL is no address of a database"),
        ("postgresql://desk:hush@localhost:port/x", "DATABASE_URL is no address of a database"),
        ("postgresql://desk:hush@localhost:1/x", "postgresql://desk:***@localhost:1/x cannot be used (connection"),
        ("sqlite:////proc/nope/x.db", "the folder of sqlite:////proc/nope/x.db cannot be made"),
        ("sqlite:///letter.txt", "sqlite:///letter.txt cannot be used (file is not a database)"),
        ("sqlite:///letter.txt/x.db", "the folder of sqlite:///letter.txt/x.db cannot be made"),
        ("sqlite:///folder", "sqlite:///folder cannot be used (unable to open database file)"),
    ],
)
@pytest.mark.parametrize("command", ["migrate", "import", "serve"])
def test_a_database_that_cannot_be_used_is_one_sentence_with_the_remedy(
    tmp_path: Path, command: str, address: str, told: str
) -> None:
    """Whatever is wrong with it, and whoever needs it; a password in it is not told."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "letter.txt").write_text("Dear reader, this is a letter. " * 200)
    (tmp_path / "export.csv").write_text(CSV, encoding="utf-8")
    words = [command, "export.csv"] if command == "import" else [command]

    ended = run_app(
        *words, folder=tmp_path, DATABASE_URL=address, SLACK_BOT_TOKEN="x", SLACK_SIGNING_SECRET="x", PORT="0"
    )

    assert ended.returncode == 1
    assert ended.stderr.startswith(told)
    assert "set DATABASE_URL to a SQLite file" in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1
    assert "hush" not in ended.stderr


def test_socket_mode_without_slack_is_one_sentence(tmp_path: Path) -> None:
    """It ends, rather than tries for ever."""
    ended = run_app("serve", folder=tmp_path, **SOCKET_MODE, SLACK_API_URL="http://127.0.0.1:9/api/")

    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1].startswith("Slack cannot be reached for Socket Mode")
    assert "Traceback" not in ended.stderr


def test_a_fault_shown_on_a_terminal_tells_no_values() -> None:
    """A coloured traceback with each frame's variables would print reviews, customers and tokens."""
    program = """
import sys, structlog
from handlers.logs import set_up_logs
sys.stderr.isatty = lambda: True
set_up_logs(quiet=True)
def fail(customer):
    raise ValueError("broken")
try:
    fail("somebody's name")
except ValueError:
    structlog.get_logger().exception("it failed")
"""
    command = [sys.executable, "-c", program]
    shown = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stderr

    assert "it failed" in shown
    assert "ValueError" in shown
    assert "somebody" not in shown


def test_a_second_process_on_the_same_file_is_told_so_in_one_sentence(tmp_path: Path) -> None:
    port, nobody = free_port(), f"http://127.0.0.1:{free_port()}/api/"
    slack = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s", "SLACK_API_URL": nobody}
    with running_app("serve", folder=tmp_path, port=port, PORT=str(port), **slack):
        second = run_app("serve", folder=tmp_path, PORT=str(free_port()), **slack)
        worker = run_app("worker", folder=tmp_path, **slack)

    assert second.returncode == worker.returncode == 1
    assert "already works with" in second.stderr
    assert "stop it first, or move to PostgreSQL" in second.stderr
    assert worker.stderr.startswith("SQLite serves one process")
    assert "Traceback" not in second.stderr + worker.stderr
