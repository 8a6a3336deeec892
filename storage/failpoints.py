"""Failpoints: named moments at which a test lets the process die as if its machine had lost power."""

import os
import signal
from collections import Counter

# Every moment between two things that belong together. The names are those of the calls; a test compares both.
FAILPOINTS = {
    "intake/before_commit": "deliveries are written, and not yet committed",
    "intake/after_commit": "deliveries are committed, and no sender has been answered",
    "taking_in/before_commit": "a case is opened or revised, and not yet committed",
    "taking_in/after_commit": "a case is committed, and nobody has been woken",
    "courier/leased": "errands are leased, and nothing has been sent",
    "courier/before_post": "a post is about to leave",
    "courier/after_post": "Slack has taken a post, and nothing is recorded",
    "courier/after_update": "Slack has redrawn a card, and nothing is recorded",
    "courier/before_record": "what was sent is written down, and not yet committed",
    "courier/after_record": "what was sent is recorded",
    "courier/put_back": "an errand that failed is about to be put back",
    "press/before_commit": "a press has changed its case, and is not yet committed",
    "press/after_commit": "a press is committed, and Slack has not been told that we heard",
    "timer/before_commit": "a timer has fired, and is not yet committed",
    "timer/after_commit": "a timer has fired and is committed",
    "escalation/before_commit": "steps that rose are written, and not yet committed",
    "escalation/after_commit": "steps that rose are committed",
    "digest/before_commit": "the digest is in the outbox, and not yet committed",
    "digest/after_commit": "the digest is committed",
    "sweep/before_remove": "an extra message is found, and still stands",
    "sweep/after_remove": "an extra message is removed, and nothing is recorded",
    "sending/taken": "a text to a customer is leased, and no gateway has it",
    "sending/handed_over": "a gateway has taken a text, and nothing is recorded",
    "gathering/before_commit": "a summary is written, and not yet committed",
}
VARIABLE = "REVIEW_DESK_DIES_AT"
_name, _, _times = os.environ.get(VARIABLE, "").partition(":")
_passed: Counter[str] = Counter()


def reached(name: str) -> None:
    """Die here if the environment says so: `courier/after_post`, or `courier/after_post:3` for the third time."""
    if not _name or name != _name:
        return
    _passed[name] += 1
    if _passed[name] >= int(_times or 1):
        os.kill(os.getpid(), signal.SIGKILL)
