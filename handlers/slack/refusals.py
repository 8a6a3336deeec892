"""Refusals in people's words: the fact, and the way forward."""

from bot.rules import refusals
from bot.rules.refusals import Refusal
from bot.vocabulary import Status
from handlers.casework.desk import Desk
from scripts_library.wording import Token

_SOON_SECONDS = 60


def sentence(refusal: Refusal, desk: Desk) -> Token:
    """What the person is told privately, as mrkdwn."""
    say, look = desk.look.say, desk.look
    match refusal:
        case refusals.AlreadyClaimed(number, by, at):
            ago = round((desk.clock.now() - at).total_seconds())
            sooner = ago if 0 < ago <= _SOON_SECONDS else 0
            facts = {"by": look.name(by), "at": look.time(at, "{time_secs}"), "number": number, "sooner": sooner}
            return _told(desk, "already_claimed", **facts)
        case refusals.AlreadyYours(number, at):
            return _told(desk, "already_yours", number=number, at=look.time(at, "{time_secs}"))
        case refusals.AlreadyFinished(number, status, by, at):
            return _told(
                desk,
                "already_finished",
                number=number,
                status=say(f"words.status.{status}"),
                by=look.name(by) if by else say("dialogs.timeline.robot"),
                at=look.day_time(at) if at else "",
            )
        case refusals.ClaimFirst(number, action):
            return _told(desk, "claim_first", number=number, action=say(f"words.action.{action}"))
        case refusals.NotPossibleNow(number, action, status):
            return _told(
                desk,
                "not_possible_now",
                number=number,
                action=say(f"words.action.{action}"),
                status=say(f"words.status.{Status(status)}"),
            )
        case refusals.SomeoneElses(number, owner):
            return _told(desk, "someone_elses", number=number, owner=look.name(owner))
        case refusals.RoleNeeded(number, role, action, you):
            return _told(desk, f"role_needed_{role}", number=number, action=say(f"words.action.{action}"), you=you)
        case _:
            return _plainer(refusal, desk)


def _plainer(refusal: Refusal, desk: Desk) -> Token:
    say, look = desk.look.say, desk.look
    match refusal:
        case refusals.ContactFirst(number, action):
            return _told(desk, "contact_first", number=number, action=say(f"words.action.{action}"))
        case refusals.ChannelClosed(number, channel, why, opens_at, open_now):
            return _told(
                desk,
                f"channel_closed_{why}",
                number=number,
                channel=say(f"words.channel.{channel}"),
                now=look.time(desk.clock.now()),
                opens=look.day_time(opens_at),
                others=say("words.joint.list").join(say(f"words.channel.{one}") for one in open_now),
            )
        case refusals.LeftAlone(number):
            return _told(desk, "left_alone", number=number)
        case _ if found := _of_a_subject(refusal, desk):
            return found
        case _ if found := _about_alerts(refusal, desk):
            return found
        case refusals.ReasonNeeded():
            return _told(desk, "reason_needed")
        case refusals.SameGrade(number, grade):
            return _told(desk, "same_grade", number=number, grade=say(f"words.grade.{grade}"))
        case refusals.SnoozeTooLong(longest):
            return _told(desk, "snooze_too_long", longest=look.length(longest))
        case refusals.AlreadyHolds(number, owner):
            return _told(desk, "already_holds", number=number, owner=look.name(owner))
        case refusals.NotOnTheTeam(user):
            return _told(desk, "not_on_the_team", who=look.name(user))
        case refusals.ForTheTeam(user):
            return _told(desk, "for_the_team", you=user)
        case refusals.UnknownCase(number):
            return _told(desk, "unknown_case", number=number)
    raise AssertionError(f"no sentence for {type(refusal).__name__}")


def _of_a_subject(refusal: Refusal, desk: Desk) -> Token | None:
    subjects = (
        _about_reviews,
        _about_money,
        _about_tasks,
        _about_improvements,
        _about_incidents,
        _about_drills,
        _about_scorecards,
        _about_sending,
    )
    return next((told for about in subjects if (told := about(refusal, desk))), None)


def _about_reviews(refusal: Refusal, desk: Desk) -> Token | None:
    """Invitations and public replies."""
    say, look = desk.look.say, desk.look
    match refusal:
        case refusals.InviteLater(number):
            return _told(desk, "invite_later", number=number)
        case refusals.AlreadyInvited(number, by, at):
            return _told(desk, "already_invited", number=number, by=look.name(by) if by else "", at=look.day_time(at))
        case refusals.InviteBarred(number):
            return _told(desk, "invite_barred", number=number)
        case refusals.AlreadyReplied(number, by, at):
            return _told(desk, "already_replied", number=number, by=look.name(by) if by else "", at=look.day_time(at))
        case refusals.OwnReply(number):
            return _told(desk, "own_reply", number=number)
        case refusals.ReplyDecided(number, stand, by, at):
            who = {"by": look.name(by) if by else "", "at": look.day_time(at) if at else ""}
            return _told(desk, "reply_decided", number=number, stand=say(f"words.reply_stand.{stand}"), **who)
        case refusals.ReplyClosedByAppend(number):
            return _told(desk, "reply_closed_by_append", number=number)
        case refusals.ReplyTooLate(number, closed_at):
            return _told(desk, "reply_too_late", number=number, at=look.day_time(closed_at))
    return None


