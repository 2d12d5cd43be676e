"""Answers files with a sentence of a list, or with nothing: one utterance a file.

Strategy: a clip of one word is not worth a voice detector's guess, which may cut it away; up to a window (28 s) the whole file is
the utterance, silence and all, and the grammar pass finds the sentence in it. Only a longer file is cut, at its pauses, and
answered stretch by stretch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any, Literal

import numpy as np

from assistant.asr.batch import FAILURES, Status, failure
from assistant.asr.ctc_reader import CtcReader
from assistant.asr.ctc_stream import CtcStream
from assistant.asr.protocol import SAMPLE_RATE
from assistant.asr.segmentation import pieces
from assistant.asr.sentence_list import Line, SentenceList
from assistant.asr.windows import WINDOW_SAMPLES, checked, moved
from assistant.audio.files import blocks
from assistant.audio.vad import FRAME_SAMPLES, VoiceActivityDetector
from assistant.events import AudioFrame, Transcript, Word


class ListedRecognizer:
    """A recogniser that hears the sentences of a list and nothing else. Safe to share between threads."""

    def __init__(self, reader: CtcReader, sentences: SentenceList, start: Callable[[], CtcStream]):
        """reader: over the grammar of `sentences`. start: gives a stream that reads with it."""
        self._reader = reader
        self._sentences = sentences
        self.start = start

    def answer(self, sound: AudioFrame) -> tuple[Transcript, Line | None]:
        """What was said, and its line, or no text and None. sound: at most a window of it. Raises RecognitionError."""
        judgement = self._reader.judge(checked(sound))
        return judgement.transcript, self._sentences.line_of(judgement.intents)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an utterance was answered with.

    status: "ok"; "rejected": none of the sentences, `reason` says what was heard instead ("silence", "noise", "uncertain");
    else as in batch.Record. text: the line of the list, or, of a template, what was said of it. line: its number, from 1.
    start, seconds: of the utterance within its file. Word times count from the beginning of the file.
    """

    path: str
    status: Status | Literal["rejected"]
    text: str = ""
    line: int | None = None
    words: tuple[Word, ...] = ()
    confidence: float = 0.0
    start: float = 0.0
    seconds: float = 0.0
    reason: str | None = None
    error: str | None = None

    @property
    def fine(self) -> bool:
        return self.status in ("ok", "rejected")

    def as_json(self) -> dict[str, Any]:
        tree = asdict(self)
        for figure in ("confidence", "start", "seconds"):
            tree[figure] = round(tree[figure], 3)
        tree["words"] = [{**asdict(word), "confidence": round(word.confidence, 3)} for word in self.words]
        return {key: value for key, value in tree.items() if value is not None or key == "line"}


def answer_files(
    paths: Iterable[Path | str],
    recognizer: ListedRecognizer,
    detector: VoiceActivityDetector,
    progress: Callable[[str, float], None] | None = None,
) -> Iterator[Answer]:
    """An answer for each path ("-" is standard input), in order; of a file longer than a window, one for each stretch of speech.

    progress: called with the path and the seconds that were answered.
    """
    for path in paths:
        detector.reset()
        for answer in _answers(path, recognizer, detector):
            if progress:
                progress(answer.path, answer.start + answer.seconds)
            yield answer


def _answers(path: Path | str, recognizer: ListedRecognizer, detector: VoiceActivityDetector) -> Iterator[Answer]:
    """The last one tells, too, what ended the file early."""
    last: Answer | None = None
    try:
        for sound in _utterances(blocks(path, SAMPLE_RATE, FRAME_SAMPLES), detector):
            if last:
                yield last
            last = _answer(str(path), recognizer, sound)
    except FAILURES as mistake:
        status, error = failure(path, mistake)
        last = replace(last, status=status, error=error) if last else Answer(str(path), status, error=error)
    if last:
        yield last


def _utterances(frames: Iterator[AudioFrame], detector: VoiceActivityDetector) -> Iterator[AudioFrame]:
    held: list[AudioFrame] = []
    try:
        for frame in frames:
            held.append(frame)
            if frame.end > WINDOW_SAMPLES:
                break
    except FAILURES:
        if held:
            yield _joined(held)
        raise
    if held[-1].end <= WINDOW_SAMPLES:
        yield _joined(held)
        return
    n_found = 0
    for n_found, piece in enumerate(pieces(chain(held, frames), detector), start=1):  # noqa: B007
        yield piece
    if not n_found:
        yield _joined(held[:-1])  # whatever it is, it has an answer


def _joined(frames: list[AudioFrame]) -> AudioFrame:
    return AudioFrame(np.concatenate([frame.samples for frame in frames]), SAMPLE_RATE, frames[0].at)


def _answer(path: str, recognizer: ListedRecognizer, sound: AudioFrame) -> Answer:
    transcript, line = recognizer.answer(sound)
    start = sound.at / SAMPLE_RATE
    answer = Answer(path, "rejected", confidence=transcript.confidence, start=start, seconds=sound.seconds)
    if line is None:
        return replace(answer, reason=transcript.rejected)
    text = transcript.text if line.is_template else line.text
    return replace(answer, status="ok", text=text, line=line.number, words=moved(transcript.words, start))
