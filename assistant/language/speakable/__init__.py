"""Written Portuguese → the words a voice says: numbers, money, hours, dates, units and signs spelled out, mark-up left out.

Strategy: ordered steps, each a list of rules for one kind of thing: a pattern and what is said for it. Whole things come before
their parts: a date before a fraction, a price before a number. What a rule has put into words holds no digits and no
capitals, so no later rule touches it again, and what was spoken once stays as it is. Every pattern looks a bounded way
around, so that a text takes time in proportion to its length.
"""

from __future__ import annotations

import re

from assistant.language.markup import plain, without_signs
from assistant.language.speakable.abbreviations import expand_abbreviations
from assistant.language.speakable.acronyms import say_acronyms
from assistant.language.speakable.addresses import say_addresses
from assistant.language.speakable.calendar import say_dates
from assistant.language.speakable.codes import spell_codes
from assistant.language.speakable.figures import say_figures
from assistant.language.speakable.hours import say_hours
from assistant.language.speakable.measures import say_measures
from assistant.language.speakable.money import say_prices
from assistant.language.speakable.roman import say_roman

_STEPS = (
    say_addresses,
    expand_abbreviations,
    say_roman,
    say_dates,
    spell_codes,
    say_hours,
    say_prices,
    say_measures,
    say_figures,
    say_acronyms,
)
# Most sentences hold nothing that a rule is for, which is soon seen. No abbreviation has that many letters.
_SENTENCE_END = re.compile(r"\n|(?<=[a-zà-ÿ]{6}[.!?]) (?=[^\W\d_])")


def speakable(text: str) -> str:
    """The text as it is said aloud, on one line, without digits; "" when there is nothing to say. Never fails."""
    return without_signs(" ".join(_said(sentence) for sentence in _SENTENCE_END.split(plain(text))))


def _said(sentence: str) -> str:
    for step in _STEPS:
        sentence = step(sentence)
    return sentence
