"""Refusals: why something is not possible, each with its facts, by subject; the sentence is the wording's."""


class Refusal(Exception):
    """What the rules or the facts do not allow. The person is told kindly what to do instead."""
