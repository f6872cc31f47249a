"""Which files the site may have as pictures: the corpus of row S10, made here."""

import io
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from guidance.findings import Finding, Severity
from importers.picture_check import CheckedPicture, PictureChecker, PictureRules
from tests import pictures
from tests.pictures import blank_png, chunk, cut, flipped, frames, picture, saved

BODY_MEDIA = Path(__file__).parents[2] / "corpus/edge-cases/body/media"

_GRAY = Image.radial_gradient("L").resize((16, 16))
_COLORS = _GRAY.convert("RGB")
_NOISY_PNG = saved(pictures.noise(), "PNG")
_NOISY_JPEG = saved(pictures.noise(), "JPEG")

# Good ones: (name, bytes, format).
GOOD: dict[str, tuple[str, bytes, str]] = {
    "png": ("a.png", picture(), "png"),
    "png in capitals": ("A.PNG", picture(), "png"),
    "png of 16 bit gray": (
        "a.png",
        saved(_GRAY.convert("I").convert("I;16"), "PNG"),
        "png",
    ),
    "png of one bit": ("a.png", blank_png(9, 9), "png"),
    "png with a transparent color": (
        "a.png",
        saved(_COLORS.quantize(8), "PNG", transparency=2),
        "png",
    ),
    "jpeg": ("a.jpg", picture("JPEG"), "jpeg"),
    "jpeg for print, in passes": (
        "a.jpeg",
        saved(_COLORS.convert("CMYK"), "JPEG", progressive=True),
        "jpeg",
    ),
    "jpeg of a telephone, with a second picture": ("a.jpg", frames("MPO"), "jpeg"),
    "jpeg that calls itself png": ("a.png", picture("JPEG"), "jpeg"),
    "gif": ("a.gif", picture("GIF"), "gif"),
    "gif that moves": ("a.gif", frames("GIF"), "gif"),
    "webp": ("a.webp", picture("WEBP"), "webp"),
    "webp without loss": ("a.webp", picture("WEBP", lossless=True), "webp"),
    "webp that moves": ("a.webp", frames("WEBP"), "webp"),
    "avif": ("a.avif", picture("AVIF", size=(16, 16)), "avif"),
    "png with a program after its end": ("a.png", picture() + pictures.HTML, "png"),
    "png with more pixels than it needs": (
        "a.png",
        blank_png(9, 9, rows=3_000_000),
        "png",
    ),
}

