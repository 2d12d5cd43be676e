"""What is no Portuguese, or too noisy to trust, is marked; short speech and accepted commands hardly ever."""

from dataclasses import replace

import numpy as np
import pytest

from assistant import models, resources
from assistant.asr import suspicion
from assistant.asr.ctc_reader import CtcReader, FrameTimes
from assistant.asr.embedded import EmbeddedRecognizer
from assistant.asr.grammar import Grammar
from assistant.asr.suspicion import EMBEDDED, LANGUAGE, NOISE, Evidence, Suspicions, contrast_db, judged, levels_db, merged
from assistant.asr.windows import joined
from assistant.audio import files
from assistant.config import AsrConfig
from assistant.errors import ModelNotFoundError
from assistant.events import AudioFrame, Transcript
from tests.asr.fakes import SpellingModel
from tests.asr.posteriors import CHARACTERS, of_path, of_text
from tests.asr.sounds import RATE, SHARED_SPEECH, noise, silence

PORTUGUESE = Evidence(
    n_letters=40,
    sureness=2.0,
    unknown=0.2,
    entropy=0.05,
    blank=0.45,
    contrast_db=35.0,
)
FOREIGN = replace(PORTUGUESE, sureness=-3.0, unknown=0.8)
NOISY = replace(PORTUGUESE, contrast_db=8.0, entropy=0.15, blank=0.7)
CLOCK = FrameTimes().clock


@pytest.mark.parametrize(
    ("evidence", "kind"),
    [
        (PORTUGUESE, None),
        (FOREIGN, LANGUAGE),
        (NOISY, NOISE),
        (replace(NOISY, sureness=-3.0, unknown=0.9), NOISE),  # noise makes anything look foreign
        (replace(PORTUGUESE, contrast_db=5.0), None),  # a hum under clear speech
    ],
)
def test_a_verdict_is_made_of_the_evidence(evidence, kind):
    found = judged(evidence, EMBEDDED)
    assert found.kind == kind
    assert 0 <= found.language <= 1
    assert 0 <= found.quality <= 1


def test_reasons_name_what_speaks_for_it_the_strongest_first():
    assert judged(FOREIGN, EMBEDDED).reasons == ("sureness", "unknown")
    assert judged(NOISY, EMBEDDED).reasons == ("blank", "contrast_db", "entropy")
    assert judged(PORTUGUESE, EMBEDDED).reasons == ()


def test_the_less_is_said_the_less_is_suspected():
    doubts = [judged(replace(FOREIGN, n_letters=n), EMBEDDED).language for n in (0, 5, 10, 20, 40)]
    assert doubts == sorted(doubts)
    assert doubts[0] < 0.05
    assert all(judged(replace(bad, n_letters=9), EMBEDDED).kind is None for bad in (FOREIGN, NOISY))


def suspicions(*known):
    return Suspicions(CHARACTERS, set(known).__contains__)


