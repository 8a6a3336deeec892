"""Import of a rota: a calendar becomes days off and shifts; again, changed, broken and hostile."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.policy.loader import load_policy
from bot.policy.rota import Entry, Off, What
from handlers.files.import_file import Target
from handlers.files.import_rota import RotaImported, import_rota
from handlers.files.refusals import ExportUnreadable
from handlers.files.rota_report import told
from scripts_library.wording import Wording
from storage import rota, unowned
from storage.database import Database
from tests.handlers.test_rota import POLICY
from tests.house.clock import FrozenClock
from tests.house.keys import KEYS
from tests.storage.scorecard_cases import add_case, unresolved

DAILY = ("", "RRULE:FREQ=DAILY")
NEVER = "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"
NEVER_FIRST = ("", "RRULE:FREQ=MONTHLY;BYDAY=MO;BYSETPOS=9")
YEAR = (date(2026, 1, 1), date(2028, 1, 1))
NIGHTS = '\n[shifts."夜班"]\nfrom = "22:00"\nto = "06:00"\ndays = "every_day"\n'


@pytest.fixture
def target(tmp_path: Path, template: Path, database_url: str | None) -> Iterator[Target]:
    """An empty desk on Monday, 23 November 2026, at ten in Shanghai."""
    path = tmp_path / "rows.db"
    path.write_bytes(template.read_bytes())
    policy = POLICY.replace('name = "小李"', 'name = "小李"\ncalendar = ["li@shop.cn"]') + NIGHTS
    (tmp_path / "policy.toml").write_text(policy, encoding="utf-8")
    database = Database(database_url or f"sqlite:///{path}", keys=KEYS)
    yield Target(load_policy(tmp_path / "policy.toml"), database, FrozenClock())
    database.close()


def calendar(*events: str, name: str = "team", more: str = "") -> str:
    head = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//\nX-WR-CALNAME:{name}\n{more}"
    return "\n".join([head.rstrip(), *events, "END:VCALENDAR", ""])


def event(uid: str, title: str, begins: str, ends: str = "", *more: str) -> str:
    lines = ["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20261101T000000Z", f"SUMMARY:{title}", f"DTSTART{begins}"]
    return "\n".join([*lines, *([f"DTEND{ends}"] if ends else []), *more, "END:VEVENT"])


def days(first: str, last: str = "") -> tuple[str, ...]:
    return tuple(f";VALUE=DATE:{one}" for one in (first, last) if one)


def taken_in(target: Target, tmp_path: Path, text: str, *, name: str = "team.ics", dry: bool = False) -> RotaImported:
    file = tmp_path / name
    file.write_text(text.replace("\n", "\r\n"), encoding="utf-8")
    return import_rota(file, None, into=target, only_look=dry)


def entries(target: Target) -> dict[tuple[str, str], str]:
    """By person and day the shift, or why they are off."""
    found = target.database.in_snapshot(rota.entries, *YEAR)
    kinds = target.database.in_snapshot(rota.kinds, *YEAR)
    return {
        (one.user_id, one.day.isoformat()): one.shift or str(kinds.get((one.user_id, one.day), "?")) for one in found
    }


def counts(done: RotaImported) -> tuple[int, int, int, int]:
    return done.counts.added, done.counts.changed, done.counts.removed, done.counts.unchanged


def test_days_of_all_kinds_are_read_in_the_shops_zone(target: Target, tmp_path: Path) -> None:
    text = calendar(
        event("a", "小李 年假", *days("20261203", "20261206")),
        event("b", "年假", *days("20261210"), "", "ATTENDEE;CN=Li:mailto:Li@shop.cn", "CATEGORIES:病假"),
        event("c", "小王 early", ":20261207T010000Z", ":20261207T100000Z"),
        event("d", "小孙 夜班", ";TZID=Asia/Shanghai:20261208T220000", ";TZID=Asia/Shanghai:20261209T060000"),
        event("e", "小孙 培训", ":20261215T090000", ":20261216T180000"),
        event("f", "小王 vacation", ":20261219T170000Z", ":20261220T150000Z"),
    )

    done = taken_in(target, tmp_path, text)

    assert done.refused == []
    found = entries(target)
    of_li = {key[1]: kind for key, kind in found.items() if key[0] == "U0LI"}
    assert of_li == dict.fromkeys(["2026-12-03", "2026-12-04", "2026-12-05"], Off.LEAVE) | {"2026-12-10": Off.SICK}
    assert found["U0WANG", "2026-12-07"] == "early"
    assert found["U0SUN", "2026-12-08"] == "夜班"
    assert ("U0SUN", "2026-12-09") not in found, "a night is one shift"
    assert (found["U0SUN", "2026-12-15"], found["U0SUN", "2026-12-16"]) == (Off.TRAINING, Off.TRAINING)
    assert found["U0WANG", "2026-12-20"] == Off.LEAVE, "in Shanghai it is the next day"
    assert done.calendar == "team"


def test_what_waits_for_somebody_is_looked_at_when_days_changed_and_only_then(target: Target, tmp_path: Path) -> None:
    now, later = target.clock.now(), target.clock.now() + timedelta(days=9)
    number = target.database.in_transaction(add_case, None, now, **unresolved())
    text = calendar(event("a", "小王 early", ":20261207T010000Z", ":20261207T100000Z"))
    for moment in (now, later):
        target.database.in_transaction(unowned.wait, number, later, None)
        taken_in(target, tmp_path, text)

        assert target.database.in_snapshot(unowned.next_due) == moment


def test_rules_exceptions_and_moved_or_cancelled_days(target: Target, tmp_path: Path) -> None:
    """Every Tuesday, but for one that is left out, one that is moved to Thursday, and one that is cancelled."""
    text = calendar(
        event("a", "小李 late", *days("20261201"), "", "RRULE:FREQ=WEEKLY;COUNT=5", "EXDATE;VALUE=DATE:20261208"),
        event("a", "小李 late", *days("20261217"), "", "RECURRENCE-ID;VALUE=DATE:20261215"),
        event("a", "小李 late", *days("20261222"), "", "RECURRENCE-ID;VALUE=DATE:20261222", "STATUS:CANCELLED"),
        event("b", "小孙 年假", *days("20261224", "20261226"), "STATUS:CANCELLED"),
    )

    assert counts(taken_in(target, tmp_path, text)) == (3, 0, 0, 0)
    assert [day for _, day in sorted(entries(target))] == ["2026-12-01", "2026-12-17", "2026-12-29"]


def test_a_zone_of_the_whole_calendar_counts(target: Target, tmp_path: Path) -> None:
    zone = "X-WR-TIMEZONE:America/New_York\n"
    text = calendar(event("a", "小李 early", ":20261202T010000Z", ":20261202T050000Z"), more=zone)

    taken_in(target, tmp_path, text)

    assert set(entries(target)) == {("U0LI", "2026-12-02")}


def test_the_same_file_again_changes_nothing_and_a_changed_one_what_changed(target: Target, tmp_path: Path) -> None:
    leave, shift = event("a", "小李 年假", *days("20261203", "20261206")), event("b", "小王 early", *days("20261210"))
    assert counts(taken_in(target, tmp_path, calendar(leave, shift))) == (4, 0, 0, 0)
    assert counts(taken_in(target, tmp_path, calendar(leave, shift))) == (0, 0, 0, 4)

    later = event("a", "小李 病假", *days("20261204", "20261207"))
    assert counts(taken_in(target, tmp_path, calendar(later))) == (1, 2, 2, 0)

    assert entries(target) == {("U0LI", f"2026-12-0{number}"): Off.SICK for number in (4, 5, 6)}
    kept = target.database.in_snapshot(rota.changes, 10)
    assert [(one.user_id, one.what, one.first.day, one.last.day, one.by, one.calendar) for one in kept] == [
        ("U0WANG", What.POLICY, 10, 10, None, "team"),
        ("U0LI", What.OFF, 4, 6, None, "team"),
        ("U0LI", What.POLICY, 3, 3, None, "team"),
        ("U0WANG", What.SHIFT, 10, 10, None, "team"),
        ("U0LI", What.OFF, 3, 5, None, "team"),
    ]


def test_refusals_are_told_in_the_readers_language_with_the_events_own_words(target: Target, tmp_path: Path) -> None:
    text = calendar(
        event("a", "小李 不休假", *days("20261203")),
        event("b", "小王 小孙 休假", *days("20261204")),
        event("c", "年假", *days("20261205"), "", "ATTENDEE;CN=赵组长:mailto:z@shop.cn"),
    )

    done = taken_in(target, tmp_path, text)

    zh, en = ([one.problem.in_locale(locale) for one in done.refused] for locale in ("zh_CN", "en"))
    assert zh == [
        "“2026-12-03 小李 不休假”不够明白:不、休假。",
        "“2026-12-04 小王 小孙 休假”看不出是谁休息(小孙、小王)。",
        "“2026-12-05 年假”看不出是谁休息(赵组长、别人)。",
    ]
    assert en[1].endswith("does not say which of them is off (小孙, 小王).")
    assert en[2].endswith("(赵组长, somebody else).")


def test_an_empty_calendar_is_told_what_to_export(target: Target, tmp_path: Path) -> None:
    with pytest.raises(ExportUnreadable, match="calendar once more") as refused:
        taken_in(target, tmp_path, "")
    assert "评价" not in refused.value.in_locale("zh_CN")


def test_it_speaks_for_its_months_and_for_its_own_calendar_only(target: Target, tmp_path: Path) -> None:
    december, january = event("a", "小李 年假", *days("20261203")), event("b", "小李 年假", *days("20270104"))
    taken_in(target, tmp_path, calendar(december, january))
    taken_in(target, tmp_path, calendar(event("x", "小王 年假", *days("20261203")), name="others"))

    assert counts(taken_in(target, tmp_path, calendar(event("c", "小李 年假", *days("20261228"))))) == (1, 0, 1, 0)

    assert set(entries(target)) == {("U0LI", "2026-12-28"), ("U0LI", "2027-01-04"), ("U0WANG", "2026-12-03")}


def test_what_somebody_entered_stays_and_counts_first(target: Target, tmp_path: Path) -> None:
    by_hand = rota.Entered(Entry("U0LI", date(2026, 12, 3), "late"))
    target.database.in_transaction(rota.enter, [by_hand], at=target.clock.now(), by="U0ZHAO")

    taken_in(target, tmp_path, calendar(event("a", "小李 年假", *days("20261203"))))
    taken_in(target, tmp_path, calendar(event("a", "小李 年假", *days("20261204"))))

    found = target.database.in_snapshot(rota.entries, *YEAR)
    assert [(one.day.day, one.shift, one.calendar) for one in found] == [(3, "late", ""), (4, None, "team")]


@pytest.mark.parametrize(
    ("row", "key"),
    [
        (event("x", "周会", *days("20261203")), "event_nobody"),
        (event("x", "小李 外出", *days("20261203")), "event_says_nothing"),
        (event("x", "小李 early late", *days("20261203")), "event_unclear"),
        (event("x", "小李 培训", ":20261203T010000Z", ":20261203T030000Z"), "event_short"),
        (event("x", "小李 年假", ":20261203T133000", ":20261203T180000"), "event_short"),
        (event("x", "小李 年假", ":20261203T133000", ":20261206T180000"), "event_short"),
        (event("x", "小李 年假", ":20261203T010000", ":20261203T070000"), "event_short"),
        (event("x", "赵组长 年假", ":20261203T130000", ":20261203T180000"), "event_short"),  # without a shift
        (event("x", "小李 国庆放假值班", *days("20261203")), "event_unclear"),
        (event("x", "小李休假,小王代班", *days("20261203")), "event_unclear"),
        (event("x", "小李 小王 年假", *days("20261203")), "event_who_is_off"),
        (event("x", "年假", *days("20261203"), "", "ATTENDEE;CN=赵组长:mailto:z@shop.cn"), "event_who_is_off"),
        (
            event("x", "年假", *days("20261203"), "", "ORGANIZER:mailto:y@z", "ATTENDEE:mailto:li@shop.cn"),
            "event_who_is_off",
        ),
        (event("x", "小李 late", *days("20261202")), "event_two_shifts"),
        (event("x", "小李 年假", ":whenever"), "event_no_date"),
        (event("x", "小李 年假", *days("20261203"), "", "RRULE:FREQ=NEVER"), "event_unreadable"),
        (event("x", "小李 年假", *days("20261203"), "", "RRULE:FREQ=DAILY;INTERVAL=0"), "event_unreadable"),
        (event("x", "小李 年假", ":20261203T000000Z", "", "RRULE:FREQ=SECONDLY"), "event_too_often"),
        (event("x", "小李 年假", ":20261203T000000Z", "", "RRULE:FREQ=DAILY;BYSECOND=1,2,3"), "event_too_often"),
        (event("x", "小李 年假", *days("00010101"), "", "RRULE:FREQ=DAILY"), "event_too_old"),
        (event("x", "小李 年假", *days("20261203"), "", "RRULE:FREQ=MONTHLY;BYDAY=99MO"), "event_unreadable"),
        (event("x", "小李 年假", *days("20261203"), "", "DTSTART;VALUE=DATE:20261204"), "event_no_date"),
        (event("x", "小李 年假", ":99991231T235900Z", "", "RRULE:FREQ=DAILY"), "event_unreadable"),
        (event("x", "小李 年假", *days("20261203"), "", NEVER), "event_unreadable"),
        (event("x", "小李 年假", *days("20261203"), "", "RRULE:FREQ=DAILY;INTERVAL=7;BYDAY=MO"), "event_unreadable"),
        (event("x", "小李 年假", *days("20261203"), "", "RRULE:FREQ=YEARLY;BYYEARDAY=366"), "event_unreadable"),
    ],
)
def test_what_is_not_understood_is_told_and_the_rest_is_taken(
    target: Target, tmp_path: Path, row: str, key: str
) -> None:
    good = event("a", "小李 early", *days("20261202"))

    done = taken_in(target, tmp_path, calendar(good, row))

    assert [(one.row_number, one.key) for one in done.refused] == [(2, key)]
    assert entries(target) == {("U0LI", "2026-12-02"): "early"}
    assert done.report
    assert done.report.name == "team.ics.refused.csv"
    lines = list(told(done, tmp_path / "team.ics", Wording("zh_CN"), is_dry=False))
    assert lines[0] == "日历「team」:新排 1 人天,改动 0,去掉 0,没变 0,没看懂的日程 1 个"
    assert lines[1].startswith("team.ics 第 2 个日程:“")


def test_what_became_unclear_is_not_lost(target: Target, tmp_path: Path) -> None:
    taken_in(target, tmp_path, calendar(event("a", "小李 年假", *days("20261203"))))

    done = taken_in(target, tmp_path, calendar(event("a", "小李 ???", *days("20261203"))))

    assert counts(done) == (0, 0, 0, 0)
    assert len(done.refused) == 1
    assert entries(target) == {("U0LI", "2026-12-03"): Off.LEAVE}


def test_the_past_and_what_is_too_far_away_are_left_alone(target: Target, tmp_path: Path) -> None:
    text = calendar(
        event("a", "小李 年假", *days("20261120", "20261125")),
        event("b", "小王 年假", *days("20280601")),
        event("c", "小孙 年假", *days("20261201"), "", "RRULE:FREQ=DAILY"),
    )

    taken_in(target, tmp_path, text)

    found = sorted(entries(target))
    assert [day for user, day in found if user == "U0LI"] == ["2026-11-23", "2026-11-24"]
    assert [user for user, _ in found if user == "U0WANG"] == []
    assert found[-1] == ("U0SUN", "2027-12-28"), "400 days"


def test_a_trial_says_what_would_be_and_changes_nothing(target: Target, tmp_path: Path) -> None:
    text = calendar(event("a", "小李 年假", *days("20261203")), event("b", "?", *days("20261204")))

    done = taken_in(target, tmp_path, text, dry=True)

    assert counts(done) == (1, 0, 0, 0)
    assert entries(target) == {}
    assert done.report is None
    lines = list(told(done, tmp_path / "team.ics", Wording("en"), is_dry=True))
    assert lines[0].startswith("A trial, nothing was changed. Calendar “team” would enter 1 person-days")


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ("hello", "calendar_broken"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "calendar_broken"),
        ("", "calendar_empty"),
        ("BEGIN:VCALENDAR" + "x" * 2_000_001, "calendar_large"),
        (calendar(*["BEGIN:VEVENT\nEND:VEVENT"] * 5001), "calendar_events"),
        (
            calendar(*(event(f"u{n}", "小李 年假", *days("20261123"), *DAILY) for n in range(60))),
            "calendar_endless",
        ),
        (
            calendar(*(event(f"u{n}", "小李 年假", *days("20261123"), *NEVER_FIRST) for n in range(250))),
            "calendar_endless",
        ),
    ],
)
def test_a_file_that_is_none_or_too_much_is_one_sentence(
    target: Target, tmp_path: Path, content: str, key: str
) -> None:
    with pytest.raises(ExportUnreadable) as unreadable:
        taken_in(target, tmp_path, content)

    assert unreadable.value.key == key
    assert entries(target) == {}


def test_a_missing_file_is_told(target: Target, tmp_path: Path) -> None:
    with pytest.raises(ExportUnreadable, match=r"no file none\.ics"):
        import_rota(tmp_path / "none.ics", None, into=target)


def without_uid(title: str, *dates: str) -> str:
    return event("x", title, *dates).replace("UID:x\n", "")


def test_a_calendar_without_uids_keeps_its_other_months(target: Target, tmp_path: Path) -> None:
    january, december = without_uid("小李 年假", *days("20270105")), without_uid("小王 年假", *days("20261206"))
    taken_in(target, tmp_path, calendar(january, december))

    done = taken_in(target, tmp_path, calendar(without_uid("小王 年假", *days("20261207"))))

    assert counts(done) == (1, 0, 1, 0)
    assert set(entries(target)) == {("U0LI", "2027-01-05"), ("U0WANG", "2026-12-07")}


def test_one_refused_event_without_a_uid_keeps_no_others(target: Target, tmp_path: Path) -> None:
    taken_in(target, tmp_path, calendar(without_uid("小李 年假", *days("20261203"))))

    done = taken_in(target, tmp_path, calendar(without_uid("小王 ???", *days("20261210"))))

    assert (counts(done), len(done.refused)) == ((0, 0, 1, 0), 1)


def test_a_leave_of_years_is_taken_as_far_as_the_calendar_is(target: Target, tmp_path: Path) -> None:
    done = taken_in(target, tmp_path, calendar(event("a", "小李 病假", *days("20240101", "20300101"))))

    assert (counts(done), done.refused) == ((401, 0, 0, 0), [])
    assert min(entries(target)) == ("U0LI", "2026-11-23")


def test_a_refused_shift_is_not_taken_by_half(target: Target, tmp_path: Path) -> None:
    text = calendar(event("a", "小李 early", *days("20261203")), event("b", "小李 late", *days("20261201", "20261206")))

    done = taken_in(target, tmp_path, text)

    assert [one.key for one in done.refused] == ["event_two_shifts"]
    assert entries(target) == {("U0LI", "2026-12-03"): "early"}


def test_what_became_unclear_is_kept_also_where_the_event_was_made_anew(target: Target, tmp_path: Path) -> None:
    other = event("z", "小王 年假", *days("20261210"))
    taken_in(target, tmp_path, calendar(event("a", "小李 年假", *days("20261203")), other))
    again = taken_in(target, tmp_path, calendar(event("b", "小李 年假", *days("20261203")), other))
    said = len(target.database.in_snapshot(rota.changes, 10))

    done = taken_in(target, tmp_path, calendar(event("b", "小李 年假?取消", *days("20261203")), other))

    assert counts(again) == (0, 0, 0, 2), "nothing of anybody's days"
    assert said == 2
    assert counts(done) == (0, 0, 0, 1)
    assert entries(target)["U0LI", "2026-12-03"] == Off.LEAVE


def test_the_night_of_somebody_on_leave_is_one_day(target: Target, tmp_path: Path) -> None:
    people = {**target.policy.people, "U0SUN": target.policy.people["U0SUN"].model_copy(update={"shift": "夜班"})}
    nights = replace(target, policy=target.policy.model_copy(update={"people": people}))

    done = taken_in(nights, tmp_path, calendar(event("a", "小孙 年假", ":20261208T220000", ":20261209T060000")))

    assert done.refused == []
    assert entries(nights) == {("U0SUN", "2026-12-08"): Off.LEAVE}
    last_night = event("b", "小孙 年假", ":20261122T220000", ":20261123T060000")
    assert taken_in(nights, tmp_path, calendar(last_night), name="b.ics").refused == []
