"""An offline, hands-free voice assistant for Brazilian Portuguese."""

__version__ = "0.1.0"
