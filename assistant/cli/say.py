"""`assistant say`: texts read aloud, or into files."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

SUMMARY = "Read a text aloud, or into an audio file; many texts into a folder of them."
EPILOG = """\
examples:
  assistant say "Bom dia! São 15h30."                            from the loudspeaker
  assistant say -o aviso.mp3 --voice pm_alex --speed 0.9 "A reunião começa em dez minutos."
  assistant say --file noticia.txt                               a .txt, .md or .epub
  assistant say --file livro.epub -o livro.mp3 --subtitles       and livro.srt beside it
  assistant say                                                  type a line, hear it; ctrl-C stops it, ctrl-D leaves

through pipes, speaking while the text still comes:
  tail -f diario.log | assistant say -                           each sentence as soon as it is complete
  assistant say -o - "Olá" | aplay                               WAV
  assistant say -o - --raw --file livro.epub | aplay -f S16_LE -r 24000     bare samples: 16 bits, mono, 24 kHz

many at once (a batch; -o is a folder, made if need be):
  assistant say --file contos/ -o audio/ --format mp3            every .txt, .md and .epub in contos/ and below
  assistant say --file a.txt b.md c.epub -o audio/
  assistant say --file frases.txt --lines -o audio/              a file a line: audio/0001.wav …
  assistant say --file livro.epub --chapters -o livro/           a file a chapter: livro/01.wav …
A batch that was broken off goes on with the same command: what is whole is kept, what has changed (the text, the voice, the
speed …) is made anew. A text that cannot be read fails alone. At the end each has a line: its sound in seconds, the real-time
factor (RTF: seconds of work a second of sound) or its error; with --json one object each: source, path, status (made, kept,
failed), seconds, rtf, note, error.

voices and phonemes:
  assistant say --list-voices                                    all of Kokoro's, and the blends of config.yaml
  assistant say --voice "pf_dora:0.7,pm_alex:0.3" "Uma voz que não existe."
  assistant say --show-phonemes "O gnocchi está pronto."         how it would be said
  assistant say --phonemes "ʊ ɲˈɔki estˌa prˈoŋtʊ."               say just that
  assistant say "O [gnocchi](/ɲˈɔki/) está pronto."              one word in phonemes
Each sentence is played, or written, as soon as it is made. A file's format follows its name: .wav, .flac, .ogg, .mp3; it
appears when it is whole. Texts are UTF-8; others are taken for Windows-1252 (Latin-1), and it is said so.

