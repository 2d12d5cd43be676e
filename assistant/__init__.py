"""An offline, hands-free voice assistant for Brazilian Portuguese."""

import os

# From 1.29 on, ONNX Runtime reports to its maker unless this is set before it is first imported: here, since every
# import of ours passes by. It would also keep a device's number and a database of events in the home folder.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

__version__ = "0.1.0"
