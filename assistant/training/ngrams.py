"""Builds the recogniser's model of Portuguese words: vocabulary, letter trie and pruned trigrams, in one file of two megabytes.

Strategy: single words are as likely as in a frequency list, far wider than any text of free licence at hand; which word follows
which comes from the texts, by interpolated Kneser–Ney smoothing (Chen & Goodman, "An empirical study of smoothing techniques for
language modeling", 1999) that backs off to the list. Texts nearer to what people say may weigh more than manuals.

    python -m assistant.training.ngrams OUT --frequencies words.tsv --dictionary /usr/share/dict/brazilian TEXT[=WEIGHT]…
"""

from __future__ import annotations

import argparse
import hashlib
import math
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np

from assistant import skills
from assistant.asr.language_model import BEGIN, N_SPECIAL, STEP, UNKNOWN, LanguageModel
from assistant.training.alphabet import CHARACTERS
from assistant.training.texts import Mixture, portuguese
from assistant.training.vocabulary import Spelling, read_frequencies, tokens, trie, vocabulary

HELD_OUT_EVERY = 50
COMMANDS_WEIGHT = 0.2
SEED = 1
WORDS = 300_000


@dataclass(frozen=True, slots=True)
class Recipe:
    """words: size of the vocabulary. list_share: what the frequency list gives to the single words; the texts give the rest."""

    words: int = WORDS
    list_share: float = 0.75
    discount: float = 0.85
    min_bigram: float = 1.0
    min_trigram: float = 2.0


def count_grams(sentences: Sequence[tuple[float, list[int]]], n_words: int) -> tuple[dict, dict]:
    """Weighted counts of pairs and triples, each (keys, counts) with keys sorted. A key is a number to the base n_words."""
    pairs, triples = [], []
    for weight, ids in sentences:
        line = np.array([BEGIN, *ids], np.int64)
        pairs.append((line[:-1] * n_words + line[1:], weight))
        triples.append(((line[:-2] * n_words + line[1:-1]) * n_words + line[2:], weight))
    return _summed(pairs), _summed(triples)


def _summed(parts: list[tuple[np.ndarray, float]]) -> tuple[np.ndarray, np.ndarray]:
    keys = np.concatenate([part for part, _ in parts])
    weights = np.concatenate([np.full(len(part), weight) for part, weight in parts])
    unique, where = np.unique(keys, return_inverse=True)
    return unique, np.bincount(where, weights)


def quantised(log_probabilities: np.ndarray) -> np.ndarray:
    return np.clip(np.rint(-log_probabilities / STEP), 0, 255).astype(np.uint8)


