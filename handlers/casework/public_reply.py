"""Public reply: what the dialog starts from, whether it may be given, and what is wrong with a text."""

from sqlmodel import Session

from bot.case import Case, Order
from bot.case_file import CaseFile
from bot.rules.lifecycle import FINISHED, ensure_possible
from bot.rules.public_reply import most_alike, window_of
from bot.rules.refusals.reviews import ReplyClosedByAppend, ReplyTooLate
from bot.vocabulary import Category
from handlers.casework.desk import Desk
from handlers.casework.improvement_quotes import improvement_sentence
from scripts_library.scripts import Script, render
from storage import case_files, replies

_NAME = 2  # letters from which a name says who somebody is


def ensure_may_reply(session: Session, desk: Desk, case: Case, order: Order) -> None:
    """Raise where the step is not possible or the platform takes no reply any more."""
    ensure_possible(case, order)
    window = window_of(case_files.read_file(session, case.id).review, desk.policy.public_reply)
    if window.appended:
        raise ReplyClosedByAppend(case.id)
    if window.closes_at and order.at >= window.closes_at:
        raise ReplyTooLate(case.id, window.closes_at)


def draft(session: Session, desk: Desk, file: CaseFile) -> tuple[Script, str]:
    """What was written before, else the script of the category with what gets better; where no item fits the agent
    says that.
    """
    say, before = desk.look.say, file.reply_request
    script = desk.scripts[f"public_reply.{file.case.category or Category.PRODUCT_QUALITY}"]
    done = "dialogs.reply.done" if file.case.status in FINISHED else "dialogs.reply.doing"
    facts = {
        "shop": "",
        "done": say(done),
        "improvement": improvement_sentence(session, desk, file) or say("dialogs.reply.slot"),
    }
    return script, before.text if before else render(script, facts)


def faults_beyond_words(session: Session, desk: Desk, file: CaseFile, text: str) -> list[str]:
    """What is wrong with a text because of whom it is for and what was said before, as sentences."""
    say, rules, found = desk.look.say, desk.policy.public_reply, []
    if say("dialogs.reply.slot") in text:
        found.append(say("dialogs.reply.slot_open"))
    if len(text) > rules.letters:
        found.append(say("dialogs.reply.too_long", count=len(text), most=rules.letters))
    name, order = file.review.customer_name.strip(), file.review.order_id
    if (len(name) >= _NAME and name in text) or (order and order in text):
        found.append(say("dialogs.reply.names_them"))
    alike = most_alike(text, replies.recent(session, rules.alike_to))
    if alike >= rules.alike:
        found.append(say("dialogs.reply.alike", percent=round(alike * 100), count=rules.alike_to))
    return found
