"""How well people are heard: single words among lists of sentences, and read sentences without any list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Levenshtein

from assistant import app, models
from assistant.asr.embedded import EmbeddedRecognizer
from assistant.asr.live_grammar import Commands
from assistant.asr.protocol import Recognizer
from assistant.bench.bars import Row, bootstrap, share
from assistant.bench.materials import Said
from assistant.bench.subject import Subject, hear, with_asr
from assistant.errors import ModelNotFoundError
from assistant.language.grammar.automaton import AutomatonBuilder, State
from assistant.language.grammar.common_rules import COMMON_RULES
from assistant.language.grammar.slots import KINDS
from assistant.language.grammar.templates import parse_template
from assistant.language.quantities import numbers
from assistant.skills import SkillSet
from assistant.training.alphabet import normalise

ABSENT = "no recordings of people; give --speech FOLDER"
WORDS = "human words, each among all those of the set"
SINGLE_WORDS = "human single words (numbers, commands), among all commands"
MIN_WORDS, MIN_SINGLE_WORDS = 75.0, 90.0
MAX_BEHIND_WHISPER, MAX_CER = 3.0, 9.0

# What homes and players are told in one word, whether or not a skill for it is there already. One form of each: that "liga" and
# "ligar" are one command is for the skill's template to say.
COMMAND_WORDS = (
    "ligar desligar acender apagar abrir fechar parar tocar pausar continuar começar terminar aumentar diminuir subir descer "
    "voltar avançar repetir cancelar ajudar limpar travar destravar trancar destrancar sim não direita esquerda cima baixo "
    "mais menos próximo anterior"
)


def words(subject: Subject, people: Sequence[Said], whole_set: Sequence[Said], tell: Callable[[], None]) -> Row:
    """Single words by the grammar pass, which must answer, among all the texts of the set that they are of."""
    if not people:
        return Row(WORDS, None, note=ABSENT, at_least=MIN_WORDS)
    texts = [normalise(said.text) or "" for said in people]
    lines = sorted({normalise(said.text) or "" for said in whole_set})
    among = subject.recognizer.among(lines, rejects=False)
    n_right = 0
    for said, text in zip(people, texts, strict=True):
        n_right += hear(among, said.samples()).text == text
        tell()
    return share(WORDS, n_right, len(people), f"among {len(lines)}", at_least=MIN_WORDS)


def single_words(subject: Subject, people: Sequence[Said], tell: Callable[[], None]) -> Row:
    """Numbers and commands of one word, among: every template of the skills, the numbers to a thousand, COMMAND_WORDS.

    Right is the word itself, or another to which the skills answer the same ("para" for "parar").
    """
    competing = {*COMMAND_WORDS.split(), *number_words()}
    chosen = [said for said in people if said.text in competing]
    if not chosen:
        return Row(SINGLE_WORDS, None, note=ABSENT, at_least=MIN_SINGLE_WORDS)
    settings = with_asr(subject.config, min_confidence=0.0).asr
    competitors = Commands(everything(subject.skills, sorted(competing)))
    recognizer = EmbeddedRecognizer(models.find("embedded-encoder"), settings, lambda: competitors)
    wrong = []
    for said in chosen:
        text = hear(recognizer, said.samples()).text
        wanted = subject.planned(said.text)
        if text != said.text and (wanted.skill is None or subject.planned(text) != wanted):
            wrong.append(f"{said.text} → {text}")
        tell()
    n_right = len(chosen) - len(wrong)
    return share(SINGLE_WORDS, n_right, len(chosen), "; ".join(wrong), at_least=MIN_SINGLE_WORDS)


def number_words() -> list[str]:
    """Zero to a hundred, the hundreds, a thousand."""
    return [numbers.speak(n) for n in (*range(101), *range(200, 1001, 100))]


def everything(skills: SkillSet, lines: Sequence[str]) -> State:
    """The automaton of all templates of the skills and of these sentences."""
    builder = AutomatonBuilder(KINDS)
    common = {name: parse_template(text) for name, text in COMMON_RULES.items()}
    for intent in skills.intents.values():
        rules = {**common, **{name: parse_template(text) for name, text in intent.rules.items()}}
        for template in intent.templates:
            builder.add(intent.name, template, rules)
    for line in lines:
        builder.add(line, line, {})
    return builder.start


@dataclass(frozen=True, slots=True)
class Errors:
    """Of one sentence: Levenshtein distances in words and in characters, and the lengths."""

    words: int
    n_words: int
    characters: int
    n_characters: int


def errors(said: str, written: str) -> Errors:
    """Both as training spells them out: case, punctuation and figures do not count."""
    right, found = normalise(said) or said.lower(), normalise(written) or written.lower()
    return Errors(
        Levenshtein.distance(right.split(), found.split()), len(right.split()), Levenshtein.distance(right, found), len(right)
    )


def sentences(subject: Subject, people: Sequence[Said], tell: Callable[[], None]) -> list[Row]:
    """Free text of both recognisers, as `assistant transcribe` has it. What one refuses to write counts as left out."""
    own, whispers = "human read sentences", "  Whisper-base's own decoder"
    if not people:
        return [Row(f"{own}: WER", None, note=ABSENT), Row(f"{own}: CER", None, note=ABSENT, at_most=MAX_CER)]
    found = _errors_of(app.build_transcriber(subject.config), people, tell)
    try:
        whisper = app.build_transcriber(with_asr(subject.config, transcriber="whisper-base"))
    except ModelNotFoundError as error:
        missing = Row(f"{whispers}: WER", None, note=str(error))
        return [wer(f"{own}: WER", found), _cer(own, found, MAX_CER), missing]
    theirs = _errors_of(whisper, people, tell)
    bar = wer(f"{whispers}: WER", theirs).figure + MAX_BEHIND_WHISPER
    own_wer = replace(wer(f"{own}: WER", found), at_most=round(bar, 1), note=f"bar: Whisper's + {MAX_BEHIND_WHISPER:g}")
    return [own_wer, _cer(own, found, MAX_CER), wer(f"{whispers}: WER", theirs), _cer(whispers, theirs)]


def _errors_of(recognizer: Recognizer, people: Sequence[Said], tell: Callable[[], None]) -> list[Errors]:
    found = []
    for said in people:
        found.append(errors(said.text, hear(recognizer, said.samples()).text))
        tell()
    return found


def wer(name: str, found: Sequence[Errors]) -> Row:
    """Over all words of all sentences, with an interval."""
    return _rate(name, [e.words for e in found], [e.n_words for e in found])


def _cer(name: str, found: Sequence[Errors], at_most: float | None = None) -> Row:
    return replace(_rate(f"{name}: CER", [e.characters for e in found], [e.n_characters for e in found]), at_most=at_most)


def _rate(name: str, wrong: Sequence[int], of: Sequence[int]) -> Row:
    return Row(name, 100 * sum(wrong) / sum(of), "%", len(of), bootstrap(wrong, of))
