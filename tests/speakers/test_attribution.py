"""Who said which words of a recording, one recording after the other."""

import numpy as np

from assistant.events import AudioFrame, Word
from assistant.speakers.attribution import Attribution
from assistant.speakers.diarisation import DiarisationRules
from assistant.speakers.gallery import Enrolled, Gallery
from tests.speakers.voices import SCORING, FakeEncoder, heard

RATE = 16_000
RULES = DiarisationRules(min_likeness=0.4, min_speaker_s=1.0)


class EveryWindow(FakeEncoder):
    """Whose window it is stands in the loudest sample."""

    def embed(self, utterance):
        seed = round(float(np.abs(utterance.samples).max()) * 100)
        return heard(seed, len(utterance.samples) % 7).vector


def piece(seed, start, seconds):
    return AudioFrame(np.full(int(seconds * RATE), seed / 100, np.float32), RATE, int(start * RATE))


def words(*timed):
    return [Word(text, start, start + 0.3, 1.0) for text, start in timed]


SAID = words(("bom", 0.2), ("dia", 0.8), ("olá", 5.2), ("tudo", 6.0), ("bem", 6.5))


def heard_by(attribution):
    attribution.hear(piece(1, 0, 4))
    attribution.hear(piece(2, 5, 4))
    return attribution.segments(SAID)


def test_words_go_to_whose_turn_they_lie_in():
    segments = heard_by(Attribution(EveryWindow(), RULES))
    assert [(it.speaker, it.text, it.is_known) for it in segments] == [
        ("pessoa 1", "bom dia", False),
        ("pessoa 2", "olá tudo bem", False),
    ]
    assert (segments[1].start, segments[1].end) == (5.2, 6.8)


def test_who_is_enrolled_is_named():
    ana = Enrolled("Ana", np.array([heard(2, take).vector for take in range(3)]), np.ones(3, np.float32))
    segments = heard_by(Attribution(EveryWindow(), RULES, Gallery("fake-1", [ana], SCORING)))
    assert [(it.speaker, it.is_known) for it in segments] == [("pessoa 1", False), ("Ana", True)]
    assert segments[1].score > 0.5


def test_each_recording_begins_anew():
    attribution = Attribution(EveryWindow(), RULES)
    heard_by(attribution)
    assert attribution.segments(()) == ()
    assert [it.speaker for it in heard_by(attribution)] == ["pessoa 1", "pessoa 2"]


def test_a_long_silence_begins_a_segment():
    attribution = Attribution(EveryWindow(), RULES)
    attribution.hear(piece(1, 0, 2))
    attribution.hear(piece(1, 10, 2))
    assert [it.text for it in attribution.segments(words(("sim", 0.5), ("não", 10.5)))] == ["sim", "não"]


def test_words_without_any_voice_are_the_first_persons():
    assert [it.speaker for it in Attribution(EveryWindow(), RULES).segments(words(("sim", 0.5)))] == ["pessoa 1"]
