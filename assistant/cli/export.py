"""`assistant export`: a network in torch → what the assistant runs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.config import Config
    from assistant.training.kokoro_comparison import Hear

SUMMARY = "Export a torch checkpoint to ONNX, and compare how both sound."
EPILOG = """\
examples:
  assistant export kokoro --checkpoint ./Kokoro-82M -o ./my-kokoro
                                       in fp32, fp16 and int8, and the voices
  assistant export kokoro --checkpoint ./Kokoro-82M -o ./my-kokoro --precision int8
  assistant say "Bom dia!"             with it: set tts.model to ./my-kokoro in config.yaml; `assistant doctor --tune`
                                       finds out which precision is the quickest on this computer

The checkpoint is a folder as hexgrad/Kokoro-82M at the Hugging Face hub: config.json, kokoro-v1_0.pth (or *.safetensors) and
voices/*.pt. Nothing in it is run. Some sentences are spoken by torch and by each graph: a precision that sounds otherwise is left
out, and report.json and card.md tell what was found. Needs: pip install "assistente[training]"
"""
EXTRA = frozenset({"torch", "onnx", "kokoro", "safetensors", "transformers", "loguru", "spacy", "misaki", "attr"})


def configure(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="kind", metavar="kokoro", required=True)
    kokoro = kinds.add_parser("kokoro", help="the voice's model", description="Export a Kokoro checkpoint.")
    kokoro.add_argument(
        "--checkpoint", type=Path, required=True, metavar="DIR", help="the folder with config.json and the weights"
    )
    kokoro.add_argument(
        "-o", "--output", type=Path, required=True, metavar="DIR", help="the folder to write, new or an older export"
    )
    kokoro.add_argument(
        "--precision",
        type=_precisions,
        default=("fp32", "fp16", "int8"),
        metavar="P,P",
        help="some of fp32,fp16,int8 (default: all)",
    )


def run(args: argparse.Namespace) -> int:
    from assistant.errors import KokoroMissingError

    try:
        from assistant.training import kokoro_run
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in EXTRA:
            raise
        raise KokoroMissingError(missing) from error
    exported = kokoro_run.export(args.checkpoint, args.output, _styles(args.config), args.precision, _hear(args.config), _say)
    for trial in exported.trials:
        print(f"✓ {trial}")
    for reason in exported.left_out:
        print(f"! left out, too far from the original: {reason}")
    if not any(trial.likeness.character_errors_percent is not None for trial in exported.trials):
        print("  what is heard was not compared: the original itself was not understood, or nobody listened")
    print(f"{args.output}: {len(exported.trials)} graphs, {len(exported.voices)} voices; set tts.model to it in config.yaml")
    return 0


def _precisions(text: str) -> tuple[str, ...]:
    from assistant.tts.acoustics.graphs import PRECISIONS

    wanted = {part.strip() for part in text.split(",")}
    if not wanted or not wanted <= set(PRECISIONS):
        raise argparse.ArgumentTypeError(f"{text!r} is not some of {','.join(PRECISIONS)}")
    return tuple(precision for precision in PRECISIONS if precision in wanted)


def _styles(config: Config) -> dict:
    """The voices that ship, to compare with where the checkpoint has none."""
    from assistant import app

    voices = app.build_voices(config)
    return {voice.name: voices.style(voice.name) for voice in voices.list() if voice.language == "pt-BR"}


def _hear(config: Config) -> Hear | None:
    from assistant import app
    from assistant.bench.subject import hear
    from assistant.errors import ModelError

    try:
        recognizer = app.build_embedded(config)
    except ModelError as error:
        _say(f"nobody listens: {error}")
        return None
    return lambda samples: hear(recognizer, samples).text


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
