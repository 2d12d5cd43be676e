"""Hours, days, lengths of time and what repeats: values, words, and the way from one to the other."""