# Hostile and odd ones: (name, bytes, code of the finding).
BAD: dict[str, tuple[str, bytes, str]] = {
    "empty": ("a.png", b"", "invalid-image"),
    "text": ("a.png", "Bu bir resim değil.".encode(), "invalid-image"),
    "html": ("a.png", pictures.HTML, "invalid-image"),
    "gif by its first letters": ("a.gif", b"GIF89a/*<script>*/", "invalid-image"),
    "signature only": ("a.png", picture()[:8], "invalid-image"),
    "archive": ("a.jpg", b"PK\x03\x04" + b"\0" * 60, "unsupported-image"),
    "pdf": ("a.png", b"%PDF-1.7\n" + b" " * 60, "unsupported-image"),
    "program": ("a.exe", picture(), "unsupported-image"),
    "page": ("a.html", picture() + pictures.HTML, "unsupported-image"),
    "no ending": ("resim", picture(), "unsupported-image"),
    "hidden by its ending": ("a.png.svg", picture(), "unsupported-image"),
    "svg": ("a.svg", pictures.SVG, "unsupported-image"),
    "svg that calls itself png": ("a.png", pictures.SVG, "invalid-image"),
    "emf": ("a.emf", pictures.EMF, "unsupported-image"),
    "emf that calls itself png": ("a.png", pictures.EMF, "invalid-image"),
    "wmf": ("a.WMF", pictures.WMF, "unsupported-image"),
    "tiff": ("a.tiff", picture("TIFF"), "unsupported-image"),
    "tiff that calls itself png": ("a.png", picture("TIFF"), "unsupported-image"),
    "icon": ("a.png", picture("ICO", size=(16, 16)), "unsupported-image"),
    "bitmap": ("a.jpg", picture("BMP"), "unsupported-image"),
    "jpeg 2000": ("a.jpg", picture("JPEG2000"), "unsupported-image"),
    "postscript": ("a.png", picture("EPS"), "unsupported-image"),
    # Wagtail recognizes neither and could not scale them.
    "png that moves": ("a.png", frames("PNG"), "unsupported-image"),
    "avif that moves": ("a.avif", frames("AVIF"), "unsupported-image"),
    "cut png": ("a.png", cut(_NOISY_PNG), "invalid-image"),
    "cut jpeg": ("a.jpg", cut(_NOISY_JPEG), "invalid-image"),
    "cut gif": ("a.gif", cut(saved(pictures.noise(), "GIF")), "invalid-image"),
    "cut webp": ("a.webp", cut(saved(pictures.noise(), "WEBP")), "invalid-image"),
    "cut avif": ("a.avif", cut(saved(pictures.noise(), "AVIF")), "invalid-image"),
    "one byte of the pixels changed": (
        "a.png",
        flipped(_NOISY_PNG, len(_NOISY_PNG) // 2),
        "invalid-image",
    ),
    "one byte of the header changed": (
        "a.png",
        flipped(picture(), 18),
        "invalid-image",
    ),
    "no size": ("a.png", blank_png(0, 0), "invalid-image"),
    "profile that unpacks to 50 MB": (
        "a.png",
        blank_png(9, 9, chunk(b"iCCP", b"p\0\0" + zlib.compress(bytes(50_000_000), 9))),
        "invalid-image",
    ),
    "texts that unpack to 100 MB": (
        "a.png",
        blank_png(
            9, 9, *[chunk(b"zTXt", b"k\0\0" + zlib.compress(bytes(1_000_000), 9))] * 100
        ),
        "invalid-image",
    ),
    "jpeg of twenty thousand passes": (
        "a.jpg",
        pictures.many_scans(20_000),
        "invalid-image",
    ),
    "50 megapixels": ("a.png", blank_png(10_000, 5_000), "image-too-large"),
    "177 megapixels in 21 KB": ("a.png", blank_png(13_300, 13_300), "image-too-large"),
    "4 gigapixels": ("a.png", blank_png(65_535, 65_535, rows=1), "image-too-large"),
    "largest webp there is": (
        "a.webp",
        pictures.vp8l(16_383, 16_383),
        "image-too-large",
    ),
    "webp with a canvas": ("a.webp", pictures.vp8x(16_384, 16_384), "image-too-large"),
    "gif with a canvas": (
        "a.gif",
        b"GIF89a\xff\xff\xff\xff\0\0\0" + picture("GIF")[13:],
        "image-too-large",
    ),
    "too many bytes": ("a.png", picture() + bytes(2_000_000), "image-too-large"),
}
RULES = PictureRules(max_bytes=2_000_000, cpu_seconds=0.5)


@pytest.fixture(scope="module")
def checker() -> Iterator[PictureChecker]:
    with PictureChecker(RULES) as checker:
        yield checker


def code(result: CheckedPicture | Finding) -> str:
    return result.code if isinstance(result, Finding) else result.format


@pytest.mark.parametrize("case", GOOD)
def test_S10_a_good_picture_is_taken(checker: PictureChecker, case: str) -> None:
    name, data, expected = GOOD[case]

    result = checker.check(name, data)

    assert code(result) == expected
    assert isinstance(result, CheckedPicture)
    assert (result.width, result.height) == Image.open(io.BytesIO(data)).size


@pytest.mark.parametrize("case", BAD)
def test_S10_a_hostile_picture_is_refused(checker: PictureChecker, case: str) -> None:
    name, data, expected = BAD[case]

    result = checker.check(name, data)

    assert code(result) == expected
    assert isinstance(result, Finding)
    assert result.severity is Severity.WARNING
    assert str(result).startswith((name, f"The picture {name}"))
    # What is wrong, and how to mend it.
    assert len(str(result).split(". ")) == 2


def test_S10_the_corpus_is_as_large_as_the_row_asks_for() -> None:
    assert len(BAD) >= 36


def test_S10_control_looking_at_the_header_only_takes_hostile_pictures() -> None:
    def naive(data: bytes) -> bool:
        try:
            with Image.open(io.BytesIO(data)) as image:
                return image.size > (0, 0)
        except Exception:  # noqa: BLE001
            return False

    taken = {case for case, (_, data, _) in BAD.items() if naive(data)}

    assert {
        "tiff that calls itself png",
        "png that moves",
        "cut jpeg",
        "one byte of the pixels changed",
        "jpeg of twenty thousand passes",
        "50 megapixels",
    } <= taken


def test_S10_the_corpus_takes_less_than_400_megabytes_and_five_seconds(
    tmp_path: Path,
) -> None:
    for number, (name, data, _) in enumerate([*GOOD.values(), *BAD.values()]):
        (tmp_path / f"{number}-{name}").write_bytes(data)
    script = (
        "import pathlib, resource, sys\n"
        "from importers.picture_check import PictureChecker, PictureRules\n"
        "with PictureChecker(PictureRules(max_bytes=2_000_000)) as checker:\n"
        "    for path in pathlib.Path(sys.argv[1]).iterdir():\n"
        "        checker.check(path.name, path.read_bytes())\n"
        "for who in (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF):\n"
        "    used = resource.getrusage(who)\n"
        "    print(used.ru_maxrss, used.ru_utime + used.ru_stime)\n"
    )

    run = subprocess.run(  # noqa: S603
        [sys.executable, "-c", script, str(tmp_path)],
        capture_output=True,
        check=True,
        text=True,
    )

    unit = 1 if sys.platform == "darwin" else 1024
    (child, child_seconds), (_, own_seconds) = map(str.split, run.stdout.splitlines())
    assert 0 < int(child) * unit < 400_000_000
    # Processor time of the whole corpus, with the limits that a site has.
    assert float(child_seconds) + float(own_seconds) < 5


# ---- the catalogue


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ornek.png", "png"),
        ("bos.png", "invalid-image"),
        ("bozuk.png", "invalid-image"),
        ("aslinda-metin.png", "invalid-image"),
        ("sekil.emf", "unsupported-image"),
        ("cizim.svg", "unsupported-image"),
    ],
)
def test_B078_B079_the_pictures_of_the_catalogue(
    checker: PictureChecker, name: str, expected: str
) -> None:
    assert code(checker.check(name, (BODY_MEDIA / name).read_bytes())) == expected


