"""What answers have in common: the papers that they rest on, and whether their status is ok."""

from typing import Any

from ..references import bibtex


class Cited:
    """An answer with `references`, keys of references.bib."""

    def cite(self: Any) -> str:
        """BibTeX of the papers that it rests on."""
        return bibtex(self.references)


class Checked(Cited):
    """A cited answer with a `status`."""

    @property
    def ok(self: Any) -> bool:
        """Whether its status is ok: everything that was asked for was found."""
        return self.status == "ok"
