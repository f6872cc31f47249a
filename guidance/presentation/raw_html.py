"""Imported HTML that no block can hold, safe to show and with its texts marked."""

from guidance.presentation.html import LanguageOf, language_attributes
from guidance.rich_text import clean_html
from guidance.segments.raw_html import map_texts

# Private characters stand for the marks while the cleaner runs.
_START, _END = "\ue000", "\ue001"


def readable_html(source: str, language_of: LanguageOf) -> str:
    """Return ``source`` cleaned; ``language_of`` is asked with each text's key.

    What an import stored is clean already, what an editor wrote may not be.

    >>> readable_html('<p style="color:red">Bir</p><script>x</script>', lambda n: None)
    '<p>Bir</p>'
    >>> readable_html("<dl><dt>Bir</dt></dl>", {"t1": "tr"}.get)
    '<dl><dt><span lang="tr" dir="ltr">Bir</span></dt></dl>'
    """
    languages: set[str] = set()

    def mark(number: int, text: str) -> str:
        language = language_of(f"t{number}")
        if language is None:
            return text
        languages.add(language)
        return f"{_START}{text}{_END}"

    plain = source.replace(_START, "").replace(_END, "")
    cleaned = clean_html(map_texts(plain, mark))
    # What is marked is source text, and there is one source language.
    for language in languages:
        opening = f"<span{language_attributes(language)}>"
        cleaned = cleaned.replace(_START, opening).replace(_END, "</span>")
    return cleaned
