"""`assistant embed`: what it writes, what it tells, its exit codes; needs the weights of embedded-encoder but for the help."""

import subprocess
import sys

import numpy as np
import pytest

from assistant import models, resources
from assistant.audio import files
from assistant.cli import main
from assistant.errors import ModelNotFoundError
from tests.asr.wav2vec2.checkpoints import tiny

RECORDING = resources.recordings_folder() / "04_data_pm_alex.flac"


@pytest.fixture
def weights():
    try:
        models.find("embedded-encoder")
    except ModelNotFoundError as error:
        pytest.skip(str(error))


def test_the_help_loads_no_engine():
    code = (
        "import sys; from assistant.cli import main\n"
        "try: main(['embed', '--help'])\n"
        "except SystemExit: print(sorted({'numpy', 'onnxruntime'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "--pooled" in out
    assert out.splitlines()[-1] == "[]"


def test_frames_of_a_layer_and_what_they_are(weights, tmp_path):
    output = tmp_path / "out.npz"
    assert main(["embed", str(RECORDING), "-o", str(output), "--layer", "1"]) == 0
    with np.load(output, allow_pickle=False) as file:
        assert file[RECORDING.name].shape[1] == 512
        assert (int(file["rate_hz"]), int(file["layer"]), str(file["model"])) == (50, 1, "embedded")


def test_a_folder_pooled_with_a_bad_file_in_it(weights, tmp_path, capsys):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "boa.flac").write_bytes(RECORDING.read_bytes())
    (folder / "ruim.wav").write_bytes(b"nada")
    output = tmp_path / "out.npz"
    assert main(["embed", str(folder), "-o", str(output), "--pooled"]) == 1
    assert "ruim.wav" in capsys.readouterr().err
    with np.load(output, allow_pickle=False) as file:
        assert file["boa.flac"].shape == (1024,)
        assert "ruim.wav" not in file.files


def test_nothing_to_embed_is_2_and_writes_nothing(weights, tmp_path, capsys):
    assert main(["embed", str(tmp_path / "nada.wav"), "-o", str(tmp_path / "out.npz")]) == 2
    assert "nada.wav: no such file" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_the_layers_of_a_checkpoint(tmp_path, capsys):
    folder, output = tiny(tmp_path / "tiny"), tmp_path / "out.npz"
    assert main(["embed", str(RECORDING), "-o", str(output), "--model", str(folder), "--layer", "2"]) == 0
    with np.load(output, allow_pickle=False) as file:
        assert file[RECORDING.name].shape[1] == 32
        assert abs(len(file[RECORDING.name]) - 50 * files.read(RECORDING).seconds) <= 1
        assert (int(file["layer"]), str(file["model"])) == (2, str(folder))
    assert main(["embed", str(RECORDING), "-o", str(output), "--model", str(folder), "--layer", "4"]) == 2
    assert 'has no layer "4"; give one of 0, 1, 2, 3, or "last"' in capsys.readouterr().err


def test_a_layer_that_is_none_is_told_with_those_that_are(weights, tmp_path, capsys):
    assert main(["embed", str(RECORDING), "-o", str(tmp_path / "out.npz"), "--layer", "9"]) == 2
    assert capsys.readouterr().err.strip() == 'assistant: embedded has no layer "9"; give one of 1, 2, 3, 4, 5, 6, or "last"'
