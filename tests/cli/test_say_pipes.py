"""`assistant say` through real pipes and a real terminal: what is heard before the text, or its sound, is all there."""

import os
import pty
import select
import signal
import subprocess
import sys
import time

import pytest

from assistant import resources

# A voice that says "devagar" only when a file is there: whoever waits for that word's sound waits for the test.
PROGRAM = """
import sys, time
from pathlib import Path
from assistant import app
from assistant.cli import program
from tests.tts.voices_of_tone import ToneVoice

now = Path(sys.argv[1])

def wait(sentence):
    while sentence.startswith("devagar") and not now.exists():
        time.sleep(0.01)

class FakeSpeaker:
    def __init__(self, name): pass
    def open(self): pass
    def write(self, frame): print(f"heard {len(frame.samples)}", flush=True)
    def drain(self): print("drained", flush=True)
    def stop(self): print("stopped", flush=True)
    def close(self): print("closed", flush=True)

app.build_synthesizer = lambda config, from_phonemes: ToneVoice(wait)
import assistant.audio.speaker
assistant.audio.speaker.Speaker = FakeSpeaker
sys.argv = ["assistant", *sys.argv[2:]]
program()
"""
PIPE = subprocess.PIPE
ROOT = resources.recordings_folder().parent.parent
WORD, PAUSE = 2 * 2400, 2 * 7200  # bytes


def _hears_ctrl_c():
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def start(tmp_path):
    started = []

    def start(*arguments, **streams):
        # Whoever runs the tests in the background has ctrl-C ignored, and hands that down.
        streams = {"stdin": PIPE, "stdout": PIPE, "stderr": PIPE, "cwd": ROOT, "preexec_fn": _hears_ctrl_c, **streams}
        command = [sys.executable, "-c", PROGRAM, str(tmp_path / "agora"), "say", *arguments]
        started.append(subprocess.Popen(command, **streams))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_the_first_bytes_come_before_the_last_sentence_is_made(start, tmp_path):
    process = start("-o", "-", "--raw", "um dois. devagar")
    assert len(process.stdout.read(3 * WORD)) == 3 * WORD
    assert process.poll() is None
    (tmp_path / "agora").touch()
    rest, errors = process.communicate(timeout=60)
    assert (len(rest), errors, process.returncode) == (2 * WORD, b"", 0)


def test_a_text_is_spoken_while_it_is_still_being_written(start):
    process = start("-", "-o", "-", "--raw")
    for line in ("um dois.\n", "três\n"):  # the second has no full stop: that nothing follows is enough
        process.stdin.write(line.encode())
        process.stdin.flush()
        n_bytes = (len(line.split()) + 1) * WORD
        assert len(process.stdout.read(n_bytes)) == n_bytes
    rest, errors = process.communicate(timeout=60)
    assert (errors, process.returncode) == (b"", 0)
    assert len(rest) in {0, PAUSE}  # there is a pause where the voice had to wait for the second


def test_a_reader_that_goes_away_ends_it_quietly(start, tmp_path):
    process = start("-o", "-", "um dois. devagar um. dois")
    assert process.stdout.read(10).startswith(b"RIFF")
    process.stdout.close()
    (tmp_path / "agora").touch()
    assert process.wait(timeout=60) == 1
    assert process.stderr.read() == b""


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_whoever_waits_for_more_text_can_be_stopped(start, stop):
    process = start("-")
    process.stdin.write(b"um dois.\n")
    process.stdin.flush()
    assert process.stdout.readline() == b"heard 7200\n"
    process.send_signal(stop)
    assert process.wait(timeout=60) == 130
    assert b"Traceback" not in process.stderr.read()


def test_lines_of_a_pipe_are_said_one_by_one(start):
    process = start("--interactive")
    out, errors = process.communicate("um dois\n\n😀\ntrês".encode(), timeout=60)
    heard = [line for line in out.decode().splitlines() if line.startswith(("heard", "drained"))]
    assert heard == ["heard 7200", "drained", "heard 4800", "drained"]
    assert errors.startswith(b"assistant: nothing in the text can be spoken")


class Terminal:
    """Both ends of a terminal: what is typed, what is shown."""

    def __init__(self, start):
        self.master, slave = pty.openpty()
        self.process = start(stdin=slave, stdout=slave, stderr=slave, start_new_session=True)
        os.close(slave)
        self.shown = ""

    def type(self, text):
        os.write(self.master, text.encode())

    def expect(self, text, within_s=60.0):
        until = time.monotonic() + within_s
        while text not in self.shown:
            assert time.monotonic() < until, self.shown
            if select.select([self.master], [], [], 0.1)[0]:
                self.shown += os.read(self.master, 4096).decode(errors="replace")
        self.shown = self.shown.partition(text)[2]


def test_each_line_is_said_as_it_is_entered_and_ctrl_d_leaves(start):
    terminal = Terminal(start)
    terminal.expect("ctrl-D encerra")
    terminal.expect("diga> ")
    terminal.type("um dois\n")
    terminal.expect("heard 7200")
    terminal.expect("diga> ")
    terminal.type("\x04")
    assert terminal.process.wait(timeout=60) == 0


def test_ctrl_c_stops_the_sentence_and_not_the_program(start, tmp_path):
    terminal = Terminal(start)
    terminal.expect("diga> ")
    terminal.type("um. devagar\n")
    terminal.expect("heard 4800")
    terminal.process.send_signal(signal.SIGINT)
    terminal.expect("stopped")
    terminal.expect("diga> ")
    (tmp_path / "agora").touch()
    terminal.type("um dois\n")
    terminal.expect("heard 7200")
    terminal.expect("diga> ")
    # Python's `input` hears of a signal that comes while it writes its prompt only when the next one comes.
    while terminal.process.poll() is None:
        terminal.process.send_signal(signal.SIGTERM)
        time.sleep(0.1)
    # The next one, in turn, ends at once what is leaving already.
    assert terminal.process.returncode in (128 + signal.SIGTERM, -signal.SIGTERM)
