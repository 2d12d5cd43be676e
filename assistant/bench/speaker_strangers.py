"""An open set: five people are enrolled as the product does it, and everybody else is a stranger who must not be taken for them.

Strategy: many households are drawn, each person enrolled with three utterances; the rest of theirs, and all of the others, are
asked about. One figure has the threshold where a twentieth of the household's own utterances is refused: it is the encoder's. The
others have it where it ships, with what is required of short speech and of those whose like is enrolled: they are the product's.
A person's utterances err together: the interval draws people anew, and reaches as far as Wilson's at least.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from assistant.bench.bars import Interval, Row, bootstrap, wilson
from assistant.bench.speakers import Clip
from assistant.speakers.gallery import Enrolled, Gallery, Scoring
from assistant.speakers.protocol import Voiceprint
from assistant.speakers.samples import loudness_of

MAX_ACCEPTED = 5.0
_REFUSED = 0.05
_HOUSEHOLD, _ENROLMENT, _DRAWS = 5, 3, 60
DOUBTFUL = (frozenset({"ufpalign-02", "ufpalign-03"}), frozenset({"wakewords_ptpt-05", "wakewords_ptpt-07"}))
"""Probably one person under two labels, who are no strangers to each other. By CAM++ the utterances of the first two are 0.57
alike, where those of one person are 0.58 to 0.81 and those of any other two at most 0.38; their pitch is 118 and 111 Hz. Of the
other two it is 0.40, single pairs 0.58, at 105 and 101 Hz; the files of the one are named by a name, of the other by a number."""


@dataclass(slots=True)
class _Asked:
    """own, others: normalised scores; the rest by speaker: how many were asked, and how often wrongly answered as it ships."""

    own: list[float] = field(default_factory=list)
    others: list[tuple[str, float]] = field(default_factory=list)
    n_own: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    accepted: Counter[str] = field(default_factory=Counter)


def strangers(
    name: str, encoder: str, scoring: Scoring, vectors: np.ndarray, spoken: Sequence[Clip], at_most: float | None = MAX_ACCEPTED
) -> Iterator[Row]:
    """vectors: of what was spoken."""
    of: dict[str, list[int]] = defaultdict(list)
    for i, clip in enumerate(spoken):
        of[clip.speaker].append(i)
    known = sorted(speaker for speaker, indices in of.items() if len(indices) > _ENROLMENT)
    title = f"{name}: unknown accepted, at 5 % false rejection"
    if len(known) <= _HOUSEHOLD:
        yield Row(title, None, note="too few people", at_most=at_most)
        return
    seconds = [loudness_of(clip.samples).speech_s for clip in spoken]
    found, random = _Asked(), np.random.default_rng(0)
    for _ in range(_DRAWS):
        household = {who: random.permutation(of[who]) for who in random.choice(known, _HOUSEHOLD, replace=False)}
        people = [Enrolled(who, vectors[i[:_ENROLMENT]], np.ones(_ENROLMENT, np.float32)) for who, i in household.items()]
        _ask(Gallery(encoder, people, scoring), household, of, vectors, seconds, found)
    threshold = float(np.quantile(found.own, _REFUSED))
    asked = Counter(speaker for speaker, _ in found.others)
    taken = Counter(speaker for speaker, score in found.others if score >= threshold)
    note = f"households of {len(known)} people, {len(asked)} strangers"
    yield _rate(title, taken, asked, of, f"{note}; threshold {threshold:.2f}", at_most)
    yield _rate(f"{name}: unknown accepted, as it ships", found.accepted, asked, of, f"threshold {scoring.threshold:.2f}")
    yield _rate(f"{name}: known refused or mistaken, as it ships", found.refused, found.n_own, of)


def _ask(
    gallery: Gallery,
    household: Mapping[str, np.ndarray],
    of: Mapping[str, Sequence[int]],
    vectors: np.ndarray,
    seconds: Sequence[float],
    found: _Asked,
) -> None:
    for who, indices in household.items():
        for i in indices[_ENROLMENT:]:
            found.own.append(gallery.normalised(vectors[i])[who])
            found.n_own[who] += 1
            found.refused[who] += _named(gallery, vectors[i], seconds[i]) != who
    for who, indices in of.items():
        if who in household or any({who, it} in DOUBTFUL for it in household):
            continue
        for i in indices:
            found.others.append((who, max(gallery.normalised(vectors[i]).values())))
            found.accepted[who] += _named(gallery, vectors[i], seconds[i]) is not None


def _named(gallery: Gallery, vector: np.ndarray, seconds: float) -> str | None:
    return gallery.identify(Voiceprint(gallery.encoder, vector), seconds).name


def _rate(
    name: str,
    wrong: Mapping[str, int],
    asked: Mapping[str, int],
    of: Mapping[str, Sequence[int]],
    note: str = "",
    at_most: float | None = None,
) -> Row:
    people = sorted(asked)
    rate = sum(wrong.values()) / sum(asked.values())
    n = sum(len(of[who]) for who in people)  # many households ask about one utterance
    sure, drawn = wilson(round(rate * n), n), bootstrap([wrong[who] for who in people], [asked[who] for who in people])
    interval: Interval = min(sure[0], drawn[0]), max(sure[1], drawn[1])
    return Row(name, 100 * rate, "%", n, interval, at_most, None, note)
