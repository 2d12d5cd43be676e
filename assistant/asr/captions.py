"""Subtitles of what was recognised, with the names of those who speak."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.events import Word
from assistant.language.subtitles import FORMATS, TimedText, cues


def captions(stretches: Iterable[tuple[str | None, Sequence[Word]]], form: str) -> str:
    """stretches: who speaks, None where nobody knows, and their words, in the order of time. form: "srt" or "vtt".

    Where the speaker changes, their name is the first word of a cue.
    """
    shown, last = [], None
    for speaker, words in stretches:
        changes = bool(words) and speaker is not None and speaker != last
        title = [TimedText(f"{speaker}:", words[0].start, words[0].start)] if changes else []
        shown += cues([*title, *words])
        last = speaker
    ended = [replace(cue, end=min(cue.end, following.start)) for cue, following in pairwise(shown)]
    return FORMATS[form](ended + shown[-1:])
