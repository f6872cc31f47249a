import pytest

from guidance.presentation.block_views import NO_PHRASE, Phrase, PictureView, TableView
from guidance.presentation.pictures import PictureFiles, PictureSize


def picture(files: PictureFiles | None, width: int | None, height: int | None):
    return PictureView("5f", files, "", None, NO_PHRASE, width, height)


@pytest.mark.parametrize(
    ("width", "height", "shown"),
    [
        (None, None, (600, 400)),
        (149, 115, (149, 115)),
        (300, None, (300, 200)),
        (None, 100, (150, 100)),
        (1, None, (1, 1)),
    ],
)
def test_a_picture_has_the_authors_size_in_its_own_shape(width, height, shown):
    files = PictureFiles(PictureSize("/a.png", 600, 400))

    assert picture(files, width, height).shown_size == shown


def test_a_missing_picture_has_no_size():
    assert picture(None, 149, 115).shown_size == (0, 0)


def test_browsers_choose_among_the_sizes():
    sizes = (PictureSize("/s.png", 480, 320), PictureSize("/m.png", 960, 640))
    view = picture(PictureFiles(sizes[1], sizes), None, None)

    assert view.srcset == "/s.png 480w, /m.png 960w"
    # Never wider than a line of text.
    assert view.sizes_attribute == "(min-width: 714px) 714px, 95vw"


def test_a_table_pairs_cells_with_the_alignment_of_their_column():
    ad, tutar, kira = Phrase("Ad"), Phrase("Tutar"), Phrase("Kira")
    table = TableView("5f", True, ("left",), ((ad, tutar), (kira,)))

    assert table.head == [(ad, "left"), (tutar, "")]
    assert table.body == [[(kira, "left")]]


def test_without_a_header_every_row_is_body():
    row = (Phrase("Ad"),)

    table = TableView("5f", False, (), (row, row))

    assert table.head == []
    assert len(table.body) == 2
