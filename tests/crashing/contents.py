"""What a site says, without the numbers and times that differ from run to run."""

import json
import re
import sqlite3
from contextlib import closing
from typing import Any

from tests.crashing.site import Site

Contents = dict[str, list[str]]

_PAGE_LINK = re.compile(r'(linktype="page" id=")(\d+)"')


def contents(site: Site) -> Contents:
    """Return what visitors, editors and translators would find, table by table."""
    with closing(sqlite3.connect(site.database)) as database:
        database.row_factory = sqlite3.Row
        return _Reader(database).read() | {
            "media": sorted(
                path.relative_to(site.media).as_posix()
                for path in site.media.rglob("*")
                if path.is_file()
            )
        }


class _Reader:
    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._pages = {
            row["id"]: f"{row['question']}.{row['choice']} {row['language_code']}"
            for row in self._rows(
                "SELECT p.page_ptr_id AS id, q.number AS question, c.number AS choice, "
                "l.language_code FROM guidance_guidancepage p "
                "JOIN guidance_choice c ON c.id = p.choice_id "
                "JOIN guidance_question q ON q.id = c.question_id "
                "JOIN wagtailcore_page w ON w.id = p.page_ptr_id "
                "JOIN wagtailcore_locale l ON l.id = w.locale_id"
            )
        }
        self._images = {
            row["id"]: row["file_hash"]
            for row in self._rows("SELECT id, file_hash FROM wagtailimages_image")
        }

        # A digest knows the numbers of the pages that are linked; whether it is right,
        # the doctor says.
        self._digests = {
            row["content_digest"]: self._pages[row["id"]]
            for row in self._rows(
                "SELECT page_ptr_id AS id, content_digest FROM guidance_guidancepage "
                "ORDER BY choice_id, page_ptr_id"
            )
        }

    def read(self) -> Contents:
        return {
            "questions": self._listed(
                "SELECT number, text_tr, text_en, text_ar FROM guidance_question"
            ),
            "choices": self._listed(
                "SELECT q.number AS question, c.number, c.text_tr, c.text_en, c.text_ar "
                "FROM guidance_choice c JOIN guidance_question q ON q.id = c.question_id"
            ),
            "pages": sorted(map(self._page, self._rows(_PAGES))),
            "images": self._listed(
                "SELECT title, file, width, height, file_size, file_hash "
                "FROM wagtailimages_image"
            ),
            "references": sorted(
                str((self._name(row[0]), self._name(row[1]), row[2], row[3]))
                for row in self._rows(
                    "SELECT object_id, to_object_id, model_path, content_path "
                    "FROM wagtailcore_referenceindex "
                    "WHERE model_path LIKE 'body%'"
                )
            ),
            "search": sorted(
                str((self._name(row[0]), row[1], row[2]))
                for row in self._rows(
                    "SELECT object_id, title, body FROM wagtailsearch_indexentry"
                )
                if int(row[0]) in self._pages
            ),
            "documents": sorted(
                self._dumped({**row, "stream": json.loads(row["stream"])})
                for row in map(
                    dict,
                    self._rows(
                        "SELECT question, choice, source, path, fingerprint, "
                        '"references", hex(original), title, stream, retired, findings '
                        "FROM importers_sourcedocument"
                    ),
                )
            ),
            # One that nothing uses and nobody translated may be left of an earlier batch,
            # whose links led nowhere yet.
            "messages": self._listed(
                "SELECT msgctxt, msgid FROM guidance_message m WHERE EXISTS (SELECT 1 "
                "FROM guidance_messageuse u WHERE u.message_id = m.id) OR EXISTS (SELECT 1 "
                "FROM guidance_translation t WHERE t.message_id = m.id)"
            ),
            "uses": self._listed(
                "SELECT u.owner, u.leaf, u.position, m.msgid FROM guidance_messageuse u "
                "JOIN guidance_message m ON m.id = u.message_id"
            ),
            "translations": self._listed(
                "SELECT m.msgctxt, m.msgid, t.locale, t.msgstr, t.state, t.comment "
                "FROM guidance_translation t "
                "JOIN guidance_message m ON m.id = t.message_id"
            ),
            "history": self._listed(
                "SELECT m.msgctxt, m.msgid, t.locale, t.old_msgstr, t.new_msgstr "
                "FROM guidance_translationchange t "
                "JOIN guidance_message m ON m.id = t.message_id"
            ),
        }

    def _page(self, row: sqlite3.Row) -> str:
        values = dict(row)
        draft = json.loads(values.pop("draft"))
        values["name"] = self._pages[values.pop("id")]
        values["body"] = json.loads(values["body"])
        for name in ("content_digest", "source_digest", "filled_digest"):
            values[name] = self._digests.get(values[name], values[name])
        values["draft"] = [draft["heading"], json.loads(draft["body"])]
        return self._dumped(values)

    def _dumped(self, value: Any) -> str:
        return json.dumps(self._plain(value), sort_keys=True, ensure_ascii=False)

    def _plain(self, value: Any) -> Any:
        """Return a value with names in place of the numbers of pages and images."""
        if isinstance(value, str):
            return _PAGE_LINK.sub(
                lambda link: f'{link[1]}{self._pages.get(int(link[2]), "?")}"', value
            )
        if isinstance(value, list):
            return [self._plain(each) for each in value]
        if isinstance(value, dict):
            return {
                name: (
                    self._images.get(each, "?")
                    if name == "image" and isinstance(each, int)
                    else self._plain(each)
                )
                for name, each in value.items()
            }
        return value

    def _name(self, pk: str) -> str:
        return self._pages.get(int(pk)) or self._images.get(int(pk)) or "?"

    def _listed(self, sql: str) -> list[str]:
        return sorted(str(tuple(row)) for row in self._rows(sql))

    def _rows(self, sql: str) -> list[sqlite3.Row]:
        return self._database.execute(sql).fetchall()


_PAGES = """
SELECT p.page_ptr_id AS id, w.title, w.draft_title, w.slug, w.url_path, w.live,
  w.has_unpublished_changes, w.latest_revision_id = w.live_revision_id AS shown,
  p.heading, p.body, p.untranslated_leaves, p.content_digest, p.source_digest,
  p.filled_digest, r.content AS draft
FROM guidance_guidancepage p
JOIN wagtailcore_page w ON w.id = p.page_ptr_id
JOIN wagtailcore_revision r ON r.id = w.latest_revision_id
"""