def evidence(text, sound=None, sureness=8.0, **known):
    posteriors = of_text(text, sureness=sureness)
    sound = np.zeros(len(posteriors) * RATE // 50, np.float32) if sound is None else sound
    return suspicions("que", "horas").evidence(sound, posteriors, 0.5, CLOCK(len(sound)))


def test_evidence_of_clear_letters():
    found = evidence("que horas xyz")
    assert found.n_letters == 11
    assert found.unknown == pytest.approx(3 / 11)
    assert found.sureness == pytest.approx(0.0)
    assert found.entropy < 0.05
    assert evidence("que horas", sureness=2.0).entropy > 0.5


@pytest.mark.parametrize("posteriors", [of_path(""), of_path("____"), of_path("a"), of_path("-")])
@pytest.mark.parametrize("n_samples", [0, 1, 319, 1600])
def test_there_is_evidence_of_anything(posteriors, n_samples):
    found = suspicions().of(np.zeros(n_samples, np.float32), posteriors, 0.0, CLOCK(n_samples))
    assert found.kind is None
    assert np.isfinite([found.language, found.quality]).all()


def test_levels_and_contrast():
    sound = np.concatenate([noise(1.0, 0.001), noise(1.0, 0.1), noise(1.0, 0.001)])
    levels = levels_db(sound + 0.25)  # a sound card's offset is no sound
    assert levels[75] == pytest.approx(-20, abs=2)
    assert contrast_db(levels, [70, 75]) == pytest.approx(40, abs=3)
    assert contrast_db(levels, [10]) < 5
    assert contrast_db(levels_db(silence(1.0)), []) == 0.0
    assert contrast_db(levels_db(silence(0.0)), [3]) == 0.0


def test_the_suspicion_of_most_is_that_of_the_whole():
    foreign = Transcript("", suspicion=LANGUAGE, language_doubt=0.9, quality=1.0)
    fine = Transcript("olá", language_doubt=0.1, quality=0.8)
    command = Transcript("para")
    assert merged([(foreign, 3.0), (fine, 1.0)]) == {"suspicion": LANGUAGE, "language_doubt": 0.7, "quality": 0.95}
    assert merged([(foreign, 1.0), (fine, 1.0)])["suspicion"] is None
    assert merged([(command, 1.0)]) == {"suspicion": None, "language_doubt": None, "quality": None}
    assert joined([foreign, foreign, fine]).suspicion == LANGUAGE
    assert joined([foreign, foreign]).suspicion == LANGUAGE


class Paranoid:
    """Suspects whatever it is asked about."""

    def __init__(self):
        self.n_asked = 0

    def of(self, samples, log_posteriors, confidence, clock):
        self.n_asked += 1
        return suspicion.Suspicion(0.9, 0.7, LANGUAGE)


def read(text):
    sound = (np.hanning(RATE) * noise(1.0) * 3).astype(np.float32)
    model = SpellingModel({round(1000 * float(np.abs(sound).max())): text})
    grammar = Grammar.of_lines(["acende a luz", "que horas são"], CHARACTERS)
    paranoid = Paranoid()
    reader = CtcReader(model, FrameTimes(), grammar=lambda: grammar, suspicions=paranoid)
    return reader.read(sound), paranoid


def test_free_text_is_judged_and_an_accepted_command_is_not():
    free, _ = read("vou ao cinema")
    assert (free.text, free.suspicion, free.language_doubt, free.quality) == ("vou ao cinema", LANGUAGE, 0.9, 0.7)
    command, paranoid = read("acende a luz")
    assert (command.text, command.suspicion, command.quality, paranoid.n_asked) == ("acende a luz", None, None, 0)


def test_nothing_said_is_no_other_language():
    nothing, paranoid = read("ah")
    assert (nothing.rejected, nothing.suspicion, paranoid.n_asked) == ("noise", None, 0)


@pytest.fixture(scope="module")
def recognizer():
    try:
        return EmbeddedRecognizer(models.find("embedded-encoder"), AsrConfig())
    except ModelNotFoundError as error:
        pytest.skip(str(error))


def heard(recognizer, samples):
    return recognizer.start().finish(AudioFrame(samples, RATE))


def test_recorded_commands_are_not_suspected_even_where_no_grammar_knows_them(recognizer):
    paths = sorted(resources.recordings_folder().glob("[0-9]*.flac"))[::6]
    found = [heard(recognizer, files.read(path).samples) for path in paths]
    assert len(found) > 5
    assert [t.text for t in found if t.suspicion] == []


def test_english_is_mostly_no_portuguese(recognizer):
    paths = sorted((SHARED_SPEECH / "librispeech").glob("*.flac"))[::10]
    if not paths:
        pytest.skip("no recordings of people beside the clone")
    found = [heard(recognizer, files.read(path).samples[: 8 * RATE]) for path in paths]
    assert sum(t.suspicion == LANGUAGE for t in found) >= len(found) / 2


def test_the_louder_the_din_the_less_the_quality(recognizer):
    paths = sorted(resources.recordings_folder().glob("0[2-5]_*.flac"))
    said = np.concatenate([files.read(path).samples for path in paths])
    din = noise(len(said) / RATE, float(np.sqrt(np.mean(said**2))))[: len(said)]
    found = [heard(recognizer, np.clip(said + level * din, -1, 1).astype(np.float32)) for level in (0.0, 0.7, 1.7)]
    assert [t.suspicion for t in found] == [None, None, NOISE]
    qualities = [t.quality for t in found]
    assert qualities == sorted(qualities, reverse=True)
