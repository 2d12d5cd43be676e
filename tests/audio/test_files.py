"""Audio files of every kind a person may hand in."""

import io
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
import soundfile

from assistant.audio import files
from assistant.audio.writing import Writer
from assistant.errors import AudioFileError, AudioNotFoundError, NoSpaceError
from assistant.events import AudioFrame


def tone(seconds, rate, hz=440.0):
    return (0.5 * np.sin(2 * np.pi * hz * np.arange(int(seconds * rate)) / rate)).astype(np.float32)


def loudest_hz(frame):
    spectrum = np.abs(np.fft.rfft(frame.samples))
    return np.argmax(spectrum) * frame.rate / len(frame.samples)


@pytest.mark.parametrize("suffix", ["wav", "flac", "ogg", "mp3"])
@pytest.mark.parametrize(("rate", "channels"), [(8_000, 1), (16_000, 1), (44_100, 2), (48_000, 2)])
def test_every_format_rate_and_channel_count_reads_alike(tmp_path, suffix, rate, channels):
    path = tmp_path / f"tone.{suffix}"
    soundfile.write(path, np.repeat(tone(2.0, rate)[:, None], channels, axis=1), rate)
    frame = files.read(path)
    assert frame.rate == 16_000
    assert frame.seconds == pytest.approx(2.0, abs=0.08)  # MP3 pads its frames
    assert loudest_hz(frame) == pytest.approx(440, abs=2)
    assert frame.samples.dtype == np.float32


@pytest.mark.parametrize("n_samples", [1, 160, 512, 4000, 100_000])
def test_the_size_of_blocks_changes_nothing(tmp_path, n_samples):
    path = tmp_path / "tone.wav"
    soundfile.write(path, tone(0.5, 44_100), 44_100)
    frames = list(files.blocks(path, 16_000, n_samples))
    assert [f.at for f in frames] == list(range(0, sum(len(f.samples) for f in frames), n_samples))
    np.testing.assert_array_equal(np.concatenate([f.samples for f in frames]), files.read(path).samples)


def test_not_a_number_becomes_silence(tmp_path):
    path = tmp_path / "nan.wav"
    soundfile.write(path, np.full(1600, np.nan, np.float32), 16_000, subtype="FLOAT")
    assert not files.read(path).samples.any()


def broken(tmp_path: Path, kind: str) -> Path:
    whole, path = tmp_path / "whole.wav", tmp_path / f"{kind}.wav"
    soundfile.write(whole, tone(2, 16_000), 16_000)
    soundfile.write(tmp_path / "whole.flac", np.random.default_rng(0).normal(0, 0.1, 64_000), 16_000)
    match kind:
        case "empty":
            path.touch()
        case "text":
            path.write_text("isto não é som\n" * 100)
        case "header-only":
            path.write_bytes(whole.read_bytes()[:44])
        case "no-samples":
            soundfile.write(path, np.empty(0, np.float32), 16_000)
        case "truncated":
            path.write_bytes(whole.read_bytes()[:30_000])
        case "truncated-flac":
            path = tmp_path / "truncated.flac"
            path.write_bytes((tmp_path / "whole.flac").read_bytes()[:40_000])
        case "folder":
            path.mkdir()
    return path


@pytest.mark.parametrize("kind", ["empty", "text", "header-only", "no-samples", "truncated", "truncated-flac", "folder"])
def test_what_is_no_sound_is_one_clear_sentence(tmp_path, kind):
    path = broken(tmp_path, kind)
    with pytest.raises(AudioFileError) as caught:
        files.read(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(AudioNotFoundError, match=r"nowhere\.wav"):
        files.read(tmp_path / "nowhere.wav")


def test_a_file_that_is_too_long_is_refused_without_being_read_whole(tmp_path):
    path = tmp_path / "long.wav"
    soundfile.write(path, np.zeros(16_000 * 60, np.float32), 16_000)
    with pytest.raises(AudioFileError, match="longer than 5 s"):
        files.read(path, max_seconds=5)


def read_pipe(data: bytes) -> AudioFrame:
    code = "import sys; from assistant.audio import files; f = files.read('-'); sys.stdout.buffer.write(f.samples.tobytes())"
    done = subprocess.run([sys.executable, "-c", code], input=data, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return AudioFrame(np.frombuffer(done.stdout, np.float32), 16_000)


@pytest.mark.parametrize("kind", ["wav", "flac", "raw"])
def test_pipes_carry_wav_flac_and_bare_samples(kind):
    buffer = io.BytesIO()
    if kind == "raw":
        data = (tone(1.0, 16_000) * 32767).astype("<i2").tobytes()
    else:
        soundfile.write(buffer, tone(1.0, 48_000), 48_000, format=kind)
        data = buffer.getvalue()
    frame = read_pipe(data)
    assert frame.seconds == pytest.approx(1.0, abs=0.01)
    assert loudest_hz(frame) == pytest.approx(440, abs=2)


def test_a_written_file_appears_whole_or_not_at_all(tmp_path):
    path = tmp_path / "out.wav"
    with Writer(path, 24_000) as writer:
        writer.write(AudioFrame(tone(1.0, 24_000), 24_000))
        assert not path.exists()
    assert files.read(path).seconds == pytest.approx(1.0, abs=0.01)
    path.unlink()

    def fail():
        with Writer(path, 24_000) as writer:
            writer.write(AudioFrame(tone(1.0, 24_000), 24_000))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["out.xyz", "nofolder/out.wav"])
def test_a_place_that_cannot_be_written_is_named(tmp_path, name):
    with pytest.raises(AudioFileError, match="out"):
        Writer(tmp_path / name, 24_000)


def write_all(path, frames):
    with Writer(path, 24_000) as writer:
        for frame in frames:
            writer.write(frame)


@pytest.mark.parametrize("suffix", ["wav", "flac"])
def test_a_full_disk_is_said_and_leaves_nothing_behind(tmp_path, suffix):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk], capture_output=True, check=False
    )
    if not mounted or mounted.returncode:
        pytest.skip("needs the right to mount a small file system")
    noise = np.random.default_rng(0).normal(0, 0.1, 240_000).astype(np.float32)
    try:
        with pytest.raises(NoSpaceError):
            write_all(disk / f"out.{suffix}", [AudioFrame(noise, 24_000)] * 10)
        assert list(disk.iterdir()) == []
        # Whoever writes on regardless, as an answer after an answer does, is told the same at the end.
        writer = Writer(disk / f"out.{suffix}", 24_000)
        for _ in range(10):
            with suppress(NoSpaceError):
                writer.write(AudioFrame(noise, 24_000))
        with pytest.raises(NoSpaceError):
            writer.close()
        assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["umount", disk], check=True)
