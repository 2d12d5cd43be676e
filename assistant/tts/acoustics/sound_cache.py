"""What was spoken once sounds at once: an acoustic model that keeps, and looks up, the sound of every chunk.

Strategy: a chunk's key is the digest of all that shapes its sound, and of nothing else: the phoneme numbers, the row of the
style, the speed, the model. So a sentence is known from whatever text and voice's name it came; volume, pauses and trimming are
done to what comes out of here. Kept are 16 bits a sample, scaled to the chunk's loudest: the error is 98 dB below that.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Sequence

import numpy as np

from assistant.tts.acoustics.protocol import AcousticModel, Utterance
from assistant.tts.acoustics.sound_store import SoundStore

_FORMAT = b"sound 1"  # of the key and of what is kept under it: raise it when either changes
_HEADER = struct.Struct("<fII")  # loudest sample, number of samples, number of phonemes with a length
_FULL_SCALE = 32767
_FAINTEST = 1e-6


class CachedModel:
    """Itself an AcousticModel; what it gives says whether it was `cached`."""

    def __init__(self, model: AcousticModel, store: SoundStore):
        self._model = model
        self._store = store

    @property
    def identity(self) -> str:
        return self._model.identity

    def infer(self, ids: Sequence[int], style: np.ndarray, speed: float) -> Utterance:
        key = _key(self.identity, ids, style, speed)
        kept = self._store.get(key)
        utterance = None if kept is None else unpack(kept, cached=True)
        if utterance is not None:
            return utterance
        made = self._model.infer(ids, style, speed)
        if not np.isfinite(made.samples).all():
            return made  # whoever asked will say what is wrong; it is not to be found again
        data = pack(made)
        self._store.put(key, data)
        # As it will be found: the same text is the same sound, to the sample, the first time and later.
        return unpack(data)


def pack(utterance: Utterance) -> bytes:
    """An utterance as bytes; its samples must be finite."""
    samples = np.asarray(utterance.samples, np.float32)
    peak = max(float(np.abs(samples).max(initial=0.0)), _FAINTEST)
    frames = () if utterance.frames is None else utterance.frames
    pcm = np.rint(samples * (_FULL_SCALE / peak)).astype("<i2")
    return _HEADER.pack(peak, len(samples), len(frames)) + pcm.tobytes() + np.asarray(frames, "<i4").tobytes()


def unpack(data: bytes, cached: bool = False) -> Utterance | None:
    """What `pack` made bytes of; None when it was not that."""
    if len(data) < _HEADER.size:
        return None
    peak, n_samples, n_frames = _HEADER.unpack_from(data)
    if len(data) != _HEADER.size + 2 * n_samples + 4 * n_frames:
        return None
    pcm = np.frombuffer(data, "<i2", n_samples, _HEADER.size)
    frames = np.frombuffer(data, "<i4", n_frames, _HEADER.size + 2 * n_samples).astype(np.int64) if n_frames else None
    return Utterance(pcm.astype(np.float32) * np.float32(peak / _FULL_SCALE), frames, cached)


def _key(identity: str, ids: Sequence[int], style: np.ndarray, speed: float) -> str:
    model = identity.encode()
    digest = hashlib.sha256(_FORMAT)
    digest.update(struct.pack("<III", len(model), len(ids), np.size(style)))  # so that no part can pass for another's
    digest.update(model)
    digest.update(np.asarray(ids, "<i4").tobytes())
    digest.update(np.asarray(style, "<f4").tobytes())
    digest.update(np.asarray(speed, "<f4").tobytes())  # as the model gets it
    return digest.hexdigest()
