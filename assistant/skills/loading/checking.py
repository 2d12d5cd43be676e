"""What can be wrong with skills that load: examples that their own templates do not understand, or that another skill takes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from assistant.errors import ExampleError
from assistant.language.grammar import slots
from assistant.language.grammar.lists import LIST_KINDS, Entry, Lists, ListSpan, WordList
from assistant.language.grammar.slots import Span
from assistant.language.understanding.matching import Match, Matcher
from assistant.language.words.text import Token
from assistant.skills.definitions import Intent
from assistant.skills.loading.compiling import compile_file, matcher_of, place_in
from assistant.skills.loading.importing import SkillFile
from assistant.skills.loading.sources import Source
from assistant.skills.skill_set import SkillSet

# What homes have, so that examples can be understood where none is connected.
_USUAL = {
    "area": "cozinha, sala, sala de estar, quarto, banheiro, escritório, garagem, varanda, corredor, jardim, lavanderia",
    "floor": "térreo, primeiro andar, segundo andar",
    "entity": (
        "abajur, luz da cozinha, luz da sala, luz do quarto, ventilador, ventilador de teto, televisão, tv, rádio, cafeteira"
        ", ar-condicionado, aspirador, cortador, cortina, portão, porta da entrada, porta da garagem, termostato, caixa de som"
        ", tomada"
    ),
    "scene": "hora do filme, modo festa, boa noite, jantar",
    "person": "Ana, João, Maria",
    "list": "compras, tarefas, mercado",
    "artist": "Marisa Monte, Tom Jobim, Legião Urbana",
    "playlist": "jantar, treino, domingo de manhã",
    "room": "sótão, porão, piscina",  # what this home has not
    "thing": "lareira, bomba, forno",
}


class _AnyName(WordList):
    """The usual names, and at a price any other few words: whose example it is knows better what it is about."""

    def __call__(self, tokens: Sequence[Token], at: int) -> Iterator[Span]:
        known = list(super().__call__(tokens, at))
        yield from known
        for span in slots.name(tokens, at):
            if span.end not in {other.end for other in known}:
                yield ListSpan(span.end, span.value, span.cost + 0.1, span.value)


def usual_lists() -> Lists:
    """Names for slots that are filled at run time, for where nobody is at home."""
    named = {kind: _USUAL.get(kind, "").split(", ") for kind in LIST_KINDS}
    return {kind: WordList(Entry(name, name) for name in names if name) for kind, names in named.items()}


def check_examples(skills: SkillSet, only: Collection[str] | None = None) -> Iterator[ExampleError]:
    """Every example that does not reach the function that it is an example of. only: the intents whose examples are looked at."""
    lists = usual_lists()
    by_skill: dict[str, list[Intent]] = {}
    for intent in skills.intents.values():
        by_skill.setdefault(intent.skill, []).append(intent)
    for skill, intents in by_skill.items():
        alone: Matcher | None = None
        for intent in intents if only is None else [intent for intent in intents if intent.name in only]:
            place = place_in(intent.source or skills.files[skill], intent.line)
            for example in intent.examples:
                match = skills.match(example, lists)
                if match and match.intent == intent.name and match.accepted:
                    continue
                alone = alone or _alone(skill, skills.files[skill], tuple(intents))
                if error := _explain(intent, match, alone, example, place(example)):
                    yield error


def _alone(skill: str, path: Path, intents: tuple[Intent, ...]) -> Matcher:
    return matcher_of([compile_file(SkillFile(Source(skill, path), intents, (), frozenset()))])


def _explain(intent: Intent, match: Match | None, alone: Matcher, example: str, where: str) -> ExampleError | None:
    permissive = {kind: _AnyName(known.entries) for kind, known in usual_lists().items()}
    own = alone.match(example, permissive)
    if own is None or not own.accepted:
        near = f" (the nearest scores {own.score:.2f})" if own else ""
        return ExampleError(where, example, f"is not understood by its own templates{near}")
    if own.intent != intent.name:
        return ExampleError(where, example, f"reaches {own.intent}, not {intent.name}", intent.skill)
    if match is None or (match.intent.startswith(f"{intent.skill}.") and match.rival is None):
        return None  # of a device or a room that is not here
    taker = match.rival if match.intent == intent.name else match.intent
    if match.intent == intent.name:
        reason = f"is as near to {taker} ({match.rival_score:.2f}) as to {intent.name} ({match.score:.2f})"
    else:
        reason = f"is taken by {taker} ({match.score:.2f}; its own templates alone: {own.score:.2f})"
    return ExampleError(where, example, reason, (taker or "").partition(".")[0])
