"""What every answer has: the papers that it rests on."""

from typing import Any

from ..references import bibtex


class Cited:
    """An answer with `references`, keys of references.bib."""

    def cite(self: Any) -> str:
        """BibTeX of the papers that it rests on."""
        return bibtex(self.references)
