"""What a second opinion on free text is worth: the same utterances by the embedded recogniser, by Whisper, and by the rules.

Strategy: spoken once, by blends never trained on, and heard once by each recogniser; the rules are applied to the two
transcripts afterwards, so that they are compared on the same. A slot counts as right when its words are, as training spells
them; of a command that ended in another plan, all words of its slots count as wrong. Commands and no commands of
`assistant bench asr` show what the rules do to everything else.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from assistant.asr.grafts import in_vocabulary
from assistant.asr.language_model import portuguese
from assistant.asr.protocol import Recognizer
from assistant.asr.second_opinion import Reason, Understand, reason_to_ask, settled, understanding_of
from assistant.audio import files
from assistant.bench import people, rejection, unseen
from assistant.bench.free_texts import SENTENCES
from assistant.bench.materials import Places, noises_of_part
from assistant.bench.spoken import Conditions
from assistant.bench.subject import RATE, Subject, hear
from assistant.events import Plan, Transcript
from assistant.training import manifest, provenance, synthesis
from assistant.training.blends import HELD_OUT, Casting
from assistant.training.manifest import Utterance
from assistant.training.texts import Mixture, Weighted

NOTE_SKILLS = Path(__file__).parent / "note_skills"
"""A folder of skills for config.skills.folders: notes, which are nothing but free text."""

FREE_TEXT, COMMANDS, NO_COMMANDS = "free text", "commands", "no commands"
EMBEDDED, WHISPER = "embedded alone", "Whisper alone"
RULES: Mapping[str, frozenset[Reason]] = {
    EMBEDDED: frozenset(),
    "asked about free slots": frozenset((Reason.FREE_SLOT,)),
    "asked about what is not understood, too": frozenset(Reason),
}
_JUDGED = 0

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Heard:
    """kind: FREE_TEXT, COMMANDS or NO_COMMANDS, and the condition. second: None where it was not asked. ms: of each."""

    kind: str
    text: str
    first: Transcript
    second: Transcript | None
    reason: Reason | None
    ms: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one kind of utterances under one rule. n_right: plans as wanted; of no commands, those left alone.

    n_slots: utterances with a free slot; n_exact: those whose words are all right; wer: of the words in slots, in percent.
    """

    kind: str
    rule: str
    n: int
    n_right: int
    n_asked: int
    n_slots: int = 0
    n_exact: int = 0
    wer: float | None = None


def make(folder: Path, speakers: unseen.Speakers, report: Callable[[Utterance, float], None], jobs: int = 2) -> None:
    """What is missing of the spoken sentences.

    Raises TrainingSetError where the folder holds another set, ModelFileError, UnknownVoiceError.
    """
    cast = speakers.cast(HELD_OUT)
    provenance.keep_settings(folder, {"set": FREE_TEXT, "voices": sorted(cast), "sentences": len(SENTENCES)})
    scripts = partial(write_script, casting=Casting(cast, held_out=True))
    synthesis.synthesise(folder, synthesis.Goal(len(SENTENCES)), scripts, speakers.load, jobs, report)


def write_script(index: int, casting: Casting) -> synthesis.Script:
    said = Mixture([Weighted(FREE_TEXT, 1.0, lambda random: SENTENCES[index % len(SENTENCES)])])
    return synthesis.write_script(index, seed=FREE_TEXT, mixture=said, casting=casting)


def prepare(folder: Path, voices: Path | None, tell: Tell) -> None:
    """Speak the sentences, if that was not done before. Raises ModelNotFoundError, and what `make` does."""
    if (folder / manifest.FILE_NAME).is_file() and len(unseen.load(folder)) >= len(SENTENCES):
        return
    speakers = unseen.Speakers.find(voices)
    tell(f"speaking {len(SENTENCES)} sentences into {folder}, once ")
    make(folder, speakers, lambda utterance, hours: tell("."))


def listen(subject: Subject, whisper: Recognizer, folder: Path, places: Places, tell: Tell, every: int = 1) -> list[Heard]:
    """subject: with NOTE_SKILLS. folder: the spoken sentences; places.unseen: the set of `assistant bench asr`, of which, and
    of the noises, only each `every`-th is heard.
    """
    understand = understanding_of(lambda: subject.skills.matcher, subject.lists)
    conditions = Conditions(noises_of_part(places.noises(), _JUDGED), ())
    heard = []
    sounds = [*_spoken(folder, unseen.load(folder), FREE_TEXT, conditions), *_others(subject, places, conditions, every)]
    for kind, text, samples in sounds:
        heard.append(_listen(subject, whisper, understand, kind, text, samples))
        tell("." if heard[-1].second is None else "?")
    return heard


Sound = tuple[str, str, np.ndarray]


def _spoken(folder: Path, utterances: Iterable[Utterance], kind: str, conditions: Conditions) -> Iterator[Sound]:
    for utterance in utterances:
        clean = files.read(folder / utterance.file, RATE).samples
        for condition, samples in conditions.of(clean, utterance.index):
            yield f"{kind}, {condition}", utterance.text, samples


def _others(subject: Subject, places: Places, conditions: Conditions, every: int) -> Iterator[Sound]:
    utterances = unseen.load(places.unseen) if unseen.is_complete(unseen.BENCH, places.unseen) else []
    commands = [u for u in utterances if u.source == unseen.COMMAND]
    yield from _spoken(places.unseen, commands[::every], COMMANDS, conditions)
    others = [u for u in utterances if u.source != unseen.COMMAND]
    for sound in [*rejection.no_commands(subject, places, others, _JUDGED)][::every]:
        yield NO_COMMANDS, sound.name, sound.samples


