"""Slack, simulated: strict about its rules, with the bad days of a real one, all drawn from the seed."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from bot.messenger import Doubtful, Letter, Posted, RateLimited, Rejected, Unreachable, Upload
from slack_rules.validator import message_faults
from tests.house.clock import FrozenClock

_GAP, _BURST = timedelta(seconds=1), 3


class Died(BaseException):
    """The bot's process is killed at this moment."""


@dataclass
class Message:
    """What stands in a channel."""

    ts: str
    key: str
    thread_ts: str | None
    words: str
    at: datetime


@dataclass
class Weather:
    """When nothing gets through: (from, to, why), and how often a single request goes wrong."""

    outages: list[tuple[datetime, datetime, str]] = field(default_factory=list)
    archived: dict[str, list[tuple[datetime, datetime]]] = field(default_factory=lambda: defaultdict(list))
    share_of_faults: float = 0.02
    share_of_deaths: float = 0.0005

    def outage(self, now: datetime) -> str | None:
        """Why nothing gets through now."""
        return next((why for begin, end, why in self.outages if begin <= now < end), None)

    def is_archived(self, channel: str, now: datetime) -> bool:
        return any(begin <= now < end for begin, end in self.archived[channel])

    def clears(self, now: datetime) -> None:
        """From now on the weather is fair."""
        self.outages = [(begin, min(end, now), why) for begin, end, why in self.outages]
        for channel, spells in self.archived.items():
            self.archived[channel] = [(begin, min(end, now)) for begin, end in spells]
        self.share_of_faults = self.share_of_deaths = 0.0

    def bad_time(self, channel: str, since: datetime, until: datetime) -> timedelta:
        """How much of the time between was bad for this channel."""
        spells = [(begin, end) for begin, end, _ in self.outages] + self.archived[channel]
        return sum((max(min(end, until) - max(begin, since), timedelta()) for begin, end in spells), timedelta())


