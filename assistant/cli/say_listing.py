"""What `assistant say` shows instead of speaking: the voices, and the phonemes of a text."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable

from assistant import app


def list_voices(args: argparse.Namespace) -> int:
    voices = app.build_voices(args.config)
    rows = [(voice, True) for voice in voices.list()] + [(voice, False) for voice in voices.missing()]
    width = max((len(voice.name) for voice, _ in rows), default=0)
    for voice, is_here in rows:
        blend = str(voice.blend) if voice.blend else ""
        if args.json:
            tree = {"name": voice.name, "language": voice.language, "sex": voice.sex, "here": is_here, "blend": blend or None}
            print(json.dumps(tree, ensure_ascii=False))
        else:
            remark = blend if is_here else "not here; type: assistant models pull kokoro-voices"
            print(f"{voice.name:<{width}}  {voice.language:<6} {voice.sex:<7} {remark}".rstrip())
    return 0


def show_phonemes(args: argparse.Namespace, text: str | Iterable[str]) -> int:
    from assistant.errors import UnspeakableTextError
    from assistant.tts.reading.readers import readings

    reader = app.build_readers(args.config).reader_for(
        app.build_voices(args.config).language(args.voice or args.config.tts.voice)
    )
    is_silent = True
    for sentence, words in readings(text if isinstance(text, str) else "".join(text), reader):
        is_silent = False
        phonemes = " ".join(word.phonemes for word in words)
        if args.json:
            said = [{"text": word.text, "phonemes": word.phonemes} for word in words]
            print(json.dumps({"text": sentence, "phonemes": phonemes, "words": said}, ensure_ascii=False), flush=True)
        else:
            print(phonemes, flush=True)
    if is_silent:
        raise UnspeakableTextError
    return 0
