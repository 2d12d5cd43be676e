"""What enrolling a voice in a conversation takes: names, phrases that are good enough, and what is done in the end."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from assistant.errors import SpeakerExistsError, SpeakerNameError, UnknownSpeakerError
from assistant.skills.definitions import Context
from assistant.skills.effects import World
from assistant.speakers.enrolment import Enrolment, Fault
from assistant.speakers.names import checked, key_of
from assistant.speakers.protocol import Voiceprint

COLLECTED = "cadastro"
"""Under what the conversation remembers the phrases so far."""
SURE = 0.9
"""From here on a voice is so much somebody's that it cannot be enrolled as another's."""


@dataclass(frozen=True, slots=True)
class Enroll:
    """again: in place of what was known of their voice."""

    name: str
    voices: tuple[Voiceprint, ...] = field(repr=False)
    again: bool = False

    def run(self, world: World) -> str | None:
        try:
            world.services.people.enroll(self.name, self.voices, self.again)
        except SpeakerExistsError:  # meanwhile, by somebody else
            return f"Já conheço outra voz com o nome {self.name}. Peça de novo, com outro nome."
        return None


@dataclass(frozen=True, slots=True)
class Forget:
    name: str

    def run(self, world: World) -> str | None:
        try:
            world.services.people.remove(self.name)
        except UnknownSpeakerError:
            return f"A voz de {self.name} já tinha sido esquecida."
        return None


def name_of(said: str) -> str | None:
    """As it is kept; None for what cannot be a name."""
    try:
        return checked(said)
    except SpeakerNameError:
        return None


def is_same(speaker: str | None, name: str) -> bool:
    return speaker is not None and key_of(speaker) == key_of(name)


def known_as(ctx: Context, name: str) -> str | None:
    """How somebody of that name is kept; None when nobody is."""
    try:
        return ctx.services.people.person(name).name
    except UnknownSpeakerError:
        return None


def with_phrase(ctx: Context, name: str, again: bool, before: Enrolment) -> Enrolment:
    """The phrases of somebody after what was heard now. again: who is known already enrols anew."""
    if ctx.voice is None:  # too little for any voice
        return replace(before, n_heard=before.n_heard + 1, fault=Fault.SHORT)
    if _is_anothers(ctx, name, again):
        return replace(before, n_heard=before.n_heard + 1, fault=Fault.OTHER_VOICE)
    return before.with_phrase(ctx.voice, ctx.services.people.demands)


def _is_anothers(ctx: Context, name: str, again: bool) -> bool:
    """A voice is enrolled anew only by whose it is, and not under two names."""
    who = ctx.identity
    if again:
        return not is_same(ctx.speaker, name)
    return who is not None and who.name is not None and who.score >= SURE and not is_same(who.name, name)
