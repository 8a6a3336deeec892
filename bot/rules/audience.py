"""Audience: whom a step of escalation speaks to, and for whom of its level what is not urgent waits."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.vocabulary import Level


@dataclass(frozen=True)
class Audience:
    """Who is told: in which rooms (a person or a channel), whom to ping there, and which levels nobody was there of."""

    level: Level
    rooms: tuple[str, ...]
    people: tuple[str, ...]
    absent: tuple[Level, ...] = ()


@dataclass(frozen=True)
class Team:
    """Who may be told, by level, and the channels of the two upper ones."""

    leads: Sequence[str]
    supervisors: Sequence[str]
    managers: Sequence[str]
    supervisors_channel: str
    managers_channel: str


@dataclass(frozen=True)
class Presence:
    """Who is not there now, and of them who comes later on this day and when; when the next day begins."""

    off: Collection[str]
    coming: Mapping[str, datetime]
    tomorrow: datetime


def audience(level: Level, owner: str | None, team: Team, off: Collection[str]) -> Audience:
    """Whom a step speaks to: those of its level who are there, without the owner; else the next level at once.

    The managers are the last: their channel is told whoever is there.
    """
    absent: list[Level] = []
    for one in list(Level)[level.rank :]:
        members = _members(one, owner, team)
        there = tuple(user for user in members if user not in off)
        if one is Level.MANAGER:
            return Audience(one, (team.managers_channel,), there or members, tuple(absent))
        if told := _told(one, there, team, absent):
            return told
        if members:
            absent.append(one)
    raise AssertionError("unreachable: the managers are always told")


def patient_audience(
    level: Level, top: Level, owner: str | None, team: Team, present: Presence
) -> Audience | datetime | None:
    """The same for a case that can wait, never above `top`; a moment where it waits until then, for somebody to come.

    A level of which somebody comes later on this day is waited for, so that lunch and early mornings drive no case
    upwards. Where none comes any more on this day, the highest level's channel is told whoever is there; below the
    supervisors there is none, and people are told on another day. None where its levels name nobody but the owner.
    """
    absent: list[Level] = []
    for one in list(Level)[level.rank : top.rank + 1]:
        members = _members(one, owner, team)
        if told := _told(one, tuple(user for user in members if user not in present.off), team, absent):
            return told
        coming = [present.coming[user] for user in members if user in present.coming]
        if coming:
            return min(coming)
        if members:
            absent.append(one)
    below = tuple(one for one in absent if one is not top)
    if top is Level.MANAGER:
        return Audience(top, (team.managers_channel,), _members(top, owner, team), below)
    if top is Level.SUPERVISOR and top in absent:
        return Audience(top, (team.supervisors_channel,), (), below)
    return present.tomorrow if absent else None


def _told(level: Level, there: tuple[str, ...], team: Team, absent: Sequence[Level]) -> Audience | None:
    if level is Level.SUPERVISOR and (there or not team.supervisors):
        return Audience(level, (team.supervisors_channel,), there, tuple(absent))
    if level is Level.MANAGER and there:
        return Audience(level, (team.managers_channel,), there, tuple(absent))
    if level in (Level.OWNER, Level.LEAD) and there:
        return Audience(level, there, there, tuple(absent))
    return None


def _members(level: Level, owner: str | None, team: Team) -> tuple[str, ...]:
    if level is Level.OWNER:
        return (owner,) if owner else ()
    users = {Level.LEAD: team.leads, Level.SUPERVISOR: team.supervisors, Level.MANAGER: team.managers}[level]
    return tuple(user for user in users if user != owner)
