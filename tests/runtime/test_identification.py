"""Whose voice it was comes with the transcript, and never keeps it away."""

import numpy as np
import pytest

from assistant.errors import RecognitionError
from assistant.events import AudioFrame, Recognized, Transcript
from assistant.runtime.clock import Clock
from assistant.runtime.identification import Identification
from assistant.runtime.recognition import Recognition
from assistant.speakers.enrolment import Demands
from assistant.speakers.known import KnownVoices
from assistant.store import Store
from tests.speakers.voices import SCORING, FakeEncoder, heard, sound


class Listener:
    """A recogniser that always hears the same."""

    def start(self):
        return self

    def accept(self, frame):
        return None

    def finish(self, last=None):
        return Transcript("que horas são", embedding=np.ones(4, np.float32))


class AtOnce:
    def relieve(self):
        pass

    def submit(self, job):
        job()
        return True


class FromPooled(FakeEncoder):
    needs_sound = False

    def embed(self, utterance):
        assert utterance.pooled.tolist() == [1, 1, 1, 1]
        return heard(1, 7).vector


class Failing(FakeEncoder):
    def embed(self, utterance):
        raise RecognitionError("the speaker encoder failed")


class Counting(FakeEncoder):
    n_heard = 0

    def embed(self, utterance):
        self.n_heard += 1
        return super().embed(utterance)


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "store.sqlite")
    yield store
    store.close()


def turn_of(encoder, store, samples):
    known = KnownVoices(encoder, SCORING, store, Demands(0.5))
    known.enroll("ana", [heard(1, take) for take in range(3)], again=True)
    voices, posted = Identification(known), []
    recognition = Recognition(Listener(), AtOnce(), posted.append, Clock(), voices)
    recognition.start(1)
    for start in range(0, len(samples), 512):
        recognition.feed(AudioFrame(samples[start : start + 512], 16_000, start))
    recognition.finish(1)
    voices.close()
    (event,) = posted
    assert isinstance(event, Recognized)
    return event.transcript


@pytest.mark.parametrize("encoder", [FakeEncoder, FromPooled])
def test_the_transcript_says_whose_voice_it_was(encoder, store):
    transcript = turn_of(encoder(), store, sound(1, 50))
    assert (transcript.speaker, transcript.identity.nearest) == ("Ana", "Ana")
    assert transcript.voice.speech_s > 1


def test_a_stranger_is_nobody(store):
    transcript = turn_of(FakeEncoder(), store, sound(9))
    assert (transcript.speaker, transcript.text) == (None, "que horas são")
    assert transcript.voice is not None


def test_what_is_too_short_or_fails_is_answered_all_the_same(store, caplog):
    assert turn_of(FakeEncoder(), store, sound(1, seconds=0.3)).speaker is None
    assert not caplog.records
    transcript = turn_of(Failing(), store, sound(1))
    assert (transcript.text, transcript.speaker, transcript.voice) == ("que horas são", None, None)
    assert "the speaker encoder failed" in caplog.text


def test_a_store_that_cannot_be_read_leaves_the_words_and_nobodys_voice(store, caplog):
    known = KnownVoices(FakeEncoder(), SCORING, store, Demands(0.5))
    known.enroll("ana", [heard(1, take) for take in range(3)])
    voices, said = Identification(known), Transcript("que horas são")
    with store._transaction() as db:
        db.execute("DROP TABLE centroids")
    assert voices.of(sound(1, 50))(said) == said
    assert "whose voice it was was not found out" in caplog.text
    voices.close()


def test_the_same_sound_is_heard_once_and_more_of_it_again(store):
    encoder = Counting()
    known = KnownVoices(encoder, SCORING, store, Demands(0.5))
    known.enroll("ana", [heard(1, take) for take in range(3)], again=True)
    voices = Identification(known)
    spoken = sound(1, 50)
    for samples in (spoken, spoken.copy(), np.append(spoken, np.zeros(8000, np.float32))):
        assert voices.of(samples)(Transcript("que horas são")).speaker == "Ana"
    voices.close()
    assert encoder.n_heard == 2
