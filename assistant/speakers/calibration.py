"""What the vectors of an encoder mean: the strangers they are compared with, and where lines are drawn.

Strategy: an encoder's figures stand in a file of its id beside this module, written by assistant.training.speaker_calibration of
voices that no test uses.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.errors import ModelFileError
from assistant.speakers.diarisation import DiarisationRules
from assistant.speakers.enrolment import Demands
from assistant.speakers.gallery import Scoring

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Calibration:
    """Of one encoder: for identification, for enrolment, for recordings of several people."""

    scoring: Scoring
    demands: Demands
    diarisation: DiarisationRules


def load(encoder: str, folder: Path = FOLDER) -> Calibration:
    """encoder: its id. folder: a checkpoint's own figures stand in its folder. Raises ModelFileError."""
    path = folder / f"{encoder}.calibration.npz"
    try:
        with np.load(path, allow_pickle=False) as stored:
            cohort = stored["cohort"].astype(np.float32)
            figures = {name: float(stored[name]) for name in stored.files if name != "cohort"}
        cohort /= np.linalg.norm(cohort, axis=1, keepdims=True)
        return Calibration(
            Scoring(cohort, figures["threshold"], figures["slope"], short_penalty=figures["short_penalty"]),
            Demands(figures["same_person"], one_voice=figures["same_turns"]),
            DiarisationRules(figures["same_turns"]),
        )
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise ModelFileError(path, f"no calibration of a speaker encoder: {error}", encoder) from error
