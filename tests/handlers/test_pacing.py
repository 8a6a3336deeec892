"""Pacing: a channel is given the pace that Slack bears, and the rest that Slack asks for."""

import pytest

from handlers.pacing import Pacing
from tests.house.clock import FrozenClock


def test_a_channel_that_was_just_posted_to_is_busy_and_not_held() -> None:
    pacing = Pacing(FrozenClock())

    for _ in range(2):
        pacing.take_turn("C0HOME")

    assert (pacing.busy(), pacing.held()) == (["C0HOME"], [])


def test_a_held_channel_is_busy_and_held_for_as_long_as_slack_said_and_no_other_is() -> None:
    clock = FrozenClock()
    pacing = Pacing(clock)
    pacing.take_turn("C0BEAUTY")

    pacing.hold("C0HOME", 30)

    assert (pacing.busy(), pacing.held(), pacing.next_turn()) == (["C0HOME"], ["C0HOME"], pytest.approx(30))
    clock.advance(seconds=29.9)
    assert (pacing.busy(), pacing.held()) == (["C0HOME"], ["C0HOME"])
    clock.advance(seconds=0.2)
    assert (pacing.busy(), pacing.held()) == ([], [])


def test_a_shorter_rest_does_not_cut_a_longer_one() -> None:
    clock = FrozenClock()
    pacing = Pacing(clock)

    pacing.hold("C0HOME", 30)
    pacing.hold("C0HOME", 1)
    clock.advance(seconds=5)

    assert (pacing.busy(), pacing.held()) == (["C0HOME"], ["C0HOME"])
