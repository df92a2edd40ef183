from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.errors import SourceError, UsageError
from exporter.readers import detection
from exporter.readers.encoding import Decoded, Lost, decode, decode_verbatim

HANS = (
    "河边的灯一盏一盏地亮了，风从桥下吹过来，水面上有细细的纹。我们坐在石阶上，谁也没有说话。"
    "对岸的书店还开着门，老板把猫抱出来，放在门口的竹椅上。“今天来了几个人？”有人问。他笑了笑：“三个，"
    "其中一个是来躲雨的。”后来雨停了，街上慢慢热闹起来，卖糖炒栗子的推着车经过，孩子们跟在后面跑。"
    "这样的晚上并不多，所以我把它记了下来：时间、地点、天气，还有那只猫的名字。"
)
HANT = (
    "河邊的燈一盞一盞地亮了，風從橋下吹過來，水面上有細細的紋。我們坐在石階上，誰也沒有說話。"
    "對岸的書店還開著門，老闆把貓抱出來，放在門口的竹椅上。「今天來了幾個人？」有人問。他笑了笑：「三個，"
    "其中一個是來躲雨的。」後來雨停了，街上慢慢熱鬧起來，賣糖炒栗子的推著車經過，孩子們跟在後面跑。"
    "這樣的晚上並不多，所以我把它記了下來：時間、地點、天氣，還有那隻貓的名字。"
)
JA = (
    "川辺の灯がひとつずつともり、橋の下から風が吹いてくると、水の面に細かな波が立った。わたしたちは石段に"
    "腰をおろし、だれも口をきかなかった。向こう岸の本屋はまだ開いていて、主人が猫を抱いて出てくると、"
    "戸口の竹の椅子にそっと置いた。「今日は何人来ましたか」とだれかが聞いた。主人は笑って、「三人。そのうち"
    "ひとりは雨宿りです」と答えた。やがて雨がやみ、通りはすこしずつにぎやかになった。焼き栗の車が通り、"
    "子どもたちがそのあとを追いかけた。こんな晩はそう多くない。だから書きとめておく。"
)
KO = (
    "강가의 불빛이 하나씩 켜지고 다리 아래에서 바람이 불어오자 물결이 잔잔하게 일었다. 우"
    "리는 돌계단에 앉아 아무 말도 하지 않았다. 건너편 책방은 아직 문을 열어 두었고, 주"
    "인은 고양이를 안고 나와 문 앞의 대나무 의자에 올려놓았다. “오늘은 몇 사람이 왔습니"
    "까?” 누군가 물었다. 주인은 웃으며 대답했다. “세 사람이요. 그 가운데 한 사람은 "
    "비를 피하러 왔지요.” 이윽고 비가 그치고 거리는 조금씩 붐비기 시작했다. 군밤 수레가"
    " 지나가자 아이들이 그 뒤를 따라 뛰었다. 이런 저녁은 흔하지 않아서 나는 이렇게 적어"
    " 둔다."
)
TEXTS = {
    "gb18030": HANS,
    "big5hkscs": HANT,
    "cp932": JA,
    "euc_jp": JA,
    "iso2022_jp": JA,
    "cp949": KO,
    "utf-8": HANS,
}
PAIRS = [
    *TEXTS.items(),
    *((codec, text) for codec in ("utf-16-le", "utf-16-be") for text in (HANS, HANT, JA, KO)),
]


def read(data: bytes, forced: str | None = None, declared: str | None = None) -> Decoded:
    return decode(data, name="文.txt", forced=forced, declared=declared)


