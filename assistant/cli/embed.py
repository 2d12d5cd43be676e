"""`assistant embed`: audio files in, what a recogniser's encoder makes of them out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

SUMMARY = "Write the frame embeddings of audio files: what a layer of a recogniser makes of them."
EPILOG = """\
examples:
  assistant embed clip.wav -o clip.npz                            the last layer: 50 frames a second × 512
  assistant embed recordings/ more.flac -o all.npz --layer 1      an early layer, which tells speakers apart
  assistant embed clips/*.wav -o voices.npz --layer 1 --pooled    one vector a file: mean and standard deviation
  assistant embed clip.wav -o clip.npz --model wav2vec2-pt --layer 12
  arecord -f S16_LE -r 16000 -d 5 | assistant embed - -o now.npz

WAV, FLAC, OGG and MP3, of any rate and length; of a folder, the files of these kinds in it; "-" is standard input.
In Python:

  file = numpy.load("clip.npz")
  frames = file["clip.wav"]                  float32, shape (frames, width); frame i lies i / 50 s after the beginning
  file["rate_hz"], file["layer"], file["model"]

The keys are the files' names, with as many of the folders above them as tell them apart ("a/clip.wav", "b/clip.wav").
With --pooled an array has shape (2 width,): the means, then the standard deviations.

--model: embedded (layers 1 to 6, of width 512), a checkpoint's name (wav2vec2-pt, org/name) or its folder (layer 0 is what
enters the first layer). Up to 28 s are heard at once (of a checkpoint, 14 s); of what is longer, windows with 2 s of context on
both sides. The embedded encoder knows where in its window a frame lies: compare frames of long files with that in mind.

exit code: 0 all files were read, 1 some were not (the others are written), 2 none was, or there is no such layer.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help='an audio file, or a folder of them; "-" is standard input')
    parser.add_argument("-o", "--output", type=Path, metavar="OUT.npz", required=True, help="where to write the embeddings")
    parser.add_argument("--layer", default="last", metavar="N", help='which layer, or "last" (the default)')
    parser.add_argument("--pooled", action="store_true", help="one vector a file instead of its frames")
    parser.add_argument("--model", default="embedded", metavar="NAME|FOLDER", help="embedded (the default), or a checkpoint")


def run(args: argparse.Namespace) -> int:
    from assistant.asr.embedding_file import Embedded, embed_files

    reader = _reader(args)

    def tell(embedded: Embedded) -> None:
        if embedded.error:
            print(embedded.error, file=sys.stderr, flush=True)
        elif sys.stderr.isatty():
            print(f"{embedded.path}: {embedded.seconds:.1f} s", file=sys.stderr, flush=True)

    fine = [embedded.fine for embedded in embed_files(args.files, reader, args.model, args.output, args.pooled, tell)]
    if all(fine):
        return 0
    return 1 if any(fine) else 2


def _reader(args: argparse.Namespace):
    """Raises ModelError, RecognitionError, NoSuchLayerError."""
    from assistant import models
    from assistant.asr.embedding import LARGE_SIZES, LayerReader, layer_named

    if args.model == "embedded":
        from assistant.asr.acoustics import AcousticModel
        from assistant.asr.embedded import TIMES

        model = AcousticModel(models.find("embedded-encoder"), args.config.asr.threads)
        return LayerReader(model, TIMES, layer_named(args.layer, model.layers, args.model))
    from assistant.asr.wav2vec2 import checkpoint
    from assistant.asr.wav2vec2.model import TIMES as LARGE_TIMES
    from assistant.asr.wav2vec2.model import Wav2Vec2Model
    from assistant.asr.wav2vec2.recognizer import load_network
    from assistant.models import checkpoints

    found = checkpoint.read(checkpoints.find(args.model))
    layer = layer_named(args.layer, range(found.n_layers + 1), args.model)  # a mistake there is told before much is loaded
    large = Wav2Vec2Model(found, load_network(found, args.config.asr))
    return LayerReader(large, LARGE_TIMES, layer, LARGE_SIZES)
