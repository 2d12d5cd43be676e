"""What the assistant acts upon outside itself: the house, the music, the weather service."""
