"""The review desk's command line, and the only place where its parts meet."""

from handlers.quick_start import after_loading, before_loading

if __name__ == "__main__":
    before_loading()

import asyncio
import json
import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Annotated

import structlog
import typer
from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette

from bot.cards.look import Look
from bot.cards.period_card import period_title
from bot.clock import Clock
from bot.outreach import Gateways
from bot.policy.loader import load_policy
from bot.rules.figures.period import Period
from bot.vocabulary import Outlet, Purpose
from handlers.casework.desk import Desk
from handlers.casework.directory import Directory
from handlers.casework.second_opinion import SecondOpinion
from handlers.clock.clocks import AdjustableClock, SystemClock
from handlers.courier import Courier
from handlers.heartbeat import Heartbeat
from handlers.http.serving import bind, politely_ended, server
from handlers.http.web_app import bot_routes
from handlers.learning.choosing_model import model_of
from handlers.logs import set_up_logs
from handlers.opening import at_the_books, current_database, make_key, opened, tell_of
from handlers.outgoing.gateways import gateways_of
from handlers.plain_faults import FAILED, Refused, one_sentence
from handlers.running import Staff, at_work
from handlers.settings import Settings, gateway_secrets, webhook_secrets
from handlers.slack.bolt_app import build_bolt
from handlers.slack.manifest import SCOPES, manifest
from handlers.slack.slack_messenger import SlackMessenger, slack_client
from handlers.slack.socket_mode import socket_mode
from scripts_library.scripts import Library
from scripts_library.wording import Wording
from storage import schema
from storage.database import Database
from storage.keys_in_use import take_into_use
from storage.sealing import new_key

log = structlog.get_logger()
cli = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)


@dataclass(frozen=True)
class Parts:
    """The bot, assembled: what works in the background, and what listens to Slack."""

    staff: Staff
    bolt: AsyncApp


def assemble(
    settings: Settings,
    *,
    clock: Clock,
    database: Database,
    gateways: Gateways | None = None,
    new_lease: Callable[[], str] = lambda: secrets.token_hex(8),
) -> Parts:
    """Join the parts; nothing runs yet. `gateways` take the place of those that policy and secrets name."""
    policy, wording = load_policy(settings.policy_file), Wording(settings.locale)
    outreach = gateways_of(policy, webhook_secrets(), gateway_secrets()) if gateways is None else gateways
    directory = Directory({user: person.name for user, person in policy.people.items()})
    look = Look(wording, policy, directory.name)
    scripts = Library(settings.locale, settings.scripts_folder)
    model, address = model_of(settings.model_file), settings.public_url
    desk = Desk(database, clock, policy, look, directory, scripts, model, outreach, address)
    client = slack_client(settings.slack_bot_token, settings.slack_api_url)
    messenger = SlackMessenger(client)
    courier = Courier(desk, messenger, new_lease)
    staff = Staff(desk, messenger, client, courier, SecondOpinion(), Heartbeat(clock))
    return Parts(staff, build_bolt(desk, client, settings.slack_signing_secret))


@cli.command()
def demo(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = None,
    data: Annotated[Path, typer.Option(help="Folder in which the workspace is kept.")] = Path("data/demo"),
    seed: Annotated[int | None, typer.Option(help="Makes the sample reviews repeatable.")] = None,
    no_feed: Annotated[bool, typer.Option("--no-feed", help="No sample reviews by themselves.")] = False,
) -> None:
    """The bot on SQLite plus the local workspace, in one command."""
    from demo.show import Show  # the workspace is not loaded by the other commands

    with one_sentence(), politely_ended():
        set_up_logs(quiet=True)
        settings = Settings.read()
        listener = bind(host or settings.host, settings.port if port is None else port)
        show = Show(data, listener, Random(seed), webhook_secrets())
        asyncio.run(_demo(show, settings, feeding=not no_feed))


async def _demo(show: "Show", settings: Settings, *, feeding: bool) -> None:  # type: ignore[name-defined]  # noqa: F821  # loaded by the command
    clock = AdjustableClock(show.time_kept())
    settings = show.settings_for(settings)
    wording = Wording(settings.locale)
    database = opened(show.database_url)
    database.hold_alone()
    make_key(database)
    schema.migrate(database)
    take_into_use(database, SystemClock().now())
    parts = assemble(settings, clock=clock, database=database, gateways=show.gateways())
    routes = bot_routes(parts.staff.desk, parts.bolt, show.secrets, parts.staff.heartbeat)
    try:
        await show.run(parts.staff, clock, routes, SCOPES, wording, feeding=feeding)
    finally:
        database.close()


