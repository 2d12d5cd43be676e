"""Which of the words of a recording were said by whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.events import AudioFrame, Identity, Word
from assistant.speakers.diarisation import DiarisationRules, SpeakerTurn, Window, diarise, named, windows_of
from assistant.speakers.gallery import Gallery
from assistant.speakers.protocol import SpeakerEncoder

_PAUSE_S = 2.0  # after such a silence, a segment of its own begins


@dataclass(frozen=True, slots=True)
class Segment:
    """What one person said without a break. start, end: seconds since the recording began. speaker: their name where they are
    enrolled, else "pessoa 1", "pessoa 2", … by who spoke first; is_known tells which. score: how likely it is that name."""

    start: float
    end: float
    speaker: str
    text: str
    words: tuple[Word, ...]
    is_known: bool = False
    score: float | None = None


class Attribution:
    """For one recording after the other. gallery: who may be recognised; n_speakers: how many there are, where that is known."""

    def __init__(
        self, encoder: SpeakerEncoder, rules: DiarisationRules, gallery: Gallery | None = None, n_speakers: int | None = None
    ):
        self._encoder = encoder
        self._rules = rules
        self._gallery = gallery
        self._n_speakers = n_speakers
        self._windows: list[Window] = []

    def hear(self, piece: AudioFrame) -> None:
        """The next stretch of speech; `at` counts from the beginning of the recording. Raises RecognitionError."""
        number = self._windows[-1].piece + 1 if self._windows else 0
        for window in windows_of([piece], self._encoder, self._rules):
            self._windows.append(Window(window.start, window.end, window.vector, number))

    def segments(self, words: Sequence[Word]) -> tuple[Segment, ...]:
        """Of all that was heard since the last call, which begins the next recording."""
        windows, self._windows = self._windows, []
        turns = diarise(windows, self._rules, self._n_speakers)
        people = named(windows, turns, self._gallery, self._encoder.id) if self._gallery and len(self._gallery) else {}
        return tuple(_segment(label, group, people.get(label)) for label, group in _grouped(words, turns))


def _grouped(words: Sequence[Word], turns: Sequence[SpeakerTurn]) -> Iterable[tuple[int, list[Word]]]:
    """Successive words of one label."""
    groups: list[tuple[int, list[Word]]] = []
    for word in words:
        label = _label_at((word.start + word.end) / 2, turns)
        if groups and groups[-1][0] == label and word.start - groups[-1][1][-1].end < _PAUSE_S:
            groups[-1][1].append(word)
        else:
            groups.append((label, [word]))
    return groups


def _label_at(at: float, turns: Sequence[SpeakerTurn]) -> int:
    """Of the turn it lies in, or of the nearest."""
    return min(turns, key=lambda it: max(it.start - at, at - it.end, 0.0)).label if turns else 0


def _segment(label: int, words: Sequence[Word], identity: Identity | None) -> Segment:
    name = identity.name if identity else None
    return Segment(
        words[0].start,
        words[-1].end,
        name or f"pessoa {label + 1}",
        " ".join(word.text for word in words),
        tuple(words),
        is_known=name is not None,
        score=round(identity.score, 3) if identity and name else None,
    )
