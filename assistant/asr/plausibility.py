"""Was this said, or did the recogniser make it up? Checks of the sound before decoding, and of the text after it.

Strategy: whoever decodes silence or noise with Whisper gets a sentence all the same, mostly one of a few ("O que é isso?",
"E aí?", subtitle credits). Digital silence, too faint or too short sound and steady noise are told by their level alone and not
decoded at all. (Voicing is not asked for: whispering has none.) Of a decoded text the mean token log-probability says most:
about -0.2 for commands, -1.0 to -2.0 for inventions; the model's own no-speech probability separates the rest. Both make
one confidence; a phantom needs more of it than another sentence.
"""

from __future__ import annotations

import math
import re

import numpy as np

from assistant.asr.loops import is_monotonous
from assistant.asr.reading import Reading

MIN_SOUND_S = 0.1
SILENCE_RMS = 0.001  # -60 dB of full scale, in the loudest 32 ms
STEADY_RANGE_DB = 3.0  # between soft and loud frames; speech, even in noise at 5 dB, has more than 6
_FRAME = 512

# confidence = sigmoid(BIAS + PER_LOGPROB · logprob + PER_NO_SPEECH · no_speech): a logistic regression on "at most a quarter of
# the characters are wrong", over 98 spoken commands and sentences, clean and with noise at 10 dB, and 49 stretches of noise, each
# with three prompts. Of what it calls 0.9–1.0, 0.8–0.9, 0.7–0.8, below 0.5 in fact 99 %, 83 %, 68 %, 1 % are right.
_BIAS, _PER_LOGPROB, _PER_NO_SPEECH = 3.6, 5.9, -1.6

# What Whisper says when nobody speaks. Credits of subtitles are never what someone tells an assistant; the others may be.
_CREDITS = re.compile(
    r"amara ?org|legenda(s|do|dos)? (pela|por|adriana)|transcri(ção|to) (e legendas )?(pela|por)|"
    r"inscrev\w+[ -]se no canal|obrigad[oa] por assistir|até o próximo vídeo|www "
)
_PHANTOMS = frozenset(
    ("e aí", "o que é isso", "o que é", "o que", "obrigado", "obrigada", "tchau", "apenas de novo", "um", "um dia", "sim", "tô")
)
_PHANTOM_MIN_CONFIDENCE = 0.6
# Breath, a cough, a chair: heard as an interjection, and nothing that could be answered.
_INTERJECTION = re.compile(r"([aeouóôáàêh]|ah+|a{3,}|oh+|uh+|eh+|h[mu]+m*|ã+|aham)")


def refuse_sound(samples: np.ndarray, rate: int) -> str | None:
    """Why sound, shape (n,), holds no speech ("silence", "noise"), or None when it must be decoded to know."""
    if len(samples) < MIN_SOUND_S * rate:
        return "silence"
    whole = samples[: len(samples) // _FRAME * _FRAME].reshape(-1, _FRAME)
    # The mean is no sound: a cheap sound card's offset must not count as loudness.
    levels = np.sqrt(np.mean(np.square(whole - whole.mean(axis=1, keepdims=True)), axis=1))
    if levels.max() < SILENCE_RMS:
        return "silence"
    soft, loud = np.percentile(levels, [10, 90])
    if 20 * math.log10(max(loud, 1e-9) / max(soft, 1e-9)) < STEADY_RANGE_DB:
        return "noise"
    return None


def confidence_of(reading: Reading) -> float:
    """In [0, 1]: how likely it is that the text is about what was said."""
    score = _BIAS + _PER_LOGPROB * reading.logprob + _PER_NO_SPEECH * reading.no_speech
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


def refuse_reading(reading: Reading, min_confidence: float) -> str | None:
    """Why a hypothesis is not believed: "noise", "repetition" or "uncertain"; None when it is."""
    words = _plain_words(reading.text)
    if not words or all(_INTERJECTION.fullmatch(word) for word in words):
        return "noise"
    text = " ".join(words)
    if is_monotonous(reading.text):
        return "repetition"
    confidence = confidence_of(reading)
    needed = max(min_confidence, _PHANTOM_MIN_CONFIDENCE) if text in _PHANTOMS else min_confidence
    if _CREDITS.search(f"{text} ") or (confidence < needed and reading.no_speech > 0.3):
        return "noise"
    if confidence < needed:
        return "repetition" if reading.looped else "uncertain"
    return None


def _plain_words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
