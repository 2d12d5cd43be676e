"""Kokoro's voices: one raw float32 file each, a style vector for every length of text; and mixtures of them.

A name tells who speaks: pf_dora is Portuguese (p), female (f).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from assistant.errors import BlendError, UnknownVoiceError, VoiceFileError, VoiceMissingError
from assistant.tts.blends import Blend, is_blend

N_LENGTHS = 510
STYLE_SIZE = 256
_FILE_BYTES = N_LENGTHS * STYLE_SIZE * 4
_N_KEPT = 64  # styles in memory, half a megabyte each; there are 54 voices, and blends without end

LANGUAGES = {
    "a": "en-US", "b": "en-GB", "e": "es", "f": "fr", "h": "hi", "i": "it", "j": "ja", "p": "pt-BR", "z": "zh",
}  # fmt: skip
SEXES = {"f": "female", "m": "male"}
_TELLING = re.compile(r"([a-z])([fm])_")

_KOKORO_1_0 = """
    pf_dora pm_alex pm_santa
    af_alloy af_aoede af_bella af_heart af_jessica af_kore af_nicole af_nova af_river af_sarah af_sky
    am_adam am_echo am_eric am_fenrir am_liam am_michael am_onyx am_puck am_santa
    bf_alice bf_emma bf_isabella bf_lily bm_daniel bm_fable bm_george bm_lewis
    ef_dora em_alex em_santa ff_siwis hf_alpha hf_beta hm_omega hm_psi if_sara im_nicola
    jf_alpha jf_gongitsune jf_nezumi jf_tebukuro jm_kumo
    zf_xiaobei zf_xiaoni zf_xiaoxiao zf_xiaoyi zm_yunjian zm_yunxi zm_yunxia zm_yunyang
"""
OFFICIAL = tuple(_KOKORO_1_0.split())
"""The 54 voices of Kokoro 1.0. Those that are not here can be fetched."""


@dataclass(frozen=True, slots=True)
class Voice:
    """language: a BCP 47 tag, sex: "female" or "male"; "" where the name does not tell, or the parts differ.

    blend: what a mixture is made of, else None.
    """

    name: str
    language: str
    sex: str
    blend: Blend | None = None


class Voices:
    """The voices of some folders, of two files with one name the first folder's; a folder may be missing.

    blends: mixtures that have a name. Wherever a voice is named, `spec` is the name of a voice, a blend as it is written
    ("pf_dora:0.7,pm_alex:0.3"), or the name of a blend. Raises BlendError for a blend that cannot be spoken, or whose name is
    a voice's; UnknownVoiceError and VoiceMissingError for its parts.
    """

    def __init__(self, *folders: Path, blends: Mapping[str, str] | None = None):
        self._folders = folders
        self._saved: dict[str, Blend] = {}
        self._names_of_blends = frozenset(blends or ())
        self._kept_style = lru_cache(_N_KEPT)(self._read_style)
        self._kept_voice = lru_cache(_N_KEPT)(self._look_up)
        names = {*OFFICIAL, *self._files()}
        for name, written in (blends or {}).items():
            if is_blend(name) or not name.strip():
                raise BlendError(written, f'"{name}" is no name for it', "give it one without , + and :")
            if name in names:
                raise BlendError(written, f"{name} is a voice already", "give it another name")
            blend = Blend.parse(written)
            self._blended(name, blend)
            self._saved[name] = blend

    def list(self) -> list[Voice]:
        """What is here: by language, Brazilian ones first, then by name."""
        found = [_voice(name) for name in self._files()]
        return _sorted([*found, *(self._blended(name, blend) for name, blend in self._saved.items())])

    def missing(self) -> list[Voice]:
        """Kokoro's other voices, in the same order."""
        files = self._files()
        return _sorted(_voice(name) for name in OFFICIAL if name not in files)

    def find(self, spec: str) -> Voice:
        """Raises UnknownVoiceError, which names the nearest, VoiceMissingError, BlendError."""
        return self._kept_voice(spec)

    def language(self, spec: str) -> str:
        """What this voice reads (BCP 47): its own language, a blend that of its heaviest part.

        Portuguese where the name does not tell. Raises what `find` does.
        """
        return self.find(spec).language or LANGUAGES["p"]

    def style(self, spec: str) -> np.ndarray:
        """float32, shape (510, 256): row n - 1 is for n phonemes. Raises what `find` does, and VoiceFileError."""
        return self._kept_style(spec)

    def check(self, spec: str) -> None:
        """Raises what `style` does."""
        self.style(spec)

    def _files(self) -> dict[str, Path]:
        found: dict[str, Path] = {}
        for folder in self._folders:
            for path in folder.glob("*.bin"):
                found.setdefault(path.stem, path)
        return found

    def _look_up(self, spec: str) -> Voice:
        # A name comes first: a file may be called anything.
        if spec in self._saved:
            return self._blended(spec, self._saved[spec])
        if is_blend(spec) and spec not in self._files():
            return self._blended(spec, Blend.parse(spec))
        self._path(spec)
        return _voice(spec)

    def _blended(self, name: str, blend: Blend) -> Voice:
        for part, _ in blend.parts:
            if part in self._names_of_blends:
                raise BlendError(str(blend), f"{part} is a blend itself", "name the voices that it is made of")
            self._path(part)
        sexes = {_voice(part).sex for part, _ in blend.parts}
        return Voice(name, _voice(blend.heaviest).language, sexes.pop() if len(sexes) == 1 else "", blend)

    def _path(self, name: str) -> Path:
        files = self._files()
        if name in files:
            return files[name]
        if name in OFFICIAL:
            raise VoiceMissingError(name)
        raise UnknownVoiceError(name, _nearest(name, [*files, *self._saved, *OFFICIAL]))

    def _read_style(self, spec: str) -> np.ndarray:
        blend = self.find(spec).blend
        if blend is None:
            return _read(self._path(spec))
        style = np.zeros((N_LENGTHS, STYLE_SIZE), np.float32)
        for part, weight in blend.parts:
            style += np.float32(weight) * self.style(part)
        style.flags.writeable = False
        return style


def _voice(name: str) -> Voice:
    told = _TELLING.match(name)
    return Voice(name, LANGUAGES.get(told[1], ""), SEXES[told[2]]) if told else Voice(name, "", "")


def _sorted(voices: Iterable[Voice]) -> list[Voice]:
    return sorted(voices, key=lambda v: (v.language != "pt-BR", v.language, v.name))


def _nearest(name: str, known: Iterable[str]) -> list[str]:
    from rapidfuzz import fuzz, process

    # "dora" is near pf_dora however short it is; a partial match sees that. Of equals the Brazilian one, then one that is here.
    distinct = sorted(dict.fromkeys(known), key=lambda voice: voice[:1] != "p")
    return [match for match, *_ in process.extract(name.lower(), distinct, scorer=fuzz.WRatio, limit=3)]


def _read(path: Path) -> np.ndarray:
    try:
        size = path.stat().st_size
        if size != _FILE_BYTES:
            raise VoiceFileError(path, f"{size} bytes instead of {_FILE_BYTES}")
        style = np.fromfile(path, dtype="<f4").astype(np.float32, copy=False)
    except OSError as error:
        raise VoiceFileError(path, error.strerror or str(error)) from error
    if not np.isfinite(style).all() or not style.any():
        raise VoiceFileError(path, "its numbers are no style vectors")
    style.flags.writeable = False
    return style.reshape(N_LENGTHS, STYLE_SIZE)
