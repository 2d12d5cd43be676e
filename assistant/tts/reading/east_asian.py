"""Chinese and Japanese by misaki: text without spaces → words with their phonemes. Each needs an extra of ours.

Strategy: the text is cut into runs of its own script, runs of Latin letters, which the English reader reads, and marks. The
words of a run are those of the language's own tagger (jieba, MeCab). Nothing is ever downloaded: the dictionaries are packages.
"""

from __future__ import annotations

import logging
import re
import tempfile
import threading
import unicodedata
from collections.abc import Callable, Iterator

from assistant.errors import LanguageMissingError
from assistant.language.controls import PLACEHOLDERS, Control, control_of, extract
from assistant.tts.phonemes import MARKS, checked, is_heard, known
from assistant.tts.reading.alignment import by_phoneme_word
from assistant.tts.reading.plain_text import one_line
from assistant.tts.reading.protocol import Reader, Spoken

WordsOf = Callable[[str], list[tuple[str, str]]]
"""The words of a run of text with their phonemes."""

_WRITTEN_MARKS = str.maketrans(
    dict(zip("、，。．！？：；（）–～〜・", ",,..!?:;()——— ", strict=True))
    | dict.fromkeys("«《〈「『【", "“")
    | dict.fromkeys("»》〉」』】", "”")
)
_LATIN = "A-Za-zÀ-ɏ"
_RUNS = re.compile(rf"([{PLACEHOLDERS}])|([{_LATIN}][{_LATIN}'’ -]*)|([{MARKS}]+)|([^{PLACEHOLDERS}{_LATIN}{MARKS}]+)")
_CHINESE_DIGITS = str.maketrans("0123456789", "零一二三四五六七八九")
_CHINESE_RUN = re.compile("[\u4e00-\u9fff]+")
_LONGEST_NUMBER = 9  # digits; what has more is said digit by digit
_log = logging.getLogger(__name__)


class EastAsianReader:
    """A Reader. `prepare` puts numbers into words; `latin` gives who reads words in Latin letters."""

    def __init__(self, words_of: WordsOf, latin: Callable[[], Reader], prepare: Callable[[str], str] = str):
        self._words_of = words_of
        self._latin = latin
        self._prepare = prepare
        self._lock = threading.Lock()  # the taggers keep their state in themselves

    def read(self, sentence: str) -> tuple[Spoken, ...]:
        text, controls = extract(sentence)
        text = unicodedata.normalize("NFC", self._prepare(one_line(text))).translate(_WRITTEN_MARKS)
        spoken: list[Spoken] = []
        waiting = ""
        for word, phonemes in self._runs(text, controls):
            if is_heard(phonemes):
                spoken.append(Spoken(word, waiting + phonemes))
                waiting = ""
            elif spoken and phonemes[:1] not in {"(", "“", ""}:
                spoken[-1] = Spoken(spoken[-1].text, spoken[-1].phonemes + phonemes)
            else:
                waiting += phonemes
        return tuple(spoken)

    def _runs(self, text: str, controls: tuple[Control, ...]) -> Iterator[tuple[str, str]]:
        for placeholder, latin, marks, own in _RUNS.findall(text):
            if placeholder:
                yield from self._controlled(control_of(placeholder, controls))
            elif latin:
                yield from ((s.text, s.phonemes) for s in self._latin().read(latin))
            elif marks:
                # Of several marks together the first belongs to what was said, an opening one to what comes.
                yield from (("", mark) for mark in re.findall(r"[(“]+|[^(“]+", marks))
            else:
                yield from self._own(own)

    def _controlled(self, control: Control | None) -> Iterator[tuple[str, str]]:
        if control is None:
            return
        if control.phonemes is None:  # stress is no matter of these languages
            yield from self._own(control.text)
            return
        yield control.text, checked(control.phonemes)

    def _own(self, text: str) -> Iterator[tuple[str, str]]:
        with self._lock:
            words = self._words_of(text.strip()) if text.strip() else []
        for word, phonemes in words:
            yield word, known(phonemes).strip()


def chinese_reader(latin: Callable[[], Reader]) -> EastAsianReader:
    """Raises LanguageMissingError."""
    try:
        import cn2an
        import jieba
        from misaki.zh import ZHG2P
    except ImportError as error:
        raise LanguageMissingError("Chinese", "chinese", str(error)) from error
    jieba.setLogLevel(logging.WARNING)
    # jieba leaves its dictionary where everybody may write, and would believe what lies there.
    with tempfile.TemporaryDirectory() as folder:
        jieba.dt.tmp_dir = folder
        jieba.initialize()

    def phonemes_of(word: str) -> str:
        try:
            return ZHG2P.word2ipa(word).replace("\u032f", "")
        except (AssertionError, IndexError, KeyError, ValueError) as error:  # a syllable that has no phonemes
            _log.debug("misaki cannot read a Chinese word: %r", error)
            return ""

    def words_of(run: str) -> list[tuple[str, str]]:
        return [(word, phonemes_of(word)) for part in _CHINESE_RUN.findall(run) for word in jieba.lcut(part)]

    def prepare(text: str) -> str:
        text = _readable_numbers(text)
        try:
            text = cn2an.transform(text, "an2cn")
        except (KeyError, ValueError) as error:  # a number that it has no words for
            _log.debug("cn2an: %r", error)
        return text.translate(_CHINESE_DIGITS)

    return EastAsianReader(words_of, latin, prepare)


def _readable_numbers(text: str) -> str:
    """Without the marks that group digits, which are none of a sentence; what is longer than a number is digits."""
    text = re.sub(r"\d", lambda digit: str(unicodedata.decimal(digit.group())), text)
    text = re.sub(r"(?<=[0-9])[,，](?=[0-9]{3}(?![0-9]))", "", text)
    return re.sub(rf"[0-9]{{{_LONGEST_NUMBER + 1},}}", lambda m: " ".join(m.group()), text)


def japanese_reader(latin: Callable[[], Reader]) -> EastAsianReader:
    """Raises LanguageMissingError."""
    try:
        from misaki.cutlet import Cutlet

        cutlet = Cutlet()
    except (ImportError, RuntimeError) as error:  # MeCab without a dictionary is a RuntimeError
        raise LanguageMissingError("Japanese", "japanese", str(error).strip().splitlines()[0]) from error

    def phonemes_of(text: str) -> str:
        try:
            return cutlet(text)[0]
        except (AssertionError, AttributeError, IndexError, KeyError, ValueError) as error:
            _log.debug("misaki cannot read a run of Japanese: %r", error)
            return ""

    def words_of(run: str) -> list[tuple[str, str]]:
        words = [word.surface for word in cutlet.tagger(run)] or [run]
        return by_phoneme_word(words, phonemes_of(run), phonemes_of)

    def prepare(text: str) -> str:
        return re.sub(r"(?<=[0-9])[.．](?=[0-9])", "点", _readable_numbers(text))

    return EastAsianReader(words_of, latin, prepare)
