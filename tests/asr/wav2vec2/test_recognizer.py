"""The large recogniser with tiny random weights: what it does with any sound, its decoders, its streaming; it hears nonsense."""

import itertools
from types import SimpleNamespace

import numpy as np
import pytest

from assistant import app
from assistant.asr.ctc_stream import CtcStream
from assistant.asr.fallback import NOT_LOADED, FallbackRecognizer
from assistant.asr.live_grammar import Commands
from assistant.asr.sliding import Pace
from assistant.asr.wav2vec2 import recognizer as recognizers
from assistant.asr.wav2vec2.recognizer import CONVERSING, TRANSCRIBING, Wav2Vec2Recognizer
from assistant.config import AsrConfig, Config
from assistant.dialogue import Dialogue
from assistant.errors import CheckpointFolderError, EngineFailedError, RecognitionError
from assistant.events import AnnouncementDue, AudioFrame, Speak
from assistant.runtime.clock import Clock
from assistant.tts.silent import SilentSynthesizer
from tests.asr.sounds import RATE, babble, frames, silence
from tests.asr.streams import assert_asking_changes_nothing
from tests.asr.test_live_grammar import automaton
from tests.asr.wav2vec2.checkpoints import tiny

SETTINGS = AsrConfig(precision="fp32", threads=1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tiny(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def recognizer(folder):
    return Wav2Vec2Recognizer(folder, SETTINGS)


@pytest.fixture(scope="module")
def lively():
    return babble(20, seed=3)


def lengths_heard(recognizer, monkeypatch):
    lengths = []
    hear = recognizer.model.hear
    monkeypatch.setattr(recognizer.model, "hear", lambda samples: lengths.append(len(samples)) or hear(samples))
    return lengths


@pytest.mark.parametrize("n_frames", [1, 2, 3, 5, 7, 1000])
def test_the_final_transcript_does_not_depend_on_the_frames(recognizer, lively, n_frames):
    stream = recognizer.start()
    for frame in frames(lively, 2048 * n_frames):
        stream.accept(frame)
    in_pieces, at_once = stream.finish(), recognizer.start().finish(AudioFrame(lively, RATE))
    assert in_pieces == at_once
    np.testing.assert_array_equal(in_pieces.embedding, at_once.embedding)


def test_whoever_asks_in_the_middle_changes_nothing(recognizer, lively):
    assert_asking_changes_nothing(recognizer.start, frames(lively, 2 * RATE), {1, 2, 5, 6})


@pytest.mark.parametrize("pace", [CONVERSING, TRANSCRIBING], ids=["conversing", "transcribing"])
def test_a_minute_without_a_pause_is_heard_in_bounded_pieces(folder, monkeypatch, pace):
    recognizer = Wav2Vec2Recognizer(folder, SETTINGS, pace=pace)
    lengths = lengths_heard(recognizer, monkeypatch)
    stream = recognizer.start()
    shown = ""
    for frame in frames(babble(60), RATE):
        partial = stream.accept(frame)
        if partial is not None:
            assert partial.text.startswith(shown)
            shown = partial.text[: partial.n_stable]
    final = stream.finish()
    assert max(lengths) <= pace.window_s * RATE
    assert all(a.start <= b.start for a, b in itertools.pairwise(final.words))


def test_a_recording_costs_less_than_a_conversation_may():
    assert TRANSCRIBING.n_decoded == 28 * RATE
    for pace in (CONVERSING, TRANSCRIBING):
        assert isinstance(pace, Pace)
        assert pace.context_s + pace.ahead_s < pace.window_s <= pace.whole_s <= pace.decode_s - pace.n_after_cut / RATE


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (silence(0), "silence"),
        (silence(2), "silence"),
        (np.full(2 * RATE, np.nan, np.float32), "silence"),
        (np.full(2 * RATE, -np.inf, np.float32), "silence"),
    ],
    ids=["nothing", "silence", "NaN", "infinite"],
)
def test_no_speech_gives_no_text(recognizer, bad, reason):
    stream = recognizer.start()
    for frame in frames(bad, 3000):
        assert stream.accept(frame) is None
    assert stream.finish().rejected == reason


def test_clipped_and_broken_samples_are_heard(recognizer, lively):
    bad = np.clip(50 * lively, -1, 1)
    bad[::1000] = np.nan
    transcript = recognizer.start().finish(AudioFrame(bad, RATE))
    assert np.isfinite(transcript.embedding).all()


