"""Which cells a picture takes."""

from __future__ import annotations


def fit(picture: tuple[int, int], box: tuple[int, int], cell: tuple[int, int]) -> tuple[int, int]:
    """Columns and rows of the largest picture of this ratio in the box, at least one each.

    Args:
        picture: width and height in pixels; only their ratio matters, small pictures are enlarged.
        box: columns and rows there are.
        cell: width and height of one cell in pixels.
    """
    scale = min(box[0] * cell[0] / picture[0], box[1] * cell[1] / picture[1])
    columns, rows = (round(side * scale / unit) for side, unit in zip(picture, cell, strict=True))
    return max(1, min(box[0], columns)), max(1, min(box[1], rows))
