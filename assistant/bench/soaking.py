"""The process of `resident.soak`: takes an order as its argument, prints a line of JSON for every stretch of sound."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from assistant.bench import speech
from assistant.bench.resident import of_process
from assistant.bench.subject import load
from assistant.config import Config


def main() -> None:
    order = json.loads(sys.argv[1])
    stream = load(Config.model_validate(order["config"])).start()
    every = round(order["every_s"] * speech.RATE / speech.FRAME)
    n_frames = round(60 * order["minutes"] * speech.RATE / speech.FRAME)
    began = time.perf_counter()
    for number, frame in enumerate(speech.endless_frames(Path(order["recordings"])), start=1):
        stream.accept(frame)
        if number % every == 0:
            now = time.perf_counter()
            sys.stdout.write(json.dumps({"mb": of_process(), "cost_s": round(now - began, 3)}) + "\n")
            sys.stdout.flush()
            began = now
        if number >= n_frames:
            break
    stream.finish()


if __name__ == "__main__":
    main()
