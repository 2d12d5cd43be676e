"""Weights: find, verify, fetch and place them. Everyone else imports these three and `Weights` from here.

Recognisers in the hub's layout are in `checkpoints`; `find` knows them, too.
"""

from __future__ import annotations

from pathlib import Path

from assistant.models import checkpoints
from assistant.models.weights import Weights, pull, verify

__all__ = ["Weights", "find", "pull", "verify"]


def find(name: str) -> Path:
    """The folder of a model of the catalogue, or of a checkpoint: its id, "org/name" of the hub, or a folder.

    Raises UnknownModelError, ModelNotFoundError, DigestMismatchError, CatalogueError, CheckpointFolderError.
    """
    weights = Weights.here()
    return weights.find(name) if name in weights.catalogue.models else checkpoints.find(name)
