"""What there is: models, frozen, with names and SI numbers; nothing is solved here."""
