"""Play: one case from the alert to the call-back and the customer's next review, as the team lives it."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Locator, Page, sync_playwright

from scripts_library.wording import Wording
from tests.house.program import running_app

LI, ZHAO = "U0LI", "U0ZHAO"
HOME, SUPERVISE = "C0HOME", "C0SUPERVISE"
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_MORNING = 10  # o'clock in the shop's zone
_SHANGHAI = timedelta(hours=8)
TEXTS = {
    "zh_CN": {
        "review": "本来是给闺蜜的结婚礼物,下单时写了婚礼日期,结果晚到两天,杯子还碎了一个,客服说不给退。太失望了。",
        "next": "这次的碗有一只有小黑点,别的都好。",
        "product": "手绘陶瓷马克杯",
        "name": "谢桂兰",
        "own": "婚礼那天没能亲手送到,换了我也会难过。",
        "note": "退碎掉的那只的钱,两天内退给客户",
        "letter": "祝您的闺蜜新婚快乐,迟到的杯子会好好补上。",
        "cause": "易碎品没有加气泡柱",
        "improved": "11 月起易碎品都加了气泡柱。",
        "invited": "杯子补上了,希望闺蜜喜欢。",
        "asked": "新的杯子到了吗?",
    },
    "en": {
        "review": "A wedding present for my best friend. It came two days late, one mug was broken, and your service "
        "refused a refund. Very disappointed.",
        "next": "One of the bowls has a small black dot, the rest is fine.",
        "product": "Hand-painted mug",
        "name": "Grace Xie",
        "own": "Not having it in your hands on the day itself would have saddened me too.",
        "note": "We refund the broken mug within two days",
        "letter": "Our best wishes to your friend; the mug that came late is made good.",
        "cause": "Fragile goods went out without air cushions",
        "improved": "Since November fragile goods travel in air cushions.",
        "invited": "The mug is made good, and I hope your friend likes it.",
        "asked": "Has the new mug arrived?",
    },
}


@dataclass
class Stage:
    """The browser, the demo behind it, and where the pictures go, if anywhere."""

    page: Page
    client: httpx.Client
    say: Wording
    text: dict[str, str]
    out: Path | None
    locale: str

    def goes_to(self, user: str, place: str = HOME) -> None:
        """Be this person, here."""
        self.page.goto(f"{str(self.client.base_url).rstrip('/')}/#/{user}/{place}")
        self.page.reload()
        self.page.locator(".person").wait_for()

    def card(self) -> Locator:
        """The newest message."""
        return self.page.locator(".conversation article").last

    def dialog(self) -> Locator:
        """The dialog on top."""
        return self.page.locator("dialog form:not([hidden])")

    def press(self, key: str, where: Locator | None = None, **facts: Any) -> None:
        """Press the button with these words of the catalogue."""
        button = (where or self.card()).get_by_role("button", name=self.say(key, **facts), exact=True).last
        button.click()

    def opens(self, key: str, where: Locator | None = None) -> None:
        """Press it, and wait for its dialog."""
        self.press(key, where)
        self.dialog().wait_for()

    def more(self, key: str, title: str) -> None:
        """Press More, then this; wait for the dialog with this title."""
        self.opens("buttons.more")
        self.press(key, self.dialog())
        self.titled(title)

    def titled(self, key: str) -> None:
        """Wait for the dialog with this title."""
        self.dialog().get_by_role("heading", name=self.say(key, number=1)).wait_for()

    def chooses(self, key: str) -> None:
        """Choose what these words of the catalogue name."""
        self.dialog().get_by_role("radio", name=self.say(key)).first.check()

    def own_words(self, field: Locator, slot: str, words: str) -> None:
        """Put one's own sentence where the open place is."""
        field.fill(field.input_value().replace(self.say(slot), words))

    def saves(self) -> None:
        """Submit the dialog, and see it close."""
        self.dialog().locator("footer button[type=submit]").click()
        self.page.locator("dialog").wait_for(state="detached")

    def reads(self, words: str) -> None:
        """Wait until the newest card says so."""
        self.page.locator(".conversation article").last.filter(has_text=words).wait_for()

    def passes(self, **gap: float) -> None:
        """Move the demo's clock."""
        length = timedelta(**gap)
        answer = self.client.post("/demo/clock", json={"advance": f"{int(length.total_seconds() // 60)}m"})
        assert answer.status_code == 200, answer.text

    def picture(self, name: str, what: Locator) -> None:
        """Keep a picture of a part of the page."""
        if self.out:
            self.page.mouse.move(0, 0)
            self.page.wait_for_timeout(300)  # for the eye: fades have ended
            suffix = ".zh-CN" if self.locale == "zh_CN" else ""
            what.screenshot(path=str(self.out / f"{name}{suffix}.png"))


