"""Images: only what must change is changed, and what cameras write beside the picture goes."""

from __future__ import annotations

import io

import pytest
from epub_material import Book, asset, make_article, picture
from PIL import Image

from exporter.epub import stripping
from exporter.epub.images import MAX_PIXELS, MAX_SIDE, pictures


def saved(image: Image.Image, kind: str, **settings: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **settings)
    return out.getvalue()


def exif(orientation: int) -> Image.Exif:
    found = Image.Exif()
    found[0x0112], found[0x010F] = orientation, "A secret camera"
    return found


def made(data: bytes) -> Image.Image:
    (found,) = pictures([asset("x", "image/png", data)]).values()
    assert found is not None
    return Image.open(io.BytesIO(found.data))


NOISE = Image.effect_noise((64, 48), 80).convert("RGB")


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_what_cameras_write_is_cut_out_and_the_picture_stays(kind: str) -> None:
    profile = b"ICC" * 50
    data = saved(NOISE, kind, exif=exif(1), comment="secret", icc_profile=profile)
    image = made(data)
    assert image.tobytes() == Image.open(io.BytesIO(data)).tobytes()
    assert not image.getexif()
    assert image.info.get("icc_profile") == profile
    (found,) = pictures([asset("x", "image/png", data)]).values()
    assert found is not None
    assert b"secret" not in found.data


def test_a_second_picture_behind_the_first_goes() -> None:
    data = saved(NOISE, "MPO", save_all=True, append_images=[NOISE.rotate(180)])
    stripped = stripping.jpeg(data)
    assert len(stripped) < len(data) * 2 / 3
    assert Image.open(io.BytesIO(stripped)).tobytes() == NOISE_AS_JPEG.tobytes()


NOISE_AS_JPEG = Image.open(io.BytesIO(saved(NOISE, "JPEG")))


@pytest.mark.parametrize("progressive", [False, True])
def test_cutting_twice_cuts_nothing_more(progressive: bool) -> None:
    once = stripping.jpeg(saved(NOISE, "JPEG", progressive=progressive, exif=exif(1)))
    assert stripping.jpeg(once) == once
    assert Image.open(io.BytesIO(once)).tobytes() == NOISE_AS_JPEG.tobytes()


@pytest.mark.parametrize("cut", [0, 1, 2, 3, 10, 30, 300])
def test_a_file_that_ends_too_early_comes_back_as_it_is(cut: int) -> None:
    for strip, kind in ((stripping.jpeg, "JPEG"), (stripping.png, "PNG")):
        broken = saved(NOISE, kind)[:cut]
        assert strip(broken) == broken


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_turned_upright(kind: str) -> None:
    image = made(saved(NOISE, kind, exif=exif(6)))
    assert image.size == (48, 64)
    assert not image.getexif()


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "AVIF"])
def test_kinds_that_no_reader_has_to_know(kind: str) -> None:
    image = made(saved(NOISE, kind))
    assert (image.format, image.size) == ("JPEG" if kind == "AVIF" else "PNG", NOISE.size)


def test_the_colours_of_the_press_become_those_of_the_screen() -> None:
    image = made(saved(NOISE.convert("CMYK"), "JPEG"))
    assert (image.format, image.mode) == ("JPEG", "RGB")


@pytest.mark.parametrize(("size", "kind"), [((20_000, 20), "PNG"), ((3000, 2500), "JPEG")])
def test_a_picture_larger_than_devices_take_is_made_smaller(size: tuple[int, int], kind: str) -> None:
    body = '<p><img src="x" alt="图"/></p>'
    book = Book(make_article(body, asset("x", "image/png", saved(Image.new("L", size, 128), kind))))
    (name,) = [name for name in book.archive.namelist() if "/images/" in name]
    image = Image.open(io.BytesIO(book.archive.read(name)))
    assert max(image.size) <= MAX_SIDE
    assert image.width * image.height <= MAX_PIXELS
    assert image.format == kind
    notice = book.notice("shrunk-image")
    assert notice is not None
    assert notice.message.startswith(f"the image “图” of {size[0]:,}")


def test_one_picture_under_two_names_is_packed_once() -> None:
    data = picture("PNG")
    body = '<p><img src="a" alt="一"/><img src="b" alt="二"/></p>'
    book = Book(make_article(body, asset("a", "image/png", data), asset("b", "image/png", data)))
    assert len([name for name in book.archive.namelist() if "/images/" in name]) == 1
