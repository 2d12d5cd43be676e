"""What a skill is made of: functions marked with @skill, the context they read, and the replies they give."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from assistant.events import Identity, Topic
from assistant.language.grammar.lists import Lists
from assistant.services.protocol import NO_SERVICES, Services
from assistant.skills.effects import Effect
from assistant.store import Store

ANYONE, KNOWN = "anyone", "known"
"""Who may use a skill, besides people by name: whoever speaks; whoever is known by voice."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said about an utterance, and what is done. Nothing is done before the turn is committed.

    text: in Portuguese. effects: done at once. asks: the name of a slot that the text asks for ("De quanto tempo?" asks for
    "duracao"): the next utterance may be nothing but its value; the same function is then called with it and the slots of
    before; "voz" asks for a phrase to know a voice by: whatever is then said, the function is called with voz=True, and
    `ctx.voice`. confirms: effects that wait for "sim"; the text is then the question. confirmed, refused: what is said at "sim",
    at "não". offers: the text asks whether another function is to be called: its name ("cadastrar.cadastra") and with what.
    mentions: what pronouns stand for from now on: found in `ctx.topic.mentions`. picture: for a screen.
    """

    text: str
    effects: tuple[Effect, ...] = ()
    asks: str | None = None
    confirms: tuple[Effect, ...] = ()
    confirmed: str = "Feito."
    refused: str = "Tudo bem, não fiz nada."
    offers: tuple[str, Mapping[str, Any]] | None = None
    mentions: Mapping[str, Any] = field(default_factory=dict)
    picture: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """All that a skill may know.

    now: local time, with its zone. store: to read from; only effects write. last_answer: what was said before this.
    heard: the utterance. examples: gives n things that one can say, over all skills; examples_of: what one can say to one of
    them. topic: what the conversation is about, None when nothing was said for a while. services: the house, the music, the
    weather, as far as they are configured; to read from.
    lists: what slots like {area} may hold just now. speaker: who said it, None when that is not known; identity: how surely, and
    who else it may be; voice: an assistant.speakers.samples.VoiceSample. Both None where nobody could tell.
    """

    now: datetime
    store: Store
    speaker: str | None = None
    last_answer: str | None = None
    heard: str = ""
    examples: Callable[[int], Sequence[str]] = lambda n: ()
    examples_of: Callable[[str], Sequence[str]] = lambda skill: ()
    topic: Topic | None = None
    services: Services = NO_SERVICES
    lists: Lists = field(default_factory=dict)
    identity: Identity | None = None
    voice: Any = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Intent:
    """One function of a skill, what is said to reach it, and what it is known to reply. `line`: where its decorator stands.

    follow_ups: templates that count only while the conversation is about this skill. lists: what slots of the file's own kinds
    may hold: by kind, text → value. source: the file that says so, where it is not the skill's own. version: of the skill's file.
    allow: who may use it: names, "known", "anyone". deeds: what of it may be allowed apart.
    """

    function: Callable[..., Reply]
    templates: tuple[str, ...]
    examples: tuple[str, ...]
    rules: Mapping[str, str]
    shown: bool
    line: int
    replies: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    lists: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    skill: str = ""
    source: Path | None = None
    version: int = 0
    allow: tuple[str, ...] = (ANYONE,)
    deeds: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.skill}.{self.function.__name__}"


def _texts(texts: Iterable[str]) -> tuple[str, ...]:
    """One text alone is meant as a list of one, not as its letters."""
    return (texts,) if isinstance(texts, str) else tuple(texts)


def skill(
    *templates: str,
    examples: Iterable[str] = (),
    rules: Mapping[str, str] | None = None,
    shown: bool = True,
    replies: Iterable[str] = (),
    follow_ups: Iterable[str] = (),
    lists: Mapping[str, Mapping[str, Any]] | None = None,
    allow: Iterable[str] = (ANYONE,),
    deeds: Iterable[str] = (),
    written_at: tuple[Path, int] | None = None,
):
    """Make a function `f(ctx, **slots) -> Reply` answer what fits one of the templates (see language.grammar.templates).

    examples: sentences that reach it, for the help and the tests. rules: what <names> in the templates stand for, besides
    the common ones. shown: whether the help may offer the examples. replies: texts that it often gives word for word; their sound
    is made before they are needed, as is that of every `Reply("…")` in the file. follow_ups: templates that count only while the
    conversation is about this skill ("e amanhã?"): if it is about this very function, slots of before that are not captured again
    are kept. lists: the file's own kinds of slots, {"cor": {"vermelho": "red"}} for {cor}. allow: who may use it, where
    skills.allow in config.yaml does not say: names, "known" for whoever is known by voice, "anyone". deeds: what can be allowed
    there besides the function ("destranca"): effects with that as their `deed`, whatever function of the file they come from.
    written_at: the file and line to name when something is wrong, where that is not the decorator's own place.
    """
    source, line = written_at or (None, sys._getframe(1).f_lineno)

    def mark(function: Callable[..., Reply]) -> Callable[..., Reply]:
        own_rules, own_lists = dict(rules or {}), {kind: dict(values) for kind, values in (lists or {}).items()}
        function.intent = Intent(
            function,
            templates,
            _texts(examples),
            own_rules,
            shown,
            line,
            _texts(replies),
            _texts(follow_ups),
            own_lists,
            source=source,
            allow=_texts(allow),
            deeds=_texts(deeds),
        )
        return function

    return mark
