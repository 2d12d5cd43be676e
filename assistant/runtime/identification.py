"""Whose voice an utterance was, found out while it is recognised.

Strategy: an encoder that needs the sound alone works on it beside the recogniser; one that needs what the recogniser made of it
is so quick that it follows. A voice that fails to be known is nobody's: the answer comes all the same. Speech is recognised at
its first pause, and perhaps again at its end: what was heard of a voice then is not heard anew for the same sound.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np

from assistant.errors import AssistantError
from assistant.events import Transcript
from assistant.speakers.known import KnownVoices
from assistant.speakers.protocol import SpeakerEncoder
from assistant.speakers.samples import VoiceSample

log = logging.getLogger(__name__)

PATIENCE_S = 1.0
"""So long is waited for a voice after the words are there; then it is nobody's."""


class Identification:
    """One for all sessions."""

    def __init__(self, known: KnownVoices):
        self._known = known
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="voices")
        self._latest: tuple[bytes, Future[VoiceSample | None]] | None = None

    @property
    def encoder(self) -> SpeakerEncoder:
        return self._known.encoder

    def of(self, samples: np.ndarray) -> Callable[[Transcript], Transcript]:
        """What puts into a transcript whose voice it is. samples: of all of the utterance, 16 kHz."""
        begun = self._begun(samples) if self._known.encoder.needs_sound else None
        return lambda transcript: self._completed(transcript, samples, begun)

    def _begun(self, samples: np.ndarray) -> Future[VoiceSample | None]:
        # Of sound that is done with nothing is kept, not even in memory.
        latest, digest = self._latest, hashlib.blake2b(samples.tobytes(), digest_size=16).digest()
        if latest is not None and latest[0] == digest:
            return latest[1]
        begun = self._pool.submit(self._known.sample, samples)
        self._latest = (digest, begun)
        return begun

    def _completed(self, transcript: Transcript, samples: np.ndarray, begun: Future[VoiceSample | None] | None) -> Transcript:
        try:
            sample = self._known.sample(samples, transcript.embedding) if begun is None else begun.result(PATIENCE_S)
            return self._known.recognised(transcript, sample)
        except (AssistantError, TimeoutError) as error:
            log.warning("whose voice it was was not found out: %s", error or "it took too long")
            return transcript

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
