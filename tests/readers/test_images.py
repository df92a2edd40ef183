from __future__ import annotations

import base64
import io
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from exporter import svg
from exporter.article import Asset, Notice
from exporter.raster import Refusal
from exporter.readers.images import Shelf, make_asset, read_local


def picture(kind: str = "PNG", size: tuple[int, int] = (6, 4), **options: object) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, kind, **options)
    return file.getvalue()


def refused(shelf: Shelf, source: str) -> str:
    assert shelf.image([source]) is None
    (notice,) = shelf.take_notices("页.html")
    assert (notice.kind, notice.place) == ("missing-image", "页.html")
    return notice.message


@pytest.mark.parametrize(
    ("kind", "media_type", "extension"),
    [
        ("PNG", "image/png", "png"),
        ("JPEG", "image/jpeg", "jpg"),
        ("GIF", "image/gif", "gif"),
        ("WEBP", "image/webp", "webp"),
        ("BMP", "image/png", "png"),
        ("TIFF", "image/png", "png"),
        ("AVIF", "image/jpeg", "jpg"),
    ],
)
def test_what_it_is_its_bytes_say(tmp_path: Path, kind: str, media_type: str, extension: str) -> None:
    (tmp_path / "图.txt").write_bytes(picture(kind))
    shelf = Shelf(tmp_path)
    asset = shelf.image(["图.txt"])
    assert asset is not None
    assert (asset.media_type, asset.width, asset.height) == (media_type, 6, 4)
    assert asset.name.startswith("images/")
    assert asset.name.endswith(f".{extension}")
    assert Image.open(io.BytesIO(asset.data)).size == (6, 4)
    assert shelf.assets == (asset,)


def test_a_transparent_avif_stays_so() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (6, 4), (9, 9, 9, 90)).save(out, "AVIF")
    asset = make_asset(out.getvalue())[0]
    assert (asset.media_type, Image.open(io.BytesIO(asset.data)).mode) == ("image/png", "RGBA")


@pytest.mark.parametrize("kind", ["TIFF", "AVIF"])
def test_frames_that_are_left_out_are_told(tmp_path: Path, kind: str) -> None:
    frames = [Image.new("RGB", (6, 4), colour) for colour in ("red", "blue")]
    frames[0].save(tmp_path / "a", kind, save_all=True, append_images=frames[1:])
    shelf = Shelf(tmp_path)
    assert shelf.image(["a"]) is not None
    (notice,) = shelf.take_notices("页.html")
    assert notice.message == "the image a is shown without its other frames"


def test_pictures_that_can_stay_keep_their_bytes() -> None:
    data = picture("JPEG")
    assert make_asset(data)[0].data == data


def test_a_photograph_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    asset = make_asset(picture("JPEG", exif=exif))[0]
    assert (asset.width, asset.height) == (4, 6)
    turned = Image.open(io.BytesIO(asset.data))
    assert turned.size == (4, 6)
    assert turned.getexif().get(0x0112, 1) == 1


@pytest.mark.parametrize("mode", ["CMYK", "I", "F", "1", "LA", "P"])
def test_any_tiff_becomes_png(mode: str) -> None:
    file = io.BytesIO()
    Image.new("RGB", (3, 2)).convert("L").convert(mode).save(file, "TIFF")
    assert Image.open(io.BytesIO(make_asset(file.getvalue())[0].data)).format == "PNG"


def test_the_same_bytes_are_one_image(tmp_path: Path) -> None:
    for name in ("a.png", "b.png"):
        (tmp_path / name).write_bytes(picture())
    shelf = Shelf(tmp_path)
    assert shelf.image(["a.png"]) == shelf.image(["b.png"])
    assert len(shelf.assets) == 1


def test_names_are_decoded(tmp_path: Path) -> None:
    (tmp_path / "图 片").mkdir()
    (tmp_path / "图 片" / "a#1.png").write_bytes(picture())
    (tmp_path / "b.png").write_bytes(picture())
    shelf = Shelf(tmp_path)
    for source in ("%E5%9B%BE%20%E7%89%87/a%231.png", "图 片\\a%231.png", "b.png?w=640#x", "./图 片/../b.png"):
        assert shelf.image([source]) is not None, source


