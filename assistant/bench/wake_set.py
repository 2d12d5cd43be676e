"""Calls by the wake phrase for measurements, made once: alone and with a command, spoken by blends never trained on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from random import Random

from assistant.bench.unseen import Plan, Speakers
from assistant.skills import SkillSet
from assistant.training import provenance, synthesis
from assistant.training.blends import Casting, written

PHRASES = ("assistente", "ei, casa", "computador", "ok, dora")
N_CALLS = 200
_END_MARKS = ".!?,"
_ALONE_EVERY = 3


def make(
    plan: Plan, folder: Path, skills: SkillSet, speakers: Speakers, phrases: Sequence[str] = PHRASES, n: int = N_CALLS
) -> None:
    """What is missing of the set. Takes two minutes the first time. An utterance's `source` is its phrase.

    plan: whose voices. Raises TrainingSetError where the folder holds another set, ModelFileError, UnknownVoiceError.
    """
    cast = speakers.cast(plan.voices)
    provenance.keep_settings(folder, {"set": f"calls {plan.name}", "voices": sorted(cast), "phrases": list(phrases)})
    commands = [example for of_skill in skills.examples().values() for example in of_skill]
    scripts = partial(write_script, name=plan.name, phrases=phrases, commands=commands, casting=Casting(cast, held_out=True))
    synthesis.synthesise(folder, synthesis.Goal(n), scripts, speakers.load, jobs=2)


def write_script(index: int, name: str, phrases: Sequence[str], commands: Sequence[str], casting: Casting) -> synthesis.Script:
    """Utterance i depends on the set and i alone; every third time the phrase is all that is said."""
    random = Random(f"wake-{name}/{index}")
    phrase = phrases[index % len(phrases)]
    is_alone = index // len(phrases) % _ALONE_EVERY == 0
    text = phrase if is_alone else f"{phrase}, {random.choice(commands)}"
    blend, speed = casting.draw(random)
    pauses_s = (round(random.uniform(0.05, 0.5), 2), round(random.uniform(0.1, 0.6), 2))
    return synthesis.Script(index, text, random.choice(_END_MARKS), written(blend), speed, pauses_s, phrase)
