"""What the sentences of an automaton are labelled with: the function that they reach, and when they count.

casa.liga             what always reaches the function
casa.liga+            its follow-ups ("e na sala?"): only while the conversation is about its skill
temporizador.inicia?duracao   the answer to "De quanto tempo?": only when that was asked for
!yes, !no             agreeing and declining: only when something was offered
"""

from __future__ import annotations

FOLLOW_UP, ANSWER, AGREEMENT = "+", "?", "!"


def follow_up(intent: str) -> str:
    return intent + FOLLOW_UP


def answer(intent: str, slot: str) -> str:
    return f"{intent}{ANSWER}{slot}"


def intent_of(label: str) -> str:
    """The intent that a label belongs to; "" for agreement."""
    return "" if label.startswith(AGREEMENT) else label.partition(ANSWER)[0].removesuffix(FOLLOW_UP)
