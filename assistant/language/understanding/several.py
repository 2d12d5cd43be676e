"""Several commands in one breath: "apaga a luz e põe um timer de dez minutos", "apaga a luz da sala e a do quarto".

Strategy: what is one command as a whole is one, however many joints it holds ("uma hora e vinte"); only where free words have
taken in what would be a command by itself is it taken apart all the same. Otherwise the utterance is cut at joints so that every
part is a command, in as few parts as that takes; a part that is none by itself borrows the beginning of the one before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant.language.grammar.lists import Lists
from assistant.language.understanding.matching import MAX_TOKENS, NO_LISTS, Match, Matcher
from assistant.language.words.phonetics import fold
from assistant.language.words.text import Token, tokenize

MAX_COMMANDS = 4
MAX_JOINTS = 4
MAX_BORROWED = 12
"""Words of a part, and of the one that it borrows from."""
SURE = 0.9
_JOINT_WORDS = (
    "e logo depois; e em seguida; e depois; e ai; e entao; e tambem; e ainda; e por favor; em seguida; logo depois"
    "; depois; ai; entao; tambem; e"
)
_JOINTS = tuple(tuple(joint.split()) for joint in _JOINT_WORDS.split("; "))
_NO_JOINT_BEFORE = frozenset(("de", "do", "da", "das", "dos", "que"))
"""After "depois": "depois de amanhã", "depois das dez"."""
_DETERMINERS = frozenset(["o", "a", "os", "as", "um", "uma", "outro", "outra", "outros", "outras", "mais", "tambem"])
INFINITIVE = ("ar", "er", "ir", "or")


@dataclass(frozen=True, slots=True)
class Understanding:
    """`commands`: what is to be done, in order; empty when nothing was understood. `doubtful`: what may have been meant."""

    commands: tuple[Match, ...] = ()
    doubtful: Match | None = None


def understand(
    matcher: Matcher, text: str, lists: Lists = NO_LISTS, active: Collection[str] = frozenset(), by_ear: bool = True
) -> Understanding:
    """What an utterance asks for; at most MAX_COMMANDS commands. lists, active, by_ear: see Matcher.match."""
    tokens = tokenize(text)
    joints = list(_joints(text, tokens))[:MAX_JOINTS] if len(tokens) <= MAX_TOKENS else []
    question, whole = matcher.ask(text, lists, active), None
    # What fits word by word, in parts too, comes before what only sounds alike.
    for heard in (False, True) if by_ear else (False,):
        whole = question.match(heard)
        accepted = whole is not None and whole.accepted
        if joints and not (accepted and not _took_in_a_joint(whole)):
            parts = _Parts(matcher, text, tokens, lists, active, heard)
            if commands := parts.commands(joints, whole if accepted else None):
                return Understanding(commands)
        if accepted and (heard or not by_ear or not whole.free):
            return Understanding((whole,))
    return Understanding(doubtful=whole if whole and whole.verdict == "doubtful" else None)


def halves(text: str) -> Iterator[tuple[str, str]]:
    """The two sides of every place where one command may end and the next begin."""
    tokens = tokenize(text)
    for start, end in list(_joints(text, tokens))[:MAX_JOINTS]:
        yield text[: tokens[start - 1].end], text[tokens[end].start :]


def last_part(text: str) -> str | None:
    """What follows the last place where one command may end and the next begin; None where there is none."""
    tokens = tokenize(text)
    joints = list(_joints(text, tokens))
    return text[tokens[joints[-1][1]].start :] if joints else None


def _joints(text: str, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """(first token, the one after) of every joint between two others; where there is but a comma they are the same."""
    at = 1
    while at < len(tokens):
        end = _joint_end(tokens, at)
        if end is None and "," in text[tokens[at - 1].end : tokens[at].start]:
            end = at
        if end is not None and end < len(tokens):
            yield at, end
        at = max(at + 1, end or 0)


def _joint_end(tokens: Sequence[Token], at: int) -> int | None:
    for joint in _JOINTS:
        end = at + len(joint)
        if tuple(token.folded for token in tokens[at:end]) == joint:
            is_preposition = joint[-1] == "depois" and end < len(tokens) and tokens[end].folded in _NO_JOINT_BEFORE
            return None if is_preposition else end
    return None


def _took_in_a_joint(match: Match) -> bool:
    """Whether free words hold what may have been a joint."""
    joints = {joint[-1] for joint in _JOINTS}
    return any(fold(word) in joints for name in match.free for word in str(match.slots.get(name, "")).split())


class _Parts:
    """An utterance in parts, each understood once."""

    def __init__(self, matcher: Matcher, text: str, tokens: Sequence[Token], lists: Lists, active: Collection[str], by_ear: bool):
        self._matcher, self._lists, self._active, self._by_ear = matcher, lists, active, by_ear
        self._text, self._tokens = text, tokens
        self._known: dict[tuple[int, int], Match | None] = {}

    def commands(self, joints: Sequence[tuple[int, int]], whole: Match | None) -> tuple[Match, ...]:
        """The fewest commands that the utterance can be cut into; none where some part is no command.

        whole: what it is uncut, if that is a command.
        """
        for n_cuts in range(1, MAX_COMMANDS):
            ways = [found for cuts in combinations(joints, n_cuts) if (found := self._cut(cuts, whole))]
            if ways:
                return max(ways, key=lambda found: sum(match.score for match in found))
        return ()

    def _cut(self, cuts: Sequence[tuple[int, int]], whole: Match | None) -> tuple[Match, ...]:
        starts = [0, *(end for _, end in cuts)]
        ends = [*(start for start, _ in cuts), len(self._tokens)]
        found: list[Match] = []
        before: list[str] = []
        is_other = False  # the first part is a whole command, of another kind than the free words made of it
        for start, end in zip(starts, ends, strict=True):
            words = [token.text for token in self._tokens[start:end]]
            match = self._part(start, end)
            if match is None and found and whole is None and max(len(words), len(before)) <= MAX_BORROWED:
                match, words = self._completed(before, words, found[-1])
            if match is None or (found and whole is not None and not self._stands_alone(match, start, is_other)):
                return ()
            if not found and whole is not None:
                is_other = match.intent != whole.intent and self._stands_alone(match, start)
            found.append(match)
            before = words
        if whole is not None and found[0].intent != whole.intent and not self._stands_alone(found[0], 0):
            return ()
        return tuple(found)

    def _part(self, start: int, end: int) -> Match | None:
        if start >= end:
            return None
        if (start, end) not in self._known:
            text = self._text[self._tokens[start].start : self._tokens[end - 1].end]
            match = self._matcher.match(text, self._lists, self._active, self._by_ear)
            self._known[start, end] = match if match and match.accepted else None
        return self._known[start, end]

    def _stands_alone(self, match: Match, start: int, may_be_free: bool = False) -> bool:
        """Whether a part of free words is a command: certain, complete, and no infinitive ("lembra de … e apagar a luz")."""
        if match.score < SURE or (match.free and not may_be_free):
            return False
        first, opening = self._tokens[0].folded, self._tokens[start].folded
        return not opening.endswith(INFINITIVE) or first.endswith(INFINITIVE)

    def _completed(self, before: list[str], words: list[str], previous: Match) -> tuple[Match | None, list[str]]:
        """A part that lacks its beginning, with that of the one before: "[apaga a luz] do quarto"."""
        found: list[tuple[float, Match, list[str]]] = []
        bare = words[1:] if len(words) > 1 and fold(words[0]) in _DETERMINERS else words
        for ending in ([], before[-1:]):
            for n_borrowed in range(len(before) - 1, 0, -1):
                for own in (words, bare) if bare is not words else (words,):
                    said = [*before[:n_borrowed], *own, *ending]
                    match = self._matcher.match(" ".join(said), self._lists, self._active, by_ear=False)
                    if match and match.accepted and match.score >= SURE and self._goes_on(previous, match):
                        found.append((match.score, match, said))
            if found:
                return max(found, key=lambda it: it[0])[1:]
        return None, words

    @staticmethod
    def _goes_on(previous: Match, match: Match) -> bool:
        """Whether it is the same wish about something else."""
        same = previous.intent.split(".")[0] == match.intent.split(".")[0]
        return same and previous.slots != match.slots and set(match.free) <= set(previous.free)
