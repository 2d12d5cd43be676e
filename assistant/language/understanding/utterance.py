"""Everything about what was said that the search through the grammar asks again and again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assistant.language.grammar.lists import WordList
from assistant.language.grammar.slots import Kind, Span
from assistant.language.quantities import numbers
from assistant.language.understanding.outlook import Outlook
from assistant.language.words.closeness import RUN_TOGETHER, Closeness, Near
from assistant.language.words.lexicon import DECISIVE_WORDS, FILLERS, REASONS, asks_what_for, spoken, weight
from assistant.language.words.telling import FINITE
from assistant.language.words.text import Token

FILLER, UNMATCHED, NEVER = 0.02, 1.2, 9.0
CHEAPEST_OPEN = {"text": 0.02, "name": 0.06, "command": 0.01}
"""What a word costs at least in a slot for anything: see assistant.language.grammar.slots."""
SHORT, WEIGHT_OF_SCRAPS = 2, 0.4
FEWEST_BEFORE_A_REASON = 2


class Utterance:
    """Tokens, and what each may be. `weight`: how much meaning is in them; costs are held against it."""

    def __init__(self, tokens: list[Token], closeness: Closeness, kinds: Mapping[str, Kind]):
        self.tokens = tokens
        self._kinds, self._closeness = kinds, closeness
        self._spans: dict[tuple[str, int], tuple[Span, ...]] = {}
        self._covered: dict[str, int] = {}
        self._lists = [(kind, names) for kind, names in kinds.items() if isinstance(names, WordList)]
        self._known_lists: dict[int, frozenset[str]] = {}
        self._ahead: dict[int, list[float]] = {}
        self.near: list[Near] = [closeness.words(token.text) for token in tokens]
        self.words = [near.words for near in self.near]
        self.pairs = [() if closeness.knows(token.text) else closeness.pairs(token.text) for token in tokens]
        self._pair_masks = [tuple({closeness.bits[a] | closeness.bits[b] for a, b in pairs}) for pairs in self.pairs]
        self._weigh(closeness)

    def _weigh(self, closeness: Closeness) -> None:
        tokens = self.tokens
        self.filler_ends = [tuple(_filler_ends(tokens, at)) for at in range(len(tokens))]
        self._in_filler = {i for at, ends in enumerate(self.filler_ends) for end in ends for i in range(at, end)}
        weights = [_weight(token, closeness) for token in tokens]
        skip = [_skip_cost(token, w) for token, w in zip(tokens, weights, strict=True)]
        # What a command begins with says what is to be done: "adiciona 5 minutos ao timer" does not start one.
        first = next((i for i, w in enumerate(weights) if w == 1.0 and i not in self._in_filler), None)
        if first is not None:
            skip[first] = NEVER
        # "Pra que acender a luz?" finds fault with it.
        if asks_what_for([token.folded for token in tokens[:2]]):
            skip[1] = NEVER
        # "e" opens a sentence without meaning anything; further on it joins a second wish, which is not ours to drop.
        self.skip = [NEVER if at and token.folded == "e" else s for at, (token, s) in enumerate(zip(tokens, skip, strict=True))]
        # Fillers carry no meaning, and so no weight, unless there is nothing else.
        self.weights = [0.0 if i in self._in_filler else w for i, w in enumerate(weights)]
        self.weight = max(sum(self.weights), 1.0)

    @property
    def has_unknown_words(self) -> bool:
        """Of which the templates know nothing; names of lists may be among them."""
        return any(not self._closeness.knows(token.text) for token in self.tokens)

    def knows(self, word: str) -> bool:
        """Whether it is a word of the grammar, or of a list."""
        return self._closeness.knows(word) or any(names.knows(word) for _, names in self._lists)

    def knows_kind(self, kind: str) -> bool:
        return kind in self._kinds

    def kind(self, kind: str) -> Kind:
        return self._kinds[kind]

    def spans(self, kind: str, at: int) -> tuple[Span, ...]:
        """What a slot of this kind may hold from `at` on."""
        key = (kind, at)
        if key not in self._spans:
            self._spans[key] = tuple(self._kinds[kind](self.tokens, at)) if kind in self._kinds else ()
        return self._spans[key]

    def expect_anything(self, outlook: Outlook) -> None:
        """At the beginning everything may follow: nothing is gained by asking every kind of slot what it could hold."""
        self._ahead[outlook.number] = [0.0] * (len(self.tokens) + 1)

    def ahead(self, outlook: Outlook, at: int, most: float) -> float:
        """What the rest from `at` on costs at least after a state of this outlook; beyond `most` it may be more."""
        costs = self._ahead.get(outlook.number)
        if costs is None:
            costs = self._ahead[outlook.number] = [0.0]
        # From the end: costs[i] is that of the last i words. Usually the last few are too much already.
        n_wanted = len(self.tokens) - at
        while len(costs) <= n_wanted and costs[-1] <= most:
            costs.append(costs[-1] + self._least(len(self.tokens) - len(costs), outlook))
        return costs[min(n_wanted, len(costs) - 1)]

    def _least(self, at: int, outlook: Outlook) -> float:
        mask = outlook.words
        best = self.skip[at]
        for cost, words in self.near[at].levels:
            if words & mask:
                best = min(best, cost)
                break
        if best <= FILLER / 4:
            return best
        if at in self._in_filler:
            return FILLER / 4
        if any(words & mask == words for words in self._pair_masks[at]):
            best = min(best, RUN_TOGETHER)
        if not outlook.lists.isdisjoint(self._lists_at(at)):
            return 0.0
        bit = 1 << at
        for kind in outlook.kinds:
            least = CHEAPEST_OPEN.get(kind, 0.0)
            if least < best and (least or self.covered(kind) & bit):
                best = least
        return best

    def _lists_at(self, at: int) -> frozenset[str]:
        """The lists that know this word."""
        if at not in self._known_lists:
            word = self.tokens[at].text
            self._known_lists[at] = frozenset(kind for kind, names in self._lists if names.has_near(word))
        return self._known_lists[at]

    def covered(self, kind: str) -> int:
        """A mask of the positions that a slot of this kind may hold."""
        if kind not in self._covered:
            mask = 0
            if kind in self._kinds:
                for at in range(len(self.tokens)):
                    end = max((span.end for span in self.spans(kind, at)), default=at)
                    mask |= (1 << end) - (1 << at)
            self._covered[kind] = mask
        return self._covered[kind]


def _weight(token: Token, closeness: Closeness) -> float:
    # A scrap of one or two letters that is no word of ours was hardly what mattered.
    if (
        len(token.text) <= SHORT
        and token.text.isalpha()
        and not closeness.knows(token.text)
        and token.folded not in DECISIVE_WORDS
    ):
        return min(weight(token.folded), WEIGHT_OF_SCRAPS)
    return weight(token.folded)


def _skip_cost(token: Token, token_weight: float) -> float:
    if (
        token.folded in DECISIVE_WORDS
        or token.folded in FINITE
        or token.is_number
        or (numbers.number_word(token) and token_weight == 1.0)
    ):
        return NEVER
    return UNMATCHED * token_weight


def _filler_ends(tokens: list[Token], at: int) -> Iterator[int]:
    for phrase in FILLERS.get(spoken(tokens[at].text), ()):
        end = at + len(phrase)
        if end <= len(tokens) and all(spoken(t.text) == w for t, w in zip(tokens[at:end], phrase, strict=True)):
            yield end
    for phrase in REASONS.get(spoken(tokens[at].text), ()) if at >= FEWEST_BEFORE_A_REASON else ():
        if tuple(spoken(token.text) for token in tokens[at : at + len(phrase)]) == phrase:
            yield len(tokens)
