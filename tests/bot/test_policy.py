"""The policy: what a shop may write, what stands by default, and the one sentence for every fault."""

import tomllib
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.case import Actor
from bot.policy import loader
from bot.policy.loader import PolicyError, load_policy
from bot.policy.model import Person, Policy, Store
from bot.policy.rota import Rota
from bot.rules.assignment import Line
from bot.vocabulary import Role

DEFAULT = Path(loader.__file__).with_name("default.toml")
CONTRACT = """
[shop]
timezone = "Asia/Shanghai"
default_channel = "C0REVIEWS"        # channel id; supervisors_channel and managers_channel likewise
supervisors_channel = "C0SUPERVISE"
managers_channel = "C0MANAGERS"

[stores.home-cn]
name = "家居用品店"
channel = "C0HOME"

[lines."厨房电器"]
owner = "U0LI"
deputy = "U0WANG"

[roles]                              # Slack user ids
agents = ["U0LI", "U0WANG"]
leads = ["U0ZHAO"]
supervisors = ["U0CHEN"]
managers = ["U0ZHOU"]

[deadlines]
urgent_start = "30m"
important_start = "60m"
first_contact = "2h"
warn_before = "15m"
follow_up = "7d"

[digest]
at = "09:00"                         # local time; channel = managers_channel

[sources.standard]
signature = "standard"               # its secret: WEBHOOK_SECRET_STANDARD
"""


@pytest.fixture
def write(tmp_path: Path) -> Path:
    return tmp_path / "shop.toml"


def written(path: Path, text: str) -> Policy:
    path.write_text(text, encoding="utf-8")
    return load_policy(path)


class TestWhatAShopWrites:
    def test_the_example_of_the_contract_is_read_as_it_says(self, write: Path) -> None:
        policy = written(write, CONTRACT)

        assert policy.shop.supervisors_channel == "C0SUPERVISE"
        assert policy.stores == {"home-cn": Store(name="家居用品店", channel="C0HOME")}
        assert policy.lines == {"厨房电器": Line(owner="U0LI", deputy="U0WANG")}
        assert policy.roles.agents == ("U0LI", "U0WANG")
        assert policy.deadlines.urgent_start == timedelta(minutes=30)
        assert policy.deadlines.follow_up == timedelta(days=7)
        assert policy.digest.at == time(9)
        assert set(policy.sources) == {"standard"}

    def test_an_empty_file_is_the_built_in_policy(self, write: Path) -> None:
        assert written(write, "") == load_policy(None)

    def test_one_key_replaces_just_itself(self, write: Path) -> None:
        policy = written(write, '[deadlines]\nfirst_contact = "90m"\n')

        assert policy.deadlines.first_contact == timedelta(minutes=90)
        assert policy.deadlines.urgent_start == timedelta(minutes=30)
        assert policy.stores == load_policy(None).stores

    @pytest.mark.parametrize(
        ("table", "text"),
        [
            ("stores", '[stores.own]\nname = "本店"'),
            ("lines", '[lines."茶叶"]\nowner = "U1"'),
            ("people", '[people.U1]\nname = "小丁"'),
        ],
    )
    def test_stores_lines_and_people_of_ones_own_replace_the_samples(self, write: Path, table: str, text: str) -> None:
        assert len(getattr(written(write, text), table)) == 1

    def test_a_byte_order_mark_is_no_fault(self, write: Path) -> None:
        write.write_text(CONTRACT, encoding="utf-8-sig")

        assert load_policy(write).shop.timezone == "Asia/Shanghai"

    def test_toml_s_own_times_and_dates_are_read(self, write: Path) -> None:
        policy = written(write, "[digest]\nat = 08:30:00\n[people.U1]\ndays_off = [2027-02-06]\n")

        assert (policy.digest.at, policy.people["U1"].days_off) == (time(8, 30), (date(2027, 2, 6),))


