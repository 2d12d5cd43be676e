"""The embedded recogniser on real sound, where its weights are here: commands, free text, lists, and what is no speech."""

import itertools

import numpy as np
import pytest

from assistant import app, models, resources
from assistant.asr.embedded import PACE, EmbeddedRecognizer
from assistant.asr.live_grammar import Commands
from assistant.asr.windows import WINDOW_SAMPLES
from assistant.audio import files
from assistant.config import AsrConfig
from assistant.errors import GrammarFileError, ModelNotFoundError
from assistant.events import AudioFrame
from assistant.skills import load
from tests.asr.sounds import RATE, babble, frames, hum, music, noise, silence
from tests.asr.sounds import recording as human
from tests.asr.streams import assert_asking_changes_nothing
from tests.asr.test_live_grammar import automaton, until


@pytest.fixture(scope="module")
def recognizer():
    try:
        folder = models.find("embedded-encoder")
    except ModelNotFoundError as error:
        pytest.skip(str(error))
    commands = app.commands_of(load([resources.skills_folder()]))
    return EmbeddedRecognizer(folder, AsrConfig(), lambda: commands)


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


def test_whoever_asks_at_every_pause_changes_nothing(recognizer):
    spoken = np.concatenate([recording(name).samples for name in ("22_temporizador_pm_alex", "04_data_pm_alex")] * 3)
    assert_asking_changes_nothing(recognizer.start, frames(spoken, RATE), range(0, 20, 3))


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
        (hum(3), "noise"),
        (music(5), "noise"),
        (babble(3), "noise"),
    ],
    ids=["nothing", "silence", "one sample", "NaN", "hiss", "hum", "music", "noise in syllables"],
)
def test_sound_without_speech_gives_no_text_not_even_a_stable_one_meanwhile(recognizer, bad, reason):
    stream = recognizer.start()
    partials = [partial for piece in frames(bad, RATE) if (partial := stream.accept(piece))]
    final = stream.finish()
    assert (final.text, final.rejected) == ("", reason)
    assert all(partial.n_stable == 0 for partial in partials)


SKILLS = load([resources.skills_folder()])


@pytest.mark.parametrize("name", ["1688-142285-0000", "3005-163389-0002", "533-1066-0003"])
def test_another_language_is_no_command(recognizer, name):
    final = recognizer.start().finish(AudioFrame(human(f"librispeech/{name}.flac"), RATE))
    match = SKILLS.match(final.text)
    assert match is None or not match.accepted


def test_clipped_and_broken_samples_do_not_hide_a_command(recognizer):
    bad = np.clip(recording("22_temporizador_pm_alex").samples * 20, -1, 1)
    bad[1000:1010] = np.nan
    bad[2000] = np.inf
    assert recognizer.start().finish(AudioFrame(bad, RATE)).text == "cancela o temporizador"


def test_speech_without_a_pause_is_heard_in_bounded_pieces(recognizer, monkeypatch):
    lengths = []
    model = recognizer._model
    hear = model.hear
    monkeypatch.setattr(model, "hear", lambda samples: lengths.append(len(samples)) or hear(samples))
    spoken = np.resize(recording("51_nada_pf_dora").samples, 32 * RATE)
    stream = recognizer.start()
    partials = [partial for piece in frames(spoken, 2 * RATE) if (partial := stream.accept(piece))]
    for before, after in itertools.pairwise(partials):
        assert after.text[: before.n_stable] == before.text[: before.n_stable]
    assert partials[-1].text[: partials[-1].n_stable].count("almoço") >= 8
    (window,) = [n for n in lengths if n > PACE.window_s * RATE]
    assert window <= WINDOW_SAMPLES
    assert stream.finish().text.count("jogo começa depois do almoço") >= 10


def test_without_commands_all_text_is_free():
    try:
        free = EmbeddedRecognizer(models.find("embedded-encoder"), AsrConfig())
    except ModelNotFoundError as error:
        pytest.skip(str(error))
    assert free.start().finish(recording("04_data_pm_alex")).text == "que dia é hoje"


def test_what_may_be_said_is_asked_anew_at_each_utterance():
    known = [automaton("acende a luz")]
    try:
        house = EmbeddedRecognizer(models.find("embedded-encoder"), AsrConfig(), lambda: Commands(known[-1]))
    except ModelNotFoundError as error:
        pytest.skip(str(error))
    said = recording("22_temporizador_pm_alex")
    assert house.start().finish(said).text == "cancela o temporizador"
    known.append(automaton("cancela o temporizado"))  # so near that the grammar is sure of it
    until(lambda: house.start().finish(said).text == "cancela o temporizado")


def test_a_list_is_another_recogniser_with_the_same_weights(recognizer):
    listed = recognizer.among(["cancela o temporizador", "acende a luz [da sala]"])
    final = listed.start().finish(recording("22_temporizador_pm_alex"))
    assert (final.text, final.alternatives, final.rejected) == ("cancela o temporizador", (), None)
    other = listed.start().finish(recording("51_nada_pf_dora"))
    assert (other.text, other.rejected) == ("", "uncertain")


def test_a_list_that_does_not_reject_always_answers(recognizer):
    listed = recognizer.among(["liga a televisão", "acende a luz"], rejects=False)
    for said in (
        recording("51_nada_pf_dora"),
        AudioFrame(noise(2), RATE),
        AudioFrame(silence(1), RATE),
        AudioFrame(silence(0), RATE),
    ):
        assert listed.start().finish(said).text in ("liga a televisão", "acende a luz")


def test_a_list_that_cannot_be_heard_is_named(recognizer):
    with pytest.raises(GrammarFileError, match=r'casa\.txt:2: the recogniser cannot write "ж"'):
        recognizer.among(["bom dia", "жук"], "casa.txt")