class SimulatedSlack:
    """`bot.messenger.Messenger`. `told` hears of everything that comes to stand, as a witness."""

    def __init__(self, clock: FrozenClock, random: Random, weather: Weather) -> None:
        self._clock, self._random, self.weather = clock, random, weather
        self.rooms: dict[str, dict[str, Message]] = defaultdict(dict)
        self.told: Callable[[str, Message, bool], None] = lambda _channel, _message, _is_new: None
        self.later: Callable[[datetime, Callable[[], object]], None] = lambda _at, _work: None
        self.files: list[str] = []
        self.faults: dict[str, int] = defaultdict(int)
        self._posts: dict[str, list[datetime]] = defaultdict(list)
        self._number = 0
        self.deleted: set[str] = set()

    async def post(self, letter: Letter) -> Posted:
        """Strict about pace, words and threads."""
        channel = _room(letter.channel)
        self._check(channel, letter)
        lost = self._mishap(lambda: self._stand(channel, letter))
        posted = self._stand(channel, letter)
        if lost:
            raise lost
        return posted

    async def update(self, place: Posted, letter: Letter) -> None:
        """Only what stands can be redrawn."""
        self._check_open(place.channel)
        self._check_words(letter)
        if place.ts not in self.rooms[place.channel]:
            raise Rejected("message_not_found")
        lost = self._mishap(None)
        message = self.rooms[place.channel][place.ts]
        message.words, message.at = _words(letter), self._clock.now()
        self.told(place.channel, message, False)
        if lost:
            raise lost

    async def find(self, letter: Letter, since: datetime) -> Posted | None:
        """The first with this key."""
        return next(iter(await self.find_all(letter, since)), None)

    async def find_all(self, letter: Letter, since: datetime) -> list[Posted]:
        """Every message with this key."""
        channel = _room(letter.channel)
        self._check_open(channel)
        self._mishap(None)
        return [
            Posted(channel, ts)
            for ts, message in self.rooms[channel].items()
            if message.key == letter.key and float(ts) >= since.timestamp()
        ]

    async def remove(self, place: Posted) -> None:
        """Gone is gone."""
        self._check_open(place.channel)
        self.rooms[place.channel].pop(place.ts, None)

    async def upload(self, picture: Upload) -> str:
        """Taken, on a good day."""
        assert picture.png
        if lost := self._mishap(None):
            raise lost
        self.files.append(f"F0SIM{len(self.files):06}")
        return self.files[-1]

    async def is_ready(self, file: str) -> bool:
        """At once."""
        return file in self.files

    async def is_gone(self, user_id: str) -> bool:
        return not user_id

    async def name_of(self, user_id: str) -> str:
        return user_id

    def someone_deletes(self, channel: str, ts: str) -> None:
        """A person with the right to do so; its thread goes with it."""
        self.deleted.add(self.rooms[channel].pop(ts).key)
        for reply in [one for one in self.rooms[channel].values() if one.thread_ts == ts]:
            del self.rooms[channel][reply.ts]

    def _check(self, channel: str, letter: Letter) -> None:
        self._check_open(channel)
        self._check_words(letter)
        if letter.thread_ts and letter.thread_ts not in self.rooms[channel]:
            raise Rejected("thread_not_found")
        now = self._clock.now()
        recent = [at for at in self._posts[channel] if at > now - _GAP * _BURST]
        if len(recent) >= _BURST:
            self.faults["too fast"] += 1
            raise RateLimited(1.0)
        self._posts[channel] = [*recent, now]

    def _check_open(self, channel: str) -> None:
        now = self._clock.now()
        if why := self.weather.outage(now):
            self.faults[why] += 1
            if why == "token":
                raise Unreachable("token_revoked", is_certain=True)
            raise Unreachable(why) if why == "network" else Doubtful("HTTP 500")
        if self.weather.is_archived(channel, now):
            self.faults["archived"] += 1
            raise Rejected("is_archived")

    def _check_words(self, letter: Letter) -> None:
        faults = message_faults({"channel": letter.channel, "text": letter.text, "blocks": list(letter.blocks)})
        if faults:
            raise AssertionError(f"{letter.key}: {faults[:3]}")
        shown = [block["slack_file"]["id"] for block in letter.blocks if "slack_file" in block]
        assert set(shown) <= set(self.files), letter.key

    def _mishap(self, work: Callable[[], Posted] | None) -> Exception | None:
        """Raise, or give back what to raise once it was done; None on a good day."""
        luck = self._random.random()
        if luck < self.weather.share_of_deaths:
            self.faults["death"] += 1
            if work and self._random.random() < 0.5:
                work()
            raise Died
        if luck > self.weather.share_of_faults:
            return None
        kind = self._random.choice(("429", "before", "after", "late"))
        self.faults[kind] += 1
        if kind == "429":
            raise RateLimited(float(self._random.randint(1, 30)))
        if kind == "late" and work:
            self.later(
                self._clock.now() + timedelta(seconds=self._random.randint(5, 600)), lambda: self._stand_late(work)
            )
        if kind != "after":
            raise Doubtful("connection lost")
        return Doubtful("connection lost after it was done")

    def _stand_late(self, work: Callable[[], Posted]) -> None:
        """Slack takes it long after it was asked: that it may be moot by now is nobody's doing."""
        told = self.told
        self.told = lambda channel, message, _: told(channel, message, False)
        work()
        self.told = told

    def _stand(self, channel: str, letter: Letter) -> Posted:
        self._number += 1
        ts = f"{self._clock.now().timestamp():.0f}.{self._number:06}"
        message = Message(ts, letter.key, letter.thread_ts, _words(letter), self._clock.now())
        self.rooms[channel][ts] = message
        self.told(channel, message, True)
        return Posted(channel, ts)


def _room(channel: str) -> str:
    return "D" + channel[1:] if channel.startswith("U") else channel


def _words(letter: Letter) -> str:
    texts = [block.get("text", {}).get("text", "") for block in letter.blocks if isinstance(block.get("text"), dict)]
    return "\n".join([letter.text, *texts])
