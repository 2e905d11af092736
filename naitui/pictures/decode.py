"""Opening a stranger's picture safely, and making it small enough to show."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from naitui.pictures import exif, jpeg, png, webp
from naitui.pictures.errors import BadPicture
from naitui.pictures.kinds import Kind, kind_of
from naitui.pictures.limits import MAX_FILE_BYTES, MAX_PIXELS

_FORMATS: dict[Kind, str] = {"png": "PNG", "jpeg": "JPEG", "webp": "WEBP"}
_REFUSALS: dict[Kind, str] = {
    "zip": "This is a zip archive, not a picture.",
    "json": "This is JSON text, not a picture.",
    "html": "This is a web page, not a picture.",
    "empty": "The file is empty.",
    "unknown": "This is not a PNG, JPEG or WebP picture.",
}
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# NovelAI hides its metadata in alpha values of 254 and 255; nobody sees a difference of 5.
_OPAQUE_FROM = 250
_CHECKER_SQUARE = 8
_CHECKER_TONES = b"\xcc\x99"


def size_of(data: bytes) -> tuple[int, int]:
    """Return (width, height) in pixels as the file's header announces it, without decoding.

    Raises BadPicture for anything but a PNG, JPEG or WebP with a readable header.
    """
    match kind_of(data):
        case "png":
            return png.size_of(data)
        case "jpeg":
            return jpeg.size_of(data)
        case "webp":
            return webp.size_of(data)
        case other:
            raise BadPicture(_REFUSALS[other])


def open_picture(data: bytes, *, max_pixels: int = MAX_PIXELS) -> Image.Image:
    """Decode a PNG, JPEG or WebP file completely; of an animation, the first picture.

    A JPEG is turned upright as its EXIF says; the mode is the file's own. Raises BadPicture, and nothing else, for
    files over 64 MB, pictures over `max_pixels` (refused before memory is taken for them; above about 89 million
    Pillow's own guard holds as well), and files that are damaged, cut short or no picture.
    """
    if len(data) > MAX_FILE_BYTES:
        raise BadPicture(f"The file is larger than {MAX_FILE_BYTES // 1_000_000} MB.")
    _check_pixels(size_of(data), max_pixels)
    kind = kind_of(data)
    if kind == "png":
        # Pillow is content when the pixels are complete; a download that lost its end should be noticed here.
        for _ in png.chunks(data):
            pass
    try:
        image = Image.open(BytesIO(data), formats=(_FORMATS[kind],))
        _check_pixels(image.size, max_pixels)
        image.load()
    except BadPicture:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadPicture("The picture has too many pixels.") from error
    # This is the border to Pillow, whose decoders let at least seven kinds of exceptions escape on damaged files
    # (OSError, SyntaxError, ValueError, struct.error, zlib.error, ...); a new kind must not end the program.
    except Exception as error:
        raise BadPicture("The picture is damaged or cut short and cannot be read.") from error
    return _upright(image, data) if kind == "jpeg" else image


def shrink(image: Image.Image, box: tuple[int, int], *, checker: bool = True) -> Image.Image:
    """Return a new picture that fits inside `box` (width, height in pixels), never enlarged, in RGB.

    Alpha that is 250 or more everywhere (NovelAI's hidden bits) is dropped. Real transparency is laid on a light and
    dark checkerboard; with `checker=False` it is kept and the result is RGBA. Raises ValueError for an empty box.
    """
    if min(box) < 1:
        raise ValueError("the box needs at least one pixel each way")
    seen = visible(image)
    width, height = seen.size
    scale = min(box[0] / width, box[1] / height, 1.0)
    size = (max(1, min(box[0], round(width * scale))), max(1, min(box[1], round(height * scale))))
    small = seen.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return on_checkerboard(small) if checker else small


def excerpt(image: Image.Image, crop: tuple[float, float, float, float], most: tuple[int, int]) -> Image.Image:
    """A part of an RGB or RGBA picture as RGB of at most `most` (width, height) pixels, never enlarged.

    `crop` is left, top, right, bottom in pixels of the picture. Real transparency is laid on a checkerboard.
    """
    width, height = crop[2] - crop[0], crop[3] - crop[1]
    scale = min(most[0] / width, most[1] / height, 1.0)
    size = max(1, min(most[0], round(width * scale))), max(1, min(most[1], round(height * scale)))
    return on_checkerboard(image.resize(size, Image.Resampling.LANCZOS, box=crop, reducing_gap=2.0))


def visible(image: Image.Image) -> Image.Image:
    """Any mode as RGB, or as RGBA where something can be seen through (NovelAI's hidden bits are not that)."""
    if image.mode.startswith("I"):
        # 16-bit grey: Pillow's own conversion clips at 255 instead of scaling.
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L").convert("RGB")
    if not image.has_transparency_data:
        return image.convert("RGB")
    full = image.convert("RGBA")
    lowest, _ = full.getchannel("A").getextrema()
    return full.convert("RGB") if isinstance(lowest, int | float) and lowest >= _OPAQUE_FROM else full


def on_checkerboard(image: Image.Image) -> Image.Image:
    """An RGBA picture as RGB, what is transparent in it shown by light and dark squares; any other as it is."""
    if image.mode != "RGBA":
        return image
    ground = _checkerboard(image.size)
    ground.paste(image, (0, 0), image)
    return ground


def _check_pixels(size: tuple[int, int], max_pixels: int) -> None:
    if size[0] * size[1] > max_pixels:
        raise BadPicture(f"The picture is too large: {size[0]} x {size[1]}, and {max_pixels:,} pixels are allowed.")


def _upright(image: Image.Image, data: bytes) -> Image.Image:
    block = jpeg.exif_block(data)
    turn = _TURNS.get(exif.read_fields(block).orientation) if block else None
    return image if turn is None else image.transpose(turn)


def _checkerboard(size: tuple[int, int]) -> Image.Image:
    across, down = -(-size[0] // _CHECKER_SQUARE), -(-size[1] // _CHECKER_SQUARE)
    tones = (_CHECKER_TONES * (across + 1))[: across + 1]
    rows = b"".join(tones[row % 2 : row % 2 + across] for row in range(down))
    squares = Image.frombytes("L", (across, down), rows)
    board = squares.resize((across * _CHECKER_SQUARE, down * _CHECKER_SQUARE), Image.Resampling.NEAREST)
    return board.crop((0, 0, *size)).convert("RGB")
