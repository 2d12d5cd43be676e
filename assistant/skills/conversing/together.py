"""Several commands in one breath become one plan: answers one after the other, effects in order, and one question, last."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.events import Plan
from assistant.language.words.text import sentence
from assistant.skills.effects import Effect, World
from assistant.skills.failures import spoken
from assistant.skills.replies import NOT_DONE, ONE_BY_ONE

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Part:
    """What one of several commands does, and what is said about it: if it fails, the others are still done, and told."""

    text: str
    effects: tuple[Effect, ...]
    reading: str

    def run(self, world: World) -> str:
        try:
            said = [effect.run(world) for effect in self.effects]
        # An effect may be anybody's, as the skill is that it comes from.
        except Exception as error:
            if why := spoken(error):
                log.warning("an effect failed: %s", error)
                return sentence(why)
            log.error("an effect failed: %s", type(error).__name__)
            log.debug("an effect failed", exc_info=error)
            return NOT_DONE.format(reading=self.reading)
        return once(sentence(text) for text in said if text) or self.text


def once(texts: Iterable[str]) -> str:
    """One after the other; what several of them say is said once."""
    return " ".join(dict.fromkeys(texts))


def joined(plans: Sequence[Plan], readings: Sequence[str]) -> Plan:
    """One plan of several. readings: the commands as they were understood, to tell them apart by."""
    if len(plans) == 1:
        return plans[0]
    parts = [Part(sentence(plan.text), plan.effects, reading) for plan, reading in zip(plans, readings, strict=True)]
    asking = [i for i, plan in enumerate(plans) if plan.topic is not None and plan.topic.is_open]
    last = asking[0] if asking else len(plans) - 1
    if asking:
        # There can be one question at a time, and it is the last thing that is said.
        later = [readings[i] for i in asking[1:]]
        told = [Part(ONE_BY_ONE.format(readings="; ".join(f"“{r}”" for r in later)), (), "")] if later else []
        parts = [*(part for i, part in enumerate(parts) if i not in asking), *told, parts[last]]
    topic = plans[last].topic
    if asking and last < len(plans) - 1:
        topic = replace(topic, before=plans[-1].topic)  # what was done besides can still be spoken of
    effects = tuple(parts) if any(part.effects for part in parts) else ()
    return replace(plans[last], text=once(part.text for part in parts), effects=effects, topic=topic)