def windows(text: str, size: int) -> list[str]:
    long = text + "\n" + text * (size // len(text) + 1)
    return [long[start : start + size] for start in range(0, len(text), max(size // 2, 15))][:12]


@pytest.mark.parametrize("size", [30, 200, 2000])
@pytest.mark.parametrize(("codec", "text"), PAIRS)
def test_the_encoding_is_found(codec: str, text: str, size: int) -> None:
    for window in windows(text, size):
        found = read(window.encode(codec))
        assert (found.encoding, found.text, found.notices) == (codec, window, ())


@pytest.mark.parametrize("text", ["句点（。）和逗点（，）、顿点（、）", "句号（。）、逗号（，）、顿号（、）"])
def test_a_few_chinese_words_that_could_be_hangul_are_chinese(text: str) -> None:
    assert read(text.encode("gb18030")).text == text


@pytest.mark.parametrize("codec", TEXTS)
def test_one_stray_byte_changes_neither_the_encoding_nor_the_rest(codec: str) -> None:
    text = TEXTS[codec]
    half = text[:100].encode(codec)
    found = read(half + b"\xff" + text[100:].encode(codec))
    assert found.encoding == codec
    assert found.text.startswith(text[:99])
    assert found.text.endswith(text[102:])
    assert "\ufffd" in found.text
    assert [notice.kind for notice in found.notices] == ["undecodable"]


@pytest.mark.parametrize("way", ["replaced", "lost"])
@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5hkscs", "cp932", "euc_jp", "cp949"])
def test_thirty_characters_with_a_damaged_byte_are_recognised_97_times_in_a_hundred(
    codec: str, way: str
) -> None:
    right = total = 0
    for window in windows(TEXTS[codec], 30):
        data = window.encode(codec)
        for place in range(0, len(data), 7):
            stead = bytes([data[place] ^ 0x5A]) if way == "replaced" else b""
            damaged = data[:place] + stead + data[place + 1 :]
            right += detection.detect(damaged) == codec
            total += 1
    assert right * 100 >= total * 97, f"{right} of {total}"


def test_a_text_verbatim_keeps_its_line_ends_and_tells_every_place_that_cannot_be_read() -> None:
    data = "灯亮了。\r\n风\x07来".encode() + b"\xff\xe4\xba" + "了。\r雨".encode() + b"\x80" + HANS.encode()
    found = decode_verbatim(codecs.BOM_UTF8 + data, name="文.txt")
    assert found.text == "灯亮了。\r\n风\x07来\ufffd\ufffd了。\r雨\ufffd" + HANS
    assert (found.mark, found.encoding) == (codecs.BOM_UTF8, "utf-8")
    assert found.lost == (Lost(9, b"\xff"), Lost(10, b"\xe4\xba"), Lost(15, b"\x80"))
    assert [found.text[lost.offset] for lost in found.lost] == ["\ufffd"] * 3


def test_a_byte_that_windows_31j_does_not_have_is_told_by_its_value() -> None:
    found = decode_verbatim(JA.encode("cp932") + b"\xa0\xfd", name="文.txt", forced="shift_jis")
    assert [lost.data for lost in found.lost] == [b"\xa0", b"\xfd"]


def test_a_notice_shows_the_first_places_and_says_where_the_rest_is_listed() -> None:
    notice = read(HANS.encode() + b"\xff,\xff,\xff,\xff,\xff,\xff", forced="utf-8").notices[0]
    assert "6 places" in notice.message
    assert notice.message.endswith("exporter proof lists them all")


def test_undecodable_bytes_are_counted_and_placed() -> None:
    found = read(
        "灯亮了。\n风来\udc80了。\n\udc81灯灭了。\n".encode("utf-8", "surrogateescape") + HANS.encode()
    )
    assert "2 places" in found.notices[0].message
    assert "2:3, 3:1 (line:column)" in found.notices[0].message
    assert found.text.startswith("灯亮了。\n风来\ufffd了。\n\ufffd灯灭了。\n")


def test_a_replacement_character_of_the_source_is_no_fault_of_the_encoding() -> None:
    assert not read("灯\ufffd亮了。".encode()).notices


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_a_byte_order_mark_decides_and_is_no_text(mark: bytes, codec: str) -> None:
    found = read(mark + HANS.encode(codec), declared="gbk")
    assert (found.text, found.encoding, found.notices) == (HANS, codec, ())


def test_a_byte_order_mark_beats_what_the_person_says_and_tells_so() -> None:
    found = read(codecs.BOM_UTF8 + HANS.encode(), forced="gbk")
    assert found.text == HANS
    assert [notice.kind for notice in found.notices] == ["encoding"]


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("GB2312", "gb18030"),
        ("gbk", "gb18030"),
        ("x-gbk", "gb18030"),
        ("Big5", "big5hkscs"),
        ("Shift_JIS", "cp932"),
        ("x-sjis", "cp932"),
        ("euc-kr", "cp949"),
        ("ks_c_5601-1987", "cp949"),
        ("UTF8", "utf-8"),
    ],
)
def test_labels_mean_what_they_mean_in_practice(label: str, codec: str) -> None:
    text = {"gb18030": "㐂镕", "big5hkscs": "嘅咗", "cp932": "①髙", "cp949": "똠방", "utf-8": "字"}[codec]
    assert read(text.encode(codec), forced=label).encoding == codec
    assert read(text.encode(codec), declared=label).text == text


def test_a_declaration_that_the_bytes_belie_is_not_believed() -> None:
    assert read(HANS.encode(), declared="gb2312").encoding == "utf-8"
    assert read(HANS.encode("gb18030"), declared="utf-8").encoding == "gb18030"
    assert read(HANS.encode("gb18030"), declared="iso-8859-1").encoding == "gb18030"
    assert read(HANS.encode("gb18030"), declared="no-such-thing").encoding == "gb18030"


def test_two_characters_in_gbk_that_could_be_anything_follow_the_declaration() -> None:
    assert read("联通".encode("gbk"), declared="gbk").text == "联通"


def test_english_with_a_few_windows_quotes_is_read_and_the_guess_is_told() -> None:
    text = "It was a “quiet” morning – the café by the river had not opened yet, and nobody came."
    found = read(text.encode("cp1252"))
    assert (found.text, [notice.kind for notice in found.notices]) == (text, ["encoding"])


def test_an_unknown_encoding_names_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"no encoding “gb18300”.*“gb18030”"):
        read(b"x", forced="gb18300")
    with pytest.raises(UsageError, match="no encoding “rot13”"):
        read(b"x", forced="rot13")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n...", "a PDF file"),
        (b"PK\x03\x04....word/document.xml", "a Word document"),
        (b"PK\x03\x04....mimetypeapplication/epub+zip", "an EPUB book"),
        (b"PK\x03\x04....", "a ZIP archive"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"\xff\xd8\xff\xe0", "a JPEG image"),
        (b"GIF89a", "a GIF image"),
        (b"RIFF....WEBPVP8 ", "a WebP image"),
        (b"{\\rtf1\\ansi", "an RTF document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Microsoft Office document"),
        (b"\x1f\x8b\x08", "a gzip archive"),
        (bytes(range(256)) * 8, "binary data"),
        (b"abc\0\1\2\3\4" * 100, "binary data"),
    ],
)
def test_what_is_no_text_is_named(data: bytes, kind: str) -> None:
    with pytest.raises(SourceError, match=rf"文\.txt is {kind}"):
        read(data)


