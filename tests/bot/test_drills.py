"""Drills: a good agent calms every persona and a bad one loses it; the same seed plays the same talk."""

import itertools
from datetime import timedelta

import pytest

from bot.rules.drill_hearing import Move, heard
from bot.rules.drill_rubric import Part, marks_of, total
from bot.rules.drill_talk import Mood, talk
from bot.rules.drills import MOST_TURNS, DrillStand, chosen, named
from scripts_library.drills import personas
from scripts_library.wording import LOCALES
from tests.bot.drilling import good, listened, played
from tests.house.clock import SHANGHAI, T0

ZH = personas("zh_CN")
EVERY = [(locale, name) for locale in LOCALES for name in ZH]
SEEDS = range(10)


def _hears(text: str, name: str = "furious", script: str = "") -> set[Move]:
    persona = ZH[name]
    return set(heard(text, persona, persona.stories[0], script, "[写一句]", T0, SHANGHAI).moves)


class TestTalks:
    @pytest.mark.parametrize(("locale", "name"), EVERY)
    def test_a_good_agent_calms_everybody(self, locale: str, name: str) -> None:
        for seed in SEEDS:
            done, ears = played(locale, name, seed, "good")

            assert done.stand is DrillStand.AGREED
            assert total(marks_of(ears, done.stand)) >= 10

    @pytest.mark.parametrize(("locale", "name"), EVERY)
    def test_a_bad_agent_loses_everybody(self, locale: str, name: str) -> None:
        for seed in SEEDS:
            done, ears = played(locale, name, seed, "bad")

            assert done.stand is DrillStand.LEFT
            assert total(marks_of(ears, done.stand)) <= 8

    @pytest.mark.parametrize(("locale", "name"), EVERY)
    def test_the_same_seed_plays_the_same_talk(self, locale: str, name: str) -> None:
        assert played(locale, name, 7, "good") == played(locale, name, 7, "good")

    @pytest.mark.parametrize("name", ZH)
    def test_other_seeds_play_other_talks(self, name: str) -> None:
        assert len({played("zh_CN", name, seed, "good")[0] for seed in SEEDS}) > 1

    @pytest.mark.parametrize(("locale", "name"), EVERY)
    def test_nothing_is_said_twice_in_a_row(self, locale: str, name: str) -> None:
        persona = personas(locale)[name]
        story = persona.stories[0]
        stubborn = {"zh_CN": "我们非常重视每一位顾客的使用体验", "en": "We value all of our customers greatly"}[locale]
        for seed in SEEDS:
            done = talk(persona, story, seed, listened(locale, persona, story, [stubborn] * MOST_TURNS))
            said = [one.words for one in done.answers]

            assert all(one != other for one, other in itertools.pairwise(said))

    def test_it_ends_after_eight_replies(self) -> None:
        persona = ZH["claimant"]
        story = persona.stories[0]
        mixed = [
            "真的很抱歉给您添麻烦了",
            "请问是什么时候发现的,有照片吗?",
            "退货退款,运费我们出",
            "我们会认真看一下这件事的",
        ]
        ears = listened("zh_CN", persona, story, [*mixed, *mixed])
        done = talk(persona, story, 1, ears)

        assert len(done.answers) <= MOST_TURNS
        assert done.stand is not DrillStand.GOING

    @pytest.mark.parametrize("name", ["furious", "claimant", "exposure", "silent"])
    def test_who_says_everything_at_once_is_agreed_with_at_the_second_word(self, name: str) -> None:
        persona = ZH[name]
        story = persona.stories[0]
        ears = listened(
            "zh_CN", persona, story, ["".join(good("zh_CN", persona, story)), "好的,那我这就去给您办,办完马上说一声"]
        )
        for seed in SEEDS:
            assert talk(persona, story, seed, ears).stand is DrillStand.AGREED

    def test_money_before_sympathy_angers_who_fears_for_a_child(self) -> None:
        persona = ZH["expecting"]
        story = persona.stories[0]
        done = talk(persona, story, 1, listened("zh_CN", persona, story, ["您好,马上给您退货退款,运费我们出。"]))

        assert done.answers[0].mood is Mood.ANGRIER
        assert done.answers[0].words in persona.lines["touchy"]


