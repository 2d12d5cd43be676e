"""From an utterance to a plan: which skill is meant, what was said before, what is asked, doubted or done together."""