def estimate(pairs: tuple, triples: tuple, base: np.ndarray, recipe: Recipe) -> dict[str, np.ndarray]:
    """The arrays of a LanguageModel but for its trie. base: probabilities of the single words, summing to 1."""
    n_words, discount = len(base), recipe.discount
    # Kneser–Ney: below the highest order a word counts once for each different word before it.
    contexts, followers = np.divmod(pairs[0], n_words)
    continuation = np.bincount(followers, minlength=n_words).astype(float)
    single = recipe.list_share * base + (1 - recipe.list_share) * continuation / continuation.sum()
    single = np.maximum(single, 1e-9)
    before, kinds = pairs
    triple_contexts, triple_words = np.divmod(triples[0], n_words)
    # A pair at the beginning of a sentence has nothing before it, hence its own count.
    as_pair, times = np.unique(triple_contexts % n_words * n_words + triple_words, return_counts=True)
    spread = np.where(contexts == BEGIN, kinds, 0.0)
    spread[np.searchsorted(before, as_pair)] += times
    kept, p_pair, back_pair = _interpolated(contexts, spread, single[followers], n_words, discount, recipe.min_bigram)
    pair_keys = before[kept]
    pair_p = p_pair[kept]

    context_at = np.searchsorted(pair_keys, triple_contexts)
    known = (context_at < len(pair_keys)) & (pair_keys[np.minimum(context_at, len(pair_keys) - 1)] == triple_contexts)
    context_at, words, counts = context_at[known], triple_words[known], triples[1][known]
    lower = _pair_probability(pair_keys, pair_p, back_pair, single, pair_keys[context_at] % n_words, words)
    kept3, p_triple, back_triple = _interpolated(context_at, counts, lower, len(pair_keys), discount, recipe.min_trigram)
    return {
        "unigram": quantised(np.log(single)),
        "backoff": quantised(np.log(back_pair)),
        "bigram_of": np.bincount(pair_keys // n_words, minlength=n_words).astype(np.uint16),
        "bigram_word": (pair_keys % n_words).astype(np.uint32),
        "bigram": quantised(np.log(pair_p)),
        "bigram_backoff": quantised(np.log(back_triple)),
        "trigram_of": np.bincount(context_at[kept3], minlength=len(pair_keys)).astype(np.uint16),
        "trigram_word": words[kept3].astype(np.uint32),
        "trigram": quantised(np.log(p_triple[kept3])),
    }


def _interpolated(contexts, counts, lower, n_contexts, discount, least):
    """(which are kept, their probabilities, what is left to the lower order after each context)."""
    totals = np.bincount(contexts, counts, minlength=n_contexts)
    kept = counts >= least
    own = np.where(kept, np.maximum(counts - discount, 0.0), 0.0) / totals[contexts]
    left = 1.0 - np.bincount(contexts, own, minlength=n_contexts)
    return kept, own + left[contexts] * lower, np.clip(left, 1e-6, 1.0)


def _pair_probability(keys, p, back, single, contexts, words):
    wanted = contexts * len(single) + words
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, p[at], back[contexts] * single[words])


def build(
    texts: Mapping[str, tuple[float, Sequence[str]]], frequencies, spelling, foreign, recipe: Recipe
) -> dict[str, np.ndarray]:
    """texts: name → (weight, sentences)."""
    counts = Counter(token for weight, lines in texts.values() for line in lines for token in tokens(line))
    chosen = vocabulary(frequencies, spelling, foreign, counts, recipe.words)
    letters = trie(chosen)
    number = {word: i for i, word in enumerate(letters.words, start=N_SPECIAL)}
    base = np.array([0.0, 0.0, *(chosen[word] for word in letters.words)])
    base[UNKNOWN] = 0.01 * base.sum()
    sentences = [
        (weight, [number.get(token, UNKNOWN) for token in tokens(line)]) for weight, lines in texts.values() for line in lines
    ]
    arrays = estimate(*count_grams(sentences, len(base)), base / base.sum(), recipe)
    trie_arrays = {"letters": letters.letters, "n_children": letters.n_children, "ends": np.packbits(letters.ends)}
    return {"characters": np.array(CHARACTERS), **trie_arrays, **arrays}


def perplexity(model: LanguageModel, lines: Iterable[str]) -> tuple[float, float]:
    """(a word's, without unknown ones; the share of unknown words)."""
    total, n, n_unknown = 0.0, 0, 0
    for line in lines:
        state = model.begin
        for token in tokens(line):
            word = model.number_of(token)
            scores, states = model.follow(np.array([state]), np.array([word]))
            state = int(states[0])
            n_unknown += word == UNKNOWN
            n += word != UNKNOWN
            total -= float(scores[0]) if word != UNKNOWN else 0.0
    return math.exp(total / max(1, n)), n_unknown / max(1, n + n_unknown)


def commands(folders: Iterable[Path], n: int, seed: int) -> list[str]:
    """Sentences of the skills' templates, and numbers, dates and sums, as they are said."""
    drawn_from = {"skills", "home", "quantities"}
    sources = [source for source in portuguese(skills.load(folders), [], []) if source.name in drawn_from]
    random, mixture = Random(seed), Mixture(sources)
    return [mixture.draw(random)[1] for _ in range(n)]


