"""`assistant bench`: measurements that anyone can repeat."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from assistant.cli import bench_asr, bench_opinion, bench_speakers, bench_tts, bench_turns, bench_understanding, bench_wake

SUMMARY = "Measure the assistant on recorded and synthetic speech."
EPILOG = """\
examples:
  assistant bench commands                   right skill and slots: clean, and over noise
  assistant bench commands --wrong           and which went wrong
  assistant bench latency -n 20              end of speech → first sound, by stage
  assistant bench vad                        the voice activity detectors, side by side
  assistant bench asr                        every bar of the embedded recogniser; makes its own test speech once
  assistant bench asr --quick --check        a third of it, and exit 1 when a bar is missed
  assistant bench asr --model wav2vec2-pt    the bars of the large recogniser: speed, waits, memory, streaming
  assistant bench asr --model ./folder --part soak --minutes 60
                                             an hour of speech without an end
  assistant bench understanding              what texts are taken for: Home Assistant's sentences, slips, no commands, time
  assistant bench tts                        every bar of the voice; kokoro-onnx speaks beside it (extra bench)
  assistant bench tts --part round-trip --voice pf_dora --wrong
                                             what is heard otherwise of 200 sentences read by one voice
  assistant bench speakers                   who is speaking: both encoders, households, strangers, time; --quick
  assistant bench turns                      how soon it answers, whom it cuts off, who may interrupt it
  assistant bench turns --quick --part answers --json
                                             the answers alone, a fifth of them
  assistant bench second-opinion             what asking Whisper about free text gains, and what it costs
  assistant bench calibration                fit the confidence of the grammar pass for a new head
"""


def configure(parser: argparse.ArgumentParser) -> None:
    benches = parser.add_subparsers(metavar="BENCH", required=True)
    commands = benches.add_parser("commands", help="how many recorded commands end in the right skill with the right slots")
    commands.add_argument("--conditions", nargs="+", metavar="C", default=None, help="clean, 20 dB, 10 dB, human (default: all)")
    commands.add_argument("--human", type=Path, metavar="FOLDER", help="recordings of people, with a manifest.tsv")
    commands.add_argument("--wrong", action="store_true", help="list what went wrong")
    commands.set_defaults(measure=_commands)
    latency = benches.add_parser("latency", help="from the end of speech to the first sound, by stage, in real time")
    latency.add_argument("-n", type=int, default=30, metavar="TURNS", help="how many commands to replay (default 30)")
    latency.set_defaults(measure=_latency)
    vad = benches.add_parser("vad", help="which voice activity detector tells speech from noise better")
    vad.set_defaults(measure=_vad)
    for bench in (commands, latency, vad):
        bench.add_argument("--recordings", type=Path, metavar="FOLDER", help="default: tests/recordings of the clone")
        bench.add_argument("--json", action="store_true", help="print one JSON object")
    bench_asr.configure(
        benches.add_parser(
            "asr", help="the embedded recogniser against its bars: speed, people, unseen voices, rejection, noise"
        ),
        benches.add_parser("calibration", help="fit the confidence of the grammar pass; prints its constants"),
    )
    bench_understanding.configure(
        benches.add_parser("understanding", help="texts: Home Assistant's sentences, slips of the recogniser, no commands, time")
    )
    bench_tts.configure(
        benches.add_parser("tts", help="the voice against its bars: speed beside kokoro-onnx, cache, round trip, memory")
    )
    bench_speakers.configure(
        benches.add_parser("speakers", help="who is speaking, against its bars: both encoders, people, strangers, time")
    )
    bench_turns.configure(
        benches.add_parser("turns", help="taking turns, against its bars: time to answer, cuts, echo, barge-in, wake phrase")
    )
    bench_wake.configure(benches.add_parser("wake", help="calls that are missed, and speech of others that wakes"))
    bench_opinion.configure(
        benches.add_parser("second-opinion", help="items, names and notes: with and without Whisper's advice")
    )


def run(args: argparse.Namespace) -> int:
    from assistant import resources

    if "recordings" in args:
        args.recordings = args.recordings or resources.recordings_folder()
    return args.measure(args)


def _commands(args: argparse.Namespace) -> int:
    import json

    from assistant import resources
    from assistant.bench import commands
    from assistant.errors import ConfigError

    conditions = args.conditions or list(commands.CONDITIONS)
    if unknown := set(conditions) - set(commands.CONDITIONS):
        raise ConfigError(f"no condition is called {', '.join(sorted(unknown))}; there are {', '.join(commands.CONDITIONS)}")
    outcomes = commands.measure(args.config, args.recordings, args.human or resources.human_speech(), conditions, _dot)
    print(file=sys.stderr)
    groups = [(c, s) for c in conditions for s in (True, False)]
    rows = {}
    for condition, is_command in groups:
        chosen = [o for o in outcomes if o.condition == condition and (o.recording.skill is not None) == is_command]
        label = f"{condition}, {'commands' if is_command else 'no commands'}"
        rows[label] = {"right": sum(o.is_right for o in chosen), "of": len(chosen)}
    if args.json:
        print(json.dumps(rows, ensure_ascii=False))
    else:
        for label, row in rows.items():
            if row["of"]:
                print(f"{label:24} {row['right']:4} of {row['of']:4}  {100 * row['right'] / row['of']:5.1f} %")
    if args.wrong:
        for outcome in (o for o in outcomes if not o.is_right):
            _explain(outcome)
    return 0


def _explain(outcome) -> None:
    wanted = outcome.recording
    print(f"\n{outcome.condition}  {wanted.path.name}  {wanted.text!r} → {wanted.skill} {dict(wanted.slots)}")
    for turn in outcome.turns:
        print(f"    heard {turn.heard!r} → {turn.skill} {dict(turn.slots)}")
    if not outcome.turns:
        print("    heard nothing")


def _dot(outcome) -> None:
    print("." if outcome.is_right else "x", end="", file=sys.stderr, flush=True)


def _latency(args: argparse.Namespace) -> int:
    import dataclasses
    import json

    from assistant.bench import latency

    turns = latency.measure(args.config, args.recordings, args.n, lambda turn: print(".", end="", file=sys.stderr, flush=True))
    print(file=sys.stderr)
    summary = latency.summary(turns)
    if args.json:
        print(json.dumps({"turns": len(turns), "ms": summary, "each": [dataclasses.asdict(t) for t in turns]}))
        return 0
    print(f"{len(turns)} turns, milliseconds" + " " * 8 + "median    95 %")
    for stage, row in summary.items():
        print(f"  {stage:26} {row['median']:6} {row['p95']:7}")
    return 0


def _vad(args: argparse.Namespace) -> int:
    import dataclasses
    import json

    from assistant.bench import vad

    rows = vad.measure(args.recordings)
    if args.json:
        print(json.dumps([dataclasses.asdict(row) for row in rows]))
        return 0
    print("area under the ROC curve      " + "".join(f"{snr:>8.0f} dB" for snr in vad.SNRS_DB) + "   µs a frame")
    for name in dict.fromkeys(row.detector for row in rows):
        own = [row for row in rows if row.detector == name]
        print(f"{name:30}" + "".join(f"{row.auc:11.3f}" for row in own) + f"{own[0].us:13.0f}")
    return 0
