"""Wording: two complete languages, every key used, every use there, and data that stays data."""

import re
from string import ascii_letters

import pytest
from jinja2 import Environment, UndefinedError, meta

from bot.cards.actions import Press
from bot.cards.steps import more_steps
from bot.vocabulary import Role, Status
from scripts_library.wording import LOCALES, Token, Wording, catalogue
from tests.bot.cases import SUPERVISOR, a_case
from tests.scripts_library.keys_in_source import FAMILIES, GROWING, family_keys, literal_keys, patterns

ZH, EN = catalogue("zh_CN"), catalogue("en")
FILES = sorted({key.split(".")[0] for key in ZH})
# Names and things to type that are the same in every language.
SAME_EVERYWHERE = re.compile(
    r"`[^`]*`|/reviews(?: report)?|/invite|\[[a-z]+\]|SLACK_[A-Z_]+|\.env|docs/slack\.md|"
    r"\b(?:Slack|SnowNLP|SKU|policy|PostgreSQL|SQLite|DATABASE_URL|DATA_KEY|DATA_KEY_FILE|serve|Shopify|Ctrl\+C|agents)\b"
)
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
# Half-width punctuation is the house's style, as in the sketches that the wording follows.
FULL_WIDTH = re.compile(r"[\uff0c\uff1a\uff1b\uff1f\uff01\uff08\uff09]")
_TEMPLATES = Environment(autoescape=True)


def variables(text: str) -> set[str]:
    return meta.find_undeclared_variables(_TEMPLATES.parse(text))


def words(text: str) -> str:
    """The text without what Jinja fills in."""
    return re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", text)


class TestTwoLanguages:
    def test_both_have_the_same_keys(self) -> None:
        assert set(ZH) ^ set(EN) == set()

    def test_each_sentence_takes_the_same_facts_in_both(self) -> None:
        assert {key: variables(text) for key, text in ZH.items()} == {key: variables(EN[key]) for key in ZH}

    def test_no_english_is_left_over_in_the_chinese(self) -> None:
        typed = {"commands.hint"}
        left = {key: text for key, text in ZH.items() if key not in typed and _has_latin(text)}

        assert left == {}

    def test_no_chinese_is_left_over_in_the_english(self) -> None:
        assert {key: text for key, text in EN.items() if CHINESE.search(words(text))} == {}

    def test_the_chinese_is_punctuated_alike_everywhere(self) -> None:
        assert {key: text for key, text in ZH.items() if FULL_WIDTH.search(text)} == {}

    @pytest.mark.parametrize("locale", LOCALES)
    def test_nothing_is_empty_or_stands_between_stray_blanks(self, locale: str) -> None:
        joints = {"words.joint.list", "words.joint.comma", "story.thread.late"}
        texts = {key: text for key, text in catalogue(locale).items() if key not in joints}

        assert {key: text for key, text in texts.items() if not text.strip() or text != text.strip()} == {}

    @pytest.mark.parametrize("locale", LOCALES)
    def test_every_sentence_can_be_said(self, locale: str) -> None:
        say = Wording(locale)
        for key, text in catalogue(locale).items():
            facts = dict.fromkeys(variables(text), "某物")
            assert "{" not in say(key, **facts) + say.md(key, **facts), key

    @pytest.mark.parametrize(
        ("key", "zh", "en"),
        [
            ("claim", "认领", "Claim"),
            ("contact", "联系客户", "Contact"),
            ("solution", "解决方案", "Solution"),
            ("regrade", "改判", "Regrade"),
            ("hand_over", "转交", "Hand over"),
            ("resolve", "结案", "Resolve"),
            ("more", "更多", "More"),
        ],
    )
    def test_the_buttons_are_called_as_the_contract_says(self, key: str, zh: str, en: str) -> None:
        assert (ZH[f"buttons.{key}"], EN[f"buttons.{key}"]) == (zh, en)

    @pytest.mark.parametrize(
        ("count", "said"), [(1, "Yesterday: 1 review, 1 negative"), (2, "Yesterday: 2 reviews, 2 negative")]
    )
    def test_one_is_not_many_in_english(self, count: int, said: str) -> None:
        facts = {"urgent": "", "contact": "", "trend": "", "late": ""}

        assert Wording("en")("digest.headline", when="Yesterday", reviews=count, cases=count, **facts).startswith(said)


