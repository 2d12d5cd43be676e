"""`assistant speakers`: who is known by voice; enrolled from recordings, tested, renamed, carried elsewhere, forgotten."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.speakers.known import KnownVoices

SUMMARY = "Say who is to be known by voice, and forget them again."
EPILOG = """examples:
  assistant speakers enroll Ana ana-*.wav      three recordings of a few seconds each, by her alone, are enough
  assistant speakers enroll Ana new.wav --again   in place of what was known of her voice
  assistant speakers list
  assistant speakers test question.wav         whose voice is it, how surely, and who would be the next
  assistant speakers rename Ana "Ana Maria"    her lists, reminders and settings go along
  assistant speakers freeze Ana                her voice stays as it was enrolled, whatever is heard of her later
  assistant speakers export voices.json        of all, or of the names that follow
  assistant speakers import voices.json
  assistant speakers remove Ana                her voice and all that is hers: lists, reminders, settings

By voice it is "cadastrar minha voz". Only vectors are kept, no sound, in the store (store.path), which its owner alone can read.
Vectors of one encoder (speakers.encoder) say nothing to another: who was enrolled with another one is enrolled anew.
"""
OF_ANOTHER_ENCODER = "enrolled with another encoder"
DAMAGED = "has a damaged voice"


def configure(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(metavar="enroll|list|test|rename|freeze|unfreeze|export|import|remove", required=True)
    enroll = actions.add_parser("enroll", help="from recordings of one person")
    enroll.add_argument("name", metavar="NAME")
    enroll.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help='audio files, of any rate and length; "-" is standard input'
    )
    enroll.add_argument("--again", action="store_true", help="replace what is known of their voice")
    enroll.add_argument("--anyway", action="store_true", help="even when it sounds like more than one person")
    enroll.set_defaults(act=_enroll)
    listing = actions.add_parser("list", help="who is enrolled")
    listing.add_argument("--json", action="store_true", help="one JSON object a person")
    listing.set_defaults(act=_list)
    test = actions.add_parser("test", help="whose voice is in a recording")
    test.add_argument("files", nargs="+", metavar="FILE", help='audio files; "-" is standard input')
    test.add_argument("--json", action="store_true", help="one JSON object a phrase")
    test.set_defaults(act=_test)
    rename = actions.add_parser("rename", help="another name for the same person")
    rename.add_argument("old", metavar="OLD")
    rename.add_argument("new", metavar="NEW")
    rename.set_defaults(act=_rename)
    for word, text in (("freeze", "keep a voice as it was enrolled"), ("unfreeze", "let it follow what is heard of them")):
        freeze = actions.add_parser(word, help=text)
        freeze.add_argument("name", metavar="NAME")
        freeze.set_defaults(act=_freeze, is_frozen=word == "freeze")
    export = actions.add_parser("export", help="write voices into a file")
    export.add_argument("file", type=Path, metavar="FILE", help='"-" is standard output')
    export.add_argument("names", nargs="*", metavar="NAME", help="whose (default: everybody's)")
    export.set_defaults(act=_export)
    importing = actions.add_parser("import", help="read voices from a file that was exported")
    importing.add_argument("file", type=Path, metavar="FILE", help='"-" is standard input')
    importing.add_argument(
        "--replace", action="store_true", help="where somebody of that name is enrolled, take the file's voice"
    )
    importing.set_defaults(act=_import)
    remove = actions.add_parser("remove", help="forget a person: their voice and all that is theirs")
    remove.add_argument("name", metavar="NAME")
    remove.set_defaults(act=_remove)


def run(args: argparse.Namespace) -> int:
    from assistant import app

    store = app.build_store(args.config)
    if store.kept_aside:
        print(
            f"{store.path} was damaged: it is kept as {store.kept_aside.name}, and a new one begun; enrol again, or import what "
            "was exported",
            file=sys.stderr,
        )
    try:
        return args.act(args, app.build_known_voices(args.config, store, hears=args.act in (_enroll, _test)))
    finally:
        store.close()


def _enroll(args: argparse.Namespace, known: KnownVoices) -> int:
    from assistant import app
    from assistant.errors import SpeakerExistsError
    from assistant.speakers import names
    from assistant.speakers.recordings import enrolled_from, phrases_of

    name = names.checked(args.name)  # before minutes of sound are listened to
    if not args.again and known.has_voice_of(name):
        raise SpeakerExistsError(name)
    phrases = [it for path in args.files for it in phrases_of(path, app.build_detector(args.config), known.encoder)]
    gathered = enrolled_from(phrases, known.demands, anyway=args.anyway)
    name, n = known.enroll(name, gathered.voices, again=args.again), len(gathered.phrases)
    print(f"{name} is enrolled, from {gathered.speech_s:.1f} s of speech in {n} phrase{'s' * (n != 1)}")
    if gathered.n_clipped:
        was = f"{gathered.n_clipped} of {n} phrases were recorded too loud, with the peaks cut off"
        print(f"{was}; {name} will be known more surely when enrolled --again from quieter ones", file=sys.stderr)
    if gathered.is_narrow:
        was = "the recordings hold nothing above 4 kHz, as from a telephone"
        print(f"{was}; {name} will be known more surely when enrolled --again from fuller ones", file=sys.stderr)
    return 0


def _list(args: argparse.Namespace, known: KnownVoices) -> int:
    outdated, damaged = known.outdated(), known.damaged()
    for person in known.people():
        n_vectors = sum(it.encoder == known.encoder.id for it in person.centroids)
        if args.json:
            row = {"name": person.name, "frozen": person.is_frozen, "vectors": n_vectors, "outdated": person.name in outdated}
            row["damaged"] = person.name in damaged
            print(json.dumps(row, ensure_ascii=False))
            continue
        notes = ["frozen"] * person.is_frozen
        if person.name in outdated:
            notes.append(f"{DAMAGED if person.name in damaged else OF_ANOTHER_ENCODER}: enrol again")
        print(person.name + (f"  ({'; '.join(notes)})" if notes else ""))
    if not known.people() and not args.json:
        print("nobody is enrolled; begin with: assistant speakers enroll NAME FILE…", file=sys.stderr)
    return 0


def _test(args: argparse.Namespace, known: KnownVoices) -> int:
    from assistant import app
    from assistant.speakers.recordings import phrases_of

    n_phrases = 0
    for path in args.files:
        for phrase in phrases_of(path, app.build_detector(args.config), known.encoder):
            n_phrases += 1
            identity = known.gallery().identify(phrase.sample.voice, phrase.sample.speech_s)
            if args.json:
                print(json.dumps(_row(phrase, identity), ensure_ascii=False), flush=True)
                continue
            second = f", then {identity.runner_up} {identity.runner_up_score:.2f}" if identity.runner_up else ""
            nearest = f" (nearest: {identity.nearest} {identity.score:.2f}{second})" if identity.nearest else ""
            known_as = f"{identity.name} {identity.score:.2f}{second}" if identity.name else f"nobody who is known{nearest}"
            print(f"{path} {phrase.start:.1f}–{phrase.end:.1f} s: {known_as}", flush=True)
    _warn_of(known, known.outdated())
    if not n_phrases:
        print("no speech that is long enough to know a voice by", file=sys.stderr)
    return 0 if n_phrases else 1


def _warn_of(known: KnownVoices, outdated: Iterable[str]) -> None:
    for name in outdated:
        why = DAMAGED if name in known.damaged() else f"was {OF_ANOTHER_ENCODER}"
        print(f"{name} {why}, and is not known until enrolled again", file=sys.stderr)


def _people(n: int) -> str:
    return "1 person" if n == 1 else f"{n} people"


def _row(phrase, identity) -> dict:
    return {
        "path": str(phrase.path),
        "start": round(phrase.start, 2),
        "end": round(phrase.end, 2),
        "speaker": identity.name,
        "score": round(identity.score, 3),
        "nearest": identity.nearest or None,
        "runner_up": identity.runner_up or None,
        "runner_up_score": round(identity.runner_up_score, 3),
    }


def _rename(args: argparse.Namespace, known: KnownVoices) -> int:
    print(f"{args.old} is now {known.rename(args.old, args.new)}")
    return 0


def _freeze(args: argparse.Namespace, known: KnownVoices) -> int:
    name = known.freeze(args.name, args.is_frozen)
    print(f"{name}'s voice {'stays as it is' if args.is_frozen else 'follows what is heard of them'}")
    return 0


def _export(args: argparse.Namespace, known: KnownVoices) -> int:
    from assistant.speakers import portable

    people = [known.person(name) for name in args.names] if args.names else known.people()
    portable.write(args.file, people)
    if str(args.file) != "-":
        print(f"{_people(len(people))} written into {args.file}")
    return 0


def _import(args: argparse.Namespace, known: KnownVoices) -> int:
    from assistant.speakers import portable

    people = known.take(portable.read(args.file), replaces=args.replace)
    print(f"{_people(len(people))} read: {', '.join(people)}" if people else "nobody is in the file")
    _warn_of(known, [name for name in people if name in known.outdated()])
    return 0


def _remove(args: argparse.Namespace, known: KnownVoices) -> int:
    print(f"{known.remove(args.name)} is forgotten")
    return 0