def _about_money(refusal: Refusal, desk: Desk) -> Token | None:
    look = desk.look
    match refusal:
        case refusals.OutsideBand(level, low, high):
            return _told(desk, "outside_band", level=level, low=low, high=high)
        case refusals.OverCap(level, cap, before):
            money = {"cap": look.money(cap), "before": look.money(before) if before else ""}
            return _told(desk, "over_cap", level=level, **money)
        case refusals.AmountNeeded(level, most):
            return _told(desk, "amount_needed", level=level, cap=look.money(most) if most is not None else "")
        case refusals.AmountUnclear(typed):
            return _told(desk, "amount_unclear", typed=typed)
        case refusals.OwnRequest(number):
            return _told(desk, "own_request", number=number)
        case refusals.AlreadyDecided(number, stand, by, at):
            who = {"by": look.name(by) if by else "", "at": look.day_time(at) if at else ""}
            return _told(desk, "already_decided", number=number, stand=look.say(f"words.stand.{stand}"), **who)
        case refusals.AlreadyExecuted(number, by, at):
            who = {"by": look.name(by) if by else "", "at": look.day_time(at) if at else ""}
            return _told(desk, "already_executed", number=number, **who)
        case refusals.NotApprovedYet(number):
            return _told(desk, "not_approved_yet", number=number)
        case refusals.CompensationOpen(number, amount, stand):
            key = "compensation_open_asked" if stand == "asked" else "compensation_open_approved"
            return _told(desk, key, number=number, amount=look.money(amount))
    return None


def _about_tasks(refusal: Refusal, desk: Desk) -> Token | None:
    look = desk.look
    match refusal:
        case refusals.TaskEnded(number, stand, by, at):
            who = {"by": look.name(by) if by else "", "at": look.day_time(at) if at else ""}
            return _told(desk, "task_ended", number=number, stand=look.say(f"words.task_stand.{stand}"), **who)
        case refusals.UnknownTask(number):
            return _told(desk, "unknown_task", number=number)
        case refusals.TaskTooEarly(number):
            return _told(desk, "task_too_early", number=number, now=look.day_time(desk.clock.now()))
        case refusals.NoSupervisor(user):
            return _told(desk, "no_supervisor", who=look.name(user))
        case refusals.ApologyOpen(number, by, due):
            whose = look.name(by) if by else look.say("tasks.supervisors")
            return _told(desk, "apology_open", number=number, who=whose, due=look.day_time(due))
        case refusals.CauseSettled(number, stand, by, at):
            who = {"by": look.name(by) if by else "", "at": look.day_time(at) if at else ""}
            return _told(desk, "cause_settled", number=number, stand=look.say(f"words.cause_stand.{stand}"), **who)
        case refusals.UnknownCause(name):
            return _told(desk, "unknown_cause", name=name)
        case refusals.NotTheDepartment(number, department):
            return _told(desk, "not_the_department", number=number, department=look.department(department))
        case refusals.CareOpen(number):
            return _told(desk, "care_open", number=number)
        case refusals.CareAfterInvite(number, at):
            return _told(desk, "care_after_invite", number=number, at=look.day_time(at))
        case refusals.CareOverCase(number, cap, before):
            money = {"cap": look.money(cap), "before": look.money(before) if before else ""}
            return _told(desk, "care_over_case", number=number, **money)
        case refusals.CareOverBudget(number, left):
            return _told(desk, "care_over_budget", number=number, left=look.money(left))
    return None


def _about_drills(refusal: Refusal, desk: Desk) -> Token | None:
    match refusal:
        case refusals.DrillOver():
            return _told(desk, "drill_over")
        case refusals.DrillMovedOn():
            return _told(desk, "drill_moved_on")
        case refusals.NotYourDrill():
            return _told(desk, "not_your_drill")
        case refusals.TeamDrillsNeedSupervisor():
            return _told(desk, "team_drills_need_supervisor")
    return None


def _about_scorecards(refusal: Refusal, desk: Desk) -> Token | None:
    look = desk.look
    match refusal:
        case refusals.CheckNeedsLead(number):
            return _told(desk, "check_needs_lead", number=number)
        case refusals.OwnCase(number):
            return _told(desk, "own_case", number=number)
        case refusals.CheckNotPossible(number):
            return _told(desk, "check_not_possible", number=number)
        case refusals.CheckSettled(number):
            return _told(desk, "check_settled", number=number)
        case refusals.StrikeIncomplete():
            return _told(desk, "strike_incomplete")
        case refusals.NotYourScorecard():
            return _told(desk, "not_your_scorecard")
        case refusals.ScorecardStillPrivate(until):
            return _told(desk, "scorecard_still_private", until=look.day_time(until))
        case refusals.ContestOver(closed_at):
            return _told(desk, "contest_over", at=look.day_time(closed_at))
        case refusals.AlreadyContested(number):
            return _told(desk, "already_contested", number=number)
        case refusals.NothingToContest():
            return _told(desk, "nothing_to_contest")
        case refusals.ContestNotYours():
            return _told(desk, "contest_not_yours")
        case refusals.ContestWithoutDecider():
            return _told(desk, "contest_without_decider")
        case refusals.ContestDecided(stand, by, at):
            who = {"by": look.name(by) if by else "", "at": look.day_time(at) if at else ""}
            return _told(desk, "contest_decided", stand=stand, **who)
    return None


