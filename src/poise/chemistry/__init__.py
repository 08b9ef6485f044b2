"""Species, redox couples, reaction energies and activity models: the chemistry on both sides of a potential."""
