"""Who spoke when, in a recording of several people.

Strategy: speech is heard in short windows that overlap, each becoming a vector. What is most alike is joined first, until what is
left is less alike than two windows of one person are (agglomerative clustering, average linkage; Day and Edelsbrunner, "Efficient
algorithms for agglomerative hierarchical clustering methods", 1984). Then every window goes to the person it is nearest to, where
a change costs something, so that one odd window does not make a turn of its own (Viterbi). Of long recordings, successive windows
are joined beforehand, so that memory stays small.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.asr.protocol import SAMPLE_RATE
from assistant.errors import TooShortError
from assistant.events import AudioFrame, Identity
from assistant.speakers.gallery import Gallery
from assistant.speakers.protocol import SpeakerEncoder, Utterance, Voiceprint, unit

_MOST_ITEMS = 1500


@dataclass(frozen=True, slots=True)
class DiarisationRules:
    """min_likeness: of two people's windows, on average, from which on they are one. window_s, hop_s: of what is compared.
    change_cost: of a change of speakers between two windows, in likeness. min_speaker_s: whoever speaks less is nobody of their
    own, unless nobody speaks longer."""

    min_likeness: float
    window_s: float = 1.5
    hop_s: float = 0.75
    change_cost: float = 0.15
    min_speaker_s: float = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """start, end: seconds since the recording began. vector: unit, float32. piece: which stretch of speech it lies in."""

    start: float
    end: float
    vector: np.ndarray
    piece: int


@dataclass(frozen=True, slots=True)
class SpeakerTurn:
    """start, end in seconds. label: 0 for who spoke first, 1 for the next, …"""

    start: float
    end: float
    label: int


def windows_of(pieces: Iterable[AudioFrame], encoder: SpeakerEncoder, rules: DiarisationRules) -> Iterator[Window]:
    """pieces: stretches of speech, 16 kHz. The last window of a piece is as long as the others, where the piece is."""
    length, hop = round(rules.window_s * SAMPLE_RATE), round(rules.hop_s * SAMPLE_RATE)
    for number, piece in enumerate(pieces):
        last = max(0, len(piece.samples) - length)
        for start in [*range(0, last, hop), last]:
            samples = piece.samples[start : start + length]
            try:
                vector = encoder.embed(Utterance(samples))
            except TooShortError:
                continue
            at = piece.at + start
            yield Window(at / SAMPLE_RATE, (at + len(samples)) / SAMPLE_RATE, vector, number)


def diarise(windows: Sequence[Window], rules: DiarisationRules, n_speakers: int | None = None) -> list[SpeakerTurn]:
    """Turns in order; between two of one piece, the change lies in the middle of what both windows heard.

    n_speakers: how many there are, where that is known.
    """
    if not windows:
        return []
    vectors = np.array([it.vector for it in windows])
    groups = _joined(_neighbours(vectors), rules, n_speakers)
    labels = _smoothed(vectors, np.array([unit(total) for total, _ in groups]), windows, rules.change_cost)
    return _turns(windows, labels)


def named(windows: Sequence[Window], turns: Sequence[SpeakerTurn], gallery: Gallery, encoder: str) -> dict[int, Identity]:
    """By label, whose voice all the turns together are; a name is given to one label alone, the surest."""
    identities = {}
    for label in sorted({it.label for it in turns}):
        own = [it for it in turns if it.label == label]
        heard = [w.vector for w in windows if any(t.start <= (w.start + w.end) / 2 <= t.end for t in own)]
        if heard:
            voice = Voiceprint(encoder, unit(np.mean(heard, axis=0)))
            identities[label] = gallery.identify(voice, sum(it.end - it.start for it in own))
    for name in {it.name for it in identities.values()} - {None}:
        *others, _ = sorted((it.score, label) for label, it in identities.items() if it.name == name)
        for _, label in others:
            identities[label] = Identity(None, identities[label].score, name)
    return identities


Group = tuple[np.ndarray, int]
"""The sum of the vectors in it, and how many they are."""


def _neighbours(vectors: np.ndarray) -> list[Group]:
    """One group a vector or, where there are too many, for successive ones."""
    n = -(-len(vectors) // _MOST_ITEMS)
    return [(vectors[i : i + n].sum(axis=0), len(vectors[i : i + n])) for i in range(0, len(vectors), n)]


def _joined(groups: list[Group], rules: DiarisationRules, n_speakers: int | None) -> list[Group]:
    """Those who speak long enough; as many as are said to be there, if so many can be found."""
    least = rules.min_speaker_s / rules.hop_s
    if n_speakers is None:
        totals, sizes = deque(_linked(groups, rules.min_likeness), maxlen=1).pop()
        return _lasting(_groups(totals, sizes, 1), least)
    while least > 0.5:
        # What is like nobody would be one of the people, if all groups counted: so the last stage that has so many long ones.
        found = None
        for totals, sizes in _linked(groups, -np.inf):
            if np.count_nonzero(sizes >= least) == n_speakers:
                found = _groups(totals, sizes, least)
        if found:
            return found
        least /= 2
    return groups


def _groups(totals: np.ndarray, sizes: np.ndarray, least: float) -> list[Group]:
    return [(totals[i].copy(), int(sizes[i])) for i in np.flatnonzero(sizes >= least)]


def _linked(groups: list[Group], min_likeness: float) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The sums and the sizes of all groups (no size: none) at every stage of average linkage, in the same two arrays: the mean
    likeness of all pairs of two groups is the product of their means."""
    totals, sizes = np.array([total for total, _ in groups]), np.array([n for _, n in groups], np.float64)
    means = totals / sizes[:, None]
    likeness = means @ means.T
    np.fill_diagonal(likeness, -np.inf)
    for n_left in range(len(groups), 0, -1):
        yield totals, sizes
        i, j = np.unravel_index(int(likeness.argmax()), likeness.shape)
        if n_left == 1 or likeness[i, j] < min_likeness:
            return
        joined = (likeness[i] * sizes[i] + likeness[j] * sizes[j]) / (sizes[i] + sizes[j])
        totals[i] += totals[j]
        sizes[i] += sizes[j]
        likeness[i], likeness[:, i] = joined, joined
        likeness[i, i] = -np.inf
        likeness[j], likeness[:, j] = -np.inf, -np.inf
        sizes[j] = 0


