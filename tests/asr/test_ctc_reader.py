"""One reader for any CTC model: what the grammar decides, what is shown meanwhile, and where free text is read."""

import numpy as np
import pytest

from assistant.asr.ctc_reader import CtcReader, FrameTimes, ReadingRules
from assistant.asr.ctc_stream import CtcStream
from assistant.asr.grammar import Grammar
from assistant.events import AudioFrame
from tests.asr.fakes import Rereading, SpellingModel
from tests.asr.posteriors import CHARACTERS
from tests.asr.sounds import RATE, frames, hum, noise, silence

LINES = ["acende a luz", "acende a luz da sala", "que horas são"]


def sound(code=300, seconds=1.0):
    return (np.hanning(round(seconds * RATE)) * noise(seconds) / 0.3 * code / 1000).astype(np.float32)


class Saying(SpellingModel):
    """Whatever the sound, this is heard."""

    def __init__(self, *texts):
        super().__init__()
        self.texts = list(texts)

    def hear(self, samples):
        text = self.texts.pop(0) if len(self.texts) > 1 else self.texts[0]
        self.said = {round(1000 * float(np.abs(samples).max())): text}
        return super().hear(samples)


def reader(*texts, **rules):
    grammar = Grammar.of_lines(LINES, CHARACTERS)
    return CtcReader(Saying(*texts), FrameTimes(), ReadingRules(**rules), lambda: grammar)


def shown(words):
    return " ".join(word.text for word in words)


def test_a_sentence_of_the_grammar_is_spelled_as_the_grammar_does_and_the_free_text_is_its_alternative():
    final = reader("asende a luz").read(sound())
    assert final.text == "acende a luz"
    assert final.alternatives[-1] == "asende a luz"
    assert [w.text for w in final.words] == ["acende", "a", "luz"]
    assert set(final.cost_ms) == {"encode", "search"}
    assert final.embedding.shape == (8,)


def test_what_is_no_sentence_of_the_grammar_is_free_text_unless_only_the_grammar_counts():
    assert reader("vou ao cinema").read(sound()).text == "vou ao cinema"
    only = reader("vou ao cinema", only_grammar=True).read(sound())
    assert (only.text, only.rejected) == ("", "uncertain")


def test_a_part_of_a_long_utterance_is_no_command():
    assert reader("asende a luz").read(sound(), is_whole=False).text == "asende a luz"
    assert reader("asende a luz", only_grammar=True).read(sound(), is_whole=False).text == "acende a luz"


def test_free_text_has_a_decoder_of_its_own_which_partials_do_not_wait_for():
    def spelled_right(log_posteriors):
        return ("cinema",), 0.9

    free = CtcReader(Saying("sinema"), FrameTimes(), decode_free=spelled_right)
    transcript = free.read(sound())
    assert (transcript.text, transcript.confidence, shown(transcript.words)) == ("cinema", 0.9, "cinema")
    assert shown(free.glimpse(sound())) == "sinema"


@pytest.mark.parametrize(("words", "confidence", "why"), [(("ah",), 0.9, "noise"), (("cinema",), 0.3, "uncertain")])
def test_free_text_that_is_too_short_or_unlikely_is_none(words, confidence, why):
    free = CtcReader(Saying("sinema"), FrameTimes(), decode_free=lambda log_posteriors: (words, confidence))
    transcript = free.read(sound())
    assert (transcript.text, transcript.rejected) == ("", why)


def test_a_glimpse_of_a_whole_command_is_the_command_and_of_half_a_one_is_what_was_heard():
    assert shown(reader("asende a luz").glimpse(sound())) == "acende a luz"
    assert shown(reader("asende a l").glimpse(sound())) == "asende a l"
    assert shown(reader("asende a luz").glimpse(sound(), is_whole=False)) == "asende a luz"


def test_a_letter_or_two_are_not_shown():
    assert reader("u").glimpse(sound()) == ()
    assert shown(reader("u").glimpse(sound(), is_whole=False)) == "u"


def test_partials_become_the_command_before_anything_wrong_is_stable():
    stream = CtcStream(Rereading(reader("as", "asende", "asende a", "asende a luz")), settle_s=1.5)
    partials = [partial for frame in frames(sound(seconds=1.2), 2400) if (partial := stream.accept(frame))]
    assert [p.text for p in partials] == ["asende", "asende a", "acende a luz"]
    assert [p.n_stable for p in partials] == [0, 0, 0]
    assert stream.finish().text == "acende a luz"


def test_frames_have_the_times_that_their_model_gives_them():
    clock = FrameTimes(step_s=0.02, before_s=0.1, after_s=0.5).clock(RATE)
    assert [clock(frame) for frame in (0, 5, 10, 55, 80)] == [0.0, 0.0, 0.1, 1.0, 1.0]
    early = np.zeros((80, 3), np.float32)
    early[5:55] = 2.0
    assert FrameTimes(0.02, 0.1, 0.5).pooled(early).tolist() == [2.0] * 3 + [0.0] * 3
    assert FrameTimes().pooled(early[:1]).shape == (6,)


@pytest.mark.parametrize("seconds", [1.0, 20.0])
def test_steady_sound_is_not_heard_at_all_and_a_word_in_a_long_silence_is(seconds):
    model = Saying("que horas são")
    grammar = Grammar.of_lines(LINES, CHARACTERS)
    quiet = CtcReader(model, FrameTimes(), grammar=lambda: grammar)
    assert quiet.read(hum(seconds)).rejected == "noise"
    assert model.lengths == []
    assert quiet.read(np.concatenate([silence(seconds), sound(), silence(1)])).text == "que horas são"


def test_the_grammar_of_the_moment_counts():
    grammars = [Grammar.of_lines(["bom dia"], CHARACTERS), Grammar.of_lines(["boa tarde"], CHARACTERS)]

    def stream():
        return CtcStream(
            Rereading(CtcReader(Saying("boa tarde"), FrameTimes(), ReadingRules(only_grammar=True), lambda: grammars[-1]))
        )

    old = stream()
    grammars.append(grammars[0])
    assert old.finish(AudioFrame(sound(), RATE)).text == ""
    grammars.pop()
    assert stream().finish(AudioFrame(sound(), RATE)).text == "boa tarde"
