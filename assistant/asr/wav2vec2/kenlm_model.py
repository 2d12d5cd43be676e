"""The language model that comes with a checkpoint: a KenLM file, the list of its words, and how much they count.

Strategy: scores are those of pyctcdecode, for which the four attributes of such a folder were tuned: a word counts
alpha · ln p + beta, where the model's log₁₀ p of a word that is not in the list is first lowered by unk_score_offset. The
file stays on the disk and is mapped; only the pages that are asked for take memory.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.asr.wav2vec2.word_trie import MAX_CHARACTERS, WordTrie
from assistant.errors import KenlmMissingError, LanguageModelError

ATTRIBUTES, UNIGRAMS, ALPHABET = "attrs.json", "unigrams.txt", "alphabet.json"
SUFFIXES = (".arpa", ".bin", ".binary", ".klm")
_LN10 = math.log(10.0)
_LEAST_LOG10 = -100.0  # a damaged file may say anything
# Where the model knows fewer of the listed words than this, or the head writes fewer of them, the parts do not belong together.
_LEAST_KNOWN, _LEAST_SPELLED = 0.1, 0.5
_WAY_OUT = "fetch the checkpoint again, or remove its language_model folder to do without"


@dataclass(frozen=True, slots=True)
class Weights:
    """As pyctcdecode has them. alpha: of the model's natural logarithm. beta: what each word adds. unk_score_offset: what is
    added to log₁₀ p of an unlisted word, and to the score while one is being spelled. score_boundary: sentences begin and end.
    """

    alpha: float
    beta: float
    unk_score_offset: float
    score_boundary: bool


class KenlmModel:
    """Read-only; threads may share it. `words`: the trie of the listed words, or None when nothing is listed."""

    def __init__(self, folder: Path, characters: str):
        """folder: language_model/ of a checkpoint. characters: what the head's classes 1, 2, … write.

        Raises LanguageModelError when a file is missing or damaged, or the model is not of these characters;
        KenlmMissingError.
        """
        if " " not in characters:
            raise LanguageModelError(folder, "the recogniser writes no space, so that it has no words", _WAY_OUT)
        if len(characters) > MAX_CHARACTERS:
            raise LanguageModelError(folder, f"the recogniser has {len(characters)} characters, too many for words", _WAY_OUT)
        self.weights = _weights(folder / ATTRIBUTES)
        _check_alphabet(folder, characters)
        listed = _unigrams(folder / UNIGRAMS)
        path = _file(folder)
        self._kenlm, self._state_class = _opened(path)
        known = [word for word in listed if word in self._kenlm]
        if len(known) < _LEAST_KNOWN * len(listed):
            reason = f"it knows {len(known)} of the {len(listed)} words of {UNIGRAMS}"
            raise LanguageModelError(path, reason, _WAY_OUT)
        self.words = WordTrie(known, characters) if listed else None
        if self.words is not None and self.words.n_words < _LEAST_SPELLED * len(known):
            odd = next((word for word in known if set(word) - set(characters)), "")
            reason = f'it is of another alphabet: the recogniser cannot write "{odd}"'
            raise LanguageModelError(folder / UNIGRAMS, reason, _WAY_OUT)

    def begin(self) -> Any:
        """The state before the first word."""
        state = self._state_class()
        if self.weights.score_boundary:
            self._kenlm.BeginSentenceWrite(state)
        else:
            self._kenlm.NullContextWrite(state)
        return state

    def after(self, state: Any, word: str, is_listed: bool) -> tuple[float, Any]:
        """(what the word adds to the score, the state after it)."""
        following = self._state_class()
        log10 = _sane(self._kenlm.BaseScore(state, word, following))
        if not is_listed:
            log10 += self.weights.unk_score_offset
        return self.weights.alpha * _LN10 * log10 + self.weights.beta, following

    def unweighted(self, score: float, n_words: int) -> float:
        """ln p of words whose scores add up to this, without what each word adds."""
        alpha = self.weights.alpha
        return (score - self.weights.beta * n_words) / alpha if alpha else 0.0

    def at_end(self, state: Any) -> float:
        """What it adds to the score that the sentence ends here."""
        if not self.weights.score_boundary:
            return 0.0
        return self.weights.alpha * _LN10 * _sane(self._kenlm.BaseScore(state, "</s>", self._state_class()))

    def knows(self, word: str) -> bool:
        return word in self._kenlm


def _sane(log10: float) -> float:
    return min(0.0, max(_LEAST_LOG10, log10)) if math.isfinite(log10) else _LEAST_LOG10


def _opened(path: Path) -> tuple[Any, Any]:
    """(model, class of its states)."""
    try:
        import kenlm
    except ImportError as error:
        raise KenlmMissingError(path) from error
    config = kenlm.Config()
    config.load_method = kenlm.LoadMethod.LAZY
    config.show_progress = False
    config.arpa_complain = kenlm.ARPALoadComplain.NONE
    try:
        return kenlm.Model(str(path), config), kenlm.State
    except (OSError, RuntimeError, MemoryError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise LanguageModelError(path, reason.rpartition("Exception")[2].strip(" .)") or reason, _WAY_OUT) from error


def _file(folder: Path) -> Path:
    found = sorted(file for file in folder.iterdir() if file.suffix in SUFFIXES and file.is_file())
    if len(found) != 1:
        what = ", ".join(file.name for file in found) or "none"
        raise LanguageModelError(folder, f"it needs one KenLM file ({', '.join(SUFFIXES)}) and has {what}", _WAY_OUT)
    return found[0]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise LanguageModelError(path.parent, f"it has no {path.name}", _WAY_OUT) from error
    except (OSError, UnicodeDecodeError) as error:
        raise LanguageModelError(path, str(error), _WAY_OUT) from error


def _json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(_text(path))
    except (json.JSONDecodeError, RecursionError) as error:
        raise LanguageModelError(path, str(error), _WAY_OUT) from error
    if not isinstance(content, dict):
        raise LanguageModelError(path, "it holds no keys and values", _WAY_OUT)
    return content


def _weights(path: Path) -> Weights:
    content = _json(path)
    numbers = []
    for name in ("alpha", "beta", "unk_score_offset"):
        value = content.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise LanguageModelError(path, f"{name} is {value!r}, and must be a number", _WAY_OUT)
        numbers.append(float(value))
    boundary = content.get("score_boundary")
    if not isinstance(boundary, bool):
        raise LanguageModelError(path, f"score_boundary is {boundary!r}, and must be true or false", _WAY_OUT)
    return Weights(*numbers, boundary)


def _unigrams(path: Path) -> Collection[str]:
    """The listed words, each once; none when the file is empty, as it is where the model was made without a list."""
    return dict.fromkeys(_text(path).split()).keys()


def _check_alphabet(folder: Path, characters: str) -> None:
    """alphabet.json lies in the folder or, as transformers writes it, above; where there is none, the words must do."""
    path = next((p for p in (folder / ALPHABET, folder.parent / ALPHABET) if p.is_file()), None)
    if path is None:
        return
    content = _json(path)
    labels = content.get("labels")
    if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
        raise LanguageModelError(path, "it lists no labels", _WAY_OUT)
    if content.get("is_bpe"):
        raise LanguageModelError(path, "its labels are pieces of words, not characters", _WAY_OUT)
    letters = {label.lower() for label in labels if len(label) == 1 and label.isalpha()}
    odd = sorted(letters.symmetric_difference(c for c in characters if c.isalpha()))
    if odd:
        reason = f"it is of another alphabet than the recogniser: {' '.join(odd)} are in one of them only"
        raise LanguageModelError(path, reason, _WAY_OUT)
