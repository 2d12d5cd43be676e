"""`assistant ask`: text in, answer out."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing

SUMMARY = "Ask a question in writing and read, or hear, the answer."
EPILOG = """\
examples:
  assistant ask "que horas são"
  assistant ask --say "quanto é sete vezes oito"
  printf 'que dia é hoje\\nque horas são\\n' | assistant ask --json -
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("question", nargs="+", metavar="QUESTION", help='what to ask; "-" reads one question a line from stdin')
    parser.add_argument("--say", action="store_true", help="speak the answer, too")
    parser.add_argument("--json", action="store_true", help="print one JSON object a turn")


def run(args: argparse.Namespace) -> int:
    from assistant import app
    from assistant.audio.sinks import NullSink
    from assistant.cli.views import AnswerView, JsonView
    from assistant.errors import EmptyQuestionError

    question = " ".join(args.question)
    if not question.strip():
        raise EmptyQuestionError
    lines = sys.stdin if question == "-" else [question]
    sink = NullSink()
    if args.say:
        from assistant.audio.speaker import Speaker

        sink = Speaker(args.config.audio.output)
        sink.open()
    view = JsonView() if args.json else AnswerView()
    with closing(app.load_models(args.config, listens=False, speaks=args.say)) as shared:
        app.build_session(args.config, shared, app.Ends(app.line_source(lines), sink), (view,)).run()
    return 0
