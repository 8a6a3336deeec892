"""Play: one case from the alert to the call-back and the customer's next review, as the team lives it."""

import base64
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
from PIL import Image
from playwright.sync_api import Locator, Page, sync_playwright

from handlers.http.signatures import signer
from scripts_library.wording import Wording
from tests.house.chromium import FLAGS
from tests.house.program import running_app

LI, ZHAO, ZHOU = "U0LI", "U0ZHAO", "U0ZHOU"
HOME, SUPERVISE, MANAGERS = "C0HOME", "C0SUPERVISE", "C0MANAGERS"
_WHOLE = """part => {
    const dialog = part.closest('dialog');
    if (dialog) dialog.style.maxHeight = 'none';  // all of it, however long it is
    else document.activeElement.blur();  // nothing that floats above what is being worked on
}"""
_SECRET = "whsec_" + base64.b64encode(b"the shop that sells the mugs").decode()
_COLOURS = 256  # as many as a small file has room for
_SOURCE = "standard"  # what the demo calls the shop that its reviews come from
_CUSTOMER, _MUG, _BOWLS = "c-story", "mug-01", "bowl-01"
_MORNING = 10  # o'clock in the shop's zone
_SHANGHAI = timedelta(hours=8)
TEXTS = {
    "zh_CN": {
        "review": "本来是给闺蜜的结婚礼物,打开盒子杯子碎了一个,里面只垫了一张纸,还晚到了两天。"
        "问客服,说不给退。太失望了。",
        "next": "这次的碗有一只有小黑点,别的都好。",
        "product": "手绘陶瓷马克杯",
        "bought": "青花面碗",
        "name": "谢桂兰",
        "own": "婚礼那天没能亲手送到,换了我也会难过。",
        "note": "退碎掉的那只的钱,两天内退给客户",
        "letter": "礼物晚到了,您的心意一点没少,祝您的闺蜜新婚快乐。",
        "cause": "易碎品没有加气泡柱",
        "change": "把马克杯的包装换成气泡柱",
        "invited": "祝您和闺蜜都好。",
    },
    "en": {
        "review": "A wedding present for my best friend. One mug arrived broken, wrapped in a single sheet of paper, "
        "and two days late. Your service refused a refund. Very disappointed.",
        "next": "One of the bowls is chipped, the others are fine.",
        "product": "Hand-painted mug",
        "bought": "Noodle bowls",
        "name": "Grace Xie",
        "own": "Not having it in your hands on the day itself would have saddened me too.",
        "note": "We refund the broken mug within two days",
        "letter": "The present came late, your kindness did not. Our best wishes to your friend.",
        "cause": "Fragile goods went out without air cushions",
        "change": "mugs travel in air cushions",
        "invited": "All the best to you and your friend.",
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
            what.evaluate(_WHOLE)
            self.page.mouse.move(0, 0)
            self.page.wait_for_timeout(300)  # for the eye: fades have ended
            suffix = ".zh-CN" if self.locale == "zh_CN" else ""
            taken = Image.open(BytesIO(what.screenshot())).convert("RGB")
            taken.quantize(_COLOURS, Image.Quantize.MAXCOVERAGE).save(self.out / f"{name}{suffix}.png", optimize=True)


def play(locale: str, folder: Path, port: int, out: Path | None = None) -> list[str]:
    """The whole case in a language; the scenes that were played. `folder` is the demo's own."""
    with _stage(locale, folder, port, out) as stage:
        for scene in SCENES:
            scene(stage)
    return [scene.__name__ for scene in SCENES]


def alert(stage: Stage) -> None:
    """A review arrives, and is an alert within seconds."""
    stage.passes(minutes=_until_morning())
    _review(stage, "story-1", stage.text["review"], 1, _MUG, stage.text["product"])
    stage.goes_to(LI)
    stage.reads(stage.text["review"][:20])
    stage.picture("01-alert", stage.card())


def contact(stage: Stage) -> None:
    """Claimed, and written to: script, preview, one's own sentence."""
    stage.passes(minutes=6)
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
    stage.passes(minutes=20)
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
    stage.passes(minutes=40)
    stage.opens("buttons.resolve")
    for field, key in (("cause", "words.cause.thin_packaging"), ("department", "words.department.warehouse")):
        stage.dialog().get_by_label(stage.say(f"dialogs.resolve.{field}")).select_option(label=stage.say(key))
    stage.dialog().locator("textarea").last.fill(stage.text["cause"])
    stage.picture("08-resolve", stage.dialog())
    stage.saves()
    stage.reads("✅")


def improvement(stage: Stage) -> None:
    """The lead plans what is to change, so that it does not come again."""
    stage.goes_to(ZHAO)
    stage.more("buttons.improvement", "dialogs.improvement.title")
    stage.dialog().get_by_label(stage.say("improvements.ask_what")).fill(stage.text["change"])
    stage.dialog().get_by_label(stage.say("improvements.ask_target"), exact=True).fill("2%")
    stage.picture("09-improvement", stage.dialog())
    stage.saves()


def reply(stage: Stage) -> None:
    """What everybody reads: the draft says what gets better."""
    stage.goes_to(LI)
    stage.more("buttons.reply", "dialogs.reply.title")
    draft = stage.dialog().locator("textarea").first.input_value()
    assert stage.text["change"].lower() in draft.lower(), draft
    stage.dialog().get_by_text(stage.say("dialogs.preview.well")).wait_for()
    stage.picture("10-reply", stage.dialog())
    stage.saves()


def invitation(stage: Stage) -> None:
    """Once, neutrally, after everything else."""
    stage.more("buttons.invite", "dialogs.invite.title")
    field = stage.dialog().locator("textarea").first
    stage.own_words(field, "dialogs.contact.slot", stage.text["invited"])
    stage.dialog().get_by_text(stage.say("dialogs.preview.well")).wait_for()
    stage.picture("11-invitation", stage.dialog())
    stage.saves()
    stage.reads("✉️")
    stage.picture("12-resolved", stage.card())


def morning(stage: Stage) -> None:
    """The next morning's digest, for the managers."""
    stage.passes(hours=22)
    stage.goes_to(ZHOU, MANAGERS)
    stage.picture("13-digest", stage.card())


def follow_up(stage: Stage) -> None:
    """A week after the case."""
    stage.passes(days=6, hours=2, minutes=5)
    stage.goes_to(LI)
    stage.opens("buttons.follow_up")
    stage.picture("14-call-back", stage.dialog())
    stage.chooses("dialogs.follow_up.score_5")
    stage.saves()
    stage.reads("☎️")


def bought_again(stage: Stage) -> None:
    """The same customer orders once more, and the folded card says so."""
    stage.passes(days=2)
    _order(stage, "story-2")
    stage.passes(minutes=1)
    stage.reads("🛒")
    stage.picture("15-bought-again", stage.card())


def again(stage: Stage) -> None:
    """She writes again, and is known."""
    stage.passes(days=3)
    _review(stage, "story-2", stage.text["next"], 2, _BOWLS, stage.text["bought"])
    stage.reads(stage.text["next"][:10])
    stage.picture("16-known", stage.card())


SCENES: tuple[Callable[[Stage], None], ...] = (
    alert, contact, solution, approval, care, resolution, improvement, reply, invitation, morning,
    follow_up, bought_again, again,
)  # fmt: skip


@contextmanager
def _stage(locale: str, folder: Path, port: int, out: Path | None) -> Iterator[Stage]:
    words = ("demo", "--port", str(port), "--data", str(folder / "desk"), "--no-feed", "--seed", "7")
    given = {"LOCALE": locale, f"WEBHOOK_SECRET_{_SOURCE.upper()}": _SECRET}
    chinese = locale == "zh_CN"
    tongue = "zh-CN" if chinese else "en-US"
    with running_app(*words, folder=folder, port=port, **given) as client, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        try:
            context = browser.new_context(viewport={"width": 900, "height": 1500}, locale=tongue)
            context.set_default_timeout(15_000)
            language = "zh" if chinese else "en"
            context.add_init_script(
                f"localStorage.setItem('desk.hints','seen');localStorage.setItem('desk.language','{language}')"
            )
            yield Stage(context.new_page(), client, Wording(locale), TEXTS[locale], out, locale)
        finally:
            browser.close()


def _review(stage: Stage, number: str, text: str, stars: int, sku: str, product: str) -> None:
    now = stage.client.get("/demo/clock").json()["now"]
    body = {
        "id": number,
        "store": "home-cn",
        "platform": "tmall",
        "order": {"id": f"{number}-77", "paid": "99.00", "currency": "CNY"},
        "product": {"sku": sku, "name": product, "line": "家居用品"},
        "customer": {"id": _CUSTOMER, "name": stage.text["name"], "phone": "13800138000", "tier": "gold"},
        "rating": stars,
        "text": text,
        "created_at": now,
    }
    answer = stage.client.post("/demo/review", json=body)
    assert answer.status_code == 200, answer.text


def _order(stage: Stage, number: str) -> None:
    """By the shop's own door: signed, from the source that the reviews come from."""
    one = {"id": number, "store": "home-cn", "placed_at": stage.client.get("/demo/clock").json()["now"]}
    body = json.dumps({"orders": [one | {"customer": {"id": _CUSTOMER}, "product": {"sku": _BOWLS}}]})
    sent_at = datetime.now(UTC)
    headers = {
        "webhook-id": number,
        "webhook-timestamp": str(int(sent_at.timestamp())),
        "webhook-signature": signer(_SECRET).sign(number, sent_at, body),
    }
    answer = stage.client.post(f"/webhooks/orders/{_SOURCE}", content=body, headers=headers)
    assert answer.is_success, answer.text


def _until_morning() -> int:
    """Minutes until the shop's next ten o'clock."""
    local = datetime.now(UTC) + _SHANGHAI
    morning = local.replace(hour=_MORNING, minute=0, second=0, microsecond=0)
    ahead = morning - local if morning > local else morning + timedelta(days=1) - local
    return int(ahead.total_seconds() // 60) + 1