@pytest.mark.parametrize(
    "data", [b"", b" \r\n\t", codecs.BOM_UTF8, codecs.BOM_UTF16_LE + b"\n\0", "\u3000\n".encode()]
)
def test_an_empty_file_is_said_to_be_empty(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"文\.txt is empty"):
        read(data)


def test_an_encoding_that_cannot_be_told_asks_for_it() -> None:
    with pytest.raises(SourceError, match=r"文\.txt.*--encoding"):
        read(bytes(0x80 | byte * 37 % 128 for byte in range(2000)))


def test_line_ends_are_made_one() -> None:
    assert read("一\r\n二\r三\u2028四\x0c五\u2029六".encode()).text == "一\n二\n三\n四\n五\n\n六"


def test_stray_control_characters_are_left_out_and_told() -> None:
    found = read("灯\x07亮\n了\0。".encode() + HANS.encode())
    assert found.text == "灯亮\n了。" + HANS
    assert "2 control characters" in found.notices[0].message
    assert "1:2, 2:2" in found.notices[0].message


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1).filter(str.strip))
def test_every_utf_8_text_comes_back_as_it_is(text: str) -> None:
    text = text.replace("\u2028", "\n").replace("\u2029", "\n")
    if not text.strip() or text.startswith("\ufeff"):
        return
    assert read(text.encode(), forced="utf-8").text == text


