"""One line on a shipped model: the first sentence of its description."""

from ..io import read_model


def summary(name: str) -> str:
    """The first sentence of a model's description."""
    return first_sentence(read_model(name).description)


def first_sentence(text: str) -> str:
    """The first sentence of a text, on one line."""
    paragraph = " ".join(text.strip().partition("\n\n")[0].split())
    for k, character in enumerate(paragraph):
        after = paragraph[k + 1 : k + 3]
        abbreviated = paragraph[:k].rpartition(" ")[2] in ("e.g", "i.e", "et al", "al", "cf", "vs", "fig", "table")
        if character == "." and not abbreviated and (not after or (after[0] == " " and after[1:].isupper())):
            return paragraph[: k + 1]
    return paragraph
