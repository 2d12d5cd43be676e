"""Numbers, money, measures and sums, in figures and in words."""
