"""What can be set about where turns begin and end."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EndpointRules:
    """Times in milliseconds but for the longest turn; what each is for is said in config.yaml.

    pause_ms: after so much silence it is looked what was said. complete_ms, extendable_ms, dangling_ms: so much ends a turn that
    is complete, that is complete and often gets more, that surely goes on; silence_ms any other, until it is known how long this
    person pauses: then between min_silence_ms and max_silence_ms. barge_in_probability, barge_in_ms: what begins a turn while
    the assistant speaks. resume_ms: less speech than this in a pause is a click.
    """

    start_probability: float = 0.5
    stop_probability: float = 0.35
    start_ms: int = 96
    barge_in_probability: float = 0.6
    barge_in_ms: int = 96
    pause_ms: int = 160
    resume_ms: int = 64
    complete_ms: int = 240
    extendable_ms: int = 1400
    silence_ms: int = 900
    min_silence_ms: int = 480
    max_silence_ms: int = 1400
    dangling_ms: int = 2000
    min_speech_ms: int = 160
    max_turn_s: float = 20.0
