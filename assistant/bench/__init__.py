"""Measurements that anyone can repeat: what `assistant bench` runs."""
