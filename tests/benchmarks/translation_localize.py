"""The cycle with wagtail-localize: source, page, PO out, PO in, published page.

usage: translation_localize.py PAGES SEGMENTS; BENCH_DATABASE names the SQLite file. Runs
in an environment that has wagtail-localize; prints one JSON line.
"""

import json
import os
import sys
import tempfile
from pathlib import Path


def main(pages: int, segments: int) -> None:
    here = Path(__file__).resolve().parent
    sys.path[:0] = [str(here), str(here.parent.parent)]
    os.environ["DJANGO_SETTINGS_MODULE"] = "translation_peer.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, run_syncdb=True)
    with tempfile.TemporaryDirectory(prefix="rehber-peer-") as folder:
        print(json.dumps(_cycle(_make_pages(pages, segments), Path(folder))))  # noqa: T201


def _make_pages(pages: int, segments: int) -> list[object]:
    from translation_peer.models import PeerPage
    from wagtail.models import Locale, Page
    from wagtail.rich_text import RichText

    from tests.benchmarks.translation_texts import Writer, page_texts

    locale, _ = Locale.objects.get_or_create(language_code="tr")
    Locale.objects.get_or_create(language_code="en")
    root = Page.objects.get(depth=1)
    home = PeerPage(title="Rehber", slug="rehber", locale=locale, body=[])
    root.add_child(instance=home)
    home.copy_for_translation(Locale.objects.get(language_code="en"))
    writer = Writer(3)
    made = []
    for number in range(pages):
        body = []
        title, sections = page_texts(writer, segments)
        for heading, paragraphs in sections:
            html = "".join(f"<p>{text}</p>" for text in paragraphs)
            body += [("heading", heading), ("text", RichText(html))]
        page = PeerPage(
            title=title[:250],
            slug=f"sayfa-{number}",
            locale=locale,
            body=body,
        )
        home.add_child(instance=page)
        page.save_revision().publish()
        made.append(PeerPage.objects.get(pk=page.pk))
    return made


def _cycle(pages: list[object], folder: Path) -> dict[str, object]:
    import polib
    from translation_peer.models import PeerPage
    from wagtail.models import Locale
    from wagtail_localize.models import Translation, TranslationSource

    from tests.benchmarks.translation_steps import Steps
    from tests.benchmarks.translation_texts import pseudo

    english = Locale.objects.get(language_code="en")
    steps = Steps()
    with steps.step("extract"):
        sources = [
            TranslationSource.get_or_create_from_instance(page)[0] for page in pages
        ]
    with steps.step("translation"):
        translations = [
            Translation.objects.create(source=source, target_locale=english)
            for source in sources
        ]
    with steps.step("create page"):
        for translation in translations:
            translation.save_target(publish=True)
    with steps.step("export"):
        for number, translation in enumerate(translations):
            translation.export_po().save(str(folder / f"{number}.po"))
    for number in range(len(translations)):
        po = polib.pofile(str(folder / f"{number}.po"))
        for entry in po:
            entry.msgstr = pseudo(entry.msgid)
        po.save()
    with steps.step("import"):
        for number, translation in enumerate(translations):
            translation.import_po(polib.pofile(str(folder / f"{number}.po")))
    with steps.step("publish"):
        for translation in translations:
            translation.save_target(publish=True)
    live = PeerPage.objects.filter(locale=english, live=True, depth=3).count()
    return {"pages": len(pages), "live": live, **steps.per_page(len(pages))}


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
