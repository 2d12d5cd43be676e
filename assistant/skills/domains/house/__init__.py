"""What the skill of the house is made of: the words it understands, the devices they mean, what is done and what is said."""
