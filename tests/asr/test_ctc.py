"""Letters, words, their times and confidences, from posteriors."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.asr import ctc
from tests.asr.posteriors import of_path

CHARACTERS = "abc "


def sure(path, sureness=8.0):
    return of_path(path, CHARACTERS, sureness)


def clock(frame):
    return frame / 50


@pytest.mark.parametrize(
    ("path", "text"),
    [("", ""), ("____", ""), ("aaa", "a"), ("a_a", "aa"), ("_ab__c_", "abc"), ("a  b", "a b"), (" _a _ _b ", "a b"), ("   ", "")],
)
def test_repeats_are_merged_and_blanks_left_out(path, text):
    assert ctc.greedy_text(sure(path), CHARACTERS) == text


def test_words_last_from_their_first_letter_to_their_last():
    words = ctc.greedy_words(sure("__aab__ __c__"), CHARACTERS, clock)
    assert [(w.text, w.start, w.end) for w in words] == [("ab", 0.04, 0.1), ("c", 0.2, 0.22)]
    assert all(w.confidence > 0.98 for w in words)


def test_an_unsure_word_has_less_confidence():
    log_posteriors = np.concatenate([sure("ab "), sure("c", sureness=1.0)])
    first, second = ctc.greedy_words(log_posteriors, CHARACTERS, clock)
    assert second.confidence < 0.5 < first.confidence


def test_alignment_finds_the_letters():
    assert ctc.align(sure("__a_b_bb_"), [1, 2, 2]) == [2, 4, 6]
    assert ctc.align(sure("ab"), [1, 2]) == [0, 1]
    assert ctc.align(sure("__"), []) == []


def test_a_text_that_does_not_fit_is_not_aligned():
    assert ctc.align(sure("ab"), [1, 2, 3]) is None
    assert ctc.align(sure("aa"), [1, 1]) is None
    assert ctc.align(np.zeros((0, 5)), [1]) is None


@settings(deadline=None)
@given(st.integers(0, 1000), st.lists(st.integers(1, 4), min_size=1, max_size=5), st.integers(0, 8))
def test_alignment_is_in_order_and_possible(seed, labels, n_more):
    n_needed = len(labels) + sum(a == b for a, b in itertools.pairwise(labels))
    logits = np.random.default_rng(seed).standard_normal((n_needed + n_more, 5))
    frames = ctc.align(logits, labels)
    assert len(frames) == len(labels)
    for i in range(1, len(frames)):
        assert frames[i] >= frames[i - 1] + (2 if labels[i] == labels[i - 1] else 1)
    assert frames[0] >= 0
    assert frames[-1] < len(logits)


def best_alignment(scores, labels):
    """The best path's score and labels' frames, of all paths there are."""
    paths = []
    for path in itertools.product([0, *sorted(set(labels))], repeat=len(scores)):
        runs = [(c, list(frames)) for c, frames in itertools.groupby(range(len(path)), key=path.__getitem__) if c]
        if [c for c, _ in runs] == list(labels):
            score = sum(row[c] for row, c in zip(scores, path, strict=True))
            paths.append((score, [max(frames, key=lambda f, c=c: scores[f, c]) for c, frames in runs]))
    return max(paths, default=(0.0, None))[1]


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 1000), st.lists(st.integers(1, 3), min_size=1, max_size=3), st.integers(1, 7))
def test_alignment_is_the_best_there_is(seed, labels, n_frames):
    logits = 3 * np.random.default_rng(seed).standard_normal((n_frames, 4)).astype(np.float32)
    assert ctc.align(logits, labels) == best_alignment(logits, labels)


def test_known_words_get_times_and_confidences():
    labels = {c: i for i, c in enumerate(CHARACTERS, start=1)}
    words = ctc.aligned_words(sure("_a_b__ __a_"), ["ab", "a"], labels.get, clock)
    assert [(w.text, w.start, w.end) for w in words] == [("ab", 0.02, 0.08), ("a", 0.18, 0.2)]
    wrong, right = ctc.aligned_words(sure("_a_b__ __a_"), ["cc", "a"], labels.get, clock)
    assert wrong.confidence < 0.01 < 0.9 < right.confidence