def test_a_wrong_rate_is_named(recognizer):
    with pytest.raises(RecognitionError, match=r"8000 Hz.*resample"):
        recognizer.start().accept(AudioFrame(silence(1), 8000))


def test_it_knows_what_can_be_said(folder):
    commands = Commands(automaton("acende a luz"), {"name": frozenset({"macarrão"})})
    house = Wav2Vec2Recognizer(folder, SETTINGS, lambda: commands)
    assert isinstance(house.start(), CtcStream)
    listed = house.among(["acende a luz", "bom dia"], rejects=False)
    transcript, line = listed.answer(AudioFrame(babble(2), RATE))
    assert line.text in ("acende a luz", "bom dia")
    assert transcript.text == line.text


def test_hot_words_are_those_of_the_settings_and_what_has_a_name_now(folder, monkeypatch):
    names = [frozenset({"macarrão"})]
    made = []

    class Beam:
        def __init__(self, folder, characters, hot_words):
            made.append(SimpleNamespace(folder=folder, characters=characters, hot_words=hot_words))

        def decode(self, log_posteriors):
            return ("bom", "dia"), 0.9

    with_model = SimpleNamespace(vocabulary=SimpleNamespace(characters="ab "), language_model=folder / "language_model")
    monkeypatch.setattr(recognizers, "KenlmBeam", Beam)
    commands = Commands(automaton("acende a luz"), {"name": names[0]})
    decode = recognizers._decoder(with_model, ("Zélia", "macarrão"), lambda: Commands(commands.start, {"name": names[-1]}))
    assert decode(np.zeros((3, 4))) == (("bom", "dia"), 0.9)
    (beam,) = made
    assert (beam.folder, beam.characters) == (folder / "language_model", "ab ")
    assert beam.hot_words() == ("Zélia", "macarrão")
    names.append(frozenset({"bolo", "arroz"}))
    assert beam.hot_words() == ("Zélia", "macarrão", "arroz", "bolo")
    recognizers._decoder(with_model, ("Zélia",), None)
    assert made[-1].hot_words() == ("Zélia",)


def test_the_settings_choose_the_flavour(folder, monkeypatch):
    from assistant.asr.wav2vec2 import torch_network

    chosen = []
    monkeypatch.setattr(torch_network, "TorchNetwork", lambda checkpoint, *options: chosen.append(options))
    Wav2Vec2Recognizer(folder, AsrConfig(flavour="torch", precision="fp16", device="cuda", threads=3))
    assert chosen == [("fp16", "cuda", 3)]


def test_a_folder_that_lacks_a_file_is_named(folder, tmp_path):
    tiny(tmp_path)
    (tmp_path / "vocab.json").unlink()
    with pytest.raises(CheckpointFolderError, match=r"vocab\.json"):
        Wav2Vec2Recognizer(tmp_path, SETTINGS)


def test_a_folder_is_a_model_for_conversation_and_for_recordings(folder):
    config = Config(asr=AsrConfig(model=str(folder), transcriber=str(folder), precision="fp32"))
    commands = Commands(automaton("acende a luz"))
    recognizer = app.build_recognizer(config, lambda: commands)
    assert isinstance(recognizer, FallbackRecognizer)
    assert recognizer.start().finish(AudioFrame(silence(1), RATE)).rejected == "silence"
    assert isinstance(app.build_transcriber(config), Wav2Vec2Recognizer)


class NoSource:
    failure = None

    def start(self):
        pass

    def request(self):
        pass

    def close(self):
        pass


def test_a_session_says_that_the_small_one_has_taken_over(folder, tmp_path, monkeypatch):
    def load():
        raise EngineFailedError("wav2vec2-pt", "there is not enough memory", "close other programs")

    config = Config(store={"path": tmp_path / "store.sqlite"})
    recognizer = FallbackRecognizer(load, lambda: SimpleNamespace(start=None))
    shared = app.Models(recognizer, SilentSynthesizer(), lambda: app.build_skills(config), app.alone(app.build_store(config)))
    posted = []

    def make_source(inbox, clock):
        monkeypatch.setattr(inbox, "post", posted.append)
        posted.extend(item for item in iter(lambda: inbox.get(0.01), None))
        return NoSource()

    app.build_session(config, shared, app.Ends(make_source, sink=None), clock=Clock())
    (announcement,) = posted
    assert isinstance(announcement, AnnouncementDue)
    assert Speak(1, NOT_LOADED, chime=True) in Dialogue().handle(announcement)
