"""Incident dialogs: the incident itself, the text for all its customers, and what is recorded of it."""

from collections.abc import Sequence
from datetime import date

from bot.cards import blocks
from bot.cards.actions import Dialog, Press
from bot.cards.blocks import one_line
from bot.cards.dialogs.frame import asking
from bot.cards.dialogs.handling import NOTE
from bot.cards.dialogs.preview import Draft, message_input
from bot.cards.incident_card import LinkOf, incident_card, summary
from bot.cards.look import Look
from bot.cards.notice_card import case_name
from bot.case_file import CaseFile
from bot.incident_file import Buyers, IncidentFile, IncidentHappening
from bot.masking import mask_tail, mask_text
from bot.messenger import Block
from bot.rules.incidents import Incident, LegalEnd
from scripts_library.wording import Token

SCRIPT = "script"
_LONGEST, _REMARK, _ROWS, _HAPPENED = 1000, 120, 20, 20
_DAYS, _NAMED, _TAIL = 31, 60, 4


def incident_view(file: IncidentFile, look: Look, link: LinkOf, happened: Sequence[IncidentHappening] = ()) -> Block:
    """The card and its timeline, to one person."""
    _, card = incident_card(file, look, link)
    lines = [blocks.context(_happening(one, look)) for one in happened[-_HAPPENED:]]
    story = [blocks.section(look.say.md("incidents.timeline")), *lines] if lines else []
    return _modal(file.incident, look, [*card, *story])


def script_dialog(file: IncidentFile, look: Look, text: str, draft: Draft) -> Block:
    """The text for all of them, heard at every letter; `text` is what it begins with."""
    say = look.say
    field = message_input(
        SCRIPT,
        "incident",
        look,
        text,
        draft,
        label=say("incidents.script_label"),
        hint=say("incidents.script_hint"),
        most=_LONGEST,
    )
    asked = [blocks.section(say.md("incidents.script_about")), *field]
    return _asking(Dialog.INCIDENT_SCRIPT, file, look, asked, title=say("incidents.script_title"))


def reach_view(
    one: Incident, look: Look, link: LinkOf, open_now: Sequence[CaseFile], refused: Sequence[tuple[CaseFile, str]]
) -> Block:
    """Who can be contacted now, each with the button to it, and who cannot, each with the reason."""
    say = look.say
    rows = [
        blocks.section(
            case_name(file, look, link(file.card)),
            accessory=blocks.button(say("buttons.contact"), Press.CONTACT, str(file.case.id)),
            block_id=f"reach:{file.case.id}",
        )
        for file in open_now[:_ROWS]
    ]
    shut = [
        blocks.context(
            say.md("incidents.unreachable_line", case=case_name(file, look, link(file.card)), why=Token(why))
        )
        for file, why in refused[:_ROWS]
    ]
    shown = [
        blocks.section(say.md("incidents.reachable")),
        *(rows or [blocks.context(say.md("incidents.nobody_reachable"))]),
        *([blocks.section(say.md("incidents.unreachable")), *shut] if shut else []),
    ]
    return _modal(one, look, shown)


def stopped_dialog(file: IncidentFile, look: Look) -> Block:
    """How the product was taken off sale."""
    say = look.say
    asked = blocks.text_input(
        "note", say("incidents.stopped_label"), hint=say("incidents.stopped_hint"), optional=True, most=NOTE
    )
    return _asking(Dialog.INCIDENT_STOPPED, file, look, [asked])


def decline_dialog(file: IncidentFile, look: Look) -> Block:
    """Why it stays on sale."""
    say = look.say
    kinds = [blocks.option(say(f"incidents.end_{one}"), one) for one in (LegalEnd.REPORTED, LegalEnd.UNFOUNDED)]
    asked = [
        blocks.choice_input("end", say("incidents.decline_choice"), kinds),
        blocks.text_input("note", say("incidents.decline_label"), hint=say("incidents.decline_hint"), most=NOTE),
    ]
    return _asking(Dialog.INCIDENT_DECLINE, file, look, asked)


def close_dialog(file: IncidentFile, look: Look) -> Block:
    """What came of it."""
    say = look.say
    asked = blocks.text_input("note", say("incidents.close_label"), hint=say("incidents.close_hint"), most=NOTE)
    return _asking(Dialog.INCIDENT_CLOSE, file, look, [asked])


def buyers_dialog(file: IncidentFile, look: Look) -> Block:
    """Why somebody wants to see who bought it."""
    say = look.say
    asked = blocks.text_input(
        "note", say("incidents.buyers_reason"), hint=say("incidents.buyers_reason_hint"), most=NOTE
    )
    return _asking(Dialog.INCIDENT_BUYERS, file, look, [asked])


def buyers_view(
    one: Incident, look: Look, buyers: Buyers, days: Sequence[tuple[date, int]], customers: Sequence[str]
) -> Block:
    """Those who bought and are silent, by day, and by number as far as known; to whoever asked and nobody else."""
    say = look.say
    first, last = (day.strftime("%m-%d") for day in (buyers.first, buyers.last))
    lines = [say.md("incidents.buyers_day", day=day.strftime("%m-%d"), count=count) for day, count in days[:_DAYS]]
    named = " · ".join(mask_tail(customer, _TAIL) for customer in customers[:_NAMED])
    shown = [
        blocks.section(say.md("incidents.buyers_head", first=first, last=last, silent=buyers.silent)),
        *([blocks.section("\n".join(lines))] if lines else []),
        *([blocks.section(say.md("incidents.buyers_known", customers=named))] if named else []),
        blocks.context(say.md("incidents.buyers_how")),
        blocks.actions(
            "reached_out",
            [blocks.button(say("buttons.incident_reached_out"), Press.INCIDENT_REACHED_OUT, str(one.id))],
        ),
        blocks.context(say.md("incidents.kept")),
    ]
    return _modal(one, look, shown)


def evidence_view(one: Incident, look: Look, command: str) -> Block:
    """How the evidence pack is made."""
    told = look.say.md("incidents.evidence", command=Token(command), full=Token("--full"))
    return _modal(one, look, [blocks.section(told)])


def _happening(one: IncidentHappening, look: Look) -> str:
    note = one_line(mask_text(str(one.facts.get("note", ""))), _REMARK)
    by = look.name(one.actor) if one.actor else look.say("incidents.robot")
    what = look.say(f"incidents.did_{one.what}")
    return look.say.md("incidents.happening", at=look.day_time(one.at), by=one_line(by, _REMARK), what=what, note=note)


def _asking(dialog: Dialog, file: IncidentFile, look: Look, questions: Sequence[Block], *, title: str = "") -> Block:
    named = title or look.say("incidents.title", number=file.incident.id)
    shown = [blocks.context(summary(file, look)), *questions]
    return asking(dialog, named, shown, look, incident=file.incident.id)


def _modal(one: Incident, look: Look, shown: Sequence[Block]) -> Block:
    title = look.say("incidents.title", number=one.id)
    return blocks.modal(title, shown, close=look.say("buttons.close"))
