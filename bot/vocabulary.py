"""Vocabulary: the words of the whole program, each once, in code, tables, cards and docs."""

from enum import StrEnum


class Grade(StrEnum):
    """How pressing a case is: 普通, 重要, 紧急."""

    NORMAL = "normal"
    IMPORTANT = "important"
    URGENT = "urgent"

    @property
    def rank(self) -> int:
        """0 for normal up to 2 for urgent, so that grades can be compared."""
        return _GRADE_ORDER.index(self)


_GRADE_ORDER = [Grade.NORMAL, Grade.IMPORTANT, Grade.URGENT]


class Category(StrEnum):
    """What a complaint is chiefly about; the eight of the trade."""

    PRODUCT_QUALITY = "product_quality"
    LOGISTICS = "logistics"
    SERVICE_ATTITUDE = "service_attitude"
    DESCRIPTION_MISMATCH = "description_mismatch"
    PACKAGING_DAMAGE = "packaging_damage"
    WRONG_OR_MISSING = "wrong_or_missing"
    PRICE_PROMOTION = "price_promotion"
    AFTER_SALES = "after_sales"


class Tier(StrEnum):
    """The customer's membership."""

    BASIC = "basic"
    SILVER = "silver"
    GOLD = "gold"
    DIAMOND = "diamond"


class ReviewChange(StrEnum):
    """What a delivery says happened to a review; APPENDED is 追评."""

    CREATED = "created"
    UPDATED = "updated"
    APPENDED = "appended"
    DELETED = "deleted"


class Status(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    CLAIMED = "claimed"
    CONTACTED = "contacted"
    SOLVING = "solving"
    WAITING = "waiting"
    RESOLVED = "resolved"
    CLOSED = "closed"
    DISMISSED = "dismissed"


class Action(StrEnum):
    """What can be done to a case."""

    CLAIM = "claim"
    RELEASE = "release"
    CONTACT_REACHED = "contact_reached"
    CONTACT_MISSED = "contact_missed"
    SOLUTION = "solution"
    WAIT = "wait"
    RESUME = "resume"
    SNOOZE = "snooze"
    REGRADE = "regrade"
    HAND_OVER = "hand_over"
    RESOLVE = "resolve"
    FOLLOW_UP_GOOD = "follow_up_good"
    FOLLOW_UP_BAD = "follow_up_bad"
    FOLLOW_UP_MISSED = "follow_up_missed"
    INVITE = "invite"
    PUBLIC_REPLY = "public_reply"
    REOPEN = "reopen"
    DISMISS = "dismiss"


class Role(StrEnum):
    """What a member of the team may do; authority comes from the policy, never from a payload."""

    AGENT = "agent"
    LEAD = "lead"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"


class Channel(StrEnum):
    """How a customer is contacted."""

    PHONE = "phone"
    WANGWANG = "wangwang"
    SMS = "sms"


class Outlet(StrEnum):
    """Where a text of ours is read: the channels to one customer, and the public reply under a review."""

    PHONE = "phone"
    WANGWANG = "wangwang"
    SMS = "sms"
    PUBLIC = "public"


class Manner(StrEnum):
    """How a script speaks: 诚恳, at length and warmly; 干脆, short and to the point."""

    SINCERE = "sincere"
    BRISK = "brisk"


class Purpose(StrEnum):
    """What a text of ours is for; AMEND invites an honest update of the review."""

    CONTACT = "contact"
    SOLUTION = "solution"
    AMEND = "amend"
    FOLLOW_UP = "followup"
    PUBLIC_REPLY = "public_reply"


class Solution(StrEnum):
    """What is offered to the customer; amounts and approval belong to the ladder."""

    APOLOGY = "apology"
    COUPON = "coupon"
    FREIGHT = "freight"
    PARTIAL_REFUND = "partial_refund"
    REPLACEMENT = "replacement"
    RETURN_REFUND = "return_refund"
    FULL_REFUND = "full_refund"
    SUPERVISOR_APOLOGY = "supervisor_apology"
    OTHER = "other"


class Outcome(StrEnum):
    """How an attempt to contact a customer ended; only REACHED stops the clock of reaching them.

    LEAVE_ALONE: they asked never to be contacted again, and never are. SENT: the desk wrote to them; nobody knows yet.
    """

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"
    WRONG_NUMBER = "wrong_number"
    LEAVE_ALONE = "leave_alone"
    SENT = "sent"


class TaskKind(StrEnum):
    """What somebody has to do by a date besides the case's own steps."""

    PROMISE = "promise"
    APOLOGY = "apology"
    CARE = "care"


class Occasion(StrEnum):
    """What a review tells of a customer's life that calls for something personal."""

    BIRTHDAY = "birthday"
    WEDDING = "wedding"
    GIFT = "gift"
    PREGNANCY = "pregnancy"
    ELDERS = "elders"


class Kindness(StrEnum):
    """What is done for a customer out of care."""

    LETTER = "letter"
    PRESENT = "present"
    RESEND = "resend"


class Stage(StrEnum):
    """Where in the shop's own process the root cause lies."""

    SOURCING = "sourcing"
    PRODUCTION = "production"
    LISTING = "listing"
    WAREHOUSE = "warehouse"
    DELIVERY = "delivery"
    PRE_SALES = "pre_sales"
    AFTER_SALES = "after_sales"
    CUSTOMER = "customer"


class TimerKind(StrEnum):
    """What a timer row reminds of."""

    START_WARN = "start_warn"
    START_OVERDUE = "start_overdue"
    CONTACT_WARN = "contact_warn"
    CONTACT_OVERDUE = "contact_overdue"
    SNOOZE_OVER = "snooze_over"
    FOLLOW_UP = "follow_up"
    FOLLOW_UP_OVERDUE = "follow_up_overdue"
    APPROVAL_LATE = "approval_late"


class Level(StrEnum):
    """Who hears of a missed deadline when nobody acts, from below."""

    OWNER = "owner"
    LEAD = "lead"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"

    @property
    def rank(self) -> int:
        """0 for the owner up to 3 for the managers."""
        return list(Level).index(self)


class Escalation(StrEnum):
    """What an escalation speaks of: a start or a first contact that is missed; MANY of either, in one message."""

    START = "escalated_start"
    CONTACT = "escalated_contact"
    MANY = "escalated"


class Locale(StrEnum):
    """The language people read; zh_CN is complete and first, en is complete and second."""

    ZH_CN = "zh_CN"
    EN = "en"
