"""`assistant transcribe`: audio files in, text out."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

SUMMARY = "Write down what is said in audio files."
EPILOG = """\
examples:
  assistant transcribe meeting.mp3
  assistant transcribe --json recordings/*.flac > transcripts.jsonl
  arecord -f S16_LE -r 16000 -d 5 | assistant transcribe -
  ASSISTANT_ASR__TRANSCRIBER=embedded assistant transcribe *.flac  quicker, without punctuation
  assistant transcribe clips/*.wav --grammar words.txt --json     which of these words is in each clip?

WAV, FLAC, OGG and MP3, of any rate and length. With --json each file gives one line: path, status, text,
words (text, start, end, confidence), confidence, seconds and, where the status is neither "ok" nor "no speech", error.
Status is one of ok, no speech, empty, corrupted, unsupported, missing, unreadable, failed.

--grammar FILE: sentences or templates, one a line (UTF-8; what follows a blank and "#" is a comment):
  Boa noite!
  acende a luz às 15h30
  (liga|desliga) [a] televisão
  timer de {duration:tempo}
The answer is the best line as it stands in the file (of a template, what was said of it) and its confidence, or nothing:
status "rejected". Figures and signs are read as `assistant say` reads them; for other ways to say them, write these out.
A file of up to 28 s is one utterance, leading silence and all; a longer one is cut at its pauses, and each stretch of speech
gives a line. The embedded recogniser listens (assistant models pull embedded-encoder), or asr.transcriber where that is a
wav2vec2. With --json: path, status, text, line (its number, or null), words, confidence, start, seconds and, where rejected,
reason: silence, noise or uncertain.
--no-reject answers with the best line whatever was heard, even silence (then with little confidence); only a template that
takes anything, with {name:x} or {text:x}, needs something heard for it.

exit code: 0 all files were read (rejected or not), 1 some were not, 2 none was, or FILE cannot be used.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help='an audio file; "-" is standard input')
    parser.add_argument("--json", action="store_true", help="print one JSON object a file, with word times")
    parser.add_argument(
        "--grammar", type=Path, metavar="FILE", help="answer with the best of these sentences or templates, or with nothing"
    )
    parser.add_argument("--no-reject", action="store_true", help="with --grammar: answer with the best one in any case")
    parser.set_defaults(refuse_usage=parser.error)


def run(args: argparse.Namespace) -> int:
    if args.no_reject and args.grammar is None:
        args.refuse_usage("--no-reject goes with --grammar")
    shows_progress = sys.stderr.isatty()
    fine: dict[str, bool] = {}
    for record in _records(args, _progress if shows_progress else None):
        if shows_progress:
            _clear()
        fine[record.path] = fine.get(record.path, True) and record.fine
        _print(record, args)
    if all(fine.values()):
        return 0
    return 1 if any(fine.values()) else 2


def _records(args: argparse.Namespace, progress) -> Iterator:
    from assistant import app

    if args.grammar is None:
        from assistant.asr.batch import transcribe_files

        return transcribe_files(args.files, app.build_transcriber(args.config), app.build_detector(args.config), progress)
    from assistant.asr.listed import answer_files
    from assistant.asr.sentence_list import read_lines

    lines = read_lines(args.grammar)  # a mistake there is told before anything is loaded
    listed = app.build_lister(args.config).among(lines, args.grammar, rejects=not args.no_reject)
    return answer_files(args.files, listed, app.build_detector(args.config), progress)


def _print(record, args: argparse.Namespace) -> None:
    if args.json:
        print(json.dumps(record.as_json(), ensure_ascii=False), flush=True)
    elif record.fine or record.text:
        confidence = f" ({record.confidence:.2f})" if args.grammar and record.text else ""
        path = f"{record.path}: " if len(args.files) > 1 else ""
        print(f"{path}{record.text}{confidence}", flush=True)
    if record.error and not args.json:
        print(record.error, file=sys.stderr)


def _progress(path: str, seconds: float) -> None:
    print(f"\r{path}: {int(seconds) // 60}:{int(seconds) % 60:02} heard\033[K", end="", file=sys.stderr, flush=True)


def _clear() -> None:
    print("\r\033[K", end="", file=sys.stderr, flush=True)
