"""Makes docs/tela.svg again: the live view in the middle of the recorded conversation, while the third answer is spoken.

python docs/make_screenshot.py
"""

from pathlib import Path

from rich.console import Console

from assistant import app, resources
from assistant.audio.sinks import NullSink
from assistant.cli.live import LiveView
from assistant.config import Config
from assistant.events import AudioFrame, PlaybackStarted

ANSWER = 3


def main() -> None:
    console = Console(record=True, width=100, force_terminal=True)
    view = LiveView(console)
    state = {"answers": 0, "loudest": None}

    def snapshot(item, dialogue) -> None:
        if isinstance(item, AudioFrame) and (state["loudest"] is None or abs(item.samples).max() > 0.3):
            state["loudest"] = item
        view(item, dialogue)
        state["answers"] += isinstance(item, PlaybackStarted)
        if isinstance(item, PlaybackStarted) and state["answers"] == ANSWER:
            view(state["loudest"], dialogue)
            console.print(view.draw())
            console.save_svg(str(Path(__file__).with_name("tela.svg")), title="assistant run")

    with app.scratch_store(Config()) as config:
        shared = app.load_models(config, listens=True, speaks=True)
        ends = app.Ends(app.file_source(resources.conversation()), NullSink())
        app.build_session(config, shared, ends, (snapshot,)).run()


if __name__ == "__main__":
    main()
