"""Improvement beginnings: what a new item's dialog is filled in with, from a case, an incident, a cause or an alert."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from sqlmodel import Session

from bot.analysis import category_of_topic
from bot.cards.dialogs.improvement import Beginning
from bot.rules.improvement_rates import suggested_metric
from bot.rules.improvements import Scope
from bot.rules.product_alerts import Alert
from bot.vocabulary import Category
from handlers.casework.desk import Desk
from storage import case_files, denominators, incidents
from storage.improvement_figures import measured, product_name, seen_with

_TO_PREPARE = timedelta(days=14)
_LATELY = timedelta(days=90)
_PRODUCTS = 20
_LONGEST = 140  # letters that a choice's value has room for
_WHOLE_SHOP = "shop"
_OPERATIONS = "operations"
Choices = list[tuple[str, str]]
_One = TypeVar("_One")


def from_case(session: Session, desk: Desk, case_id: int, by: str) -> Beginning:
    """Against what this case was about."""
    file = case_files.read_file(session, case_id)
    review, cause = file.review, file.case.cause
    sold = Scope(review.sku, review.line or None, review.store, review.product)
    return _beginning(
        session,
        desk,
        [sold],
        file.case.category or Category.PRODUCT_QUALITY,
        cause.name if cause else "",
        cause.department if cause else "",
        by,
        case_id,
    )


def from_cause(session: Session, desk: Desk, cause: str, by: str) -> Beginning:
    """Against what was found most often where this was the cause; the products it was found at stand first."""
    today = _today(desk)
    seen = seen_with(session, cause, today - _LATELY, today + timedelta(days=1), desk.policy.zone)
    categories = Counter(category for _, category, _ in seen if category)
    departments = Counter(department for _, _, department in seen)
    often = [scope for scope, _ in Counter(scope for scope, _, _ in seen).most_common()]
    return _beginning(
        session,
        desk,
        often,
        _first(categories) or Category.PRODUCT_QUALITY,
        cause,
        _first(departments) or "",
        by,
        0,
    )


def from_incident(session: Session, desk: Desk, number: int, by: str) -> Beginning:
    """Against what several customers of one product complained about."""
    one = incidents.find(session, number)
    sold = Scope(sku=one.sku, store=one.store, product=one.product)
    return _beginning(session, desk, [sold], one.category or Category.PRODUCT_QUALITY, "", "", by, 0)


def from_alert(session: Session, desk: Desk, alert: Alert, sold: Scope, what: str, by: str) -> Beginning:
    """Against what customers misread: the page is changed, which is the operations' matter."""
    begin = _beginning(session, desk, [sold], category_of_topic(alert.topic), "", _OPERATIONS, by, 0)
    return replace(begin, what=what, alert=alert.id)


def scope_chosen(session: Session, value: str) -> Scope:
    """What a choice of the dialog stands for."""
    kind, _, name = value.partition(":")
    match kind:
        case "sku":
            return Scope(sku=name, product=product_name(session, name))
        case "line":
            return Scope(line=name, product=name)
        case "store":
            return Scope(store=name)
    return Scope()


def _beginning(
    session: Session,
    desk: Desk,
    sold: list[Scope],
    category: Category,
    cause: str,
    department: str,
    by: str,
    case_id: int,
) -> Beginning:
    today, window = _today(desk), desk.policy.improvements.window
    where = _most_exactly(sold[0]) if sold else _WHOLE_SHOP
    scope = scope_chosen(session, where)
    known = denominators.counted(session, today - window, today, store=scope.store, sku=scope.sku, line=scope.line)
    metric = suggested_metric(category, known.orders, known.shipments)
    now = measured(session, scope, category, metric, today - window, today, desk.policy.zone)
    start, days = today + _TO_PREPARE, window // timedelta(days=1)
    return Beginning(_scopes(desk, sold), where, category, cause, department, by, start, metric, now, days, case_id)


def _most_exactly(sold: Scope) -> str:
    """The choice that is no wider than it must be."""
    if sold.sku and len(sold.sku) < _LONGEST - len("sku:"):
        return f"sku:{sold.sku}"
    return f"line:{sold.line}" if sold.line else f"store:{sold.store}"


def _scopes(desk: Desk, sold: list[Scope]) -> dict[str, Choices]:
    """Products, lines and stores that it was found at, then all that the policy knows, then the whole shop."""
    say, policy = desk.look.say, desk.policy
    products = _once((f"sku:{one.sku}", one.product or one.sku) for one in sold if one.sku)
    lines = [*(one.line for one in sold if one.line), *policy.lines]
    stores = [*(one.store for one in sold if one.store), *policy.stores]
    return {
        say("improvements.scope_product"): products[:_PRODUCTS],
        say("improvements.scope_line"): _once((f"line:{one}", one) for one in lines),
        say("improvements.scope_store"): _once((f"store:{one}", policy.store_name(one)) for one in stores),
        say("improvements.scope_all"): [(_WHOLE_SHOP, say("improvements.whole_shop"))],
    }


def _once(choices: Iterable[tuple[str, str]]) -> Choices:
    """Each once, and none that a menu has no room for."""
    fitting = {value: name for value, name in choices if len(value) <= _LONGEST}
    return list(fitting.items())[:95]


def _first(counted: Counter[_One]) -> _One | None:
    return next((one for one, _ in counted.most_common(1)), None)


def _today(desk: Desk) -> date:
    return desk.clock.now().astimezone(desk.policy.zone).date()
