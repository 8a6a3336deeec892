"""Passes to the managers' page: what was signed is read again, and nothing else."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.rules.page_pass import PageRules, Pass, PassKind, read_pass, write_pass
from tests.house.clock import T0, at

KEY, OLD = b"k" * 32, b"o" * 32
PASS = Pass(PassKind.LINK, "U0CHEN", at(minutes=15), "number-of-its-own")


def test_what_was_written_is_read_again() -> None:
    assert read_pass(write_pass(PASS, KEY), PassKind.LINK, [KEY], T0) == PASS


def test_one_kind_does_not_stand_in_for_the_other() -> None:
    assert read_pass(write_pass(PASS, KEY), PassKind.SESSION, [KEY], T0) is None


def test_it_is_good_until_its_moment() -> None:
    words = write_pass(PASS, KEY)

    assert read_pass(words, PassKind.LINK, [KEY], at(minutes=14, seconds=59)) == PASS
    assert read_pass(words, PassKind.LINK, [KEY], at(minutes=15)) is None


def test_after_a_change_of_keys_the_older_one_still_opens() -> None:
    words = write_pass(PASS, OLD)

    assert read_pass(words, PassKind.LINK, [KEY, OLD], T0) == PASS
    assert read_pass(words, PassKind.LINK, [KEY], T0) is None


@given(st.data())
def test_no_letter_may_be_another(data: st.DataObject) -> None:
    words = write_pass(PASS, KEY)
    place = data.draw(st.integers(0, len(words) - 1))
    letter = data.draw(st.sampled_from("Aa0._-é"))
    changed = words[:place] + letter + words[place + 1 :]

    assert (read_pass(changed, PassKind.LINK, [KEY], T0) == PASS) == (changed == words)


@given(st.text())
def test_any_text_is_looked_at_without_a_fault(text: str) -> None:
    assert read_pass(text, PassKind.LINK, [KEY], T0) is None


def test_another_person_has_another_signature() -> None:
    other = write_pass(replace(PASS, user_id="U0ZHOU"), KEY)

    assert other.rpartition(".")[2] != write_pass(PASS, KEY).rpartition(".")[2]


def test_lengths_are_from_a_minute_to_a_day() -> None:
    assert PageRules(link="5m", session="24h").session == timedelta(days=1)  # type: ignore[arg-type]
    for wrong in ("30s", "2d"):
        with pytest.raises(ValidationError, match="1m to 24h"):
            PageRules(link=wrong)  # type: ignore[arg-type]
