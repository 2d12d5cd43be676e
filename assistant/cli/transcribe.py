"""`assistant transcribe`: audio files in, text out."""

from __future__ import annotations

import argparse
import json
import sys

SUMMARY = "Write down what is said in audio files."
EPILOG = """\
examples:
  assistant transcribe meeting.mp3
  assistant transcribe --json recordings/*.flac > transcripts.jsonl
  arecord -f S16_LE -r 16000 -d 5 | assistant transcribe -

WAV, FLAC, OGG and MP3, of any rate and length. With --json each file gives one line: path, status, text,
words (text, start, end, confidence), confidence, seconds and, where the status is neither "ok" nor "no speech", error.
Status is one of ok, no speech, empty, corrupted, unsupported, missing, unreadable, failed.

exit code: 0 all files were read, 1 some were not, 2 none was.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help='an audio file; "-" is standard input')
    parser.add_argument("--json", action="store_true", help="print one JSON object a file, with word times")


def run(args: argparse.Namespace) -> int:
    from assistant import app
    from assistant.asr.batch import transcribe_files

    # The prompt lists commands; in a recorded lecture it would make them up.
    asr = args.config.asr.model_copy(update={"prompt": ""})
    recognizer = app.build_recognizer(args.config.model_copy(update={"asr": asr}))
    shows_progress = sys.stderr.isatty()
    n_fine = 0
    progress = _progress if shows_progress else None
    for record in transcribe_files(args.files, recognizer, app.build_detector(args.config), progress):
        if shows_progress:
            _clear()
        n_fine += record.fine
        _print(record, as_json=args.json, with_path=len(args.files) > 1)
    if n_fine == len(args.files):
        return 0
    return 1 if n_fine else 2


def _print(record, as_json: bool, with_path: bool) -> None:
    if as_json:
        print(json.dumps(record.as_json(), ensure_ascii=False), flush=True)
    elif record.fine or record.text:
        print(f"{record.path}: {record.text}" if with_path else record.text, flush=True)
    if record.error and not as_json:
        print(record.error, file=sys.stderr)


def _progress(path: str, seconds: float) -> None:
    print(f"\r{path}: {int(seconds) // 60}:{int(seconds) % 60:02} heard\033[K", end="", file=sys.stderr, flush=True)


def _clear() -> None:
    print("\r\033[K", end="", file=sys.stderr, flush=True)
