"""What the skill files of one domain share: timers, appointments, lists, the house, players, the weather, a kiosk's questions."""
