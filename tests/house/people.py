"""People: someone of the shop at the workspace, who reads cards, presses buttons, fills in dialogs and types."""

from typing import Any

from sandbox.outcomes import Outcome
from sandbox.people import Person
from tests.house.reading import buttons_of, filled, words_of

HOME = "C0HOME"


class Somebody:
    """A member by name. After every act the desk has done what follows from it."""

    def __init__(self, shop: Any, user: str) -> None:
        self._shop = shop
        self.user = user
        self._person = Person(shop.workspace, user)

    def sees(self, channel: str = HOME) -> list[dict[str, Any]]:
        """The messages of a channel that everybody sees, oldest first."""
        everything = self._person.messages(channel)
        return [message for message in everything if not message.get("ephemeral") and not message.get("note")]

    def card(self, channel: str = HOME, number: int = -1) -> dict[str, Any]:
        """The card last posted in the channel, or the one at this place."""
        return self.sees(channel)[number]

    def reads(self, channel: str = HOME, number: int = -1) -> str:
        """The card's words."""
        return words_of(self.card(channel, number))

    def buttons(self, channel: str = HOME, number: int = -1) -> list[str]:
        """The card's buttons."""
        return buttons_of(self.card(channel, number))

    def thread(self, channel: str = HOME, number: int = -1) -> list[str]:
        """The lines in the card's thread."""
        ts = self.card(channel, number)["ts"]
        replies = self._person.replies(channel, ts)[1:]
        return [words_of(reply) for reply in replies if not reply.get("note")]

    def direct_messages(self) -> list[str]:
        """What the bot wrote to this person alone."""
        return [words_of(message) for message in self.sees("D" + self.user[1:])]

    def told_privately(self, channel: str = HOME) -> list[str]:
        """The sentences in the channel that only this person sees."""
        return [words_of(message) for message in self._person.messages(channel) if message.get("ephemeral")]

    def notes(self, channel: str = HOME) -> list[dict[str, Any]]:
        """What the workspace refused, on the spot."""
        return [message["note"] for message in self._person.messages(channel) if message.get("note")]

    def dialog(self) -> dict[str, Any]:
        """The dialog on top."""
        stack = self._person.views()
        assert stack, "no dialog is open"
        return stack[-1]

    def has_dialog(self) -> bool:
        return bool(self._person.views())

    def dialog_buttons(self) -> list[str]:
        """The buttons of the dialog on top."""
        return buttons_of(self.dialog())

    def reads_dialog(self) -> str:
        """The words of the dialog on top."""
        return words_of(self.dialog())

    async def closes_dialog(self) -> None:
        """Close the dialog on top."""
        await self._done(self._person.close(self.dialog()["id"]))

    async def presses(self, label: str, channel: str = HOME, number: int = -1, *, then_settles: bool = True) -> Outcome:
        """Press a button of the card; without `then_settles` the card is not redrawn yet, as in a race."""
        where = {"type": "message", "channel": channel, "ts": self.card(channel, number)["ts"]}
        pressing = self._person.press(label, where)
        return await (self._done(pressing) if then_settles else pressing)

    async def presses_private(self, label: str, channel: str = HOME) -> Outcome:
        """Press a button of the newest private message."""
        newest = [message for message in self._person.messages(channel) if message.get("ephemeral")][-1]
        where = {"type": "ephemeral", "channel": channel, "ts": newest["ts"]}
        return await self._done(self._person.press(label, where))

    async def presses_in_dialog(self, label: str) -> Outcome:
        """Press a button of the dialog on top."""
        return await self._done(self._person.press(label, {"type": "view", "view_id": self.dialog()["id"]}))

    async def chooses(self, option: str) -> Outcome:
        """Choose this in the dialog on top; a choice that the desk hears at once is answered."""
        return await self._done(self._person.choose(option, {"type": "view", "view_id": self.dialog()["id"]}))

    async def types_in(self, block_id: str, text: str) -> Outcome:
        """Type into a field of the dialog on top."""
        where = {"type": "view", "view_id": self.dialog()["id"]}
        return await self._done(self._person.type_in(block_id, text, where))

    async def chooses_more(self, label: str, channel: str = HOME, number: int = -1) -> Outcome:
        """Press 更多 on the card, then this in the dialog."""
        await self.presses(self.buttons(channel, number)[-1], channel, number)
        return await self.presses_in_dialog(label)

    async def presses_in_home(self, label: str) -> Outcome:
        """Press a button of the Home tab."""
        return await self._done(self._person.press(label, {"type": "home"}))

    async def fills_in(self, *, then_settles: bool = True, **given: Any) -> Outcome:
        """Fill in the dialog on top and submit it; what is not given stays as it was prefilled."""
        view = self.dialog()
        submitting = self._person.submit(filled(view, given), view["id"])
        return await (self._done(submitting) if then_settles else submitting)

    async def types(self, command: str, channel: str = HOME) -> str:
        """Run a slash command; the private answer."""
        await self._done(self._person.command(channel, command))
        told = self.told_privately(channel)
        assert told, f"no answer to {command}"
        return told[-1]

    async def opens_home(self) -> str:
        """Open the Home tab; its words."""
        await self._done(self._person.open_home())
        return words_of(self._person.home() or {})

    def home(self) -> dict[str, Any]:
        """The Home tab as it is."""
        return self._person.home() or {}

    def reads_home(self) -> str:
        """The words of the Home tab as it is."""
        return words_of(self.home())

    async def _done(self, act: Any) -> Outcome:
        outcome: Outcome = await act
        await self._shop.settles()
        return outcome
