"""What every section of config.yaml is made of."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

Place = Annotated[Path, AfterValidator(lambda path: Path(os.path.expanduser(path)))]
"""A path that may begin with "~"; Path.expanduser would raise where nobody is at home."""


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
