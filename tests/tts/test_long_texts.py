"""However long a text is: nothing of it is lost, its first sound comes at once, and nothing of it is kept."""

import gc
import re
import time
import tracemalloc
import weakref
from itertools import islice, pairwise

import numpy as np
import pytest

from assistant.language.sentences import sentences
from assistant.tts.acoustics.protocol import MAX_PHONEMES, Utterance
from assistant.tts.kokoro import Kokoro
from tests.tts.readings import Letters

LONG_TEXT = " ".join(
    f"A frase de número {n} fala do tempo, que muda depressa, e do Dr. Silva (que chega às {n % 12 + 1}h{n % 50 + 10}),"
    f" com {n},5 graus e nenhuma pressa."
    for n in range(1, 210)
)


def bare(text):
    return re.sub(r"\s", "", text)


def test_five_thousand_words_lose_no_sentence(kokoro, model):
    assert len(LONG_TEXT.split()) > 5000
    segments = list(kokoro.speak(LONG_TEXT))
    spoken = bare("".join(s.graphemes for s in segments))
    at = 0
    for sentence in sentences(LONG_TEXT):
        at = spoken.index(bare(sentence), at) + len(bare(sentence))
    assert at == len(spoken)
    letters = Letters()
    said = "".join(word.phonemes for sentence in sentences(LONG_TEXT) for word in letters.read(sentence))
    assert re.sub(r"\W", "", "".join(s.phonemes for s in segments)) == re.sub(r"\W", "", said)
    assert max(len(ids) for ids, *_ in model.asked) <= MAX_PHONEMES


@pytest.mark.parametrize(
    "text", ["palavra " * 300, "palavra, " * 300, "a" * 3000, "uma frase extensa (com isto) e " * 80 + "fim."]
)
def test_long_sentences_are_broken_never_cut(kokoro, model, text):
    spoken = " ".join(s.phonemes for s in kokoro.speak(text))
    assert re.sub(r"\W", "", spoken) == re.sub(r"\W", "", text)
    assert max(len(ids) for ids, *_ in model.asked) <= 220


def test_a_megabyte_without_a_full_stop_begins_at_once_and_goes_on_so(model, voices):
    letters = Letters()
    segments = Kokoro(model, voices, lambda language: letters).speak("palavra, e 15h30 de R$ 3,50 " * 37_000)
    began = time.process_time()  # however busy the machine is
    next(segments)
    assert sum(map(len, letters.read_texts)) < 500  # no more is read than is needed …
    assert time.process_time() - began < 2.0  # … nor looked through
    assert len(list(islice(segments, 30))) == 30
    assert time.process_time() - began < 6.0


def test_phonemes_that_outgrow_the_model_are_broken_too(model, voices):
    class Chatty(Letters):
        def read(self, sentence):
            return tuple(type(word)(word.text, "ab" * 5 * len(sentence)) for word in super().read(sentence))

    list(Kokoro(model, voices, lambda language: Chatty()).speak("a" * 50 + " " + "b" * 60))
    assert len(model.asked) > 5
    assert all(len(ids) <= MAX_PHONEMES for ids, *_ in model.asked)


def test_memory_does_not_grow_with_the_text(voices):
    class Quiet:
        def infer(self, ids, style, speed):
            return Utterance(np.zeros(2400, np.float32))

    text = (f"Esta é a frase {n % 50}. " for n in range(100_000))
    segments = Kokoro(Quiet(), voices, lambda language: Letters()).speak(text)
    tracemalloc.start()
    in_use = []
    for _ in range(4):
        kept = [weakref.ref(segment.audio.samples) for segment in islice(segments, 300)]
        gc.collect()
        in_use.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    assert sum(ref() is not None for ref in kept) <= 1
    # What is kept would grow in every round; something that is made once, anywhere in the program, in one of them.
    assert min(later - before for before, later in pairwise(in_use)) < 50_000