def play(locale: str, folder: Path, port: int, out: Path | None = None) -> list[str]:
    """The whole case in a language; the scenes that were played. `folder` is the demo's own."""
    with _stage(locale, folder, port, out) as stage:
        for scene in SCENES:
            scene(stage)
    return [scene.__name__ for scene in SCENES]


def alert(stage: Stage) -> None:
    """A review arrives, and is an alert within seconds."""
    stage.passes(minutes=_until_morning())
    _review(stage, "story-1", stage.text["review"], 1)
    stage.goes_to(LI)
    stage.reads(stage.text["review"][:20])
    stage.picture("01-alert", stage.card())


def contact(stage: Stage) -> None:
    """Claimed, and written to: script, preview, one's own sentence."""
    stage.press("buttons.claim")
    stage.opens("buttons.contact")
    stage.chooses("words.channel.wangwang")
    stage.dialog().get_by_text(stage.say("dialogs.contact.text"), exact=True).wait_for()
    field = stage.dialog().locator("textarea").first
    stage.own_words(field, "dialogs.contact.slot", stage.text["own"])
    stage.dialog().get_by_text(stage.say("dialogs.preview.well")).wait_for()
    stage.chooses("words.outcome.reached")
    stage.picture("02-contact", stage.dialog())
    stage.saves()


def solution(stage: Stage) -> None:
    """What is offered, by the ladder."""
    stage.reads("⏳")
    stage.opens("buttons.solution")
    stage.picture("03-solution", stage.dialog())
    stage.chooses("words.solution.partial_refund")
    stage.dialog().locator("input[type=text]").first.fill("30")
    stage.dialog().locator("textarea").first.fill(stage.text["note"])
    stage.saves()


def approval(stage: Stage) -> None:
    """A lead approves; the agent carries it out."""
    stage.goes_to(ZHAO, SUPERVISE)
    stage.picture("04-approval", stage.card())
    stage.press("buttons.approve_amount", amount="¥30")
    stage.card().get_by_text(stage.say("words.solution.partial_refund")).first.wait_for()
    stage.goes_to(LI)
    stage.picture("05-in-hand", stage.card())
    stage.press("buttons.execute")


def care(stage: Stage) -> None:
    """Something kind for the occasion."""
    stage.goes_to(LI)
    stage.more("buttons.tasks", "dialogs.tasks.title")
    stage.press("buttons.care", stage.dialog())
    stage.titled("dialogs.care.title")
    stage.own_words(stage.dialog().locator("textarea").last, "dialogs.contact.slot", stage.text["letter"])
    stage.picture("06-care", stage.dialog())
    stage.saves()
    stage.more("buttons.tasks", "dialogs.tasks.title")
    done = stage.dialog().get_by_text("✅")
    stage.press("buttons.task_done_care", stage.dialog())
    done.nth(1).wait_for()
    stage.press("buttons.task_done_promise", stage.dialog())
    done.nth(2).wait_for()
    stage.picture("07-tasks", stage.dialog())
    stage.press("buttons.close", stage.dialog())
    stage.page.locator("dialog").wait_for(state="detached")


