"""Sets of speech for measurements, made once: commands of the skills and other sentences, spoken by blends never trained on.

Strategy: the same synthesis as for training material, with the voices that are held out there. These are halved: what the
confidence is fitted on (`CALIBRATION`) shares neither voices nor sentences of prose with what is reported (`BENCH`). Utterance
i depends on the set and i alone. A command is what the matcher itself understands as written, so that whatever is answered
otherwise was heard wrongly.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

from assistant import app, models, resources
from assistant.errors import UnknownVoiceError
from assistant.skills import SkillSet
from assistant.skills.loading.checking import usual_lists
from assistant.training import manifest, provenance, synthesis, texts
from assistant.training.alphabet import normalise
from assistant.training.blends import HELD_OUT, Casting
from assistant.training.manifest import Utterance
from assistant.training.speaking import KokoroSpeaker, load_speaker
from assistant.training.texts import Mixture, Weighted
from assistant.tts.voices import Voices

COMMAND, PROSE, EVERYDAY = "command", "prose", "everyday"
_CYCLE = (COMMAND, COMMAND, COMMAND, PROSE, EVERYDAY)
"""The kinds in turn, so that the first part of a set is a smaller set."""
_MAX_DRAWS = 1000
_EVERYDAY_SOURCES = ("home", "everyday", "names")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a set is made of. part: which half of the voices and of the prose, 0 or 1."""

    name: str
    part: int
    n_utterances: int

    @property
    def voices(self) -> tuple[str, ...]:
        """Women and men in both halves."""
        return tuple(voice for i, voice in enumerate(HELD_OUT) if (i // 2 + i) % 2 == self.part)


BENCH = Plan("bench", 0, 340)
CALIBRATION = Plan("calibration", 1, 300)


@dataclass(frozen=True, slots=True)
class Speakers:
    """Kokoro's weights, and the folders of its voices."""

    weights: Path
    folders: tuple[Path, ...]

    @classmethod
    def find(cls, voices: Path | None) -> Speakers:
        """voices: a folder of them; None is the one that was pulled. Raises ModelNotFoundError."""
        return cls(app.voice_weights(), (resources.voices_folder(), voices or models.find("kokoro-voices")))

    def cast(self, wanted: Sequence[str]) -> list[str]:
        """The voices that blends are made of: those wanted, and the Brazilian ones. Raises UnknownVoiceError."""
        there = [voice.name for voice in Voices(*self.folders).list()]
        if missing := [name for name in wanted if name not in there]:
            raise UnknownVoiceError(missing[0], [])
        return [name for name in there if name.startswith("p") or name in wanted]

    def load(self) -> KokoroSpeaker:
        return load_speaker(self.weights, self.folders)


def make(
    plan: Plan,
    folder: Path,
    skills: SkillSet,
    prose: Sequence[str],
    speakers: Speakers,
    report: Callable[[Utterance, float], None] = lambda utterance, hours: None,
) -> None:
    """What is missing of a set, by two processes. Takes minutes the first time.

    prose: sentences that are no commands; without any, invented ones stand for them.
    Raises TrainingSetError where the folder holds another set, ModelFileError, UnknownVoiceError.
    """
    cast = speakers.cast(plan.voices)
    lines = sentences_of_part(prose, plan.part)
    provenance.keep_settings(folder, {"set": plan.name, "voices": sorted(cast), "prose": len(lines)})
    scripts = partial(write_script, plan=plan, casting=Casting(cast, held_out=True), draw=Drawing(skills, lines))
    goal = synthesis.Goal(plan.n_utterances)
    synthesis.synthesise(folder, goal, scripts, speakers.load, jobs=2, report=report)


def is_complete(plan: Plan, folder: Path) -> bool:
    return (folder / manifest.FILE_NAME).is_file() and len(load(folder)) >= plan.n_utterances


def load(folder: Path) -> list[Utterance]:
    """The utterances in their order; `source` is their kind."""
    return [utterance for utterance in manifest.read(folder) if utterance.seconds]


def sentences_of_part(prose: Sequence[str], part: int) -> list[str]:
    """Every other sentence."""
    return [normal for line in prose[part::2] if (normal := normalise(line))]


def write_script(index: int, plan: Plan, casting: Casting, draw: Drawing) -> synthesis.Script:
    """How an utterance is spoken is drawn as for training; what is said, by the turn of its kind."""
    kind = _CYCLE[index % len(_CYCLE)]
    said = Mixture([Weighted(kind, 1.0, lambda random: draw(kind, random, index // len(_CYCLE)))])
    return synthesis.write_script(index, seed=f"{plan.name}", mixture=said, casting=casting)


class Drawing:
    """Draws a sentence of a kind."""

    def __init__(self, skills: SkillSet, prose: Sequence[str]):
        self._skills = skills
        self._prose = prose
        sources = texts.portuguese(skills, (), ())
        self._commands = Mixture([source for source in sources if source.name == "skills"])
        self._others = Mixture([source for source in sources if source.name in _EVERYDAY_SOURCES])
        examples = [example for of_skill in skills.examples().values() for example in of_skill]
        self._examples = Mixture([Weighted("examples", 1.0, lambda random: random.choice(examples))])

    def __call__(self, kind: str, random: Random, number: int) -> str:
        """The `number`-th of its kind."""
        if kind == PROSE and self._prose:
            return self._prose[number % len(self._prose)]
        is_command = kind == COMMAND
        mixture = self._others
        if is_command:
            # Every other one is as people put it, the rest is whatever the templates allow.
            mixture = self._commands if number % 2 else self._examples
        for _ in range(_MAX_DRAWS):
            _, text = mixture.draw(random)
            if understood(self._skills, text) == is_command:
                return text
        raise ValueError(f"{_MAX_DRAWS} sentences drawn, none of which is a {kind}; check the skills' templates")


def understood(skills: SkillSet, text: str) -> bool:
    match = skills.match(text, usual_lists())
    return bool(match and match.accepted)
