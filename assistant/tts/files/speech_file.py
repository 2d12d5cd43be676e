"""Spoken segments as a file, and their subtitles beside it: both whole at the end, or neither there."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from types import TracebackType

import numpy as np

from assistant.audio.writing import Writer, partial_name
from assistant.errors import AudioFileError, NoSpaceError
from assistant.language.subtitles import FORMATS, TimedText, cues, spread
from assistant.tts.protocol import SAMPLE_RATE, Segment


class SpeechFile:
    """subtitles: "srt" or "vtt", or none. path: as the Writer takes it; there are no subtitles of standard output.

    Raises AudioFileError and NoSpaceError.
    """

    def __init__(self, path: Path | str, subtitles: str | None = None, raw: bool = False):
        self._writer = Writer(path, SAMPLE_RATE, raw)
        self._subtitles = Path(path).with_suffix(f".{subtitles}") if subtitles else None
        self._words: list[TimedText] = []
        self._n_samples = 0

    @property
    def seconds(self) -> float:
        return self._n_samples / SAMPLE_RATE

    def write(self, segment: Segment) -> None:
        self._writer.write(segment.audio)
        if self._subtitles:
            self._words.extend(timed_words(segment, self.seconds))
        self._n_samples += len(segment.audio.samples)

    def say(self, segments: Iterable[Segment]) -> None:
        for segment in segments:
            self.write(segment)

    def rest(self) -> None:
        pass  # what is in the file is in the file

    def __enter__(self) -> SpeechFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is not None:
            self._writer.abandon()
        elif self._subtitles is None:
            self._writer.close()
        else:
            self._close_both(self._subtitles)

    def _close_both(self, path: Path) -> None:
        partial = partial_name(path)
        try:
            partial.write_text(FORMATS[path.suffix[1:]](cues(self._words)), encoding="utf-8")
        except OSError as error:
            self._writer.abandon()
            partial.unlink(missing_ok=True)
            if error.errno == errno.ENOSPC:
                raise NoSpaceError(path) from error
            raise AudioFileError(path, f"cannot be written ({error.strerror or error})", "choose another place") from error
        try:
            self._writer.close()
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)


def timed_words(segment: Segment, at_s: float = 0.0) -> list[TimedText]:
    """The words of a segment that begins at `at_s`, without their mark-up; those that are nothing else have no text.

    Where the segment has no times of its own, its sound is shared out by the words' length.
    """
    words = [TimedText(word.text, at_s + word.start, at_s + word.end) for word in segment.words] or _spread(segment, at_s)
    plain = _without_markup([word.text for word in words])
    return [replace(word, text=text) for word, text in zip(words, plain, strict=True)]


def _spread(segment: Segment, at_s: float) -> list[TimedText]:
    loud = np.flatnonzero(segment.audio.samples)  # the pauses belong to no word
    first, last = (loud[0], loud[-1] + 1) if len(loud) else (0, len(segment.audio.samples))
    return spread(segment.graphemes, at_s + float(first) / SAMPLE_RATE, at_s + float(last) / SAMPLE_RATE)


_LINK = re.compile(r"!?\[([^\[\]]*)\](\([^()]*\))")
_EMPHASIS = re.compile(r"\*\*|~~|`+|(?<!\w)[*_]+(?=\S)|(?<=\S)[*_]+(?!\w)|\A(?:#{1,6}|[>*+•-])(?=\n)")


def _without_markup(words: list[str]) -> list[str]:
    """The same words, as many, as one wants to see them: links and pronunciations as their text, no asterisks."""
    text = _LINK.sub(lambda link: link[1] + "\n" * link[2].count("\n"), "\n".join(word.replace("\n", " ") for word in words))
    return _EMPHASIS.sub("", text).split("\n")
