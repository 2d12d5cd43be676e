"""The embedded recogniser as a stream: partials, windows, what may not come in; and on recordings where the weights are here."""

import itertools

import numpy as np
import pytest

from assistant import models, resources
from assistant.asr.embedded import EmbeddedRecognizer, EmbeddedStream
from assistant.asr.stability import AgreedWords
from assistant.asr.windows import WINDOW_SAMPLES
from assistant.audio import files
from assistant.config import AsrConfig
from assistant.errors import ModelNotFoundError, RecognitionError
from assistant.events import AudioFrame, Transcript, Word
from assistant.skills import load
from tests.asr.sounds import RATE, frames, noise, silence


class WordASecond:
    """A reader that hears a word in every whole second of sound."""

    def __init__(self):
        self.n_glimpses, self.lengths = 0, []

    def glimpse(self, samples):
        self.n_glimpses += 1
        return self._words(samples)

    def read(self, samples):
        self.lengths.append(len(samples))
        words = self._words(samples)
        return Transcript(" ".join(w.text for w in words), 0.9, words, embedding=np.ones(4), cost_ms={"encode": 1.0})

    def _words(self, samples):
        return tuple(Word(f"p{i}", i + 0.2, i + 0.8, 0.9) for i in range(len(samples) // RATE))


def heard(reader, pieces):
    stream = EmbeddedStream(reader)
    partials = [partial for piece in pieces if (partial := stream.accept(piece)) is not None]
    return partials, stream.finish()


def sound(seconds):
    return np.random.default_rng(0).uniform(-0.5, 0.5, int(seconds * RATE)).astype(np.float32)


def test_partials_come_every_150_ms_and_only_when_they_are_new():
    reader = WordASecond()
    partials, final = heard(reader, frames(sound(3), 160))
    assert 15 <= reader.n_glimpses <= 18
    assert [p.text for p in partials] == ["p0", "p0 p1", "p0 p1", "p0 p1 p2"][: len(partials)]
    assert final.text == "p0 p1 p2"


def test_what_is_stable_never_changes():
    partials, _ = heard(WordASecond(), frames(sound(40), 1600))
    for before, after in itertools.pairwise(partials):
        assert after.n_stable >= before.n_stable
        assert after.text[: before.n_stable] == before.text[: before.n_stable]
    assert partials[-1].n_stable > 60


def test_long_sound_is_heard_in_windows():
    reader = WordASecond()
    _, final = heard(reader, [AudioFrame(sound(90), RATE)])
    assert max(reader.lengths) <= WINDOW_SAMPLES
    assert sum(reader.lengths) == 90 * RATE
    assert [w.start for w in final.words] == sorted(w.start for w in final.words)
    assert final.words[-1].end > 80
    assert final.embedding.shape == (4,)


def test_nothing_is_taken_after_the_end():
    stream = EmbeddedStream(WordASecond())
    stream.finish()
    with pytest.raises(RecognitionError, match="start another"):
        stream.accept(AudioFrame(silence(1), RATE))


def test_a_wrong_rate_is_named():
    with pytest.raises(RecognitionError, match="resample"):
        EmbeddedStream(WordASecond()).accept(AudioFrame(silence(1), 44_100))


def words(text, start=0.0):
    return tuple(Word(w, start + i, start + i + 0.5, 0.9) for i, w in enumerate(text.split()))


def test_words_are_stable_when_two_hypotheses_agree_but_for_the_last():
    agreed = AgreedWords()
    assert agreed.update(words("que ho")) == words("que ho")
    assert agreed.stable == ()
    agreed.update(words("que horas são"))
    assert agreed.stable == words("que")
    shown = agreed.update(words("com horas são"))
    assert [w.text for w in shown] == ["que", "horas", "são"]
    assert agreed.stable == words("que horas são")[:2]


def test_a_stable_word_that_moves_a_little_is_not_heard_twice():
    agreed = AgreedWords()
    spoken = (("a", 0.5), ("ver", 1.0), ("x", 2.0))
    for shift in (0.0, 0.0, 0.02, 0.02):
        shown = agreed.update(tuple(Word(w, at + shift, at + shift + 0.02, 0.9) for w, at in spoken))
        assert [w.text for w in shown] == ["a", "ver", "x"]


@pytest.fixture(scope="module")
def recognizer():
    try:
        folder = models.find("embedded-encoder")
    except ModelNotFoundError as error:
        pytest.skip(str(error))
    return EmbeddedRecognizer(folder, AsrConfig(), commands=load([resources.skills_folder()]).matcher.start)


def recording(name):
    return files.read(resources.recordings_folder() / f"{name}.flac")


def test_a_command_is_recognised_with_words_and_a_voice(recognizer):
    final = recognizer.start().finish(recording("22_temporizador_pm_alex"))
    assert final.text == "cancela o temporizador"
    assert final.confidence > 0.9
    assert [w.text for w in final.words] == final.text.split()
    assert all(a.end <= b.start for a, b in itertools.pairwise(final.words))
    assert min(w.confidence for w in final.words) > 0.5
    assert final.embedding.shape == (1024,)
    assert final.cost_ms.keys() == {"mel", "encode", "head", "search"}


@pytest.mark.parametrize("n_frames", [1, 2, 3, 5, 7])
def test_the_final_transcript_does_not_depend_on_the_frames(recognizer, n_frames):
    whole = recording("04_data_pm_alex")
    stream = recognizer.start()
    for frame in frames(whole.samples, 2048 * n_frames):
        stream.accept(frame)
    assert stream.finish() == recognizer.start().finish(whole)


def test_partials_lead_to_the_text(recognizer):
    stream = recognizer.start()
    pieces = frames(recording("22_temporizador_pm_alex").samples, 2400)
    partials = [partial for piece in pieces if (partial := stream.accept(piece))]
    assert len(partials) >= 4
    assert partials[-1].text == stream.finish().text


def test_other_speech_is_heard_freely(recognizer):
    final = recognizer.start().finish(recording("51_nada_pf_dora"))
    assert final.text == "o jogo começa depois do almoço"


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (silence(0), "silence"),
        (silence(2), "silence"),
        (np.ones(1, np.float32), "silence"),
        (np.full(2 * RATE, np.nan, np.float32), "silence"),
        (noise(2), "noise"),
        (np.sin(np.arange(3 * RATE) * 0.04).astype(np.float32), "noise"),
    ],
    ids=["nothing", "silence", "one sample", "NaN", "hiss", "hum"],
)
def test_sound_without_speech_gives_no_text(recognizer, bad, reason):
    final = recognizer.start().finish(AudioFrame(bad, RATE))
    assert (final.text, final.rejected) == ("", reason)


def test_without_commands_all_text_is_free():
    try:
        free = EmbeddedRecognizer(models.find("embedded-encoder"), AsrConfig())
    except ModelNotFoundError as error:
        pytest.skip(str(error))
    assert free.start().finish(recording("04_data_pm_alex")).text == "que dia é hoje"


def test_a_list_is_another_recogniser_with_the_same_weights(recognizer):
    listed = recognizer.among(["cancela o temporizador", "acende a luz [da sala]"])
    final = listed.start().finish(recording("22_temporizador_pm_alex"))
    assert (final.text, final.alternatives, final.rejected) == ("cancela o temporizador", (), None)
    other = listed.start().finish(recording("51_nada_pf_dora"))
    assert (other.text, other.rejected) == ("", "uncertain")


def test_a_list_that_does_not_reject_always_answers(recognizer):
    listed = recognizer.among(["liga a televisão", "acende a luz"], rejects=False)
    for said in (recording("51_nada_pf_dora"), AudioFrame(noise(2), RATE), AudioFrame(silence(1), RATE)):
        assert listed.start().finish(said).text in ("liga a televisão", "acende a luz")