def main(arguments: list[str] | None = None) -> int:
    args = _parser().parse_args(arguments)
    texts, held_out = {}, {}
    for spec in args.texts:
        name, _, weight = spec.partition("=")
        lines = Path(name).read_text(encoding="utf-8").splitlines()
        held_out[Path(name).name] = lines[::HELD_OUT_EVERY]
        texts[Path(name).name] = (float(weight or 1), [line for i, line in enumerate(lines) if i % HELD_OUT_EVERY])
    if args.skills:
        texts["commands"] = (COMMANDS_WEIGHT, commands(args.skills, args.commands, SEED))
    spelling = Spelling.read(args.dictionary)
    recipe = Recipe(words=args.words)
    arrays = build(texts, read_frequencies(args.frequencies), spelling, read_frequencies(args.english), recipe)
    with args.out.open("wb") as file:
        np.savez_compressed(file, **arrays)
    card = _card(args, {name: len(lines) for name, (_, lines) in texts.items()}, held_out)
    args.out.with_suffix(".md").write_text(card, encoding="utf-8")
    sys.stdout.write(card)
    return 0


def _card(args: argparse.Namespace, n_sentences: dict[str, int], held_out: dict[str, list[str]]) -> str:
    """What the file is, and how it was made."""
    model, content = LanguageModel(args.out), args.out.read_bytes()
    command = ["python -m assistant.training.ngrams", args.out.name, *(Path(spec).name for spec in args.texts)]
    command += [f"--frequencies {args.frequencies.name}", *(f"--dictionary {path.name}" for path in args.dictionary)]
    command += [f"--english {path.name}" for path in (args.english,) if path] + [f"--skills {path.name}" for path in args.skills]
    rows = []
    for name, n in n_sentences.items():
        one_word, unknown = perplexity(model, held_out.get(name, []))
        figures = f"{one_word:.0f} | {100 * unknown:.1f} %" if name in held_out else "– | –"
        rows.append(f"| {name} | {n} | {figures} |")
    every = f"every {HELD_OUT_EVERY}th sentence"
    return "\n".join(
        (
            f"# {args.out.name}: the recogniser's words of Portuguese\n",
            f"{model.n_words} words, {len(model.letters)} nodes of their trie,",
            f"{model.n_pairs} pairs and {model.n_triples} triples of words; {len(content)} bytes,",
            f"SHA-256 {hashlib.sha256(content).hexdigest()}. Made by\n",
            "    " + " \\\n        ".join(command) + "\n",
            f"Perplexity of a known word, and the share of unknown ones, over {every}, which it did not read:\n",
            "| text | sentences read | perplexity | unknown |\n|---|---|---|---|",
            *rows,
            *(["", args.sources.read_text(encoding="utf-8").rstrip()] if args.sources else []),
            "",
        )
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m assistant.training.ngrams", description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, help="model file to write (.npz)")
    parser.add_argument("texts", nargs="+", metavar="TEXT[=WEIGHT]", help="normalised sentences, one a line; how much they count")
    parser.add_argument("--frequencies", type=Path, required=True, help="table of word and frequency, commonest first")
    parser.add_argument("--english", type=Path, help="the same of English, to leave its words out")
    parser.add_argument(
        "--dictionary", type=Path, action="append", default=[], help="word list or hunspell .dic; may be repeated"
    )
    parser.add_argument("--words", type=int, default=WORDS, help="size of the vocabulary (default: %(default)s)")
    parser.add_argument("--skills", type=Path, action="append", default=[], help="folder of skills to draw commands from")
    parser.add_argument("--commands", type=int, default=30_000, help="sentences drawn from the skills (default: %(default)s)")
    parser.add_argument(
        "--sources", type=Path, help="Markdown on sources and licences, for the card that is written beside the file"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
