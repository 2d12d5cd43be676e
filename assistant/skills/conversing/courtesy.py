"""What politeness adds to a command and means nothing for it: "apaga a luz e obrigado"."""

from __future__ import annotations

import re

_THANKS = r"(?:muito )?(?:obrigad[oa]|brigad[oa]|valeu)(?: (?:viu|mesmo|por tudo|assistente))?"
_ENDING = re.compile(rf"(?<=\w)[\s,.;…]+e[\s,]+{_THANKS}[\s.!]*$", re.IGNORECASE)
_BEGINNING = re.compile(rf"^\W*e[\s,]+(?={_THANKS}\W*$)", re.IGNORECASE)


def without_courtesy(text: str) -> str:
    """The text without thanks that are joined to it. Thanks alone are left: they are answered."""
    return _ENDING.sub("", _BEGINNING.sub("", text))