def _listen(subject: Subject, whisper: Recognizer, understand: Understand, kind: str, text: str, samples: np.ndarray) -> Heard:
    began = time.perf_counter()
    first = subject.hear(samples)
    first_ms = 1e3 * (time.perf_counter() - began)
    reason = reason_to_ask(first, understand)
    if reason is None and not kind.startswith(FREE_TEXT):
        return Heard(kind, text, first, None, reason, (first_ms, 0.0))
    began = time.perf_counter()
    second = hear(whisper, samples)
    return Heard(kind, text, first, second, reason, (first_ms, 1e3 * (time.perf_counter() - began)))


def figures(subject: Subject, heard: Sequence[Heard]) -> list[Figures]:
    understand = understanding_of(lambda: subject.skills.matcher, subject.lists)
    settle = _settling(understand)
    found = []
    for kind in dict.fromkeys(h.kind for h in heard):
        own = [h for h in heard if h.kind == kind]
        for rule, reasons in RULES.items():
            texts = [_decided(h, reasons, settle) for h in own]
            n_asked = sum(h.reason in reasons for h in own)
            found.append(_figures(subject, understand, kind, rule, own, texts, n_asked))
        if kind.startswith(FREE_TEXT):
            found.append(_figures(subject, understand, kind, WHISPER, own, [h.second for h in own], len(own)))
    return found


Settle = Callable[[Transcript, Transcript], Transcript]


def _settling(understand: Understand) -> Settle:
    return partial(settled, understand=understand, is_word=in_vocabulary(portuguese()))


def _decided(heard: Heard, reasons: frozenset[Reason], settle: Settle) -> Transcript:
    if heard.reason in reasons and heard.second is not None:
        return settle(heard.first, heard.second)
    return heard.first


def _figures(
    subject: Subject,
    understand: Understand,
    kind: str,
    rule: str,
    heard: Sequence[Heard],
    transcripts: Sequence[Transcript],
    n_asked: int,
) -> Figures:
    n_right, slots = 0, []
    for one, transcript in zip(heard, transcripts, strict=True):
        found = subject.plan(transcript)
        if kind == NO_COMMANDS:
            n_right += found.skill is None
            continue
        wanted = subject.planned(one.text)
        meaning = understand(one.text)
        # The sentences are one command each.
        free = {name: value for (_, name), value in meaning.free.items()} if meaning else {}
        errors = [_slot_errors(value, name, wanted, found) for name, value in free.items()]
        n_right += _same_but(free, wanted, found) and not any(e.words for e in errors)
        if errors:
            slots.append((sum(e.words for e in errors), sum(e.n_words for e in errors)))
    n_words = sum(n for _, n in slots)
    wer = 100 * sum(wrong for wrong, _ in slots) / n_words if n_words else None
    return Figures(kind, rule, len(heard), n_right, n_asked, len(slots), sum(not wrong for wrong, _ in slots), wer)


def _same_but(free: Collection[str], wanted: Plan, found: Plan) -> bool:
    """Whether they are the same but for the words in free slots."""
    closed = [{name: value for name, value in plan.slots.items() if name not in free} for plan in (wanted, found)]
    return wanted.skill == found.skill and wanted.slots.keys() == found.slots.keys() and closed[0] == closed[1]


def _slot_errors(said: str, name: str, wanted: Plan, found: Plan) -> people.Errors:
    written = found.slots.get(name, "") if found.skill == wanted.skill else ""
    return people.errors(said, str(written or ""))


def wrong_ones(subject: Subject, heard: Sequence[Heard]) -> list[str]:
    """Of the free texts, those that the shipped rule writes wrongly: what was said, and what each heard."""
    understand = understanding_of(lambda: subject.skills.matcher, subject.lists)
    settle = _settling(understand)
    lines = []
    for one in (h for h in heard if h.kind.startswith(FREE_TEXT)):
        decided = _decided(one, frozenset((Reason.FREE_SLOT,)), settle)
        if not _figures(subject, understand, one.kind, "", [one], [decided], 0).n_right:
            first, second = (t.text or f"({t.rejected})" for t in (one.first, one.second))
            lines.append(f"{one.kind}: {one.text!r} → {first!r}, Whisper {second!r}; taken: {decided.text!r}")
    return lines


def times(heard: Sequence[Heard]) -> list[str]:
    """Milliseconds of both recognisers, medians and 95 %, over what both heard."""
    both = np.array([h.ms for h in heard if h.second is not None])
    if not len(both):
        return []
    rows = zip(("embedded", "Whisper"), np.median(both, axis=0), np.percentile(both, 95, axis=0), strict=True)
    return [f"{name:10} {median:6.0f} ms median, {p95:6.0f} ms 95 %" for name, median, p95 in rows]


def as_json(found: Sequence[Figures], heard: Sequence[Heard]) -> dict[str, Any]:
    each = [
        {
            "kind": h.kind,
            "said": h.text,
            "first": _read(h.first),
            "second": _read(h.second) if h.second else None,
            "reason": h.reason.name if h.reason else None,
            "ms": [round(ms, 1) for ms in h.ms],
        }
        for h in heard
    ]
    return {"figures": [asdict(f) for f in found], "each": each}


def _read(transcript: Transcript) -> dict[str, Any]:
    return {"text": transcript.text, "confidence": transcript.confidence, "alternatives": transcript.alternatives}
