"""Whose turn it is: a voice that is certainly another's takes no part in what somebody else has begun.

Strategy: a short answer ("sim") says little about its voice, so nobody is shut out by that alone; and whoever may well be the one
who was asked is taken for them when they answer. Both are read off the likelihoods that came with the transcript.
"""

from __future__ import annotations

from assistant.events import Transcript

MAY_BE = 0.3
"""From this likelihood on it is taken for somebody who was asked: of strangers 0.2 % are at 2 s of sound, 1.8 % at 1 s, 1.7 %
at 0.5 s, and other members of the household 0.5, 3.5 and 1.0 %; of those who were asked 97, 93 and 80 %."""
CERTAINLY_ANOTHER = 0.1
"""Below this likelihood it is not somebody. Both errors are about as frequent there: of owners 1.0 % are shut out at 2 s of sound
and 5.3 % at 1 s, of strangers 1.0 and 6.0 % are let in (at 0.3: 2.8 and 7.2 %, and 0.2 and 1.8 %)."""
MIN_SPEECH_S = 0.6
"""Less than this tells nobody from anybody, unless it was somebody who is known: 0.8 s of words without pauses hold so much. Of
those 3.3 % of owners are shut out and 4.7 % of strangers let in; of 0.5 s of words 17 % of owners would be.

All by people of assistant/speakers/calibration.md, four of them enrolled, with the dedicated encoder."""


def is_another(heard: Transcript, owner: str | None) -> bool:
    """Whether this was certainly not said by the owner."""
    identity = heard.identity
    if not owner or identity is None or owner == identity.name:
        return False
    if identity.name is None and heard.voice is not None and heard.voice.speech_s < MIN_SPEECH_S:
        return False
    return identity.likelihood_of(owner) < CERTAINLY_ANOTHER


def may_be(heard: Transcript, owner: str | None) -> bool:
    """Whether this was said by nobody who is known for sure, and may well have been said by the owner."""
    identity = heard.identity
    return bool(owner) and identity is not None and identity.name is None and identity.likelihood_of(owner) >= MAY_BE
