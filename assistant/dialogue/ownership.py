"""Whose turn it is: a voice that is certainly another's takes no part in what somebody else has begun.

Strategy: a short answer ("sim") says little about its voice, so nobody is shut out by that alone; and whoever may well be the one
who was asked is taken for them when they answer. Both are read off the likelihoods that came with the transcript.
"""

from __future__ import annotations

from assistant.events import Transcript

MAY_BE = 0.3
"""From this likelihood on it may be somebody after all."""
MIN_SPEECH_S = 0.8
"""Less than this tells nobody from anybody, unless it was somebody who is known."""


def is_another(heard: Transcript, owner: str | None) -> bool:
    """Whether this was certainly not said by the owner."""
    identity = heard.identity
    if not owner or identity is None or owner == identity.name:
        return False
    if identity.name is None and heard.voice is not None and heard.voice.speech_s < MIN_SPEECH_S:
        return False
    return identity.likelihood_of(owner) < MAY_BE


def may_be(heard: Transcript, owner: str | None) -> bool:
    """Whether this was said by nobody who is known for sure, and may well have been said by the owner."""
    identity = heard.identity
    return bool(owner) and identity is not None and identity.name is None and identity.likelihood_of(owner) >= MAY_BE
