"""Who speaks: their voices and what is known of them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from assistant.errors.root import AssistantError


class SpeakerError(AssistantError):
    pass


class TooShortError(SpeakerError, ValueError):
    def __init__(self, seconds: float, least: float):
        super().__init__(f"{seconds:.1f} s of sound are too little to know a voice; give at least {least:g} s of speech")


class OtherEncoderError(SpeakerError, ValueError):
    def __init__(self, found: str, wanted: str):
        super().__init__(f"a voice was enrolled with the encoder {found}, and cannot be compared with {wanted}; enrol it again")


class SpeakerNameError(SpeakerError, ValueError):
    exit_code = 2

    def __init__(self, name: str):
        shown = name if len(name) <= 40 else name[:37] + "…"
        super().__init__(f"{shown!r} cannot be a name; give up to 40 letters, for example Ana or João Pedro")


class UnknownSpeakerError(SpeakerError, LookupError):
    exit_code = 2

    def __init__(self, name: str, known: Iterable[str]):
        names = ", ".join(known)
        super().__init__(f"nobody is enrolled as {name!r}; " + (f"enrolled: {names}" if names else "nobody is enrolled yet"))


class SpeakerExistsError(SpeakerError, ValueError):
    exit_code = 2

    def __init__(self, name: str):
        super().__init__(f"{name!r} is enrolled already; choose another name, or remove that one first")


class BadEnrolmentError(SpeakerError, ValueError):
    """What was recorded of a voice cannot stand for one person's."""

    exit_code = 2

    @classmethod
    def too_little(cls, seconds: float, least: float, n_unusable: int) -> BadEnrolmentError:
        if not seconds and not n_unusable:
            return cls(f"the files hold nothing that sounds like speech; give at least {least:g} s by one person")
        more = f"{n_unusable} more phrases are" if n_unusable > 1 else "one more phrase is"
        left_out = f" ({more} too short or too noisy)" if n_unusable else ""
        return cls(f"the files hold {seconds:.1f} s of clear speech{left_out}; give at least {least:g} s by one person")

    @classmethod
    def two_voices(cls, path: Path | str, start: float, end: float, n_odd: int, n_phrases: int) -> BadEnrolmentError:
        return cls(
            f"{n_odd} of {n_phrases} phrases sound like somebody else, the first one in {path} from {start:.1f} to {end:.1f} s; "
            "give recordings of one person, or say --anyway"
        )


class VoicesFileError(SpeakerError, ValueError):
    """A file that `assistant speakers export` should have written."""

    exit_code = 2

    def __init__(self, path: Path | str, reason: str):
        super().__init__(f"{path} holds no voices that can be read ({reason}); write it anew with `assistant speakers export`")


class VoicesOutputError(SpeakerError, OSError):
    exit_code = 7

    def __init__(self, path: Path | str, reason: str):
        super().__init__(f"{path} cannot be written ({reason}); choose another place: nothing half-written was left")
