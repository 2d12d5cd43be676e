"""Utterances with pauses, made of tones for words, and what an endpointer makes of them."""

import numpy as np
import pytest

from assistant.bench import pauses
from assistant.bench.pauses import RATE, Timed
from assistant.endpointer import EndpointRules
from assistant.events import AudioFrame, Completeness
from assistant.tts.protocol import SAMPLE_RATE, Segment, SpokenWord

WORD_S, GAP_S = 0.3, 0.02
NOISE = np.random.default_rng(1).normal(0, 0.01, 20 * RATE).astype(np.float32)


class Tones:
    """A synthesiser whose words all last WORD_S."""

    def __init__(self):
        self.said = []

    def speak(self, text, voice=None, speed=None, volume=None):
        self.said.append((text, voice))
        words, sounds, at = [], [], 0.0
        for word in text.replace(",", "").split():
            words.append(SpokenWord(word, at, at + WORD_S))
            tone = 0.5 * np.sin(np.arange(round(WORD_S * SAMPLE_RATE)) * 0.1)
            sounds += [tone, np.zeros(round(GAP_S * SAMPLE_RATE))]
            at += WORD_S + GAP_S
        yield Segment(text, "", AudioFrame(np.concatenate(sounds).astype(np.float32), SAMPLE_RATE), tuple(words))


class Loudness:
    """A detector that takes whatever is loud for speech."""

    def __call__(self, frame):
        return 1.0 if float(np.sqrt(np.mean(frame.samples**2))) > 0.15 else 0.0

    def reset(self):
        pass


def made(texts, seed=0):
    return list(pauses.spoken(texts, Tones(), ["ana", "rui"], NOISE, seed))


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("acende a luz da sala", ["acende a luz"]),
        ("põe um timer de dez minutos para o macarrão", ["põe um timer", "põe um timer de dez", "põe um timer de dez minutos"]),
        ("me lembra de tomar o remédio às oito", ["me lembra", "me lembra de", "me lembra de tomar o remédio"]),
        ("adiciona leite e ovos na lista", ["adiciona leite", "adiciona leite e ovos"]),
        ("assistente, que horas são", ["assistente,"]),
        ("acende a luz da sala por favor", ["acende a luz"]),
        ("coloca o volume em vinte por cento", ["coloca o volume"]),
        ("que horas são", []),
        ("", []),
        ("luz", []),
    ],
)
def test_natural_places(text, places):
    words = text.split()
    assert [" ".join(words[:n]) for n in pauses.natural_places(words)] == places


def test_a_pause_is_as_long_and_where_it_says():
    (utterance,) = made(["acende a luz da sala"])
    (pause,) = utterance.pauses
    assert pause.after == 3
    assert pauses.SHORTEST_S <= pause.length_s <= pauses.LONGEST_S
    inside = utterance.samples[round((pause.at_s + 0.02) * RATE) : round((pause.at_s + pause.length_s - 0.02) * RATE)]
    assert 0 < float(np.abs(inside).max()) < 0.15  # the room, and no speech
    assert utterance.last_word_at > (pause.at_s + pause.length_s) * RATE
    after = utterance.samples[utterance.last_word_at : utterance.ends_at]
    assert float(np.sqrt(np.mean(after**2))) > 0.2
    assert len(utterance.samples) - utterance.ends_at >= (pauses.AFTER_S - 0.1) * RATE


def test_the_speaker_is_told_of_the_pause_and_voices_take_turns():
    tones = Tones()
    texts = ["acende a luz da sala", "que horas são", "apaga a luz do quarto"]
    assert [u.voice for u in pauses.spoken(texts, tones, ["ana", "rui"], NOISE)] == ["ana", "ana"]
    assert tones.said[0] == ("acende a luz, da sala", "ana")


def test_the_same_seed_makes_the_same():
    texts = ["põe um timer de dez minutos para o macarrão", "me lembra de tomar o remédio às oito"]
    one, same, other = made(texts, 1), made(texts, 1), made(texts, 2)
    assert all(np.array_equal(a.samples, b.samples) and a.pauses == b.pauses for a, b in zip(one, same, strict=True))
    assert [u.pauses for u in one] != [u.pauses for u in other]


def test_of_what_is_read_aloud():
    samples = np.concatenate([s.audio.samples for s in Tones().speak("o gato subiu no telhado")])[:: SAMPLE_RATE // RATE or 1]
    step = WORD_S + GAP_S
    timed = [Timed(word, i * step, i * step + WORD_S) for i, word in enumerate(("o", "gato", "subiu", "no", "telhado"))]
    (utterance,) = pauses.read_aloud([(samples, timed, "leitora")], NOISE)
    assert [pause.after for pause in utterance.pauses] == [3]
    assert utterance.voice == "leitora"


def test_a_fixed_silence_cuts_what_pauses_longer():
    utterances = made(["acende a luz da sala", "apaga a luz do quarto", "abre a porta da garagem", "liga a luz da cozinha"])
    ended = pauses.simulate(utterances, Loudness(), pauses.fixed(500), None)
    for it in ended:
        assert it.is_cut == (it.utterance.pauses[0].length_s > 0.5 + 0.06), it.utterance.pauses
        if not it.is_cut:
            assert 450 <= it.waited_ms <= 650


def test_who_is_known_to_go_on_is_not_cut():
    utterances = made(["acende a luz da sala", "apaga a luz do quarto", "abre a porta da garagem"])
    dangles = pauses.simulate(utterances, Loudness(), EndpointRules(), lambda samples: ("acende a", Completeness.DANGLING))
    assert not any(it.is_cut for it in dangles)
    done = pauses.simulate(utterances, Loudness(), EndpointRules(), lambda samples: ("acende a luz", Completeness.COMPLETE))
    assert all(it.is_cut for it in done)
    assert {text for it in done for text, _ in it.graded} == {"acende a luz"}


def test_grading_hears_the_turn_until_now():
    heard = []
    utterances = made(["acende a luz da sala"])
    grade = pauses.grader(lambda samples: heard.append(len(samples)) or "acende a luz", lambda text: Completeness.DANGLING)
    pauses.simulate(utterances, Loudness(), EndpointRules(), grade)
    before_pause = utterances[0].pauses[0].at_s * RATE
    assert before_pause * 0.5 < heard[0] < before_pause + 0.4 * RATE
    assert heard[-1] > heard[0]