class TestUses:
    def test_every_key_that_is_written_out_in_the_source_exists(self) -> None:
        prefixes = {key.rpartition(".")[0] for key in ZH}
        asked = {key for key in literal_keys(FILES) if key not in prefixes and _looks_used(key)}

        assert asked - set(ZH) == set()

    def test_every_key_made_of_parts_in_the_source_belongs_to_a_known_family(self) -> None:
        """A new f-string as a key: add its line to FAMILIES, so that its members are checked too."""
        assert patterns(FILES) - set(FAMILIES) == set()

    def test_no_family_outlives_its_use(self) -> None:
        by_hand = {"card.{}_stars"}

        assert set(FAMILIES) - patterns(FILES) - by_hand == set()

    def test_every_member_of_every_family_has_its_words(self) -> None:
        optional = {"dialogs.more.", "buttons."}  # what these must have is asked of the cards below
        asked = {key for key in family_keys() if not key.startswith(tuple(optional))}

        assert asked - set(ZH) == set()

    def test_every_key_of_the_catalogue_is_used_somewhere(self) -> None:
        used = literal_keys(FILES) | family_keys()

        assert {key for key in ZH if key not in used and not key.startswith(GROWING)} == set()

    def test_the_more_dialog_describes_exactly_what_it_can_offer(self) -> None:
        described = {key.removeprefix("dialogs.more.") for key in ZH if key.startswith("dialogs.more.")}

        always = {
            Press.IMPROVEMENT,
            Press.QUALITY,
            Press.TASKS,
            Press.MEMORY,
            Press.LIKE_CASES,
            Press.TIMELINE,
            Press.WORDINGS,
            Press.FULL_TEXT,
        }
        assert described - {"title", "done"} == _ever_offered() | always

    @pytest.mark.parametrize("role", Role)
    def test_every_role_that_may_lack_is_asked_for_kindly(self, role: Role) -> None:
        assert f"refusals.role_needed_{role}" in ZH


class TestData:
    @pytest.mark.parametrize("data", ["{{ 7*7 }}", "{% for x in 'ab' %}{{ x }}{% endfor %}", "{# gone #}", "${7*7}"])
    @pytest.mark.parametrize("locale", LOCALES)
    def test_templates_in_data_are_never_evaluated(self, locale: str, data: str) -> None:
        say = Wording(locale)

        assert data in say("lists.found", words=data)
        assert data in say.md("lists.found", words=data)

    def test_in_mrkdwn_data_is_escaped_and_tokens_are_not(self) -> None:
        said = Wording("en").md("refusals.someone_elses", number=7, owner="<!channel> & <@U1>")
        meant = Wording("en").md("refusals.someone_elses", number=7, owner=Token("<@U1>"))

        assert "&lt;!channel&gt; &amp; &lt;@U1&gt;" in said
        assert "<@U1>" in meant

    def test_in_plain_text_data_stays_as_it_is(self) -> None:
        assert "<b> & co" in Wording("en")("lists.found", words="<b> & co")

    def test_what_no_reader_sees_is_taken_out_of_mrkdwn(self) -> None:
        assert "坏了" in Wording("en").md("lists.found", words="坏\x00\u202e\ud800了")

    def test_a_missing_fact_is_an_error_and_no_gap(self) -> None:
        with pytest.raises(UndefinedError, match="words"):
            Wording("en")("lists.found")

    def test_an_unknown_key_is_an_error(self) -> None:
        with pytest.raises(KeyError, match=r"buttons\.dance"):
            Wording("en")("buttons.dance")

    def test_an_unknown_locale_names_those_there_are(self) -> None:
        with pytest.raises(ValueError, match="LOCALE must be one of zh_CN, en, not 'fr'"):
            Wording("fr")

    def test_has_tells_what_there_is(self) -> None:
        assert (Wording("en").has("words.platform.tmall"), Wording("en").has("words.platform.moon")) == (True, False)


def _has_latin(text: str) -> bool:
    return any(letter in ascii_letters for letter in SAME_EVERYWHERE.sub("", words(text)))


def _looks_used(key: str) -> bool:
    """File names such as `reasons.toml` look like keys."""
    return not key.endswith((".toml", ".py"))


def _ever_offered() -> set[Press]:
    """What 更多 offers in any state that a case can be in."""
    untried = {"attempted_at": None, "reached_at": None}
    states = [
        *(a_case(status) for status in Status),
        a_case(Status.CLAIMED, attempted_at=a_case().opened_at),
        a_case(Status.SOLVING, **untried),
        a_case(Status.RESOLVED, follow_up_asked_at=a_case().opened_at),
    ]
    return {step for case in states for step in more_steps(case, SUPERVISOR)}