def _lasting(groups: list[Group], least: float) -> list[Group]:
    lasting = [it for it in groups if it[1] >= least]
    return lasting or [max(groups, key=lambda it: it[1])]


def _smoothed(vectors: np.ndarray, centres: np.ndarray, windows: Sequence[Window], change_cost: float) -> list[int]:
    """The best path through the groups; between two pieces, a change costs half."""
    likeness = vectors @ centres.T
    best, came_from = likeness[0], []
    for i in range(1, len(vectors)):
        cost = change_cost if windows[i].piece == windows[i - 1].piece else change_cost / 2
        changed = int(best.argmax())
        stays = best >= best[changed] - cost
        came_from.append(np.where(stays, np.arange(len(centres)), changed))
        best = np.where(stays, best, best[changed] - cost) + likeness[i]
    path = [int(best.argmax())]
    for back in reversed(came_from):
        path.append(int(back[path[-1]]))
    return path[::-1]


def _turns(windows: Sequence[Window], labels: Sequence[int]) -> list[SpeakerTurn]:
    order: dict[int, int] = {}
    turns: list[SpeakerTurn] = []
    for i, (window, label) in enumerate(zip(windows, labels, strict=True)):
        number = order.setdefault(label, len(order))
        same_piece = i > 0 and windows[i - 1].piece == window.piece
        if same_piece and turns[-1].label == number:
            turns[-1] = SpeakerTurn(turns[-1].start, window.end, number)
            continue
        start = window.start
        if same_piece:
            start = (turns[-1].end + window.start) / 2
            turns[-1] = SpeakerTurn(turns[-1].start, start, turns[-1].label)
        turns.append(SpeakerTurn(start, window.end, number))
    return turns