def resolution(stage: Stage) -> None:
    """Resolved with its root cause."""
    stage.opens("buttons.resolve")
    for field, key in (("cause", "words.cause.thin_packaging"), ("department", "words.department.warehouse")):
        stage.dialog().get_by_label(stage.say(f"dialogs.resolve.{field}")).select_option(label=stage.say(key))
    stage.dialog().locator("textarea").last.fill(stage.text["cause"])
    stage.saves()
    stage.reads("✅")


def reply(stage: Stage) -> None:
    """What everybody reads."""
    stage.more("buttons.reply", "dialogs.reply.title")
    field = stage.dialog().locator("textarea").first
    stage.own_words(field, "dialogs.reply.slot", stage.text["improved"])
    stage.dialog().get_by_text(stage.say("dialogs.preview.well")).wait_for()
    stage.picture("08-reply", stage.dialog())
    stage.saves()


def invitation(stage: Stage) -> None:
    """Once, neutrally, after everything else."""
    stage.more("buttons.invite", "dialogs.invite.title")
    field = stage.dialog().locator("textarea").first
    stage.own_words(field, "dialogs.contact.slot", stage.text["invited"])
    stage.dialog().get_by_text(stage.say("dialogs.preview.well")).wait_for()
    stage.picture("09-invitation", stage.dialog())
    stage.saves()
    stage.reads("✉️")
    stage.picture("10-resolved", stage.card())


def follow_up(stage: Stage) -> None:
    """A week later."""
    stage.passes(days=7, minutes=5)
    stage.goes_to(LI)
    stage.opens("buttons.follow_up")
    stage.picture("11-call-back", stage.dialog())
    stage.chooses("dialogs.follow_up.score_5")
    stage.saves()
    stage.reads("☎️")


def again(stage: Stage) -> None:
    """The same customer comes back, and is known."""
    _review(stage, "story-2", stage.text["next"], 2)
    stage.reads(stage.text["next"][:10])
    stage.picture("12-known", stage.card())


SCENES: tuple[Callable[[Stage], None], ...] = (
    alert, contact, solution, approval, care, resolution, reply, invitation, follow_up, again,
)  # fmt: skip


@contextmanager
def _stage(locale: str, folder: Path, port: int, out: Path | None) -> Iterator[Stage]:
    words = ("demo", "--port", str(port), "--data", str(folder / "desk"), "--no-feed", "--seed", "7")
    chinese = locale == "zh_CN"
    with running_app(*words, folder=folder, port=port, LOCALE=locale) as client, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_FLAGS)
        try:
            context = browser.new_context(
                viewport={"width": 900, "height": 1500}, locale="zh-CN" if chinese else "en-US"
            )
            context.set_default_timeout(15_000)
            language = "zh" if chinese else "en"
            context.add_init_script(
                f"localStorage.setItem('desk.hints','seen');localStorage.setItem('desk.language','{language}')"
            )
            yield Stage(context.new_page(), client, Wording(locale), TEXTS[locale], out, locale)
        finally:
            browser.close()


def _review(stage: Stage, number: str, text: str, stars: int) -> None:
    now = stage.client.get("/demo/clock").json()["now"]
    body = {
        "id": number,
        "store": "home-cn",
        "platform": "tmall",
        "order": {"id": f"{number}-77", "paid": "99.00", "currency": "CNY"},
        "product": {"sku": "mug-01", "name": stage.text["product"], "line": "家居用品"},
        "customer": {"id": "c-story", "name": stage.text["name"], "phone": "13800138000", "tier": "gold"},
        "rating": stars,
        "text": text,
        "created_at": now,
    }
    answer = stage.client.post("/demo/review", json=body)
    assert answer.status_code == 200, answer.text


def _until_morning() -> int:
    """Minutes until the shop's next ten o'clock."""
    local = datetime.now(UTC) + _SHANGHAI
    morning = local.replace(hour=_MORNING, minute=0, second=0, microsecond=0)
    ahead = morning - local if morning > local else morning + timedelta(days=1) - local
    return int(ahead.total_seconds() // 60) + 1
