"""Words and tokens: how they are spelled, how they sound, how much they mean, which are near one another."""
