"""What is to be spoken: a mixture of text sources, each drawing one sentence from a random generator.

Strategy: a head trained on sentences alone learns to guess endings and fails on single words, which commands are full of; so
half of what is drawn is short. The dictionary brings every syllable of the language, most of them rarely.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from assistant.language.grammar.common_rules import COMMON_RULES
from assistant.language.grammar.templates import Node, parse_template
from assistant.skills import SkillSet
from assistant.skills.loading.checking import usual_lists
from assistant.training import inventions, prose, quantities
from assistant.training.alphabet import CHARACTERS, normalise
from assistant.training.sampling import FILLERS, Filler, draw

Source = Callable[[Random], str]

# As they are said, which is how a head that writes sounds can write them.
_LETTERS = "a bê cê dê e éfe gê agá i jota cá éle eme ene o pê quê érre ésse tê u vê dáblio xis ípsilon zê"
MAX_CHARACTERS = 160
_MAX_DRAWS = 1000
_WORD = re.compile(rf"[{CHARACTERS[:-3]}]{{2,}}(?:-[{CHARACTERS[:-3]}]+)*")


@dataclass(frozen=True, slots=True)
class Weighted:
    """`weight`: how often this source is chosen, relative to the others."""

    name: str
    weight: float
    draw: Source


class Mixture:
    """Draws from weighted sources, never one of the `excluded` sentences (a test set's, say)."""

    def __init__(self, sources: Sequence[Weighted], excluded: Iterable[str] = ()):
        self._sources = [source for source in sources if source.weight > 0]
        self._weights = [source.weight for source in self._sources]
        self._excluded = {normal for line in excluded if (normal := normalise(line))}

    def draw(self, random: Random) -> tuple[str, str]:
        """(source, normalised text) — the text never empty, longer than MAX_CHARACTERS, or excluded."""
        for _ in range(_MAX_DRAWS):
            source = random.choices(self._sources, self._weights)[0]
            text = normalise(source.draw(random))
            if text and len(text) <= MAX_CHARACTERS and text not in self._excluded:
                return source.name, text
        raise ValueError(f"{_MAX_DRAWS} sentences drawn, none of which can be spoken; check the text files")


def portuguese(skills: SkillSet, words: Sequence[str], sentences: Sequence[str]) -> list[Weighted]:
    """Every source there is. `words`, `sentences` may be empty; then the others make up for them."""
    return [
        Weighted("skills", 18, _skill_source(skills)),
        Weighted("home", 18, inventions.home_command),
        Weighted("everyday", 14, inventions.everyday_sentence),
        Weighted("quantities", 14, quantities.quantity),
        Weighted("letters", 2, lambda random: " ".join(random.choices(_LETTERS.split(), k=random.choice((1, 1, 1, 2, 3))))),
        Weighted("names", 5, inventions.proper_name),
        Weighted("words", 14 if words else 0, lambda random: _some_words(words, random)),
        Weighted("common", 8 if sentences else 0, lambda random: _a_common_word(sentences, random)),
        Weighted("prose", 14 if sentences else 0, lambda random: random.choice(sentences)),
    ]


def read_words(path: Path) -> list[str]:
    """One word a line; those that the alphabet cannot write are left out."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return [line for line in lines if _WORD.fullmatch(line.lower())]


def read_sentences(paths: Iterable[Path]) -> list[str]:
    """The speakable sentences of text, fortune and HTML files, each once, in the order of the files."""
    return list(dict.fromkeys(sentence for path in paths for sentence in prose.sentences_of(path)))


def _some_words(words: Sequence[str], random: Random) -> str:
    # A dictionary is mostly long forms of verbs that nobody says; of two words the shorter is the commoner.
    n_words = random.choice((1, 1, 1, 1, 2, 2, 3, 4, 6))
    return " ".join(min(random.choices(words, k=2), key=len) for _ in range(n_words))


def _a_common_word(sentences: Sequence[str], random: Random) -> str:
    words = random.choice(sentences).split()
    return random.choice([word for word in words if len(word) > 3] or words)


def _skill_source(skills: SkillSet) -> Source:
    common = {name: parse_template(text) for name, text in COMMON_RULES.items()}
    house = {kind: _one_of(entry.text for entry in known.entries) for kind, known in usual_lists().items()}
    by_skill: dict[str, list[tuple[list[Node], Mapping[str, Node], Mapping[str, Filler]]]] = {}
    for intent in skills.intents.values():
        rules = {**common, **{name: parse_template(text) for name, text in intent.rules.items()}}
        fillers = {**FILLERS, **house, **{kind: _one_of(values) for kind, values in intent.lists.items()}}
        by_skill.setdefault(intent.skill, []).append((list(map(parse_template, intent.templates)), rules, fillers))

    def draw_command(random: Random) -> str:
        # First the skill: what has many functions is not asked for more often.
        templates, rules, fillers = random.choice(random.choice(list(by_skill.values())))
        return draw(random.choice(templates), rules, fillers, random)

    return draw_command


def _one_of(texts: Iterable[str]) -> Filler:
    """Texts of a list, which may be written as templates."""
    nodes = [parse_template(text) for text in texts]
    return lambda random: draw(random.choice(nodes), {}, FILLERS, random)