@given(st.binary(min_size=1, max_size=300))
def test_any_bytes_are_text_or_a_clear_error(data: bytes) -> None:
    said = None
    try:
        found = read(data)
    except SourceError as error:
        said = str(error)
    if said is not None:
        assert said.startswith(("文.txt is ", "the encoding of 文.txt"))
        return
    assert found.text.strip()
    assert not set(found.text) & set(map(chr, [*range(9), *range(11, 32), 0xFFFE, 0xFFFF, 0xDFFF]))


# --- bytes that are lost ---


@pytest.mark.parametrize("codec", ["gb18030", "big5hkscs", "cp932", "euc_jp", "cp949"])
@pytest.mark.parametrize("change", ["taken out", "put in"])
def test_what_follows_a_lost_byte_in_its_line_is_read(codec: str, change: str) -> None:
    text = TEXTS[codec]
    data = text.encode(codec)
    right = 0
    for place in range(1, len(data) - 1, 7):
        damaged = data[:place] + (data[place + 1 :] if change == "taken out" else b"\xff" + data[place:])
        found = read(damaged, forced=codec).text
        right += _common_ends(text, found) >= len(text) - 8
    assert right >= len(range(1, len(data) - 1, 7)) * 0.9


def _common_ends(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginnings and at their ends."""
    first = next(
        (place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), len(one)
    )
    pairs = zip(one[:first:-1], other[:first:-1], strict=False)
    last = next((place for place, pair in enumerate(pairs) if pair[0] != pair[1]), len(one) - first - 1)
    return first + last


def test_every_lost_byte_has_its_place() -> None:
    data = HANS.encode("gb18030")
    found = decode_verbatim(data[:41] + b"\xff" + data[41:], name="文.txt", forced="gb18030")
    assert [(lost.offset, lost.data) for lost in found.lost] == [(20, data[40:41] + b"\xff" + data[41:42])]


@pytest.mark.parametrize("size", [300, 1000, 20_000])
def test_a_lost_byte_in_a_text_of_one_line_changes_not_the_encoding(size: int) -> None:
    data = (HANS * (size // len(HANS) + 1))[:size].encode("gb18030")
    for place in range(3, len(data), len(data) // 13):
        assert read(data[:place] + data[place + 1 :]).encoding == "gb18030"


@pytest.mark.parametrize(("codec", "text"), [("hz", HANS), ("johab", KO)])
def test_encodings_of_old_times_are_found(codec: str, text: str) -> None:
    assert (read(text.encode(codec)).encoding, read(text.encode(codec)).text) == (codec, text)


def test_a_programmers_signs_are_no_hz() -> None:
    assert read(b"echo ~{user}; ls ~{ab~} cd ~{xyzw~}").encoding == "utf-8"


KATAKANA = "リストのファイルをコピーできませんでした\nフォルダーのアクセスをチェックしています"


def test_kana_of_a_damaged_text_are_not_taken_for_the_common_han_of_big5() -> None:
    data = KATAKANA[:30].encode("euc_jp")
    for place in range(len(data)):
        damaged = data[:place] + bytes([data[place] ^ 0x9C]) + data[place + 1 :]
        assert read(damaged).encoding == "euc_jp", place
