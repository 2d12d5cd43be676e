"""config.yaml and the environment, read and checked.

Strategy: pydantic checks the tree; an unknown or unfit key is reported with its line in the file, by walking the YAML's own
nodes, and with its valid siblings. `ASSISTANT_SECTION__KEY=value` overrides a key; the value is read as YAML.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from assistant.config.tree import Config
from assistant.errors import ConfigError

PREFIX = "ASSISTANT_"
_RESERVED = {"ASSISTANT_CACHE", "ASSISTANT_MODELS", "ASSISTANT_MODELS_MIRROR", "ASSISTANT_STATE"}  # folders: see resources.py


def load(path: Path, environ: Mapping[str, str]) -> Config:
    """Read `path`, apply the overrides in `environ`. Raises ConfigError."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8 text"
        raise ConfigError(f"{path}: {reason}; give --config a readable file") from error
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        tree = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else f"{path}"
        reason = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise ConfigError(f"{where}: not YAML ({reason}); mend that line") from error
    if not isinstance(tree, dict):
        raise ConfigError(f"{path}: not a table of sections; begin from the config.yaml of this project")
    for name, value in environ.items():
        if name.startswith(PREFIX) and name not in _RESERVED:
            _override(tree, name, value)
    try:
        return Config.model_validate(tree)
    except ValidationError as error:
        raise _explain(error, path, root, environ) from error


def _override(tree: dict[str, Any], name: str, value: str) -> None:
    keys = name.removeprefix(PREFIX).lower().split("__")
    try:
        parsed = yaml.safe_load(value)
    except yaml.YAMLError as error:
        raise ConfigError(f"{name}: the value is not YAML; put quotes around it") from error
    section = tree
    for key in keys[:-1]:
        if not isinstance(section.get(key), dict):
            section[key] = {}
        section = section[key]
    section[keys[-1]] = parsed


def _explain(error: ValidationError, path: Path, root: yaml.Node | None, environ: Mapping[str, str]) -> ConfigError:
    """One sentence for the first mistake: where, what, and what would do."""
    mistake = error.errors()[0]
    keys = [str(key) for key in mistake["loc"]]
    dotted = ".".join(keys)
    variable = PREFIX + "__".join(keys).upper()
    where = variable if variable in environ else f"{path}:{_line(root, keys)}"
    if mistake["type"] == "extra_forbidden":
        siblings = sorted(_fields(keys[:-1]))
        near = difflib.get_close_matches(keys[-1], siblings, n=1)
        hint = f'did you mean "{near[0]}"? ' if near else ""
        return ConfigError(f'{where}: unknown key "{dotted}"; {hint}valid keys here: {", ".join(siblings)}')
    reason = mistake["msg"][:1].lower() + mistake["msg"][1:]
    return ConfigError(f"{where}: {dotted} = {mistake['input']!r} will not do ({reason}); see the comments in config.yaml")


def _fields(keys: list[str]) -> list[str]:
    model: type[BaseModel] = Config
    for key in keys:
        model = model.model_fields[key].annotation
    return list(model.model_fields)


def _line(node: yaml.Node | None, keys: list[str]) -> int:
    """The line (from 1) of the deepest key of `keys` that the file really has."""
    line = node.start_mark.line if node else 0
    for key in keys:
        if not isinstance(node, yaml.MappingNode):
            break
        for key_node, value_node in node.value:
            if key_node.value == key:
                line, node = key_node.start_mark.line, value_node
                break
        else:
            break
    return line + 1
