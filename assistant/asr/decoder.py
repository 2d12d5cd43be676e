"""Whisper by CTranslate2: sound to tokens, tokens to words with times.

Strategy: Whisper was trained on 30 s of sound, padded with silence; encoding that costs 0.4 s on two cores. CTranslate2 takes
features of any length, but without some silence after it a short utterance ends in a loop. Padding to about 8 s keeps the
accuracy of 30 s at a seventh of the price. The prompt stands where the model expects the text that came before: commands of
the kind that is awaited make it prefer their words and, in noise, find nothing of the kind.
"""

from __future__ import annotations

import time
from pathlib import Path

import ctranslate2
import numpy as np
from tokenizers import Tokenizer

from assistant.asr.loops import without_loop
from assistant.asr.mel import HOP, RATE, log_mel
from assistant.asr.reading import Reading
from assistant.asr.timing import fit_to_sound, words_of
from assistant.errors import RecognitionError
from assistant.events import Word

MAX_WINDOW_S = 30.0
MIN_TAIL_S = 2.0  # silence kept after long sound, too: without it the last words are lost or looped
_MAX_PROMPT_TOKENS = 200
_MAX_NEW_TOKENS = 220
# Fast Portuguese is 5 tokens a second; a loop is stopped after this many instead of 220.
_TOKENS_PER_SECOND, _TOKENS_AT_LEAST = 8, 16


class WhisperDecoder:
    """One loaded model; CTranslate2 queues calls from several threads."""

    def __init__(self, folder: Path, threads: int = 2, beams: int = 1, pad_to_s: float = 8.0, prompt: str = ""):
        """Raises RecognitionError when the weights cannot be loaded."""
        try:
            self._model = ctranslate2.models.Whisper(
                str(folder), device="cpu", compute_type="int8", inter_threads=1, intra_threads=threads
            )
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:
            raise RecognitionError(f"the weights in {folder} do not load ({error}); type: assistant models verify") from error
        self._beams = beams
        self._pad_to_s = pad_to_s
        names = ("<|startoftranscript|>", "<|pt|>", "<|transcribe|>", "<|notimestamps|>")
        self._start = [self._tokenizer.token_to_id(name) for name in names]
        self._end = self._tokenizer.token_to_id("<|endoftext|>")
        previous = self._tokenizer.encode(f" {prompt.strip()}", add_special_tokens=False).ids[-_MAX_PROMPT_TOKENS:]
        self._previous = [self._tokenizer.token_to_id("<|startofprev|>"), *previous] if prompt.strip() else []

    def glimpse(self, samples: np.ndarray, prefix: tuple[int, ...] = ()) -> Reading:
        return self._decode(samples, prefix, beams=1, with_words=False)

    def read(self, samples: np.ndarray) -> Reading:
        return self._decode(samples, (), self._beams, with_words=True)

    def text(self, ids: tuple[int, ...]) -> str:
        return self._tokenizer.decode(list(ids), skip_special_tokens=True).strip()

    def begins_word(self, token: int) -> bool:
        # "Ġ" is how byte-level vocabularies write a leading space.
        return (self._tokenizer.id_to_token(token) or "").startswith("Ġ")

    def _decode(self, samples: np.ndarray, prefix: tuple[int, ...], beams: int, with_words: bool) -> Reading:
        started = time.perf_counter()
        features = self._features(samples)
        heard = time.perf_counter()
        try:
            encoded = self._model.encode(ctranslate2.StorageView.from_array(features[None]))
            seen = time.perf_counter()
            result = self._generate(encoded, prefix, beams, len(samples) / RATE)
            decoded = time.perf_counter()
            # The prefix comes back with the hypothesis and adds nothing to its score.
            ids, looped = without_loop(result.sequences_ids[0])
            logprob = _mean_of_new(result.scores[0], len(result.sequences_ids[0]), len(prefix))
            words = ()
            if (with_words or looped) and ids:
                words, logprob_of_kept = self._words(encoded, samples, ids)
                # A loop is very sure of itself: only what was kept of it may count.
                logprob = logprob_of_kept if looped else logprob
        except (RuntimeError, ValueError, MemoryError) as error:
            seconds = len(samples) / RATE
            raise RecognitionError(f"the recogniser failed on {seconds:.1f} s of sound ({error}); say it again") from error
        return Reading(
            text=self.text(ids),
            ids=ids,
            logprob=logprob,
            no_speech=min(1.0, max(0.0, result.no_speech_prob)),
            looped=looped,
            words=words,
            alternatives=self._alternatives(result.sequences_ids),
            cost_ms={
                "mel": 1e3 * (heard - started),
                "encode": 1e3 * (seen - heard),
                "decode": 1e3 * (decoded - seen),
                "align": 1e3 * (time.perf_counter() - decoded),
            },
        )

    def _features(self, samples: np.ndarray) -> np.ndarray:
        seconds = len(samples) / RATE
        total_s = min(MAX_WINDOW_S, max(self._pad_to_s, seconds + MIN_TAIL_S))
        features = log_mel(samples, max(0.0, total_s - seconds))
        return np.ascontiguousarray(features[:, : round(MAX_WINDOW_S * RATE / HOP)])

    def _generate(self, encoded: ctranslate2.StorageView, prefix: tuple[int, ...], beams: int, seconds: float):
        start = [*self._previous, *self._start, *prefix]
        n_new = min(_MAX_NEW_TOKENS, _TOKENS_AT_LEAST + int(_TOKENS_PER_SECOND * seconds))
        return self._model.generate(
            encoded,
            [start],
            beam_size=beams,
            num_hypotheses=beams,
            # CTranslate2 allows half of max_length, and no more than max_length less the prompt.
            max_length=max(2 * n_new, n_new + len(start)),
            return_scores=True,
            return_no_speech_prob=True,
        )[0]

    def _words(
        self, encoded: ctranslate2.StorageView, samples: np.ndarray, ids: tuple[int, ...]
    ) -> tuple[tuple[Word, ...], float]:
        """The words of `ids` and the mean log-probability of their tokens."""
        n_frames = max(1, -(-len(samples) // HOP))
        text_ids = [i for i in ids if i < self._end]
        aligned = self._model.align(encoded, self._start, [text_ids], n_frames)[0]
        logprobs = np.log(np.maximum(aligned.text_token_probs, 1e-9))
        words = words_of(text_ids, aligned.alignments, logprobs, self.text, self.begins_word)
        return fit_to_sound(words, samples), float(logprobs.sum() / (len(text_ids) + 1))

    def _alternatives(self, sequences: list[list[int]]) -> tuple[str, ...]:
        texts = [self.text(without_loop(ids)[0]) for ids in sequences]
        return tuple(dict.fromkeys(text for text in texts[1:] if text and text != texts[0]))


def _mean_of_new(score: float, n_tokens: int, n_prefix: int) -> float:
    """CTranslate2's score is the sum over the new tokens and the end, divided by the number of all without the end."""
    return score * max(1, n_tokens) / (max(0, n_tokens - n_prefix) + 1)