class TestDefaults:
    @pytest.mark.parametrize("section", ["shop", "deadlines", "grading", "digest", "sources"])
    def test_what_default_toml_says_is_what_happens_without_it(self, section: str) -> None:
        assert getattr(load_policy(None), section) == getattr(Policy(), section)

    @pytest.mark.parametrize("section", ["shop", "deadlines", "grading", "digest", "roles"])
    def test_default_toml_shows_every_key_there_is(self, section: str) -> None:
        text = DEFAULT.read_text(encoding="utf-8")
        shown = set(tomllib.loads(text)[section]) | {
            name for name in ("departments", "admins") if f"# {name} = " in text
        }

        assert shown >= set(type(getattr(Policy(), section)).model_fields)

    @pytest.mark.parametrize("key", Person.model_fields)
    def test_default_toml_shows_what_may_be_said_of_people(self, key: str) -> None:
        assert f"{key} = " in DEFAULT.read_text(encoding="utf-8")

    def test_the_built_in_team_fits_together(self) -> None:
        policy = load_policy(None)
        answering = {person for line in policy.lines.values() for person in (line.owner, line.deputy) if person}

        assert answering <= set(policy.team()) <= set(policy.people)


# What stands in the file, and what the one sentence says: the key, then what was expected.
FAULTS = [
    ("[shopp]", "unknown key shopp", "one of shop, stores, lines,"),
    ('[deadlines]\nurgent_strat = "30m"', "unknown key deadlines.urgent_strat", "one of urgent_start, important_start"),
    ('[stores.x]\nname = "店"\nchanel = "C0X"', "unknown key stores.x.chanel", "one of name, channel"),
    ('[deadlines]\nurgent_start = "30 minutes"', "deadlines.urgent_start is '30 minutes'", "a duration such as 30s"),
    ("[deadlines]\nurgent_start = 30", "deadlines.urgent_start is 30", "a duration such as 30s, 30m, 2h or 7d"),
    ('[deadlines]\nfollow_up = "0d"', "deadlines.follow_up is '0d'", "a duration such as"),
    ('[deadlines]\nwarn_before = "30m"', "deadlines.warn_before is '30m'", "a duration shorter than urgent_start"),
    ('[deadlines]\nurgent_start = "10m"', "deadlines.warn_before is '15m'", "a duration shorter than urgent_start"),
    ('[shop]\ntimezone = "Mars/Base"', "shop.timezone is 'Mars/Base'", "a time zone name such as Asia/Shanghai"),
    ('[shop]\ntimezone = ""', "shop.timezone is ''", "a time zone name such as Asia/Shanghai"),
    ('[shop]\ntimezone = "../zone"', "shop.timezone is '../zone'", "a time zone name such as Asia/Shanghai"),
    (
        '[shop]\ndefault_channel = "#reviews"',
        "shop.default_channel is '#reviews'",
        "a Slack channel id such as C0REVIEWS",
    ),
    ('[stores.x]\nname = "店"\nchannel = "home"', "stores.x.channel is 'home'", "a Slack channel id such as"),
    ('[stores.x]\nname = ""', "stores.x.name is ''", "some text"),
    ('[stores.x]\nchannel = "C0X"', "stores.x.name is missing", "expected it beside channel"),
    ('[roles]\nagents = ["bob"]', "roles.agents.0 is 'bob'", "a Slack user id such as U0LI"),
    ('[roles]\nagents = "U0LI"', "roles.agents is 'U0LI'", "a list such as"),
    ('[people.bob]\nname = "鲍勃"', "people.bob is 'bob'", "a Slack user id such as U0LI"),
    ('[people.U1]\nweekly_off = ["sunday"]', "people.U1.weekly_off.0 is 'sunday'", "'sun'"),
    ('[people.U1]\ndays_off = ["soon"]', "people.U1.days_off.0 is 'soon'", "a valid date"),
    ('[lines."茶叶"]\nowner = "@li"', "lines.茶叶.owner is '@li'", "a Slack user id such as U0LI"),
    ('[digest]\nat = "9 am"', "digest.at is '9 am'", "a local time such as 09:00"),
    ("[digest]\nat = 9", "digest.at is 9", "a local time such as 09:00"),
    ('[digest]\nat = "09:00+08:00"', "digest.at is '09:00+08:00'", "a local time such as 09:00"),
    ("[grading]\npoints_image = 99", "grading.points_image is 99", "less than or equal to 20"),
    ("[grading]\npoints_image = 1.5", "grading.points_image is 1.5", "a whole number"),
    ('[sources.x]\nsignature = "md5"', "sources.x.signature is 'md5'", "'standard'"),
    ('[shop]\ndepartments = ["仓储", "仓储"]', "shop.departments is ['仓储', '仓储']", "every department stands once"),
    ('[stores.x]\nname = "店\\u202e"', "stores.x.name is '店\\u202e'", "text without control characters"),
    ("shop = 5", "shop is 5", "a table"),
]


