"""Writes single settings into a config.yaml, whose comments, order and blank lines stay as they are."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import yaml

from assistant import resources
from assistant.errors import SettingsError


def write(path: Path, settings: Mapping[str, object]) -> None:
    """settings: by "section.key". The file is replaced as a whole, or stays. Raises SettingsError, which has the lines."""
    lines = as_lines(settings)
    if path.resolve() == resources.default_config().resolve() and path.parent.name == "_data":
        raise SettingsError(path, "it belongs to the installed program", lines)
    path = path.resolve()
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with path.open(encoding="utf-8", newline="") as file:
            text = edited(file.read(), settings)
        partial.write_text(text, encoding="utf-8", newline="")
        shutil.copymode(path, partial)
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise SettingsError(path, error.strerror or str(error), lines) from error
    except (ValueError, yaml.YAMLError) as error:
        raise SettingsError(path, str(error), lines) from error


def as_lines(settings: Mapping[str, object]) -> list[str]:
    """Of YAML."""
    lines: list[str] = []
    for name, value in settings.items():
        section, _, key = name.partition(".")
        if f"{section}:" not in lines:
            lines.append(f"{section}:")
        lines.append(f"  {key}: {_scalar(value)}")
    return lines


def edited(text: str, settings: Mapping[str, object]) -> str:
    """Raises ValueError where the text is laid out in a way that nobody writes by hand."""
    wanted = yaml.safe_load(text) or {}
    if not isinstance(wanted, dict):
        raise ValueError("it is no table of sections")
    for name, value in reversed(settings.items()):  # what is missing goes to the top of its section
        section, _, key = name.partition(".")
        if not isinstance(wanted.get(section) or {}, dict):
            raise ValueError(f"{section} is no table")
        wanted[section] = (wanted.get(section) or {}) | {key: value}
        text = _set(text, section, key, _scalar(value))
    if yaml.safe_load(text) != wanted:
        raise ValueError("its layout is not understood")
    return text


def _set(text: str, section: str, key: str, value: str) -> str:
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    block = _value(root, section)
    if block is None:
        gap = "" if not text or text.endswith("\n") else "\n"
        return f"{text}{gap}{section}:\n  {key}: {value}\n"
    if not isinstance(block, yaml.MappingNode):
        at = block.end_mark.index
        return f"{text[:at]}\n  {key}: {value}{text[at:]}" if block.start_mark.index == at else text
    old = _value(block, key)
    if old is not None:
        return _replaced(text, old, value)
    if block.flow_style:
        at = block.start_mark.index + 1
        return f"{text[:at]}{key}: {value}{', ' if block.value else ''}{text[at:]}"
    first = block.value[0][0].start_mark
    return f"{text[: first.index]}{key}: {value}\n{' ' * first.column}{text[first.index :]}"


def _replaced(text: str, old: yaml.Node, value: str) -> str:
    start, end = old.start_mark.index, old.end_mark.index
    if start == end:  # nothing stands there, which is null
        return f"{text[:start].rstrip(' ')} {value}{text[end:]}"
    rest = text[end:]
    gap = len(rest) - len(rest.lstrip(" "))
    if rest.lstrip(" ").startswith("#"):  # which stays in its column, if there is room
        rest = " " * max(1, gap + (end - start) - len(value)) + rest.lstrip(" ")
    return text[:start] + value + rest


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for name, value in pairs if name.value == key), None)


def _scalar(value: object) -> str:
    written = yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, width=10_000)
    return written.removesuffix("...\n").strip("\n")  # what else is white may belong to the value
