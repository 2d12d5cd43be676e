"""`assistant data`: training material for a recogniser."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path

from assistant.cli import data_sets

SUMMARY = "Training material: check and split recordings, speak sentences with many synthetic voices."
EPILOG = """\
examples:
  assistant data check my-recordings/              can they be learned from? What cannot is named, and why
  assistant data check cv-corpus/pt/train.tsv -o clean.jsonl --checkpoint my-model
                                                   only what can, with its length, spelled as it is said
  assistant data split clean.jsonl -o my-set       train.jsonl, dev.jsonl, test.jsonl: no speaker in two of them
  assistant data synth out --hours 20 --jobs 2     speak until there are 20 hours; again: go on after an interruption
  assistant data synth out --count 300 --held-out  test speakers: blends with voices that training never uses
  assistant data synth out --hours 5 --sentences /usr/share/games/fortunes/brasil handbook/*.html --exclude test.txt
  assistant data augment out worse --copies 2 --noises street/ --rooms measured/
                                                   the same speech in noise, rooms and bad microphones
  assistant data synth out --hours 4 --kinds skills home quantities
                                                   the assistant's own commands alone
  assistant data texts -n 40                       see what would be spoken

What is checked or split: a .tsv, .csv or .jsonl with file and text (and speaker, where it is known),
a folder as Common Voice has it, or a folder of sounds with .txt beside them (a folder for each speaker).
Sounds may be WAV, FLAC, MP3, Ogg or Opus, at any rate.

Of `synth`, utterance i depends on the seed and i alone: more jobs, another day or another machine
make the same set. Beside the sound is manifest.jsonl (file, text, voices, speed, seconds).
All 54 voices come by: assistant models pull kokoro-voices
"""

KINDS = ("skills", "home", "everyday", "quantities", "letters", "names", "words", "common", "prose")
DICTIONARY = Path("/usr/share/dict/brazilian")  # of Debian's package wbrazilian


def configure(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    data_sets.configure(actions)
    synth = actions.add_parser("synth", help="speak sentences into a training set")
    synth.add_argument("folder", type=Path, help="where the set is, or will be")
    synth.add_argument("--hours", type=float, metavar="H", help="make sound of so many hours")
    synth.add_argument("--count", type=int, metavar="N", help="make so many utterances")
    synth.add_argument("--jobs", type=int, default=2, metavar="N", help="processes; 0 works in this one (default 2)")
    synth.add_argument("--voices", type=Path, metavar="FOLDER", help="Kokoro's voices (default: those that were pulled)")
    synth.add_argument("--held-out", action="store_true", help="speak with the voices kept for tests")
    synth.set_defaults(act=_synth)
    augment = actions.add_parser("augment", help="write augmented copies of a set as another set")
    augment.add_argument("folder", type=Path, help="the set")
    augment.add_argument("target", type=Path, help="where the copies are, or will be")
    augment.add_argument("--copies", type=int, default=1, metavar="N", help="of every utterance (default 1)")
    augment.add_argument("--seed", type=int, default=1, help="another seed, other noise and rooms (default 1)")
    augment.add_argument("--noises", type=Path, nargs="+", default=[], metavar="PATH", help="recordings, or folders of them")
    augment.add_argument("--rooms", type=Path, nargs="+", default=[], metavar="PATH", help="measured impulse responses")
    augment.set_defaults(act=_augment)
    texts = actions.add_parser("texts", help="print sentences as synth would speak them")
    texts.add_argument("-n", type=int, default=20, metavar="N", help="how many (default 20)")
    texts.set_defaults(act=_texts)
    for action in (synth, texts):
        action.add_argument("--seed", type=int, default=1, help="another seed, another set (default 1)")
        action.add_argument("--words", type=Path, metavar="FILE", help=f"a dictionary, a word a line (default {DICTIONARY})")
        action.add_argument("--sentences", type=Path, nargs="+", default=[], metavar="FILE", help="text, fortunes or HTML")
        action.add_argument("--kinds", nargs="+", choices=KINDS, metavar="KIND", help=f"only these texts: {', '.join(KINDS)}")
        action.add_argument("--exclude", type=Path, nargs="+", default=[], metavar="FILE", help="sentences never to be spoken")


def run(args: argparse.Namespace) -> int:
    return args.act(args)


def _texts(args: argparse.Namespace) -> int:
    from random import Random

    mixture = _mixture(args)
    for index in range(args.n):
        source, text = mixture.draw(Random(f"{args.seed}/{index}"))
        print(f"{source:10} {text}")
    return 0


def _synth(args: argparse.Namespace) -> int:
    from assistant import app, resources
    from assistant.errors import ConfigError
    from assistant.training import provenance, synthesis
    from assistant.training.blends import Casting
    from assistant.training.speaking import load_speaker
    from assistant.tts.voices import Voices

    if args.hours is None and args.count is None:
        raise ConfigError("say how much to make: --hours H or --count N")
    pulled = resources.weights_folder() / "kokoro-voices"
    folders = (args.voices,) if args.voices else (resources.voices_folder(), pulled)
    names = [voice.name for voice in Voices(*folders).list()]
    provenance.keep_settings(args.folder, _settings(args, names))
    scripts = partial(synthesis.write_script, seed=args.seed, mixture=_mixture(args), casting=Casting(names, args.held_out))
    hours = synthesis.synthesise(
        args.folder,
        synthesis.Goal(args.count, args.hours),
        scripts,
        partial(load_speaker, app.voice_weights(), folders),
        args.jobs,
        _report,
    )
    print(f"{hours:.2f} hours in {args.folder}")
    return 0


def _augment(args: argparse.Namespace) -> int:
    from assistant.training.augmentation import load_materials
    from assistant.training.copies import write_copies

    n_copies = write_copies(
        args.folder, args.target, args.copies, args.seed, load_materials(args.noises, args.rooms), lambda u: _report(u, None)
    )
    print(f"{n_copies} utterances in {args.target}")
    return 0


def _mixture(args: argparse.Namespace):
    from assistant import app
    from assistant.training import texts

    words = _readable([args.words] if args.words else [DICTIONARY] * DICTIONARY.is_file())
    dictionary = [word for path in words for word in texts.read_words(path)]
    sentences = texts.read_sentences(_readable(args.sentences))
    excluded = [line for path in _readable(args.exclude) for line in path.read_text(encoding="utf-8").splitlines()]
    weighted = texts.portuguese(app.build_skills(args.config), dictionary, sentences)
    return texts.Mixture([source for source in weighted if not args.kinds or source.name in args.kinds], excluded)


def _readable(paths: list[Path]) -> list[Path]:
    from assistant.errors import ConfigError

    for path in paths:
        if not path.is_file():
            raise ConfigError(f"{path}: no such file; check the path")
    return paths


def _settings(args: argparse.Namespace, voices: list[str]) -> dict:
    """All that decides what is spoken, so that a set is never half one thing and half another."""
    return {
        "seed": args.seed,
        "held_out": args.held_out,
        "words": str(args.words or DICTIONARY),
        "sentences": [path.name for path in args.sentences],
        "exclude": [path.name for path in args.exclude],
        "voices": sorted(voices),
    } | ({"kinds": sorted(args.kinds)} if args.kinds else {})


def _report(utterance, hours: float | None) -> None:
    if utterance.index % 100 == 0:
        print(
            f"{utterance.index:8} utterances" + (f"  {hours:7.3f} hours" if hours is not None else ""),
            file=sys.stderr,
            flush=True,
        )
