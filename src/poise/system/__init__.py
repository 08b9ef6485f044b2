"""What is solved: a model compiled to arrays, with names and places kept."""
