"""The search over a whole grammar finds what scoring every sentence by itself finds."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.asr import token_passing
from assistant.asr.letter_network import ANYTHING, AROUND, GAP, label_columns, letter_network
from assistant.asr.narrow_trellis import NarrowTrellis
from assistant.asr.token_passing import kept_frames, sentences
from assistant.asr.tokens import packed
from assistant.asr.trellis import SKIPPED_GAP, Trellis
from assistant.asr.word_graph import word_graph
from assistant.language.grammar.automaton import AutomatonBuilder

CHARACTERS = "abo "
COSTS = {ANYTHING: 1.0, AROUND: 2.5}
TEMPLATES = ("ab", "ab [a] bo", "(aab|bab) ob", "oo (a|bo)", "bob")
HOLDS_ALL = 2000.0
SENTENCES = ("ab", "ab bo", "ab a bo", "aab ob", "bab ob", "oo a", "oo bo", "bob")


def automaton(*templates, kinds=()):
    builder = AutomatonBuilder(kinds)
    for number, template in enumerate(templates):
        builder.add(str(number), template, {})
    return builder.start


def network(*templates, kinds=None, fillers=()):
    kinds = kinds or {}
    start = automaton(*templates, kinds=(*kinds, "free"))
    return letter_network(word_graph(start, kinds, fillers), CHARACTERS)


def columns(log_posteriors):
    return label_columns(log_posteriors, CHARACTERS, COSTS)


def random_posteriors(seed, n_frames):
    logits = 3 * np.random.default_rng(seed).standard_normal((n_frames, len(CHARACTERS) + 1))
    return logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))


def spoken(text, sureness=6.0):
    """Posteriors of somebody who says `text`: two frames a letter, a blank after each."""
    classes = [c for letter in text for c in [CHARACTERS.index(letter) + 1] * 2 + [0]]
    logits = np.zeros((len(classes), len(CHARACTERS) + 1))
    logits[np.arange(len(classes)), classes] = sureness
    return logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))


def alone(sentence, emissions):
    """The score of one sentence, letter by letter, the slow and simple way."""
    first_extra = len(CHARACTERS) + 1
    labels = [first_extra + AROUND]
    for word in sentence.split():
        labels += [CHARACTERS.index(c) + 1 for c in word] + [first_extra + GAP]
    labels[-1] = first_extra + AROUND
    gap = first_extra + GAP
    letter, blank = [-np.inf] * len(labels), [-np.inf] * len(labels)
    letter[0] = 0.0
    for row in emissions:
        best = [max(a, b) for a, b in zip(letter, blank, strict=True)]
        entered = [-np.inf] * len(labels)
        for i in range(1, len(labels)):
            entered[i] = blank[i - 1] if labels[i] == labels[i - 1] else best[i - 1]
            if labels[i - 1] == gap:
                entered[i] = max(entered[i], best[i - 2] - SKIPPED_GAP)
        blank = [b + row[0] for b in best]
        letter = [max(a, e) + row[label] for a, e, label in zip(letter, entered, labels, strict=True)]
    return max(letter[-1], blank[-1], letter[-2], blank[-2])


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10_000), st.integers(1, 14))
def test_the_best_is_the_best_of_all_and_none_is_overrated(seed, n_frames):
    emissions = columns(random_posteriors(seed, n_frames))
    scores = {sentence: alone(sentence, emissions) for sentence in SENTENCES}
    found = list(sentences(network(*TEMPLATES), emissions, 8))
    best = max(scores.values())
    if not found:
        assert best == -np.inf
        return
    assert found[0].score == pytest.approx(best, abs=0.05)
    for sentence in found:
        assert sentence.score <= scores[" ".join(sentence.words)] + 0.05
    assert [s.score for s in found] == sorted((s.score for s in found), reverse=True)
    assert len({s.words for s in found}) == len(found)


SPELLED = {"letter": automaton("a", "bob"), "pair": automaton("oo a", "ab")}
RICH = ("ab {letter} bo", "{letter} oo", "bob {pair}", "oo {free} ab", *TEMPLATES)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10_000), st.integers(1, 40))
def test_a_beam_that_holds_all_finds_all_to_the_last_bit(seed, n_frames):
    net = network(*RICH, kinds=SPELLED, fillers=[("oo",), ("a", "ab")])
    emissions = columns(random_posteriors(seed, n_frames))
    emissions -= emissions.max(axis=1, keepdims=True)
    whole, narrow = Trellis(net, n_frames), NarrowTrellis(net, n_frames, HOLDS_ALL)
    for trellis in (whole, narrow):
        trellis.run(emissions)
    possible = -packed(HOLDS_ALL)
    for frame, (all_tokens, tokens) in enumerate(zip(whole.junctions, narrow.junctions, strict=True)):
        np.testing.assert_array_equal(np.maximum(all_tokens, possible), np.maximum(tokens, possible))
        for junction in range(net.n_junctions):
            expected = [(ending, token) for ending, token in whole.arrivals(np.array([junction]), frame) if token >= possible]
            assert narrow.arrivals(np.array([junction]), frame) == expected
    assert max(whole.trailing, possible) == max(narrow.trailing, possible)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10_000), st.integers(1, 40))
def test_a_beam_leaves_away_and_overrates_nothing(seed, n_frames):
    net = network(*RICH, kinds=SPELLED, fillers=[("oo",), ("a", "ab")])
    emissions = columns(random_posteriors(seed, n_frames))
    emissions -= emissions.max(axis=1, keepdims=True)
    whole, narrow = Trellis(net, n_frames), NarrowTrellis(net, n_frames, 5.0)
    for trellis in (whole, narrow):
        trellis.run(emissions)
    assert np.all(narrow.junctions <= np.maximum(whole.junctions, narrow.junctions.min()))


@pytest.mark.parametrize("said", ["ab a bo", "bob oo a", "oo obab ab", "aab ob", "bob oo bob oo", "obobob"])
def test_it_finds_the_same_sentences(monkeypatch, said):
    net = network(*RICH, kinds=SPELLED, fillers=[("oo",), ("a", "ab")])
    whole = list(sentences(net, columns(spoken(said)), 10))
    monkeypatch.setattr(token_passing, "MIN_NODES_TO_CHOOSE_FROM", 0)
    assert list(sentences(net, columns(spoken(said)), 10)) == whole


def test_every_sentence_may_begin_with_a_slot():
    net = network("{letter} bo", kinds={"letter": automaton("ab", "bob")})
    assert next(sentences(net, columns(spoken("bob bo")))).words == ("bob", "bo")


def test_some_sentences_may_begin_with_a_slot():
    net = network("{letter} bo", "oo a", kinds={"letter": automaton("ab", "bob")})
    assert [next(sentences(net, columns(spoken(said)))).words for said in ("bob bo", "oo a")] == [("bob", "bo"), ("oo", "a")]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_what_is_said_clearly_comes_first(sentence):
    first, second = itertools.islice(sentences(network(*TEMPLATES), columns(spoken(sentence)), 2), 2)
    assert " ".join(first.words) == sentence
    assert second.score < first.score - 1


def test_words_end_when_they_were_over():
    first = next(sentences(network("ab a bo"), columns(spoken("ab a bo"))))
    assert first.words == ("ab", "a", "bo")
    assert [pytest.approx(end, abs=2) for end in (6, 12, 21)] == list(first.ends)


def test_the_intents_are_those_of_the_template():
    first = next(sentences(network("ab", "bo"), columns(spoken("bo"))))
    assert first.intents == {"1"}


def test_a_slot_is_spelled_out():
    kinds = {"letter": automaton("a", "bob")}
    net = network("ab {letter} bo", kinds=kinds)
    assert [" ".join(s.words) for s in sentences(net, columns(spoken("ab bob bo")), 1)] == ["ab bob bo"]
    assert [" ".join(s.words) for s in sentences(net, columns(spoken("ab a bo")), 1)] == ["ab a bo"]


def test_a_slot_within_a_slot():
    kinds = {"inner": automaton("a", "bob"), "outer": AutomatonBuilder(("inner",))}
    kinds["outer"].add("outer", "oo {inner}", {})
    kinds["outer"] = kinds["outer"].start
    first = next(sentences(network("ab {outer}", "{inner}", kinds=kinds), columns(spoken("ab oo bob"))))
    assert first.words == ("ab", "oo", "bob")


def test_anything_takes_what_no_word_explains():
    first = next(sentences(network("ab {free}", "ab"), columns(spoken("ab oboaob"))))
    assert first.words == ("ab", None)


def test_fillers_may_stand_around_a_sentence():
    net = network("bob", fillers=[("oo",), ("a", "ab")])
    for said, words in (("oo bob", ("oo", "bob")), ("bob a ab", ("bob", "a", "ab")), ("oo bob oo oo", ("oo", "bob", "oo", "oo"))):
        assert next(sentences(net, columns(spoken(said)))).words == words


def test_what_is_a_filler_is_known():
    net = network("bob", fillers=[("oo",), ("a", "ab")])
    first = next(sentences(net, columns(spoken("oo bob a ab"))))
    assert list(zip(first.words, first.in_fillers, strict=True)) == [("oo", True), ("bob", False), ("a", True), ("ab", True)]


def test_what_nobody_says_stays_the_worst_however_long_it_lasts():
    """Scores are small numbers: after half a minute that contradicts everything they must not begin anew."""
    silence = np.full((1400, len(CHARACTERS) + 1), -200.0)
    silence[:, 0] = 0.0
    said = np.log(np.maximum(np.exp(spoken("bob")), 1e-30))
    first, second = itertools.islice(sentences(network("bob", "oo a"), columns(np.concatenate([silence, said]))), 2)
    assert first.words == ("bob",)
    assert first.score > second.score


def test_noise_around_a_sentence_costs_and_does_not_hide_it():
    clean, noisy = (next(sentences(network("ab bo", "oo a"), columns(spoken(s)))) for s in ("ab bo", "o ab bo a"))
    assert clean.words == noisy.words == ("ab", "bo")
    assert noisy.score < clean.score - 4


def test_a_word_that_cannot_be_written_is_left_out():
    assert next(s.words for s in sentences(network("ab", "xyz", "bá"), columns(spoken("ba")), 9)) == ("bá",)
    assert list(sentences(network("xyz"), columns(spoken("ab")))) == []


def test_a_letter_that_follows_itself_needs_a_blank_between():
    net = network("aab bob", "ab bob")
    classes = {"aab bob": [1, 0, 1], "ab bob": [1, 1]}
    for said, first in classes.items():
        path = [*first, *(CHARACTERS.index(c) + 1 for c in "b bob")]
        log_posteriors = np.full((len(path), len(CHARACTERS) + 1), -9.0)
        log_posteriors[np.arange(len(path)), path] = 0.0
        assert next(sentences(net, columns(log_posteriors))).words == tuple(said.split())


def test_no_frames_no_sentence():
    assert list(sentences(network("ab"), columns(np.zeros((0, 5))))) == []


def test_frames_that_repeat_what_is_certain_are_passed_over():
    blank, letter, unsure = [0.98, 0.02], [0.1, 0.9], [0.5, 0.5]
    log_posteriors = np.log(np.array([blank, blank, letter, letter, blank, blank, unsure, unsure]))
    assert kept_frames(log_posteriors).tolist() == [0, 2, 4, 6, 7]
    assert kept_frames(log_posteriors[:0]).tolist() == []