class TestHearing:
    @pytest.mark.parametrize(
        ("text", "move"),
        [
            ("真的很抱歉给您添了这么多麻烦", Move.APOLOGY),
            ("您说的漏水这件事我已经看到了", Move.OWN_WORDS),
            ("请问是什么时候发现有问题的?", Move.QUESTION),
            ("可以给您退货退款,也可以换新", Move.REMEDY),
            ("送您一张十元的优惠券作为补偿", Move.MISFIT),
            ("今天18点前我给您打电话说结果", Move.PROMISE),
            ("您好", Move.SHORT),
            ("我们会好好处理您的问题" * 50, Move.LONG),
            ("改成五星就返您20元红包好不好呀", Move.BROKE),
            ("您好,我是客服。[写一句]请说说", Move.TEMPLATE),
        ],
    )
    def test_it_is_noticed(self, text: str, move: Move) -> None:
        assert move in _hears(text)

    @pytest.mark.parametrize(
        ("locale", "text"),
        [
            ("zh_CN", "老朋友了,这次让您失望,真的很抱歉。"),
            ("en", "You have been with us for years, and this is no way to treat you."),
            ("en", "I am sorry that we let you down."),
        ],
    )
    def test_an_old_customer_is_known_as_one(self, locale: str, text: str) -> None:
        persona = personas(locale)["regular"]
        (ear,) = listened(locale, persona, persona.stories[0], [text])

        assert Move.OWN_WORDS in ear.moves

    @pytest.mark.parametrize("text", ["我们会尽快给您处理好这件事的", "不用道歉了,这没什么好道歉的吧"])
    def test_what_only_sounds_like_it_is_not(self, text: str) -> None:
        assert not _hears(text) & {Move.PROMISE, Move.APOLOGY, Move.REMEDY}

    def test_the_script_as_it_was_says_nothing(self) -> None:
        script = "您好,您说的漏水真是抱歉。[写一句]请问是什么时候发现的?退货退款都可以,今天18点前给您办好。"

        assert _hears(script.replace("[写一句]", ""), script=script) == {Move.TEMPLATE}
        own = script.replace("[写一句]", "白等一个星期,换了我也会着急的,是我们没检查好。")
        assert Move.TEMPLATE not in _hears(own, script=script)

    @pytest.mark.parametrize(
        "text",
        ["{{ 7*7 }}", "<!channel> <@U0LI>", "[words][product]", "\x00\u202e", "(" * 900, "几" * 1000, "的退" * 500],
    )
    def test_hostile_text_is_only_text(self, text: str) -> None:
        persona = ZH["furious"]
        ears = listened("zh_CN", persona, persona.stories[0], [text])

        assert text not in talk(persona, persona.stories[0], 1, ears).answers[0].words


class TestMoney:
    """Who is touchy about money is not angered by a supervisor's word, nor by having their own refund named."""

    @pytest.mark.parametrize(
        ("locale", "text"),
        [
            ("zh_CN", "今天18点前我请主管给您打电话道歉。"),
            ("zh_CN", "我知道,钱虽然退了,可您要的不是这个,真的很抱歉。"),
            ("en", "I will have a supervisor call you by 18:00 today and apologise in person."),
            ("en", "I understand the refund has not put this right, and I am sorry."),
        ],
    )
    def test_the_refunded_are_not_angered_without_money(self, locale: str, text: str) -> None:
        answer = _answer(locale, "refunded", text)

        assert answer not in personas(locale)["refunded"].lines["touchy"]

    @pytest.mark.parametrize(
        ("locale", "text"), [("zh_CN", "我给您退款50元吧。"), ("en", "I can refund you another 50 yuan.")]
    )
    def test_money_first_angers_them(self, locale: str, text: str) -> None:
        assert _answer(locale, "refunded", text) in personas(locale)["refunded"].lines["touchy"]

    @pytest.mark.parametrize(
        ("locale", "text"), [("zh_CN", "我给您补偿20元,您看行吗。"), ("en", "I can give you 20 yuan as compensation.")]
    )
    def test_compensation_is_heard_as_money(self, locale: str, text: str) -> None:
        assert _answer(locale, "birthday", text) in personas(locale)["birthday"].lines["touchy"]

    @pytest.mark.parametrize(
        ("locale", "text"),
        [
            ("zh_CN", "我们今天给妈妈补发一份,再附一张手写卡片"),
            ("zh_CN", "礼物可以全额退款"),
            ("en", "We send another present today, with a handwritten card"),
        ],
    )
    def test_a_present_that_came_late_may_be_sent_again_or_refunded(self, locale: str, text: str) -> None:
        (ear,) = listened(locale, personas(locale)["birthday"], personas(locale)["birthday"].stories[0], [text])

        assert Move.REMEDY in ear.moves


