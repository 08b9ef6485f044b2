"""Lists in text: "1 mM, 2 mM", or what stands between the brackets of "truncated(normal(4 mM, 1 mM), 2, 6 mM)"."""


def between_commas(text: str) -> list[str]:
    """The pieces of a text between those commas that stand outside of brackets, with their spaces."""
    depth, parts = 0, [""]
    for one in text:
        depth += {"(": 1, ")": -1}.get(one, 0)
        if one == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += one
    return parts