@cli.command()
def serve() -> None:
    """The bot against a real workspace: HTTP by default, Socket Mode when SLACK_APP_TOKEN is set."""
    with one_sentence(), politely_ended():
        set_up_logs(quiet=False)
        settings = Settings.read()
        for name in ("slack_bot_token", "slack_signing_secret"):
            if not getattr(settings, name):
                raise Refused(f"{name.upper()} is not set; docs/slack.md says where to find it")
        asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    listener, database = bind(settings.host, settings.port), current_database(settings.database_url)
    try:
        database.hold_alone()
        parts = assemble(settings, clock=SystemClock(), database=database)
        routes = bot_routes(parts.staff.desk, parts.bolt, webhook_secrets(), parts.staff.heartbeat)
        web = server(Starlette(routes=routes), websockets=False)
        async with socket_mode(parts.bolt, parts.staff.client, settings.slack_app_token):
            serving = asyncio.create_task(web.serve(sockets=[listener]))  # doors open before the first round of work
            async with at_work(parts.staff):
                await serving
    finally:
        database.close()


@cli.command()
def worker() -> None:
    """One more worker process on the same PostgreSQL database: it takes in, reminds and delivers, and hears nobody."""
    with one_sentence(), politely_ended():
        set_up_logs(quiet=False)
        settings = Settings.read()
        if not settings.slack_bot_token:
            raise Refused("SLACK_BOT_TOKEN is not set; docs/slack.md says where to find it")
        database = current_database(settings.database_url)
        try:
            if database.is_sqlite:
                raise Refused(
                    "SQLite serves one process and `app.py serve` does all its work: "
                    "set DATABASE_URL to PostgreSQL to add workers"
                )
            asyncio.run(_work(assemble(settings, clock=SystemClock(), database=database).staff))
        finally:
            database.close()


async def _work(staff: Staff) -> None:
    async with at_work(staff):
        await asyncio.Event().wait()


