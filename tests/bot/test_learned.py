"""The learned weights: fitted, kept, and heard, by reviews of our own."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis import analyse
from bot.analysis.learned.fitting import Example, fit
from bot.analysis.learned.grams import BITS, grams_of, places_of
from bot.analysis.learned.model import Model, ModelUnreadable, load, shipped
from bot.analysis.reading import clues_in
from bot.vocabulary import Category

LATE = ("包裹走了十天", "十天了包裹才来", "包裹等了两周", "两周后包裹才来")
WEAK = ("拉链一拉就断", "拉链断了", "提手一拎就断", "提手断了")
FINE = ("结实耐看", "很结实", "做工耐看", "颜色耐看")


def _examples(late: Category = Category.LOGISTICS) -> list[Example]:
    def told(texts: Sequence[str], category: Category | None, intensity: float | None) -> list[Example]:
        found = []
        for text in texts:
            sane, clues = clues_in(text)
            is_bad = category is not None
            found.append(Example(sane, clues, is_bad, category, has_category=is_bad, intensity=intensity))
        return found

    return [*told(LATE, late, 2), *told(WEAK, Category.PRODUCT_QUALITY, 4), *told(FINE, None, None)]


@pytest.fixture(scope="module")
def small() -> Model:
    return fit(_examples())


@given(st.text(max_size=60))
def test_any_text_has_slots_and_each_begins_in_it(text: str) -> None:
    slots = grams_of(text)
    places = places_of(len(slots))

    assert len(slots) == len(places)
    assert 0 <= slots.min() <= slots.max() < 1 << BITS
    assert 0 <= places.min() <= places.max() <= max(len(text), 1)


def test_half_a_surrogate_pair_is_weighed_like_any_letter() -> None:
    assert len(grams_of("坏\ud83d")) > 1


def test_what_is_fitted_is_heard_again(small: Model) -> None:
    late, fine = analyse("包裹走了两周才来", model=small), analyse("很耐看", model=small)

    assert (late.is_negative, late.category) == (True, Category.LOGISTICS)
    assert not fine.is_negative


def test_other_labels_make_another_model() -> None:
    taught = fit(_examples(late=Category.PACKAGING_DAMAGE))

    assert analyse("包裹走了两周才来", 1, model=taught).category is Category.PACKAGING_DAMAGE


def test_the_same_examples_and_seed_give_the_same_model(small: Model) -> None:
    again, other = fit(_examples()), fit(_examples(), seed=1)

    assert np.array_equal(again.runs, small.runs)
    assert not np.array_equal(other.runs, small.runs)


def test_strongly_worded_examples_cut_off_higher_emotions(small: Model) -> None:
    heard = [small.hear(*clues_in(text)).force for text in ("包裹走了十天", "拉链断了")]

    assert heard[0] < heard[1]
    assert [small.emotion(force) for force in (-9.0, 9.0)] == [1, 5]


@pytest.mark.parametrize("missing", ["is_negative", "has_category", "intensity"])
def test_nothing_is_fitted_to_labels_that_nobody_gave(missing: str) -> None:
    from dataclasses import replace

    without = [replace(one, **{missing: False if missing == "has_category" else None}) for one in _examples()]

    with pytest.raises(ValueError, match="no example says anything of"):
        fit(without)


def test_a_kept_model_reads_as_before(small: Model, tmp_path: Path) -> None:
    small.save(tmp_path / "model.npz")

    kept = load(tmp_path / "model.npz")

    assert analyse("提手断了", 1, model=kept) == analyse("提手断了", 1, model=small)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive", b"\x93NUMPY half"])
def test_a_file_that_is_no_model_is_told_with_the_remedy(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "model.npz").write_bytes(content)

    with pytest.raises(ModelUnreadable, match=r"model\.npz is no model .*app\.py train"):
        load(tmp_path / "model.npz")


def test_a_model_of_another_form_is_refused(small: Model, tmp_path: Path) -> None:
    small.save(tmp_path / "model.npz")
    with np.load(tmp_path / "model.npz") as arrays:
        np.savez(tmp_path / "newer.npz", **{**arrays, "form": np.array(99)})

    with pytest.raises(ModelUnreadable, match="made by another version"):
        load(tmp_path / "newer.npz")


@pytest.mark.parametrize(
    "text", ["说好的两件只到了一件,另一件不知去向", "拍了照片发过去三天还是没有下文", "还没到手就便宜了三十块"]
)
def test_a_learned_decision_quotes_the_clause_that_speaks_for_it(text: str) -> None:
    learned = [reason for reason in analyse(text, 1).reasons if reason.rule.startswith("learned.")]

    assert learned
    assert all(reason.evidence and reason.evidence in text for reason in learned)


def test_english_is_left_to_the_rules() -> None:
    said = analyse("Arrived two weeks late and nobody answers my mails", 1)

    assert not [reason for reason in said.reasons if reason.rule.startswith("learned.")]
    assert said.category is not None


def test_the_shipped_model_is_small() -> None:
    assert shipped().runs.nbytes < 3_000_000
