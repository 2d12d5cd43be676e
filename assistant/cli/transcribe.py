"""`assistant transcribe`: audio files in, text out."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.speakers.attribution import Segment

SUMMARY = "Write down what is said in audio files."
EPILOG = """\
examples:
  assistant transcribe meeting.mp3
  assistant transcribe --json recordings/*.flac > transcripts.jsonl
  arecord -f S16_LE -r 16000 -d 5 | assistant transcribe -
  ASSISTANT_ASR__TRANSCRIBER=embedded assistant transcribe *.flac  quicker, without punctuation
  assistant transcribe interview.mp3 --speakers                    who said what; by name where somebody is enrolled
  assistant transcribe film.mp3 --subtitles srt > film.srt
  assistant transcribe clips/*.wav --grammar words.txt --json     which of these words is in each clip?

WAV, FLAC, OGG and MP3, of any rate and length. With --json each file gives one line: path, status, text,
words (text, start, end, confidence), confidence, seconds and, where the status is neither "ok" nor "no speech", error.
Status is one of ok, no speech, empty, corrupted, unsupported, missing, unreadable, failed.

--speakers: each line is what one person said without a break, from when on, and who: the name where somebody is enrolled
(assistant speakers), else "pessoa 1", "pessoa 2", …; --people N says how many there are. With --json: segments (start, end,
speaker, is_known, score, text).

--subtitles: SubRip or WebVTT of one file on standard output; with --speakers, the name stands where the speaker changes.

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
    parser.add_argument("--speakers", action="store_true", help="say who said what")
    parser.add_argument("--people", type=int, metavar="N", help="with --speakers: how many people speak (default: found out)")
    parser.add_argument("--subtitles", choices=("srt", "vtt"), help="subtitles of one file, on standard output")
    parser.set_defaults(refuse_usage=parser.error)


def run(args: argparse.Namespace) -> int:
    _refuse_contradictions(args)
    shows_progress = sys.stderr.isatty()
    fine: dict[str, bool] = {}
    for record, segments in _records(args, _progress if shows_progress else None):
        if shows_progress:
            _clear()
        fine[record.path] = fine.get(record.path, True) and record.fine
        _print(record, segments, args)
    if all(fine.values()):
        return 0
    return 1 if any(fine.values()) else 2


def _refuse_contradictions(args: argparse.Namespace) -> None:
    if args.no_reject and args.grammar is None:
        args.refuse_usage("--no-reject goes with --grammar")
    if args.people is not None and (not args.speakers or args.people < 1):
        args.refuse_usage("--people goes with --speakers, and there is at least one")
    if args.grammar is not None and (args.speakers or args.subtitles):
        args.refuse_usage("--grammar answers with lines of its file: leave --speakers and --subtitles out")
    if args.subtitles and (args.json or len(args.files) > 1):
        args.refuse_usage("--subtitles is for one file, and without --json")


def _records(args: argparse.Namespace, progress) -> Iterator[tuple[Any, tuple[Segment, ...] | None]]:
    """Each record, with its segments where they are wanted."""
    from assistant import app

    detector = app.build_detector(args.config)
    if args.grammar is not None:
        from assistant.asr.listed import answer_files
        from assistant.asr.sentence_list import read_lines

        lines = read_lines(args.grammar)  # a mistake there is told before anything is loaded
        listed = app.build_lister(args.config).among(lines, args.grammar, rejects=not args.no_reject)
        yield from ((record, None) for record in answer_files(args.files, listed, detector, progress))
        return
    from assistant.asr.batch import transcribe_files

    attribution = app.build_attribution(args.config, args.people) if args.speakers else None
    also = attribution.hear if attribution else None
    for record in transcribe_files(args.files, app.build_transcriber(args.config), detector, progress, also):
        yield record, attribution.segments(record.words) if attribution else None


def _print(record, segments: Sequence[Segment] | None, args: argparse.Namespace) -> None:
    if args.json:
        more = {} if segments is None else {"segments": [_as_json(it) for it in segments]}
        print(json.dumps({**record.as_json(), **more}, ensure_ascii=False), flush=True)
    elif args.subtitles:
        print(_subtitles(record, segments, args.subtitles), end="", flush=True)
    elif record.fine or record.text:
        path = f"{record.path}: " if len(args.files) > 1 else ""
        for segment in segments or ():
            minutes, seconds = divmod(int(segment.start), 60)
            print(f"{path}[{minutes}:{seconds:02}] {segment.speaker}: {segment.text}", flush=True)
        if not segments:
            confidence = f" ({record.confidence:.2f})" if args.grammar and record.text else ""
            print(f"{path}{record.text}{confidence}", flush=True)
    if record.error and not args.json:
        print(record.error, file=sys.stderr)


def _as_json(segment: Segment) -> dict[str, Any]:
    tree = {name: getattr(segment, name) for name in ("start", "end", "speaker", "is_known", "score", "text")}
    return {name: value for name, value in tree.items() if value is not None}


def _subtitles(record, segments: Sequence[Segment] | None, form: str) -> str:
    from assistant.asr.captions import captions

    return captions([(it.speaker, it.words) for it in segments] if segments else [(None, record.words)], form)


def _progress(path: str, seconds: float) -> None:
    print(f"\r{path}: {int(seconds) // 60}:{int(seconds) % 60:02} heard\033[K", end="", file=sys.stderr, flush=True)


def _clear() -> None:
    print("\r\033[K", end="", file=sys.stderr, flush=True)