@cli.command("import")
def import_reviews(
    file: Annotated[Path, typer.Argument(help="A platform's export: CSV, XLSX or JSONL.")],
    source: Annotated[str, typer.Option(help="Name of the source; a review is known by source and id.")] = "standard",
    store: Annotated[str | None, typer.Option(help="Store of rows that name none.")] = None,
    orders: Annotated[bool, typer.Option("--orders", help="The file tells of orders, not of reviews.")] = False,
    chats: Annotated[bool, typer.Option("--chats", help="The file holds service chats, not reviews.")] = False,
    rota: Annotated[bool, typer.Option("--rota", help="The file is a calendar (.ics) of leave and shifts.")] = False,
    calendar: Annotated[
        str | None, typer.Option(help="With --rota: which calendar it is; its own name if left out.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="With --rota: say what would change, change nothing.")
    ] = False,
) -> None:
    """Take in reviews from a file, or orders, service chats or a rota; running it twice changes nothing."""
    from handlers.files import importing  # spreadsheets and calendars are not loaded by the other commands

    if orders + chats + rota > 1:
        raise typer.BadParameter("--orders, --chats or --rota: a file holds one of them")
    if (calendar or dry_run) and not rota:
        raise typer.BadParameter("--calendar and --dry-run go with --rota")
    if rota:
        importing.take_in_rota(file, calendar, dry_run=dry_run)
    else:
        importing.take_in(file, source, store, orders=orders, chats=chats)


@cli.command()
def analyse() -> None:
    """Read reviews as JSONL on standard input, write what is understood as JSONL; touches no database."""
    from bot.analysis.lines import answers
    from bot.analysis.snownlp_voice import positive_share

    with one_sentence():
        settings = Settings.read()
        rules, model = load_policy(settings.policy_file).grading, model_of(settings.model_file)
        faults = 0
        for answer in answers(sys.stdin.buffer, rules, second_voice=positive_share, model=model):
            sys.stdout.write(answer.text + "\n")
            faults += answer.is_fault
        sys.stdout.flush()
    if faults:
        typer.echo(f"{faults} malformed lines; each has an error in its place", err=True)
        raise typer.Exit(FAILED)


@cli.command("lint")
def lint_text(
    channel: Annotated[Outlet, typer.Option(help="Where the text is read.")] = Outlet.WANGWANG,
    purpose: Annotated[Purpose, typer.Option(help="What it is for.")] = Purpose.CONTACT,
    safety: Annotated[bool, typer.Option("--safety", help="The case is one of safety.")] = False,
    scripts: Annotated[bool, typer.Option("--scripts", help="Check the scripts of SCRIPTS_FOLDER instead.")] = False,
) -> None:
    """Check one outgoing text on standard input: may it leave, and what is wrong with it; touches no database."""
    from handlers.outgoing.lint_answer import lint_answer

    if scripts:
        _lint_scripts()
        return
    with one_sentence():
        answer = lint_answer(sys.stdin.buffer.read(), channel, purpose, Wording(Settings.read().locale), safety=safety)
    typer.echo(answer.text)
    if not answer.allowed:
        raise typer.Exit(FAILED)


def _lint_scripts() -> None:
    from handlers.outgoing.lint_scripts import script_faults

    with one_sentence():
        settings = Settings.read()
        say = Wording(settings.locale)
        faults = list(script_faults(settings.scripts_folder, say))
        for fault in faults:
            typer.echo(str(fault), err=True)
        if faults:
            raise Refused(say("linter.scripts.faulty", count=len(faults)))
        typer.echo(say("linter.scripts.well", folder=settings.scripts_folder or ""))


@cli.command()
def ledger(
    month: Annotated[str, typer.Option(help="Such as 2026-11.")],
    out: Annotated[Path, typer.Option(help="The CSV file.")] = Path("data/ledger.csv"),
) -> None:
    """Write the compensations of a month with their sums, for the books and for whoever checks them."""
    from handlers.ledger import ledger_of, written
    from handlers.tables import save

    with at_the_books() as books:
        found = ledger_of(books.database, books.policy, month)
        save(written(found, books.policy, books.say), out)
        total = f"{found.total / 100:.2f}"
        typer.echo(books.say("ledger.done", out=out, count=len(found.entries), total=total))


@cli.command()
def audit(
    month: Annotated[str, typer.Option(help="Such as 2026-11.")],
    out: Annotated[Path, typer.Option(help="The CSV file.")] = Path("data/audit.csv"),
) -> None:
    """Write a month's compensations and invitations side by side, every rule between them checked anew."""
    from handlers.audit import audit_of, written
    from handlers.tables import save

    with at_the_books() as books:
        found, say = audit_of(books.database, books.policy, month), books.say
        save(written(found, books.policy, say), out)
        if not found.is_clean:
            raise Refused(say("audit.broken", out=out, count=len(found.cases), broken=found.broken.total()))
        typer.echo(say("audit.done", out=out, count=len(found.cases)))


@cli.command()
def evidence(
    incident: Annotated[int, typer.Option(help="Number of the incident.")],
    out: Annotated[Path, typer.Option(help="The new ZIP file.")],
    full: Annotated[bool, typer.Option("--full", help="Personal data unmasked, for the authority.")] = False,
) -> None:
    """Write an incident's evidence: every wording, timeline, contact and decision, with a checksum of each part."""
    from handlers.evidence import evidence_pack, write_new

    with at_the_books() as books:
        at = SystemClock().now()
        pack, count = evidence_pack(books.database, incident, at, books.policy.zone, books.say, full=full)
        write_new(pack, out)
        typer.echo(books.say("incidents.evidence_done", out=out, count=count))


@cli.command()
def report(
    month: Annotated[str, typer.Option(help="Such as 2026-11.")],
    out: Annotated[Path, typer.Option(help="Folder of the two files.")] = Path("data/reports"),
) -> None:
    """Write a month's report for the meeting: one HTML file and one XLSX file."""
    from handlers.files.progress import row_progress
    from handlers.months import month_typed
    from handlers.reports.files import write_report  # charts and spreadsheets are not loaded by the other commands
    from handlers.reports.gathering import ALL_STEPS

    with at_the_books() as books:
        first, _, _ = month_typed(month, books.policy.zone)
        look = Look(books.say, books.policy, str)
        with row_progress(books.say("reports.progress"), ALL_STEPS) as step:
            files = write_report(books.database, look, Period.month(first), SystemClock().now(), out, step)
        title = period_title(Period.month(first), look)
        typer.echo(books.say("reports.written", title=title, files=" · ".join(str(one) for one in files)))


@cli.command("scripts")
def script_versions(month: Annotated[str, typer.Option(help="Such as 2026-11.")]) -> None:
    """What each version of the scripts did in a month, and whether two of them differ."""
    from handlers.script_outcomes import print_outcomes

    with at_the_books() as books:
        print_outcomes(books.database, Look(books.say, books.policy, str), month)


@cli.command()
def train(
    data: Annotated[Path, typer.Option(help="Folder with labelled reviews; docs/analysis.md names its files.")],
    out: Annotated[Path, typer.Option(help="The new model; MODEL_FILE names it to the desk.")] = Path("data/model.npz"),
) -> None:
    """Fit the model to labelled reviews and to what colleagues regraded, and say how good it is."""
    from handlers.learning.training import train_model  # loads NumPy

    with one_sentence():
        settings = Settings.read()
        database = opened(settings.database_url)
        try:
            typer.echo(train_model(data, out, database, SystemClock(), Wording(settings.locale)))
        finally:
            database.close()


@cli.command()
def replay(
    policy: Annotated[Path | None, typer.Option(help="A policy to try; the one in force if left out.")] = None,
    model: Annotated[Path | None, typer.Option(help="A model to try; the one in force if left out.")] = None,
    days: Annotated[int, typer.Option(min=1, help="Reviews of so many days.")] = 30,
) -> None:
    """Read past reviews anew with another policy or model: what would change, review by review; changes nothing."""
    from handlers.learning.replay import replayed  # loads NumPy

    with at_the_books() as books:
        mine = books.settings.model_file
        now, then = books.policy, load_policy(policy or books.settings.policy_file)
        models = model_of(mine), model_of(model or mine)
        begin = SystemClock().now() - timedelta(days=days)
        for line in replayed(books.database, begin, (now, models[0]), (then, models[1]), books.say):
            typer.echo(line)


@cli.command()
def doctor() -> None:
    """Check settings, scopes, channels, roles, queue and clock, and say how to mend each fault."""
    from handlers.doctor import Patient, examine
    from handlers.doctor_report import report

    async def look() -> int:
        settings = Settings.read()
        policy, say = load_policy(settings.policy_file), Wording(settings.locale)
        database = Database(settings.database_url)
        client = slack_client(settings.slack_bot_token, settings.slack_api_url)
        try:
            patient = Patient(settings, policy, webhook_secrets(), gateway_secrets(), database, client, say)
            return report([finding async for finding in examine(patient)], say)
        finally:
            database.close()

    with one_sentence():
        if asyncio.run(look()):
            raise typer.Exit(FAILED)


@cli.command("manifest")
def print_manifest(
    url: Annotated[str | None, typer.Option(help="Public address of /slack/events; not needed in Socket Mode.")] = None,
    socket_mode: Annotated[bool, typer.Option(help="For Socket Mode; so it is when SLACK_APP_TOKEN is set.")] = False,
) -> None:
    """Print the Slack app manifest to paste when creating the app."""
    with one_sentence():
        settings = Settings.read()
        app = manifest(Wording(settings.locale), socket_mode=socket_mode or bool(settings.slack_app_token), url=url)
        typer.echo(json.dumps(app, indent=2, ensure_ascii=False))


@cli.command()
def migrate() -> None:
    """Bring the database to the current schema."""
    with one_sentence():
        database = opened(Settings.read().database_url)
        tell_of(make_key(database))
        before, now = schema.migrate(database)
        take_into_use(database, SystemClock().now())
        database.close()
        typer.echo(f"schema {now} (was {before or 'empty'})" if before != now else f"schema {now}, nothing to do")


@cli.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The new file.")],
    force: Annotated[bool, typer.Option("--force", help="Replace it if it is there.")] = False,
) -> None:
    """Copy a SQLite database while the desk works; restoring is copying it back."""
    from handlers.operations import backed_up  # not needed to start

    with one_sentence():
        settings = Settings.read()
        typer.echo(backed_up(Database(settings.database_url), file, settings, force=force))


@cli.command()
def move(to: Annotated[str, typer.Argument(help="Address of an empty PostgreSQL database.")]) -> None:
    """Move the shop from its SQLite file to PostgreSQL, and compare."""
    from handlers.operations import moved  # not needed to start

    with one_sentence():
        settings = Settings.read()
        source = opened(settings.database_url)
        target = Database(to, keys=source.keys)
        target.try_out()
        moved(source, target, settings, Wording(settings.locale))


@cli.command()
def key() -> None:
    """Print a new key for the customers' data, for DATA_KEY or a key file; touches nothing."""
    typer.echo(new_key())


@cli.command()
def rekey() -> None:
    """Seal everything anew under the first key of DATA_KEY; may be broken off and run again."""
    from handlers.operations import rekeyed  # not needed to start

    with one_sentence():
        settings = Settings.read()
        database = current_database(settings.database_url)
        try:
            database.hold_alone()
            rekeyed(database, Wording(settings.locale))
        finally:
            database.close()


if __name__ == "__main__":
    after_loading()
    cli()
