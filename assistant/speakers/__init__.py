"""Who is speaking: encoders that make a vector of a voice."""
