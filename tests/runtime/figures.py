"""Figures of turns that were never spoken."""

from datetime import timedelta

from assistant.runtime.turn_figures import Origin, Outcome, TurnFigures
from tests.fakes import NOON


def turn(after_s=0.0, **changed):
    known = {"began": NOON + timedelta(seconds=after_s), "turn": 1, "origin": Origin.VOICE, "outcome": Outcome.ANSWERED}
    spent = {"seconds": 3.0, "cpu_s": 0.5, "speech_s": 1.0, "ms": {"silence": 240, "text": 180, "plan": 2, "audio": 400}}
    return TurnFigures(**{**known, **spent, "skill": "horas", **changed})
