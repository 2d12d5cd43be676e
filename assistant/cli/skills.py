"""`assistant skills`: what it can be told; and for those who teach it more: check, try, begin."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.skills.conversing.trials import Trial

SUMMARY = "List, check and try the skills, and begin a new one."
EPILOG = """examples:
  assistant skills list                      every skill with examples of what to say
  assistant skills list -l                   with their functions and the files they are from
  assistant skills check                     everything that can be wrong with them, with file and line
  assistant skills check mine.py asked.yaml  the same for these files, configured or not
  assistant skills try "põe um timer de dez minutos"
                                             what is understood, how surely, and what would be answered; nothing is done
  assistant skills try --conversation "timer" "dez minutos" "cancela"
                                             phrases that follow each other
  assistant skills try --topic data.hoje "e amanhã"
                                             what is understood while the conversation is about that
  printf 'liga a luz\\nque horas são\\n' | assistant skills try --json -
  assistant skills new cinema --folder my    write my/cinema.py, a skill to begin from

Skills are the files that ship, those of the folders in skills.folders, and what pip installed under the entry point
`assistente.skills`. A running assistant notices when a file changes. `check` exits with 5 when something is wrong. Somebody in
skills.allow who is not enrolled (assistant speakers) is only a warning.
"""
N_EXAMPLES = 4


def configure(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(metavar="list|check|try|new", required=True)
    listing = actions.add_parser("list", help="every skill, with examples of what to say")
    listing.add_argument("-l", "--long", action="store_true", help="their functions and files, too")
    listing.add_argument("--json", action="store_true", help="one JSON object a skill")
    listing.set_defaults(act=_list)
    check = actions.add_parser("check", help="everything that can be wrong with skills, with file and line")
    check.add_argument("files", nargs="*", type=Path, metavar="FILE", help="skills, or questions in YAML (default: all)")
    check.add_argument("--json", action="store_true", help="one JSON object a fault or warning")
    check.set_defaults(act=_check)
    trying = actions.add_parser("try", help="what is understood by a phrase, and what would be answered")
    trying.add_argument("phrases", nargs="+", metavar="PHRASE", help='what to say; "-" reads one a line from stdin')
    trying.add_argument("--topic", metavar="INTENT", help="as if the conversation were about this function, e.g. data.hoje")
    trying.add_argument("--conversation", action="store_true", help="each phrase follows the answer to the one before")
    trying.add_argument("--json", action="store_true", help="one JSON object a phrase")
    trying.set_defaults(act=_try)
    new = actions.add_parser("new", help="write a skill to begin from")
    new.add_argument("name", metavar="NAME", help="small letters, digits and _")
    new.add_argument("--folder", type=Path, metavar="FOLDER", help="where (default: the first of skills.folders)")
    new.set_defaults(act=_new)


def run(args: argparse.Namespace) -> int:
    return args.act(args)


def _list(args: argparse.Namespace) -> int:
    from assistant import app

    skills = app.build_skills(args.config)
    examples, replaced = skills.examples(), app.replaced_skills(args.config)
    for name, path in sorted(skills.files.items()):
        functions = [intent.name for intent in skills.intents.values() if intent.skill == name]
        if args.json:
            row = {"skill": name, "file": str(path), "functions": functions, "examples": examples.get(name, ())}
            print(json.dumps(row, ensure_ascii=False))
            continue
        print(f"{name:14} {path}" if args.long else name)
        if name in replaced:
            print(f"    ({path} takes the place of {replaced[name]})")
        shown = examples.get(name, ())
        for example in shown if args.long else shown[:N_EXAMPLES]:
            print(f"    {example}")
        if not functions:
            print("    (nothing of it is configured)")
        elif args.long:
            print(f"    → {', '.join(functions)}")
    for problem in skills.problems:
        print(f"assistant: {problem}", file=sys.stderr)
    return 0


def _check(args: argparse.Namespace) -> int:
    from assistant import app
    from assistant.errors import SkillError

    skills, faults = app.check_skills(args.config, args.files)
    for fault in faults:
        print(json.dumps({"fault": str(fault)}, ensure_ascii=False) if args.json else fault)
    for stranger in app.unknown_people(args.config, skills):
        print(json.dumps({"warning": stranger}, ensure_ascii=False) if args.json else f"warning: {stranger}")
    if not args.json:
        n_examples = sum(map(len, skills.examples().values()))
        print(f"{len(skills.files)} skills, {n_examples} examples: {f'{len(faults)} faults' if faults else 'all is well'}")
    return SkillError.exit_code if faults else 0


def _try(args: argparse.Namespace) -> int:
    from assistant import app
    from assistant.errors import EmptyQuestionError

    phrases = _lines() if args.phrases == ["-"] else args.phrases
    if not any(map(str.strip, args.phrases)):
        raise EmptyQuestionError
    for trial in app.try_phrases(args.config, phrases, args.topic, args.conversation):
        if args.json:
            print(json.dumps(trial.as_json(), ensure_ascii=False, default=str), flush=True)
        else:
            _show(trial)
    return 0


def _lines() -> Iterator[str]:
    return (line.strip() for line in sys.stdin if line.strip())


def _show(trial: Trial) -> None:
    print(f"“{trial.phrase}”  ({trial.ms:.1f} ms)")
    if not trial.matches:
        print("  nothing comes near")
    for match in trial.matches:
        slots = ", ".join(f"{name} = {value!r}" for name, value in match.slots.items())
        print(f"  {match.verdict:10} {match.intent}({slots})  {match.score:.2f}")
        if match.reading:
            print(f"  reading    {match.reading}")
        if match.rival:
            print(f"  rival      {match.rival}  {match.rival_score:.2f}")
    shown = trial.as_json()
    print(f"  answer     {trial.plan.text}")
    for name in ("effects", "offers"):
        for effect in shown[name]:
            print(f"  {name:10} {effect}")
    for name in ("asks", "picture"):
        if shown[name]:
            print(f"  {name:10} {shown[name]}")


def _new(args: argparse.Namespace) -> int:
    from assistant import app, resources

    path = app.new_skill(args.config, args.name, args.folder)
    spoken = args.name.replace("_", " ")
    program = "assistant" if args.config_file == resources.default_config() else f"assistant --config {args.config_file}"
    print(f"{path} is written, and works. Change it, and look at it with:")
    print(f"  {program} skills check {path}")
    print(f'  {program} skills try "testa {spoken} com três"')
    if path.parent.resolve() not in {folder.resolve() for folder in app.skill_folders(args.config)}:
        print(f"The assistant does not look there yet: add {path.parent.resolve()} to skills.folders in config.yaml.")
    return 0