class TestRubric:
    def test_one_forbidden_sentence_voids_the_whole(self) -> None:
        persona = ZH["furious"]
        story = persona.stories[0]
        texts = [*good("zh_CN", persona, story), "改成五星就返您20元红包"]
        marks = {one.part: one for one in marks_of(listened("zh_CN", persona, story, texts), DrillStand.STOPPED)}

        assert marks[Part.COMPLIANCE].points == 0
        assert marks[Part.COMPLIANCE].rule == "incentive_for_review"
        assert "五星" in marks[Part.COMPLIANCE].quote
        assert total(list(marks.values())) == 0

    def test_each_mark_quotes_the_trainee(self) -> None:
        done, ears = played("zh_CN", "furious", 3, "good")
        everything = "".join(one.said for one in ears)

        for mark in marks_of(ears, done.stand):
            assert 0 <= mark.points <= 4
            assert mark.part is Part.COMPLIANCE or mark.quote[:6] in everything

    def test_a_time_that_is_given_late_earns_less(self) -> None:
        persona = ZH["claimant"]
        story = persona.stories[0]
        late = ["真的很抱歉给您添麻烦了"] * 4 + ["今天18点前给您打电话告诉您结果"]
        marks = {one.part: one.points for one in marks_of(listened("zh_CN", persona, story, late), DrillStand.STOPPED)}

        assert marks[Part.TIME] == 3


class TestPersonas:
    def test_both_languages_have_the_same_eight(self) -> None:
        assert [one.name for one in ZH.values()] == [
            "暴怒型",
            "沉默型",
            "职业索赔",
            "孕妈安全",
            "错过生日",
            "威胁曝光",
            "老客户失望",
            "已退款仍不满",
        ]
        for name, twin in personas("en").items():
            one = ZH[name]
            assert (one.category, one.safety, one.heat, one.patience, one.needs, one.touchy) == (
                twin.category,
                twin.safety,
                twin.heat,
                twin.patience,
                twin.needs,
                twin.touchy,
            )

    @pytest.mark.parametrize(("locale", "name"), EVERY)
    def test_every_reaction_has_two_lines_or_more(self, locale: str, name: str) -> None:
        persona = personas(locale)[name]
        wanted = {
            *map(str, Move),
            "nothing",
            "listening",
            "touchy",
            "agree",
            "leave",
            *(f"missing_{one}" for one in persona.needs),
        }

        assert wanted <= set(persona.lines)
        assert all(len(set(lines)) >= 2 for lines in persona.lines.values())
        assert len(persona.openings) >= 2

    def test_one_is_found_by_the_beginning_of_its_name(self) -> None:
        assert named(ZH, "孕妈") is ZH["expecting"]
        assert named(ZH, "") is named(ZH, "谁") is None
        assert named(personas("en"), "FURIOUS") is personas("en")["furious"]

    @pytest.mark.parametrize("name", ZH)
    def test_an_english_line_begins_with_a_capital(self, name: str) -> None:
        persona = personas("en")[name]
        openings = {talk(persona, story, seed, ()).opening for story in persona.stories for seed in range(20)}

        assert [one for one in openings if not one[0].isupper()] == []

    def test_chance_never_sends_the_same_one_again(self) -> None:
        assert all(chosen(ZH, seed, "furious").id != "furious" for seed in range(50))
        assert {chosen(ZH, seed, None).id for seed in range(200)} == set(ZH)


def test_times_are_heard_at_the_moment_they_were_said() -> None:
    persona = ZH["furious"]
    late = T0 + timedelta(hours=10)

    assert (
        Move.PROMISE
        not in heard("今天18点前给您打电话告诉您结果", persona, persona.stories[0], "", "", late, SHANGHAI).moves
    )


def _answer(locale: str, name: str, text: str) -> str:
    """What this customer says to a first text."""
    persona = personas(locale)[name]
    return talk(persona, persona.stories[0], 1, listened(locale, persona, persona.stories[0], [text])).answers[0].words
