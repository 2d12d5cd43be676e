"""How well texts are understood: Home Assistant's sentences, slips of the recogniser, what is no command, time."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median

from assistant.bench.bars import Report, Row, Tell, share
from assistant.bench.home_assistant import Sentence, house_of, read
from assistant.bench.slips import slip
from assistant.language.grammar.automaton import AutomatonBuilder
from assistant.language.grammar.lists import Lists
from assistant.language.grammar.slots import KINDS
from assistant.language.understanding.matching import Matcher
from assistant.language.understanding.several import understand
from assistant.skills import SkillSet

PARTS = ("time", "sentences", "slips", "others")
SLIPS = 0.10
"""Of the characters."""
_PASSES = 3


@dataclass(frozen=True, slots=True)
class Texts:
    """Where they are; None where they are not here. sentences: Home Assistant's table. others: no command on any line."""

    sentences: Path | None
    others: Path | None


def measure(skills: SkillSet, texts: Texts, parts: Sequence[str], tell: Tell) -> Report:
    """tell: called with a mark for each text that was understood rightly or wrongly."""
    sentences = read(texts.sentences) if texts.sentences and texts.sentences.is_file() else []
    others = _lines(texts.others)
    lists = house_of(sentences)
    rows: list[Row] = []
    wrong: list[dict[str, str]] = []
    if "time" in parts:  # first: nothing is known about any word yet
        rows += _times(skills, lists, [sentence.text for sentence in sentences], others, tell)
    if "sentences" in parts:
        wrong += _wrong(skills.matcher, lists, sentences, None, tell)
        rows.append(_right("Home Assistant's sentences, right intent and slots", len(sentences), len(wrong), 98))
    if "slips" in parts:
        slipped = _wrong(skills.matcher, lists, sentences, SLIPS, tell)
        rows.append(_right(f"the same, {SLIPS:.0%} of the characters misheard", _PASSES * len(sentences), len(slipped), 90))
        wrong += slipped
    if "others" in parts:
        accepted = [text for text in others if _accepts(skills.matcher, lists, text, tell)]
        rows.append(share("sentences that are no commands, accepted", len(accepted), len(others), at_most=1))
        wrong += [{"condition": "no command", "said": text, "heard": _shown(skills.matcher, lists, text)} for text in accepted]
    return Report(tuple(rows), wrong=tuple(wrong))


def _lines(path: Path | None) -> list[str]:
    text = path.read_text(encoding="utf-8") if path and path.is_file() else ""
    return [line for line in text.split("\n") if line.strip()]


def _right(name: str, n: int, n_wrong: int, at_least: float) -> Row:
    return share(name, n - n_wrong, n, note="" if n else "the sentences are not here; give --sentences FILE", at_least=at_least)


def _wrong(matcher: Matcher, lists: Lists, sentences: Sequence[Sentence], rate: float | None, tell: Tell) -> list[dict[str, str]]:
    """Those that were not understood. rate: of characters that slip, in several passes; None leaves the texts as they are."""
    wrong = []
    for number in range(1 if rate is None else _PASSES):
        for place, sentence in enumerate(sentences):
            heard = sentence.text if rate is None else slip(sentence.text, rate, random.Random(1000 * number + place))
            is_right = sentence.is_understood(understand(matcher, heard, lists, frozenset()).commands)
            tell("." if is_right else "x")
            if not is_right:
                condition = "as written" if rate is None else f"slips: “{heard}”"
                wrong.append({"condition": condition, "said": sentence.text, "heard": _shown(matcher, lists, heard)})
    return wrong


def _accepts(matcher: Matcher, lists: Lists, text: str, tell: Tell) -> bool:
    is_accepted = bool(understand(matcher, text, lists, frozenset()).commands)
    tell("x" if is_accepted else ".")
    return is_accepted


def _shown(matcher: Matcher, lists: Lists, text: str) -> str:
    found = understand(matcher, text, lists, frozenset())
    shown = [f"{match.intent} {dict(match.slots)} {match.score:.2f}" for match in found.commands]
    return "; ".join(shown) or (f"doubtful: {found.doubtful.intent}" if found.doubtful else "nothing")


def _times(skills: SkillSet, lists: Lists, commands: Sequence[str], others: Sequence[str], tell: Tell) -> list[Row]:
    tell("\ntime ")
    understood, refused = (
        _milliseconds(lambda text: understand(skills.matcher, text, lists, frozenset()), texts) for texts in (commands, others)
    )
    matcher = _matcher_of_a_home()
    alone = _milliseconds(matcher.match, [random.Random(n).choice(_sentences_of_a_home()) for n in range(500)])
    return [
        *_of("time to understand a command, all skills, median", understood, at_most=2),
        *_of("time to refuse what is none, median", refused),
        Row(
            f"time to match, {len(_sentences_of_a_home())} expanded sentences, median", median(alone), "ms", len(alone), at_most=1
        ),
    ]


def _of(name: str, times_ms: Sequence[float], at_most: float | None = None) -> list[Row]:
    if not times_ms:
        return [Row(name, None, "ms", at_most=at_most, note="there are no texts")]
    slowest = sorted(times_ms)[int(0.95 * len(times_ms))]
    return [Row(name, median(times_ms), "ms", len(times_ms), at_most=at_most), Row("  95 of 100 take at most", slowest, "ms")]


def _milliseconds(work: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    """Each text once: what is known about a word from an earlier text is kept, as in life."""
    found = []
    for text in texts:
        began = time.perf_counter()
        work(text)
        found.append(1000 * (time.perf_counter() - began))
    return found


_VERBS = ["liga", "desliga", "acende", "apaga", "abre", "fecha", "mostra", "aumenta", "baixa", "testa"]
_DEVICES = (
    *("luz", "lâmpada", "cortina", "janela", "porta", "televisão", "cafeteira", "geladeira", "tomada", "câmera", "impressora"),
    *("torradeira", "máquina", "estante", "bomba", "antena", "balança", "campainha", "caldeira", "churrasqueira", "escada"),
    *("fonte", "lareira", "persiana", "veneziana"),
)
_ROOMS = ["sala", "cozinha", "varanda", "garagem", "despensa", "lavanderia", "copa", "biblioteca", "adega", "suíte"]


@cache
def _sentences_of_a_home() -> tuple[str, ...]:
    """ "liga a luz da sala": 5 000 sentences that one template stands for."""
    return tuple(
        f"{verb} {article} {device} da {room}" for verb in _VERBS for article in "ao" for device in _DEVICES for room in _ROOMS
    )


def _matcher_of_a_home() -> Matcher:
    builder = AutomatonBuilder(KINDS)
    for verb in _VERBS:
        builder.add(verb, f"{verb} (a|o) ({'|'.join(_DEVICES)}) da ({'|'.join(_ROOMS)})", {})
    return Matcher(builder.start)