def _about_sending(refusal: Refusal, desk: Desk) -> Token | None:
    say, look = desk.look.say, desk.look
    match refusal:
        case refusals.OnItsWay(number, outlet, by, at, is_unclear):
            facts = {"number": number, "outlet": say(f"words.outlet.{outlet}"), "by": look.name(by)}
            return _told(desk, "on_its_way_unclear" if is_unclear else "on_its_way", at=look.time(at), **facts)
        case refusals.NoGateway(number, outlet):
            return _told(desk, "no_gateway", number=number, outlet=say(f"words.outlet.{outlet}"))
        case refusals.MayNotLeave(number):
            return _told(desk, "may_not_leave", number=number)
        case refusals.DispatchEnded(number, stand, at):
            when = look.day_time(at) if at else ""
            return _told(desk, "dispatch_ended", number=number, stand=say(f"sending.stand_{stand}"), at=when)
    return None


def _about_incidents(refusal: Refusal, desk: Desk) -> Token | None:
    say, look = desk.look.say, desk.look
    match refusal:
        case refusals.UnknownIncident(number):
            return _told(desk, "unknown_incident", number=number)
        case refusals.IncidentClosed(number, by, at):
            return _told(desk, "incident_closed", number=number, by=look.name(by), at=look.day_time(at))
        case refusals.IncidentNeeds(number, role):
            return _told(desk, f"incident_needs_{role}", number=number)
        case refusals.NotTheirIncident(number, owner):
            return _told(desk, "not_their_incident", number=number, owner=look.name(owner) if owner else "")
        case refusals.NoLongerTheirs(number, giver):
            return _told(desk, "no_longer_theirs", number=number, giver=look.name(giver))
        case refusals.NobodyToTake(number, why):
            return _told(desk, "nobody_to_take", number=number, why=say(f"rota.why_{why}"))
        case refusals.LeadsOnly():
            return _told(desk, "leads_only")
        case refusals.RotaByLeads():
            return _told(desk, "rota_by_leads")
        case refusals.GivesToThemselves(user_id):
            return _told(desk, "gives_to_themselves", who=look.name(user_id))
        case refusals.NotOfSafety(number):
            return _told(desk, "not_of_safety", number=number)
        case refusals.LegalOpen(number, due):
            return _told(desk, "legal_open", number=number, due=look.day_time(due))
        case refusals.LegalEnded(number, end, by, at):
            who = {"by": look.name(by) if by else "", "at": look.day_time(at) if at else ""}
            return _told(desk, "legal_ended", number=number, end=say(f"incidents.end_{end}"), **who)
        case refusals.IncidentReason(number):
            return _told(desk, "incident_reason", number=number)
        case refusals.NothingToClaim(number):
            return _told(desk, "nothing_to_claim", number=number)
    return None


def _about_alerts(refusal: Refusal, desk: Desk) -> Token | None:
    look = desk.look
    match refusal:
        case refusals.AlertDecided(_, stand, by, at):
            who = {"by": look.name(by) if by else "", "at": look.day_time(at) if at else ""}
            return _told(desk, "alert_decided", stand=stand, **who)
        case refusals.AlertForSupervisor():
            return _told(desk, "alert_for_supervisor")
        case refusals.UnknownAlert():
            return _told(desk, "unknown_alert")
    return None


def _about_improvements(refusal: Refusal, desk: Desk) -> Token | None:
    look = desk.look
    match refusal:
        case refusals.PublishingNeedsLead():
            return _told(desk, "publishing_needs_lead")
        case refusals.LeadNeeded():
            return _told(desk, "lead_needed")
        case refusals.UnknownImprovement(number):
            return _told(desk, "unknown_improvement", number=number)
        case refusals.ImprovementMoved(number, stand, by, at):
            who = {"by": look.name(by) if by else "", "at": look.day_time(at) if at else ""}
            return _told(desk, "improvement_moved", number=number, stand=look.say(f"improvements.stand_{stand}"), **who)
        case refusals.ImprovementOfAnother(number, owner):
            return _told(desk, "improvement_of_another", number=number, owner=look.name(owner))
        case refusals.ImprovementTooEarly(day):
            return _told(desk, "improvement_too_early", day=f"{day:%m-%d}")
        case refusals.RateUnclear(typed):
            return _told(desk, "rate_unclear", typed=typed)
        case refusals.ErrorsOfAnother():
            return _told(desk, "errors_of_another")
    return None


def _told(desk: Desk, key: str, **facts: object) -> Token:
    return Token(desk.look.say.md(f"refusals.{key}", **facts))
