"""A killed import or publication leaves whole transactions, and the next run ends it."""

import subprocess
import sys
from pathlib import Path

import pytest

from guidance.models import GuidancePage, Translation, TranslationChange
from guidance.translation.memory import Memory, write_translations
from guidance.translation.uses import ensure_messages
from tests import killed_catalogs
from tests.guidance_site import NOW, make_choice, make_page, prose


@pytest.mark.slow
def test_R02_thirty_kills_lose_nothing(tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-m", "tests.killed_catalogs", str(tmp_path), "30"],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )

    assert done.stdout == "30 kills, nothing lost\n", done.stderr


@pytest.mark.django_db
@pytest.mark.parametrize("damage", ["history", "revision", "digest"])
def test_R02_would_find_half_a_transaction(damage: str) -> None:
    from guidance.catalog.message import Known
    from guidance.models import TranslationOrigin

    page = make_page(make_choice(1, 1, tr="Bir."), prose("Metin burada."))
    key = ("", "Metin burada.")
    write_translations(
        Memory("en", {key: Known("Text.")}),
        ensure_messages([key]),
        NOW,
        TranslationOrigin.UPLOAD,
    )
    assert list(killed_catalogs.problems()) == []

    if damage == "history":
        TranslationChange.objects.all().delete()
        assert Translation.objects.exists()
    elif damage == "revision":
        GuidancePage.objects.filter(pk=page.pk).update(live_revision=None)
    else:
        GuidancePage.objects.filter(pk=page.pk).update(content_digest="x")

    assert list(killed_catalogs.problems())
