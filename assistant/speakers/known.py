"""The people who are known, live: who an utterance is by, who is enrolled, renamed, forgotten; all in the store, at once.

Strategy: the gallery is made anew when the store has changed, by whatever program. A person whom an utterance was surely by is
followed slowly: it moves the nearest of their vectors a little, or becomes one more, unless they are frozen.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.errors import SpeakerExistsError, TooShortError, UnknownSpeakerError
from assistant.events import Transcript
from assistant.speakers import names
from assistant.speakers.enrolment import Demands
from assistant.speakers.gallery import Enrolled, Gallery, Scoring
from assistant.speakers.protocol import SpeakerEncoder, Utterance, Voiceprint, stored_vector, unit
from assistant.speakers.samples import VoiceSample, sample_of
from assistant.store import Centroid, Speaker, Store

log = logging.getLogger(__name__)

MAX_CENTROIDS = 8
MAX_WEIGHT = 20.0
"""So many utterances are remembered in a vector: older ones fade, as a voice changes with the years."""


@dataclass(frozen=True, slots=True)
class Adaptation:
    """score: how sure one must be of a person before their vectors follow. alike: from which likeness on an utterance joins the
    nearest vector; what is less like any becomes one more. min_speech_s: shorter utterances teach nothing."""

    score: float = 0.95
    alike: float = 0.75
    min_speech_s: float = 2.0


class KnownVoices:
    """One for all sessions; any thread. adaptation: None keeps all voices as they were enrolled."""

    def __init__(
        self,
        encoder: SpeakerEncoder,
        scoring: Scoring,
        store: Store,
        demands: Demands,
        adaptation: Adaptation | None = None,
    ):
        self.encoder = encoder
        self.demands = demands
        self._scoring = scoring
        self._store = store
        self._adaptation = adaptation
        self._read: tuple[tuple[int, int] | None, Gallery, tuple[Speaker, ...]] = (None, Gallery(encoder.id, (), scoring), ())

    def people(self) -> tuple[Speaker, ...]:
        """The first enrolled first, those of another encoder included."""
        return self._fresh()[1]

    def names(self) -> tuple[str, ...]:
        return tuple(it.name for it in self.people())

    def outdated(self) -> tuple[str, ...]:
        """Who is enrolled, and not known to this encoder: with another one, or damaged. They are to be asked to enrol again."""
        return tuple(it.name for it in self.people() if not _sound(it, self.encoder))

    def damaged(self) -> tuple[str, ...]:
        """Those of them who were known to this encoder."""
        return tuple(name for name in self.outdated() if any(it.encoder == self.encoder.id for it in self.person(name).centroids))

    def has_voice_of(self, name: str) -> bool:
        """Whether somebody of that name is known to this encoder."""
        person = self._person(name)
        return person is not None and bool(_sound(person, self.encoder))

    def gallery(self) -> Gallery:
        return self._fresh()[0]

    def sample(self, samples: np.ndarray, pooled: np.ndarray | None = None) -> VoiceSample | None:
        """The voice of an utterance, None when it was too short. Both as in Utterance. Raises RecognitionError."""
        try:
            return sample_of(self.encoder, Utterance(samples, pooled))
        except TooShortError:
            return None

    def recognised(self, transcript: Transcript, sample: VoiceSample | None) -> Transcript:
        """The same, with whose voice it was. Raises StoreError."""
        if sample is None:
            return transcript
        identity = self.gallery().identify(sample.voice, sample.speech_s)
        return replace(transcript, voice=sample, identity=identity, speaker=identity.name)

    def enroll(self, name: str, voices: Sequence[Voiceprint], again: bool = False) -> str:
        """The name as it is kept. again: who has it already is enrolled anew; else SpeakerExistsError.

        Raises SpeakerNameError, StoreError too.
        """
        name = names.checked(name)
        there = self._person(name)
        if there is not None and not again and self.has_voice_of(name):
            raise SpeakerExistsError(there.name)
        name = there.name if there else name
        self._store.enroll_speaker(name, names.key_of(name), [_centroid(it) for it in voices])
        return name

    def take(self, people: Iterable[Speaker], replaces: bool = False) -> list[str]:
        """Enrol people from elsewhere, with their vectors of whatever encoder; their names. replaces: also who is here already.

        Raises SpeakerExistsError before anybody is taken, StoreError.
        """
        people = list(people)
        there = [one for it in people if (one := self._person(it.name))]
        if there and not replaces:
            raise SpeakerExistsError(there[0].name)
        kept = {it.key: it.name for it in there}
        for it in people:
            speaker_id = self._store.enroll_speaker(kept.get(it.key, it.name), it.key, it.centroids)
            self._store.freeze_speaker(speaker_id, it.is_frozen)
        return [kept.get(it.key, it.name) for it in people]

    def rename(self, old: str, new: str) -> str:
        """Raises UnknownSpeakerError, SpeakerNameError, SpeakerExistsError, StoreError."""
        person, new = self.person(old), names.checked(new)
        other = self._person(new)
        if other is not None and other.id != person.id:
            raise SpeakerExistsError(other.name)
        self._store.rename_speaker(person.id, new, names.key_of(new))
        return new

    def remove(self, name: str) -> str:
        """Everything of theirs. Raises UnknownSpeakerError, StoreError."""
        person = self.person(name)
        self._store.remove_speaker(person.id)
        return person.name

    def freeze(self, name: str, is_frozen: bool = True) -> str:
        """Raises UnknownSpeakerError, StoreError."""
        person = self.person(name)
        self._store.freeze_speaker(person.id, is_frozen)
        return person.name

    def follow(self, transcript: Transcript) -> bool:
        """Let the voice of whom it was surely by follow this utterance; whether it did. Raises StoreError."""
        rules, identity, sample = self._adaptation, transcript.identity, transcript.voice
        if rules is None or identity is None or identity.name is None or sample is None:
            return False
        if identity.score < rules.score or sample.speech_s < rules.min_speech_s:
            return False
        person = self._person(identity.name)
        if person is None or person.is_frozen:
            return False
        kept = _sound(person, self.encoder)
        if not kept:  # forgotten, or damaged, since it was heard
            return False
        self._store.enroll_speaker(person.name, person.key, _followed(kept, sample.voice, rules.alike))
        return True

    def person(self, name: str) -> Speaker:
        """Raises UnknownSpeakerError."""
        person = self._person(name)
        if person is None:
            raise UnknownSpeakerError(name, self.names())
        return person

    def _person(self, name: str) -> Speaker | None:
        key = names.key_of(" ".join(name.split()))
        return next((it for it in self.people() if it.key == key), None)

    def _fresh(self) -> tuple[Gallery, tuple[Speaker, ...]]:
        version = self._store.version
        if self._read[0] != version:
            people = tuple(self._store.speakers())
            enrolled = [it for one in people if (it := _enrolled(one, self.encoder))]
            self._read = (version, Gallery(self.encoder.id, enrolled, self._scoring), people)
        return self._read[1], self._read[2]


def _sound(person: Speaker, encoder: SpeakerEncoder) -> list[Centroid]:
    """What this encoder can be compared with; what is damaged is left out."""
    own = (it for it in person.centroids if it.encoder == encoder.id and len(it.vector) == 4 * encoder.size)
    return [it for it in own if stored_vector(it.vector, it.weight) is not None]


def _enrolled(person: Speaker, encoder: SpeakerEncoder) -> Enrolled | None:
    """None for who is not known to this encoder."""
    sound = _sound(person, encoder)
    if not sound:
        return None
    vectors = [unit(np.frombuffer(it.vector, "<f4")) for it in sound]
    return Enrolled(person.name, np.array(vectors), np.array([it.weight for it in sound], np.float32))


def _centroid(voice: Voiceprint) -> Centroid:
    return Centroid(voice.encoder, voice.vector.astype("<f4").tobytes())


def _followed(kept: Sequence[Centroid], voice: Voiceprint, alike: float) -> list[Centroid]:
    """The vectors of a person after one more utterance: the nearest has moved towards it, or there is one more."""
    vectors = [np.frombuffer(it.vector, "<f4") for it in kept]
    likeness = [float(vector @ voice.vector) for vector in vectors]
    nearest = int(np.argmax(likeness))
    if likeness[nearest] < alike and len(kept) < MAX_CENTROIDS:
        return [*kept, _centroid(voice)]
    old = kept[nearest]
    moved = unit(vectors[nearest] * old.weight + voice.vector)
    new = replace(old, vector=moved.astype("<f4").tobytes(), weight=min(old.weight + 1, MAX_WEIGHT))
    return [new if i == nearest else it for i, it in enumerate(kept)]
