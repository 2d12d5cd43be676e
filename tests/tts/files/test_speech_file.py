"""A file and its subtitles: together or not at all, and what the subtitles show."""

import errno

import numpy as np
import pytest

from assistant.audio.writing import Writer
from assistant.errors import AudioFileError, NoSpaceError
from assistant.events import AudioFrame
from assistant.language.subtitles import TimedText
from assistant.tts.files import speech_file
from assistant.tts.files.speech_file import SpeechFile, timed_words
from assistant.tts.protocol import SAMPLE_RATE, Segment, SpokenWord
from tests.tts.voices_of_tone import ToneVoice

TEXT = "um dois três. quatro"


def write(path, timed=True, **options):
    with SpeechFile(path, **options) as file:
        file.say(ToneVoice(timed=timed).speak(TEXT))
    return file


@pytest.mark.parametrize("timed", [True, False])
def test_words_are_shown_when_they_are_heard(tmp_path, timed):
    assert write(tmp_path / "a.flac", timed, subtitles="srt").seconds == pytest.approx(0.6)
    srt = (tmp_path / "a.srt").read_text(encoding="utf-8")
    assert srt == "1\n00:00:00,000 --> 00:00:01,118\num dois três quatro\n"


def test_a_name_with_points_keeps_them(tmp_path):
    write(tmp_path / "cap. 1.2.wav", subtitles="vtt")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cap. 1.2.vtt", "cap. 1.2.wav"]


def test_what_fails_in_the_middle_leaves_neither(tmp_path):
    def ctrl_c(sentence):
        if sentence == "quatro":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), SpeechFile(tmp_path / "a.wav", "srt") as file:
        file.say(ToneVoice(ctrl_c).speak(TEXT))
    assert list(tmp_path.iterdir()) == []


def test_subtitles_that_cannot_be_written_take_their_sound_with_them(tmp_path, monkeypatch):
    for number, error in ((errno.ENOSPC, NoSpaceError), (errno.EIO, AudioFileError)):

        def fails(self, *_args, number=number, **_more):
            self.touch()
            raise OSError(number, "no")

        with monkeypatch.context() as patched:
            patched.setattr(speech_file.Path, "write_text", fails)
            with pytest.raises(error):
                write(tmp_path / "a.wav", subtitles="srt")
        assert list(tmp_path.iterdir()) == []


def test_a_sound_that_cannot_be_closed_takes_its_subtitles_with_it(tmp_path, monkeypatch):
    def full(self):
        self.abandon()
        raise NoSpaceError(tmp_path)

    monkeypatch.setattr(Writer, "close", full)
    with pytest.raises(NoSpaceError):
        write(tmp_path / "a.wav", subtitles="srt")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("A **reunião** começa", "A reunião começa"),
        ("o [gnocchi](/ɲˈɔki/) está", "o gnocchi está"),
        ("[bom dia](/bõ ʤˈiæ/) a todos", "bom dia a todos"),
        ("veja [o site](https://exemplo.br).", "veja o site."),
        ("disse [sic] que 5 * 3 são 15", "disse [sic] que 5 * 3 são 15"),
        ("# Um título", "Um título"),
        ("- _pão_ e `leite`", "pão e leite"),
        ("guarda_chuva", "guarda_chuva"),
    ],
)
def test_mark_up_is_not_shown(written, seen):
    words = tuple(SpokenWord(word, i * 0.1, (i + 1) * 0.1) for i, word in enumerate(written.split()))
    sound = AudioFrame(np.ones(2400 * len(words), np.float32), SAMPLE_RATE)
    for segment in (Segment(written, "", sound, words), Segment(written, "", sound)):
        timed = timed_words(segment)
        assert len(timed) == len(words)
        assert " ".join(word.text for word in timed if word.text) == seen


def test_pauses_around_a_segment_belong_to_no_word():
    silence, tone = np.zeros(2400, np.float32), np.ones(4800, np.float32)
    segment = Segment("um só", "", AudioFrame(np.concatenate([silence, tone, silence]), SAMPLE_RATE))
    assert timed_words(segment, 10.0) == [TimedText("um", 10.1, pytest.approx(10.2)), TimedText("só", pytest.approx(10.2), 10.3)]
    mute = Segment("um", "", AudioFrame(silence, SAMPLE_RATE))
    assert timed_words(mute) == [TimedText("um", 0.0, pytest.approx(0.1))]