def test_an_image_inside_the_text() -> None:
    shelf = Shelf(None)
    data = base64.b64encode(picture()).decode()
    assert shelf.image([f"data:image/jpeg;base64,{data}"]) is not None
    assert shelf.assets[0].media_type == "image/png"
    assert "it is no image" in refused(shelf, "data:text/html,<script>")
    assert "no image of a kind" in refused(shelf, "data:image/png;base64,iVBORw0KGgoAAAAN")


def test_what_a_script_would_load_is_tried_first_and_then_the_rest(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(picture())
    (tmp_path / "dot.gif").write_bytes(picture("GIF", (1, 1)))
    shelf = Shelf(tmp_path)
    found = shelf.image(["https://example.org/a.png", "a.png"])
    assert found is not None
    assert shelf.take_notices("页") == []
    assert shelf.image(["https://example.org/b.png", "dot.gif"]) is None
    assert "b.png" in shelf.take_notices("页")[0].message
    assert shelf.assets == (found,)


def test_images_on_the_network_are_counted_in_one_notice() -> None:
    shelf = Shelf(None)
    for number in range(7):
        shelf.image([f"https://example.org/{number}.png"])
        shelf.image([f"https://example.org/{number}.png"])
    (notice,) = shelf.take_notices("页")
    assert "7 images are on the network" in notice.message
    assert "0.png, 1.png, 2.png, …" in notice.message
    assert shelf.take_notices("页") == []


def test_hundreds_of_reasons_are_summed_up(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    for number in range(300):
        shelf.image([f"{number}.png"])
    notices = shelf.take_notices("页")
    assert len(notices) == 21
    assert notices[-1] == Notice(
        "missing-image", "280 more images could not be had for reasons like these", "页"
    )


def test_broken_and_foreign_files(tmp_path: Path) -> None:
    (tmp_path / "half.png").write_bytes(picture(size=(200, 200))[:90])
    (tmp_path / "text.png").write_text("no image")
    (tmp_path / "folder.png").mkdir()
    shelf = Shelf(tmp_path)
    assert "is damaged" in refused(shelf, "half.png")
    assert "no image of a kind" in refused(shelf, "text.png")
    assert "it is not a file" in refused(shelf, "folder.png")
    assert "no such file" in refused(shelf, "none.png")


def header_only(width: int, height: int) -> bytes:
    """A PNG that claims a size, with hardly anything in it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(b"\0" * 100_000, 9)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_bomb_is_refused_by_its_header() -> None:
    with pytest.raises(Refusal, match="10,000 × 9,000 pixels, over 50 million"):
        make_asset(header_only(10_000, 9_000))
    with pytest.raises(Refusal, match="over 50 million pixels"):
        make_asset(header_only(60_000, 60_000))


def test_an_article_has_bounds_as_a_whole(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("exporter.readers.images.MAX_TOTAL", 200)
    for side in (5, 6, 7):
        (tmp_path / f"{side}.png").write_bytes(picture(size=(side, side)))
    shelf = Shelf(tmp_path)
    found = [shelf.image([f"{side}.png"]) for side in (5, 6, 7)]
    assert [asset is not None for asset in found] == [True, True, False]
    assert "in all" in shelf.take_notices("页")[0].message


@given(st.text(alphabet="./\\~%2eEfFab:#?\0é", max_size=12))
def test_no_path_leads_out(source: str) -> None:
    try:
        data = read_local(Path(__file__).parent / "fixtures", source)
    except Refusal:
        return
    raise AssertionError(f"{source!r} read {len(data)} bytes")


# --- SVG ---

HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="10" height="5">'
)


def drawn(inside: str, head: str = HEAD) -> str:
    return svg.sanitise(f"{head}{inside}</svg>".encode())[0].decode()


def test_a_drawing_stays() -> None:
    inside = (
        '<defs><linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient></defs>'
        '<style>.a{fill:url(#g)}</style><g transform="scale(2)"><path class="a" id="p" d="M0 0h5"/>'
        '<text x="1">山</text></g><use xlink:href="#p"/>'
    )
    assert etree.canonicalize(drawn(inside)) == etree.canonicalize(HEAD + inside + "</svg>")


@pytest.mark.parametrize(
    "inside",
    [
        "<script>evil()</script>",
        "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'>evil</body></foreignObject>",
        '<g onload="evil()"/>',
        '<a xlink:href="javascript:evil()"><path d="M0 0"/></a>',
        '<image xlink:href="file:///evil"/>',
        '<image href="https://example.org/evil.png"/>',
        '<image href="data:image/svg+xml;base64,evil"/>',
        '<use href="evil.svg#a"/>',
        '<path style="fill:url(https://example.org/evil)"/>',
        "<path fill=\"url( '//example.org/evil' )\"/>",
        "<style>@import 'evil.css';</style>",
        "<style>@im\\port 'evil.css';</style>",
        "<style>a{background:URL( evil )}</style>",
        '<animate attributeName="href" to="javascript:evil()"/>',
        '<set attributeName="onload" to="evil()"/>',
        '<x:evil xmlns:x="https://example.org/x"/>',
        '<g xml:base="https://example.org/evil/"/>',
    ],
)
def test_what_runs_or_reaches_out_goes(inside: str) -> None:
    assert "evil" not in drawn(inside + "<path d='M0 0'/>")


def test_entities_and_document_types() -> None:
    lol = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(9))
    with pytest.raises(ValueError, match=r"entities|damaged"):
        svg.sanitise(f"<!DOCTYPE svg [{lol}]>{HEAD}<text>&a8;</text></svg>".encode())
    with pytest.raises(ValueError, match=r"entities|damaged"):
        svg.sanitise(
            f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>{HEAD}<text>&x;</text></svg>'.encode()
        )
    plain = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "https://example.org/none.dtd">'
    assert b"DOCTYPE" not in svg.sanitise(plain + HEAD.encode() + b"</svg>")[0]


def test_references_are_counted_before_they_are_drawn() -> None:
    levels = "".join(
        f'<g id="l{n}">' + f'<use href="#l{n - 1}"/>' * 10 + "</g>" if n else '<path id="l0" d="M0 0"/>'
        for n in range(10)
    )
    with pytest.raises(ValueError, match="too many times"):
        drawn(levels)
    with pytest.raises(ValueError, match="too many times"):
        drawn('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>')


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="120" height="60"', (120, 60)),
        ('width="1in" height="2.54cm"', (96, 96)),
        ('viewBox="0 0 30 20"', (30, 20)),
        ('viewBox="0 0 30 20" width="60"', (60, 40)),
        ('viewBox="0 0 30 20" width="100%"', (30, 20)),
        ('width="50%"', (0, 0)),
        ('viewBox="0 0 nan 20"', (0, 0)),
        ('width="9999999" height="1"', (20_000, 1)),
        (f'width="1{"0" * 400}" height="5"', (0, 5)),
        ('viewBox="0 0 100 1e-320" height="100"', (20_000, 100)),
    ],
)
def test_size(attributes: str, size: tuple[int, int]) -> None:
    _, width, height, _ = svg.sanitise(f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}/>'.encode())
    assert (width, height) == size


def test_calls_follow_names_that_are_no_xml_names() -> None:
    style = "<style>g{fill:url(#1)}</style>"
    gradients = "<linearGradient id='1'/><linearGradient id='name-1'/>"
    drawing = drawn(f"{style}{gradients}<g id='2' stroke='url(#1)'/><use href='#2'/>")
    assert "fill:url(#name-2)" in drawing
    assert '<linearGradient id="name-2"/>' in drawing
    assert '<g id="name-3" stroke="url(#name-2)"/><use href="#name-3"/>' in drawing
    assert '<g id="图层_1"/>' in drawn("<g id='图层_1'/>")  # a style sheet may speak of it


def test_a_call_that_leads_nowhere_goes_and_is_told() -> None:
    inside = "<g style='fill:url(#gone);stroke:red' clip-path='url(#gone)'/><use href='#gone'/>"
    clean = svg.sanitise(f"{HEAD}{inside}</svg>".encode())
    assert clean.lost == ("references that lead nowhere",)
    assert b'<g style="stroke:red"/><use/>' in clean.data
    assert svg.sanitise(f"{HEAD}<g id='a' fill='#fff'/><use href='#a'/></svg>".encode()).lost == ()


def test_an_svg_is_an_asset() -> None:
    asset = make_asset(f"<?xml version='1.0'?>\n{HEAD}<script/><path d='M0 0'/></svg>".encode())[0]
    assert isinstance(asset, Asset)
    assert (asset.media_type, asset.name[-4:], asset.width, asset.height) == ("image/svg+xml", ".svg", 10, 5)
    assert b"script" not in asset.data


def test_an_image_that_ends_too_early_is_refused_whatever_was_loaded_before(tmp_path: Path) -> None:
    import weasyprint.images  # noqa: F401  its import lets Pillow take such images

    (tmp_path / "half.png").write_bytes(picture()[:-30])
    assert "damaged" in refused(Shelf(tmp_path), "half.png")


@pytest.mark.parametrize(
    "call",
    [
        '<path marker-start="url(#l{})"/>',
        '<g clip-path="url(#l{})"/>',
        '<g mask="#l{}"/>',
        "<path style=\"fill: url( '#l{}' )\"/>",
    ],
)
def test_references_in_attributes_are_counted(call: str) -> None:
    levels = "".join(f'<pattern id="l{n}">{call.format(n - 1) * 10}</pattern>' for n in range(10))
    with pytest.raises(ValueError, match="too many times"):
        drawn(f'{levels}<rect fill="url(#l9)"/>')


def test_what_is_inherited_is_counted() -> None:
    levels = "".join(
        f'<g fill="url(#l{n - 1})"><pattern id="l{n}">{"<path/>" * 10}</pattern></g>' for n in range(10)
    )
    with pytest.raises(ValueError, match="too many times"):
        drawn(levels)


def test_a_name_stands_for_one_element() -> None:
    assert drawn('<path id="a"/><g id="a"/><g id="%61"/>').count("id=") == 1


def test_plain_references_stay() -> None:
    inside = (
        '<defs><clipPath id="c"><rect/></clipPath><marker id="m"><path/></marker></defs>'
        '<g clip-path="url(#c)"><path marker-end="url(#m)" fill="#fff"/></g>'
    )
    assert etree.canonicalize(drawn(inside)) == etree.canonicalize(HEAD + inside + "</svg>")


def test_a_style_sheet_calls_gradients_only() -> None:
    clean = drawn(
        '<linearGradient id="g"/><pattern id="p"/><style>.a{fill:url(#g)} .b{fill:url("#p")}'
        " .c{mask:#p}</style>"
    )
    assert "fill:url(#g)" in clean
    assert "#p" not in clean


def test_an_embedded_picture_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exporter.raster.MAX_PIXELS", 40)

    def embedded(data: bytes) -> str:
        return f'<image href="data:image/png;base64,{base64.b64encode(data).decode()}"/>'

    small = embedded(picture())
    assert drawn(small * 2).count("href=") == 2
    assert "href=" not in drawn(embedded(picture(size=(10, 10))))
    assert "href=" not in drawn(embedded(b"<svg/>"))
    assert drawn(small + embedded(picture(size=(4, 6)))).count("href=") == 1


def test_a_pillow_without_a_plugin_reads_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    Image.init()
    monkeypatch.delitem(Image.OPEN, "AVIF", raising=False)
    monkeypatch.setattr(Image, "init", lambda: None)
    assert make_asset(picture("BMP"))[0].media_type == "image/png"