class TestFaults:
    @pytest.mark.parametrize(("text", "key", "expected"), FAULTS, ids=[fault[1] for fault in FAULTS])
    def test_one_sentence_names_file_key_and_what_was_expected(
        self, write: Path, text: str, key: str, expected: str
    ) -> None:
        with pytest.raises(PolicyError) as wrong:
            written(write, text)

        sentence = str(wrong.value)
        assert sentence.startswith(f"{write}: {key}; expected ")
        assert expected in sentence
        assert "\n" not in sentence

    def test_a_long_value_is_shown_in_short(self, write: Path) -> None:
        with pytest.raises(PolicyError) as wrong:
            written(write, f'[shop]\ntimezone = "{"x" * 5000}"')

        assert len(str(wrong.value)) < 300 + len(str(write))

    def test_a_missing_file_is_named_with_the_remedy(self, write: Path) -> None:
        with pytest.raises(
            PolicyError, match=r"POLICY_FILE .*shop\.toml cannot be read .*give the path of a TOML file"
        ):
            load_policy(write)

    def test_a_folder_is_no_file(self, tmp_path: Path) -> None:
        with pytest.raises(PolicyError, match=r"cannot be read .*give the path of a TOML file"):
            load_policy(tmp_path)

    def test_broken_toml_is_named_with_its_line(self, write: Path) -> None:
        with pytest.raises(PolicyError, match=r"shop\.toml is not valid TOML: .*line 2.*; text stands in quotes"):
            written(write, "[shop]\ntimezone = Asia/Shanghai\n")

    def test_another_encoding_is_named_with_the_remedy(self, write: Path) -> None:
        write.write_bytes('[stores.x]\nname = "家居"'.encode("gb18030"))

        with pytest.raises(PolicyError, match=r"shop\.toml is not UTF-8; save it as UTF-8"):
            load_policy(write)


class TestLookUps:
    POLICY = Policy.model_validate(
        {
            "shop": {"default_channel": "C0ALL", "timezone": "Asia/Shanghai"},
            "stores": {"home": {"name": "家居店", "channel": "C0HOME"}, "small": {"name": "小店"}},
            "roles": {"agents": ["U1", "U2"], "leads": ["U2", "U3"], "supervisors": ["U4"], "managers": ["U4", "U5"]},
            "people": {"U1": {"weekly_off": ["sat", "sun"]}, "U2": {"days_off": ["2026-11-23"]}},
        }
    )

    @pytest.mark.parametrize(("store", "channel"), [("home", "C0HOME"), ("small", "C0ALL"), ("unknown", "C0ALL")])
    def test_alerts_go_to_the_stores_channel_or_the_default(self, store: str, channel: str) -> None:
        assert self.POLICY.channel_of(store) == channel

    @pytest.mark.parametrize(("store", "name"), [("home", "家居店"), ("unknown", "unknown")])
    def test_a_store_is_called_by_its_name_or_its_key(self, store: str, name: str) -> None:
        assert self.POLICY.store_name(store) == name

    @pytest.mark.parametrize(
        ("user", "role"),
        [("U1", Role.AGENT), ("U2", Role.LEAD), ("U4", Role.MANAGER), ("U5", Role.MANAGER), ("U9", None)],
    )
    def test_the_highest_role_counts(self, user: str, role: Role | None) -> None:
        assert self.POLICY.actor(user) == Actor(user, role)

    def test_everybody_is_on_the_team_once(self) -> None:
        assert self.POLICY.team() == ["U1", "U2", "U3", "U4", "U5"]

    @pytest.mark.parametrize(
        ("moment", "off"),
        [
            ("2026-11-20T16:00", {"U1"}),  # Saturday begins in Shanghai while it is Friday in UTC
            ("2026-11-20T15:59", set()),
            ("2026-11-22T15:59", {"U1"}),
            ("2026-11-22T16:00", {"U2"}),  # Monday the 23rd
            ("2026-11-23T16:00", set()),
        ],
    )
    def test_days_off_are_days_of_the_shop(self, moment: str, off: set[str]) -> None:
        at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        assert Rota(self.POLICY).off_duty(at) == off

    def test_the_zone_is_the_shops(self) -> None:
        assert self.POLICY.zone == ZoneInfo("Asia/Shanghai")
