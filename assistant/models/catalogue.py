"""models/catalogue.yaml as a validated tree: which weights there are, their digests, and where each can be had."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Discriminator, Field, PositiveInt, Tag, ValidationError, model_validator

from assistant import resources
from assistant.errors import CatalogueError, UnknownModelError

# Names become paths below the weights folder, so they may not hold a separator or begin with a dot.
PlainName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")]
Repository = Annotated[str, Field(pattern=r"^[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*$")]
Revision = Annotated[str, Field(pattern=r"^[0-9a-f]{40}$")]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class WeightFile(_Strict):
    """One file of a model, as it must be once in place."""

    name: PlainName
    bytes: PositiveInt
    sha256: Digest


class HubSource(_Strict):
    """A repository of the Hugging Face hub at one commit; `folder` is where in it the files lie."""

    hub: Repository
    revision: Revision
    folder: str = ""

    def path_of(self, file: WeightFile) -> str:
        return f"{self.folder}/{file.name}" if self.folder else file.name

    def __str__(self) -> str:
        return f"hub {self.hub}"


class Archive(_Strict):
    """One registry package: `members` maps a model's file to a path in the archive; `folder` holds all of them.

    wheel: python-abi-platform, of a package that has one for each; the files are taken from that one, whatever runs here.
    """

    package: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]*(==|@)[0-9][0-9A-Za-z.+-]*$")]
    wheel: Annotated[str, Field(pattern=r"^cp3[0-9]+-[a-z0-9]+-[a-z0-9_]+$")] | None = None
    bytes: PositiveInt
    sha256: Digest
    members: dict[PlainName, str] = {}
    folder: str | None = None

    def member_of(self, file: WeightFile) -> str | None:
        return f"{self.folder}/{file.name}" if self.folder else self.members.get(file.name)


class PypiSource(_Strict):
    """PyPI packages; a file that several of them hold is their members put one after the other, in this order."""

    pypi: Annotated[tuple[Archive, ...], Field(min_length=1)]

    @property
    def archives(self) -> tuple[Archive, ...]:
        return self.pypi

    def __str__(self) -> str:
        return f"PyPI {self.pypi[0].package}" + (f" and {len(self.pypi) - 1} more" if len(self.pypi) > 1 else "")


class NpmSource(_Strict):
    """npm packages, as PypiSource."""

    npm: Annotated[tuple[Archive, ...], Field(min_length=1)]

    @property
    def archives(self) -> tuple[Archive, ...]:
        return self.npm

    def __str__(self) -> str:
        return f"npm {self.npm[0].package}"


class DerivedSource(_Strict):
    """Made on this machine from another model's files, by a conversion that gives the same bytes everywhere."""

    derived: PlainName
    by: Literal["whisper-encoder", "kokoro-quick", "campplus"]

    def __str__(self) -> str:
        return f"{self.derived}, converted here"


def _kind(source: Any) -> str | None:
    keys = source if isinstance(source, dict) else type(source).model_fields if isinstance(source, BaseModel) else ()
    return next((kind for kind in ("hub", "pypi", "npm", "derived") if kind in keys), None)


Source = Annotated[
    Annotated[HubSource, Tag("hub")]
    | Annotated[PypiSource, Tag("pypi")]
    | Annotated[NpmSource, Tag("npm")]
    | Annotated[DerivedSource, Tag("derived")],
    Discriminator(_kind, custom_error_type="source", custom_error_message="a source begins with hub:, pypi:, npm: or derived:"),
]


class Model(_Strict):
    """A named set of files. default: the assistant needs it as shipped; bundled: it travels with the program."""

    description: str
    licence: str
    default: bool = False
    bundled: bool = False
    files: Annotated[tuple[WeightFile, ...], Field(min_length=1)]
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]

    @property
    def bytes(self) -> int:
        return sum(file.bytes for file in self.files)

    @property
    def origins(self) -> tuple[str, ...]:
        """The models that this one is made from."""
        return tuple(source.derived for source in self.sources if isinstance(source, DerivedSource))

    @model_validator(mode="after")
    def _every_source_gives_every_file(self) -> Model:
        names = [file.name for file in self.files]
        if len(set(names)) < len(names):
            raise ValueError("two files have the same name")
        for source in self.sources:
            if isinstance(source, HubSource | DerivedSource):
                continue
            for file in self.files:
                if not any(archive.member_of(file) for archive in source.archives):
                    raise ValueError(f"the source {source} has no member for {file.name}")
            for archive in source.archives:
                if strangers := sorted(set(archive.members) - set(names)):
                    raise ValueError(f"{archive.package} gives {', '.join(strangers)}, which is not among the files")
        return self


class Checkpoint(_Strict):
    """A CTC recogniser in the hub's own layout, converted on this machine (see checkpoints.py). bytes: about so many."""

    description: str
    licence: str
    hub: Repository
    revision: Revision
    bytes: PositiveInt


class Catalogue(_Strict):
    models: Annotated[dict[PlainName, Model], Field(min_length=1)]
    checkpoints: dict[PlainName, Checkpoint] = {}

    def __getitem__(self, name: str) -> Model:
        if name not in self.models:
            raise UnknownModelError(name, (*self.models, *self.checkpoints))
        return self.models[name]

    @model_validator(mode="after")
    def _every_origin_can_be_fetched(self) -> Catalogue:
        for name, model in self.models.items():
            for origin in model.origins:
                if origin not in self.models or self.models[origin].origins:
                    raise ValueError(f"{name} is made from {origin}, which is no model that can be fetched")
        return self

    @model_validator(mode="after")
    def _names_are_different(self) -> Catalogue:
        if both := sorted(set(self.models) & set(self.checkpoints)):
            raise ValueError(f"{', '.join(both)} is both a model and a checkpoint")
        return self

    def names(self) -> Iterator[str]:
        return iter(self.models)

    def defaults(self) -> tuple[str, ...]:
        return tuple(name for name, model in self.models.items() if model.default)


@lru_cache(maxsize=8)
def load(path: Path | None = None) -> Catalogue:
    """Raises CatalogueError, naming the key that is wrong."""
    path = path or resources.catalogue()
    try:
        tree = yaml.safe_load(path.read_text(encoding="utf-8"))
        return Catalogue.model_validate(tree)
    except OSError as error:
        raise CatalogueError(f"{path} cannot be read ({error.strerror}); install the program again") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else f"{path}"
        raise CatalogueError(f"{where}: not YAML ({getattr(error, 'problem', error)}); mend that line") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise CatalogueError(f"{path}: {key or 'the whole'}: {first['msg']}; mend that key") from error