# ---- the rules of a site


def test_a_site_may_take_fewer_formats() -> None:
    with PictureChecker(PictureRules(formats=frozenset({"png"}))) as checker:
        by_name = checker.check("a.jpg", picture())
        by_content = checker.check("a.png", picture("JPEG"))
        taken = checker.check("a.png", picture())

    assert [code(one) for one in (by_name, by_content, taken)] == [
        "unsupported-image",
        "unsupported-image",
        "png",
    ]
    assert str(by_name).endswith("Save it as one of PNG.")


def test_a_picture_may_have_exactly_as_many_pixels_and_bytes_as_the_rules_say() -> None:
    data = blank_png(100, 50)
    exact = PictureRules(max_bytes=len(data), max_pixels=5000)

    with PictureChecker(exact) as checker:
        assert code(checker.check("a.png", data)) == "png"
        assert code(checker.check("a.png", data + b"\0")) == "image-too-large"
        assert code(checker.check("a.png", blank_png(101, 50))) == "image-too-large"


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "AVIF", "GIF"])
def test_the_largest_picture_allowed_fits_into_the_limits(kind: str) -> None:
    quick: dict[str, dict[str, Any]] = {
        "JPEG": {"progressive": True},
        "WEBP": {"method": 0},
        "AVIF": {"speed": 10},
    }
    data = picture(kind, size=(5000, 5000), **quick.get(kind, {}))

    with PictureChecker() as checker:
        result = checker.check(f"a.{kind.lower()}", data)

    assert code(result) == kind.lower()


# ---- the process that decodes


def test_a_picture_that_kills_the_decoder_leaves_the_next_one_alone() -> None:
    with PictureChecker(PictureRules(cpu_seconds=0.2)) as checker:
        results = [
            checker.check("a.png", picture()),
            checker.check("b.jpg", pictures.many_scans(20_000)),
            checker.check("c.png", picture()),
        ]

    assert [code(one) for one in results] == ["png", "invalid-image", "png"]
    assert "took too long" in str(results[1])


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Return the list to which each process that the test starts is added."""
    processes: list[Any] = []
    start: Any = subprocess.Popen

    def noted(*args: Any, **options: Any) -> Any:
        process = start(*args, **options)
        process.test_environment = options["env"]
        processes.append(process)
        return process

    monkeypatch.setattr("importers.picture_decoder.subprocess.Popen", noted)
    return processes


def test_thousands_of_pictures_need_one_process(
    started: list[Any],
) -> None:
    data = picture()

    with PictureChecker() as checker:
        assert started == []
        assert all(code(checker.check("a.png", data)) == "png" for _ in range(2000))

    assert len(started) == 1
    assert started[0].returncode is not None


def test_a_checker_can_be_used_again_after_it_was_closed() -> None:
    checker = PictureChecker()
    checker.close()
    try:
        first = checker.check("a.png", picture())
        checker.close()
        second = checker.check("a.png", picture())
    finally:
        checker.close()

    assert [code(first), code(second)] == ["png", "png"]


def test_an_installation_that_cannot_decode_is_no_fault_of_the_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "broken.py"
    broken.write_text("raise SystemExit(1)\n")
    monkeypatch.setattr("importers.picture_decoder._SCRIPT", broken)

    with PictureChecker() as checker, pytest.raises(OSError, match="does not run"):
        checker.check("a.png", picture())


def test_the_decoder_does_not_know_the_secrets_of_the_site(
    started: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "gizli")

    with PictureChecker() as checker:
        checker.check("a.png", picture())

    assert "gizli" not in started[0].test_environment.values()
