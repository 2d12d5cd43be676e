"""The arrows between the rooms point one way: every import of the program is read, and what DESIGN does not allow fails."""

import ast
import sys
from pathlib import Path

import pytest

from assistant import resources

ROOT = Path(resources.__file__).parent.parent

# Room → the rooms it may import. Each may import itself, `errors` and `events`; what is missing here may import nothing else.
ARROWS = {
    "events": set(),
    "errors": set(),
    "resources": set(),
    "config": set(),
    "endpointer": set(),
    "dialogue": {"language"},
    "language": set(),
    "store": set(),
    "models": {"asr", "audio", "resources", "speakers", "tts"},
    "audio": {"config"},
    "asr": {"audio", "config", "language"},
    "tts": {"audio", "config", "language"},
    "speakers": {"asr", "audio", "language", "store"},
    "services": {"config", "language", "speakers", "store"},
    "skills": {"language", "services", "speakers", "store"},
    "runtime": {"asr", "audio", "dialogue", "endpointer", "language", "services", "skills", "speakers", "store", "tts"},
    "app": {
        "asr",
        "audio",
        "config",
        "dialogue",
        "endpointer",
        "language",
        "models",
        "resources",
        "runtime",
        "services",
        "skills",
        "speakers",
        "store",
        "tts",
    },
    "training": {"asr", "audio", "language", "skills", "speakers", "tts"},
    "bench": {
        "app",
        "asr",
        "audio",
        "config",
        "dialogue",
        "endpointer",
        "language",
        "models",
        "resources",
        "runtime",
        "skills",
        "speakers",
        "store",
        "training",
        "tts",
    },
    "cli": {
        "app",
        "asr",
        "audio",
        "bench",
        "config",
        "dialogue",
        "models",
        "resources",
        "runtime",
        "speakers",
        "training",
        "tts",
        "",
    },
    "__main__": {"cli"},
    "": set(),
}
PURE = {"events", "errors", "endpointer", "dialogue", "language"}
PURE_LIBRARIES = {"language": {"num2words", "rapidfuzz"}}
ONLY_IN = {
    "sounddevice": {"audio/devices.py"},
    "torch": {f"training/{name}.py" for name in ("batches", "ctc", "export", "heads", "human", "run", "upper_layers")}
    | {f"training/kokoro_{name}.py" for name in ("checkpoint", "comparison", "export", "stft")}
    | {f"training/finetuning/{name}.py" for name in ("material", "networks", "run", "teaching", "trainer")}
    | {"asr/wav2vec2/torch_network.py", "models/original.py", "bench/transformers_pipeline.py"},
    "kokoro": {f"training/kokoro_{name}.py" for name in ("checkpoint", "comparison", "export")},
    "transformers": {f"training/finetuning/{name}.py" for name in ("material", "networks", "run", "teaching", "trainer")}
    | {"asr/wav2vec2/torch_network.py", "models/original.py", "bench/transformers_pipeline.py"},
    "pickle": {"training/kokoro_checkpoint.py"},  # the name of torch's error: it is torch that reads, and tensors alone
}


def modules(folder):
    return sorted(p for p in (ROOT / folder).rglob("*.py") if "__pycache__" not in p.parts)


def room_of(path):
    parts = path.relative_to(ROOT / "assistant").with_suffix("").parts
    return "" if parts == ("__init__",) else parts[0]


def imports(path):
    """(full name, whether it is only for type checkers) of everything imported anywhere in a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, id(node) in typing_only) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((f"{node.module}.{alias.name}", id(node) in typing_only) for alias in node.names)


def our_rooms(name):
    """The room that an import of ours leads to, or None."""
    parts = name.split(".")
    if parts[0] != "assistant":
        return None
    candidate = parts[1] if len(parts) > 1 else ""
    return candidate if (ROOT / "assistant" / candidate).is_dir() or (ROOT / "assistant" / f"{candidate}.py").is_file() else ""


@pytest.mark.parametrize("path", modules("assistant"), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_imports_only_what_its_room_may(path):
    room = room_of(path)
    allowed = ARROWS[room] | {room, "errors", "events"}
    for name, typing_only in imports(path):
        target = our_rooms(name)
        if target is not None and not typing_only:
            assert target in allowed, f"{room} may not import {name}"


@pytest.mark.parametrize("path", [p for p in modules("assistant") if room_of(p) in PURE], ids=lambda p: p.stem)
def test_pure_rooms_import_only_the_standard_library(path):
    libraries = set(sys.stdlib_module_names) | PURE_LIBRARIES.get(room_of(path), set()) | {"assistant"}
    impure = {"time", "threading", "logging", "socket", "random"}
    for name, typing_only in imports(path):
        top = name.split(".")[0]
        assert typing_only or (top in libraries - impure), f"{name} has no place in {room_of(path)}"


@pytest.mark.parametrize("path", modules("assistant") + modules("skills"), ids=lambda p: str(p.relative_to(ROOT)))
def test_heavy_and_dangerous_libraries_stay_in_their_places(path):
    for name, _ in imports(path):
        top = name.split(".")[0]
        if top in ONLY_IN:
            assert str(path.relative_to(ROOT / "assistant")) in ONLY_IN[top], f"{name} does not belong here"


@pytest.mark.parametrize("path", modules("skills"), ids=lambda p: p.stem)
def test_skills_know_only_skills_language_and_store(path):
    for name, _ in imports(path):
        if name.startswith("assistant"):
            assert our_rooms(name) in {"skills", "language", "store"}, name


@pytest.mark.parametrize("path", modules("assistant") + modules("skills"), ids=lambda p: str(p.relative_to(ROOT)))
def test_no_except_is_bare(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None
            assert ast.unparse(node.type) != "BaseException"


# Within a room: package → those it may import; what stands beside the packages may be imported by all.
WITHIN = {
    "language": {
        "words": set(),
        "quantities": {"words", "speakable"},
        "calendar": {"words", "quantities"},
        "grammar": {"words", "quantities", "calendar"},
        "understanding": {"words", "quantities", "grammar"},
    },
    "skills": {"domains": set(), "conversing": set(), "loading": {"conversing"}},
}


@pytest.mark.parametrize(("room", "package"), [(room, package) for room in WITHIN for package in WITHIN[room]])
def test_the_packages_of_a_room_rest_on_each_other_in_one_order(room, package):
    for path in modules(f"assistant/{room}/{package}"):
        for name, typing_only in imports(path):
            parts = name.split(".")
            if parts[:2] == ["assistant", room] and len(parts) > 3 and not typing_only:
                beside = (ROOT / "assistant" / room / f"{parts[2]}.py").exists()
                assert beside or parts[2] in WITHIN[room][package] | {package}, f"{path.name} may not import {name}"
