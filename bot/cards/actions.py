"""Actions: every action_id and callback_id, each once."""

from enum import StrEnum


class Press(StrEnum):
    """What a button stands for; its value is the case's number unless said otherwise."""

    CLAIM = "claim"
    RELEASE = "release"
    CONTACT = "contact"
    SOLUTION = "solution"
    REGRADE = "regrade"
    HAND_OVER = "hand_over"
    RESOLVE = "resolve"
    FOLLOW_UP = "follow_up"
    WAIT = "wait"
    RESUME = "resume"
    SNOOZE = "snooze"
    REOPEN = "reopen"
    DISMISS = "dismiss"
    MORE = "more"
    TIMELINE = "timeline"
    MEMORY = "memory"
    LIKE_CASES = "like_cases"
    WORDINGS = "wordings"
    FULL_TEXT = "full_text"
    SHOW = "show"
    GO = "go"  # a link to a message; the value is unused
    LIST = "list"  # the value names the list
    APPROVE = "approve"  # the value is the compensation's number, here and in the two below
    REJECT = "reject"
    EXECUTE = "execute"
    INVITE = "invite"
    REPLY = "reply"
    REPLY_APPROVE = "reply_approve"  # the value is the request's number, here and in the next
    REPLY_REJECT = "reply_reject"
    CAUSE_ACCEPT = "cause_accept"  # the value is the finding's number, here and in the three below
    CAUSE_DISPUTE = "cause_dispute"
    CAUSE_UPHOLD = "cause_uphold"
    CAUSE_CHANGE = "cause_change"
    INCIDENT = "incident"  # the value is the incident's number, here and in those below
    INCIDENT_CLAIM = "incident_claim"
    INCIDENT_SCRIPT = "incident_script"
    INCIDENT_STOP = "incident_stop"
    INCIDENT_STOPPED = "incident_stopped"
    INCIDENT_DECLINE = "incident_decline"
    INCIDENT_EVIDENCE = "incident_evidence"
    INCIDENT_BUYERS = "incident_buyers"
    INCIDENT_REACHED_OUT = "incident_reached_out"
    INCIDENT_CLOSE = "incident_close"
    INCIDENT_IMPROVE = "incident_improve"
    DISPATCH_SENT = "dispatch_sent"  # the value is the dispatch's number, here and in the next
    DISPATCH_LOST = "dispatch_lost"
    ALERT_TAKE = "alert_take"  # the value is the product alert's number, here and in the two below
    ALERT_IMPROVE = "alert_improve"
    ALERT_DISMISS = "alert_dismiss"
    REVEAL = "reveal"
    TASKS = "tasks"
    TASK_DONE = "task_done"  # the value is the task's number, here and in the next
    TASK_DROP = "task_drop"
    PROMISE = "promise"
    CARE = "care"
    IMPROVEMENT = "improvement"
    IMPROVE_CAUSE = "improve_cause"  # the value names the cause
    IMPROVEMENT_EFFECT = "improvement_effect"  # the value is the item's number, here and in the next
    IMPROVEMENT_DROP = "improvement_drop"
    CAUSE = "cause"  # another cause was chosen in the resolve dialog
    SCRIPT = "script"  # another channel or manner was chosen in the contact dialog
    FOLLOW_UP_SCRIPT = "follow_up_script"  # another channel was chosen in the follow-up dialog
    PREVIEW = "preview"  # a message is being written; what follows the colon names the dialog
    MONTH = "month"  # the value is the first day of the month
    REPORT_PUBLISH = "report_publish"  # the value is the first day of the month
    DECIDE = "decide"  # the value names what waits and its number, `cause:5`
    FIGURES = "figures"  # the value is a date
    DRILL_START = "drill_start"
    DRILL_REPLY = "drill_reply"  # the value is the drill's number, here and in the next
    DRILL_END = "drill_end"
    QUALITY = "quality"
    SCORECARD = "scorecard"  # the value is unused
    SCORECARD_CASES = "scorecard_cases"  # the value is the card's number, here and in the two below
    SCORECARD_CONTEST = "scorecard_contest"
    SCORECARD_SHARE = "scorecard_share"
    SCORECARD_DECIDE = "scorecard_decide"  # the value is the contest's number
    DEPARTED = "departed"  # the value names whose cases, and the day of the message; in the next the day alone
    NEXT_SHIFT = "next_shift"
    ROTA = "rota"  # the value is unused
    ROTA_HAND_ON = "rota_hand_on"  # the value is a user
    REST = "rest"
    BUDDY = "buddy"
    BUDDY_COMES = "buddy_comes"  # the value is the request's number, here and in the next
    BUDDY_CANNOT = "buddy_cannot"
    HAND_ONE = "hand_one"  # one of one's own is to be chosen; the value is the case that comes first, or 0
    WELL = "well"  # the value names the message that asks nothing any more
    CHECK_IN = "check_in"  # what follows the colon is the answer; the value is the day
    CHECK_IN_FORGET = "check_in_forget"
    OFF_DUTY = "off_duty"
    ON_DUTY = "on_duty"


class Dialog(StrEnum):
    """Which modal was submitted."""

    CONTACT = "contact_dialog"
    SOLUTION = "solution_dialog"
    REGRADE = "regrade_dialog"
    ASK_SUPERVISOR = "ask_supervisor_dialog"
    HAND_OVER = "hand_over_dialog"
    RESOLVE = "resolve_dialog"
    FOLLOW_UP = "follow_up_dialog"
    REJECT = "reject_dialog"
    INVITE = "invite_dialog"
    REPLY = "reply_dialog"
    REPLY_REJECT = "reply_reject_dialog"
    CAUSE_DISPUTE = "cause_dispute_dialog"
    CAUSE_CHANGE = "cause_change_dialog"
    INCIDENT_SCRIPT = "incident_script_dialog"
    INCIDENT_STOPPED = "incident_stopped_dialog"
    INCIDENT_DECLINE = "incident_decline_dialog"
    INCIDENT_BUYERS = "incident_buyers_dialog"
    INCIDENT_CLOSE = "incident_close_dialog"
    ALERT_DISMISS = "alert_dismiss_dialog"
    REVEAL = "reveal_dialog"
    PROMISE = "promise_dialog"
    CARE = "care_dialog"
    TASK_DROP = "task_drop_dialog"
    IMPROVEMENT = "improvement_dialog"
    IMPROVEMENT_EFFECT = "improvement_effect_dialog"
    IMPROVEMENT_DROP = "improvement_drop_dialog"
    DRILL_REPLY = "drill_reply_dialog"
    QUALITY = "quality_dialog"
    SCORECARD_CONTEST = "scorecard_contest_dialog"
    SCORECARD_SHARE = "scorecard_share_dialog"
    SCORECARD_DECIDE = "scorecard_decide_dialog"
    DEPARTED = "departed_dialog"
    ROTA = "rota_dialog"
    HAND_ONE = "hand_one_dialog"
    SNOOZE = "snooze_dialog"
    DISMISS = "dismiss_dialog"
    REOPEN = "reopen_dialog"


class Lists(StrEnum):
    """The lists that a button opens."""

    MINE = "mine"
    OVERDUE = "overdue"
    UNCLAIMED = "unclaimed"
