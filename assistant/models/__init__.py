"""Weights: find, verify, fetch and place them. Everyone else imports these three and `Weights` from here."""

from assistant.models.weights import Weights, find, pull, verify

__all__ = ["Weights", "find", "pull", "verify"]