exit code: 0 all was said; 1 some texts of a batch failed; 2 all of them, or wrong usage, voice or path; others as for every
command (assistant --help)
"""
FORMATS = ("wav", "flac", "mp3", "ogg")


def configure(parser: argparse.ArgumentParser) -> None:
    what = parser.add_argument_group("what is said")
    what.add_argument("text", nargs="*", metavar="TEXT", help='the text; "-" reads it from standard input, as it comes')
    what.add_argument(
        "-f", "--file", nargs="+", metavar="PATH", help='.txt, .md, .epub, or a folder of them; "-" is standard input'
    )
    what.add_argument(
        "-i", "--interactive", action="store_true", help="each line as it is entered (also: no TEXT, at a terminal)"
    )
    what.add_argument("--lines", action="store_true", help="each line of the file apart, into the folder -o")
    what.add_argument("--chapters", action="store_true", help="each chapter of an .epub apart, into the folder -o")
    phonemes = what.add_mutually_exclusive_group()
    phonemes.add_argument("--phonemes", action="store_true", help="the text is phonemes, as --show-phonemes shows them")
    phonemes.add_argument("--show-phonemes", action="store_true", help="show the phonemes, a line a sentence, and say nothing")
    _configure_output(parser.add_argument_group("where it goes"))
    how = parser.add_argument_group("how it is said")
    how.add_argument(
        "--voice", metavar="NAME|BLEND", help="a voice, or NAME:WEIGHT,NAME:WEIGHT (default: tts.voice in config.yaml)"
    )
    how.add_argument("--speed", type=_speed, metavar="X", help="from 0.5, half as quick, to 2.0 (default: tts.speed)")
    how.add_argument("--volume", type=_volume, metavar="X", help="from 0 to 2.0, never distorted (default: tts.volume)")
    how.add_argument("--no-cache", action="store_true", help="make every sound anew, and keep none (a batch never does)")
    how.add_argument("--list-voices", action="store_true", help="show the voices, their languages and sexes, and say nothing")
    parser.set_defaults(usage_error=parser.error)


def _configure_output(where: argparse._ArgumentGroup) -> None:
    where.add_argument(
        "-o", "--output", metavar="FILE|FOLDER", help='write there instead of to the speaker; "-" writes WAV to standard output'
    )
    where.add_argument("--raw", action="store_true", help="with -o -: no WAV header, bare 16-bit mono samples at 24 kHz")
    where.add_argument("--format", choices=FORMATS, help="of a batch's files (default: wav)")
    subtitles = where.add_mutually_exclusive_group()
    subtitles.add_argument(
        "--subtitles", action="store_const", const="srt", help="with -o FILE or a batch: FILE.srt beside each, timed by words"
    )
    subtitles.add_argument("--vtt", action="store_const", const="vtt", dest="subtitles", help="the same as WebVTT, for web pages")
    where.add_argument("--anew", action="store_true", help="in a batch, make what is there already once more")
    where.add_argument("--json", action="store_true", help="report, or list, one JSON object a line")


def run(args: argparse.Namespace) -> int:
    is_batch = _is_batch(args)
    _check_usage(args, is_batch)
    if args.list_voices:
        from assistant.cli.say_listing import list_voices

        return list_voices(args)
    if is_batch:
        from assistant.cli.say_batch import read_batch

        return read_batch(args)
    if args.interactive or not (args.text or args.file):
        from assistant.cli.say_interactive import converse

        return converse(args)
    if args.show_phonemes:
        from assistant.cli.say_listing import show_phonemes

        return show_phonemes(args, _text(args))
    from assistant.cli.say_output import say_once

    return say_once(args, _text(args))


def _is_batch(args: argparse.Namespace) -> bool:
    if args.lines or args.chapters:
        return True
    files = args.file or []
    into_folder = args.output is not None and (args.output.endswith("/") or os.path.isdir(args.output))
    return len(files) > 1 or any(map(os.path.isdir, files)) or bool(files and into_folder)


def _check_usage(args: argparse.Namespace, is_batch: bool) -> None:
    files = args.file or []
    into_file = args.output not in (None, "-")
    names_file = into_file and Path(args.output).suffix[1:].lower() in FORMATS
    lists = args.list_voices or args.show_phonemes
    text = args.text or files
    mistakes = (
        (args.text and files, "give a TEXT or --file, not both"),
        (args.interactive and text, "--interactive takes no TEXT and no --file"),
        (
            not (text or args.interactive or args.list_voices or (sys.stdin and sys.stdin.isatty())),
            'give a TEXT, "-" to read it from standard input, or --file',
        ),
        (args.show_phonemes and not text, "--show-phonemes wants a TEXT or --file"),
        (args.show_phonemes and is_batch, "--show-phonemes takes one text at a time"),
        (lists and args.output, "-o is for what is said, and nothing is"),
        (args.lines and not (args.text == ["-"] or len(files) == 1), "--lines wants one --file, or - for standard input"),
        (args.chapters and not files, "--chapters wants a --file"),
        (is_batch and not into_file, "several texts need a folder to be written to: give -o FOLDER"),
        (is_batch and names_file, f"several texts need a folder, and {args.output} is the name of a file"),
        (is_batch and "-" in files and not args.lines, '"-" cannot be one of several texts'),
        (args.format and not is_batch, "--format is for a batch; a single file's format follows its name"),
        (args.anew and not is_batch, "--anew is for a batch"),
        (args.raw and args.output != "-", "--raw goes with -o -"),
        (args.subtitles and not into_file, "subtitles are written beside a file: give -o FILE"),
        (args.json and (args.interactive or not (into_file or lists)), "--json reports on files: give a text and -o FILE"),
    )
    for is_wrong, sentence in mistakes:
        if is_wrong:
            args.usage_error(sentence)


def _text(args: argparse.Namespace) -> str | Iterator[str]:
    """What is to be said: all of it, or its pieces as they come through standard input."""
    from assistant.errors import UnspeakableTextError
    from assistant.tts.files import piped, texts

    if ["-"] in (args.text, args.file):
        if sys.stdin is None:  # closed by whoever started us
            raise UnspeakableTextError
        return piped.stream(sys.stdin.buffer, warn)
    if args.file:
        text = texts.read(Path(args.file[0]))
        if text.note:
            warn(f"{args.file[0]}: {text.note}")
        return text.content
    said = " ".join(args.text)
    if not said.strip():
        raise UnspeakableTextError  # before the model is loaded for nothing
    return said


def warn(sentence: str) -> None:
    print(f"assistant: {sentence}", file=sys.stderr, flush=True)


def _speed(argument: str) -> float:
    from assistant.tts.protocol import FASTEST, SLOWEST

    return _number(argument, SLOWEST, FASTEST)


def _volume(argument: str) -> float:
    from assistant.tts.protocol import LOUDEST

    return _number(argument, 0.0, LOUDEST)


def _number(argument: str, least: float, most: float) -> float:
    try:
        number = float(argument.replace(",", "."))
    except ValueError:
        number = -1.0
    if not least <= number <= most:
        raise argparse.ArgumentTypeError(f'"{argument}" is not a number from {least} to {most}')
    return number
