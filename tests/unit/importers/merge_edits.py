"""Documents, and what two people may do to them at the same time.

Every word that a side writes is its own, so that a test can see what became of it.
"""

import random
import re
from dataclasses import dataclass, field
from typing import Any

from guidance.segments.inline import Inline, Mark, Text, plain_text, web_link
from guidance.segments.richtext import Block, parse_blocks, serialize
from guidance.segments.stream import Stream, extract

_WORD = re.compile(r"[a-z]+[0-9]+")
_MARKS = (Mark.BOLD, Mark.ITALIC)


@dataclass(slots=True)
class Person:
    """Writes with words of their own: ``name`` and a number."""

    name: str
    dice: random.Random
    count: int = 0
    written: set[str] = field(default_factory=set)

    def word(self) -> str:
        self.count += 1
        word = f"{self.name}{self.count}"
        self.written.add(word)
        return word

    def words(self, least: int, most: int) -> list[str]:
        return [self.word() for _ in range(self.dice.randint(least, most))]

    # ---- documents

    def document(self) -> Stream:
        """Return a page of blocks of many types, with ids of its own."""
        blocks = [self._block(number) for number in range(self.dice.randint(1, 5))]
        return [
            {**block, "id": f"{self.name}-b{number}"}
            for number, block in enumerate(blocks)
        ]

    def _block(self, number: int) -> dict[str, Any]:
        kind = self.dice.choice(["text", "text", "heading", "list", "table", "image"])
        if kind == "text":
            count = self.dice.randint(1, 4)
            value: Any = self._rich(
                f"{self.name}{number}k{place}" for place in range(count)
            )
        elif kind == "heading":
            value = {"level": "2", "text": self._rich(["k1"])}
        elif kind == "list":
            items = self._items("i", self._item)
            value = {"start": 3, "items": items}
        elif kind == "table":
            rows = self._items("r", lambda: {"cells": self._cells()})
            columns = [_as_item(f"c{n}", "") for n in range(2)]
            value = {"header": True, "columns": columns, "rows": rows}
        else:
            picture = {"image": None, "decorative": False, "alt_text": self._sentence()}
            value = {
                "image": picture,
                "caption": self._rich(["k1"]),
                "width": None,
                "height": 115,
                "source": "media/image1.png",
            }
        return {"type": kind, "value": value}

    def _rich(self, keys: Any) -> str:
        return serialize([Block("p", key, self._inline()) for key in keys])

    def _inline(self) -> tuple[Inline, ...]:
        if self.dice.random() < 0.3:
            link = web_link(f"https://ornek.org/{self.word()}", Text(self.word()))
            return (Text(self._sentence() + " "), link, Text(" " + self._sentence()))
        return (Text(self._sentence()),)

    def _sentence(self) -> str:
        return " ".join(self.words(4, 10)) + "."

    def _items(self, sort: str, value: Any) -> list[dict[str, Any]]:
        count = self.dice.randint(1, 3)
        return [_as_item(f"{sort}{n}{self.word()}", value()) for n in range(count)]

    def _item(self) -> dict[str, Any]:
        return {"level": 1, "ordered": True, "text": self._rich(["k1"])}

    def _cells(self) -> list[dict[str, Any]]:
        return [_as_item(f"x{n}{self.word()}", self._rich(["k1"])) for n in range(2)]

    # ---- edits

    def edit(self, stream: Stream) -> Stream:
        """Return the page after some edits; ids stay with what is edited."""
        for _ in range(self.dice.randint(0, 5)):
            stream = self._edit_once(stream)
        return stream

    def _edit_once(self, stream: Stream) -> Stream:
        chance = self.dice.random()
        if not stream or chance < 0.1:
            block = {**self._block(0), "id": f"{self.name}-new{self.count}"}
            place = self.dice.randint(0, len(stream))
            return [*stream[:place], block, *stream[place:]]
        place = self.dice.randrange(len(stream))
        if chance < 0.15:
            return [*stream[:place], *stream[place + 1 :]]
        if chance < 0.25:
            moved = list(stream)
            block = moved.pop(place)
            moved.insert(self.dice.randint(0, len(moved)), block)
            return moved
        block = stream[place]
        changed = {**block, "value": self._edit_value(block["type"], block["value"])}
        return [*stream[:place], changed, *stream[place + 1 :]]

    def _edit_value(self, kind: str, value: Any) -> Any:
        if kind == "text":
            return self._edit_rich(value, structure=True)
        if kind == "heading":
            return {**value, "text": self._edit_rich(value["text"], marks=False)}
        if kind == "list":
            return {**value, "items": self._edit_items(value["items"], "text")}
        if kind == "table":
            row = self.dice.choice(value["rows"])
            cells = [*row["value"]["cells"]]
            number = self.dice.randrange(len(cells))
            cell = cells[number]
            cells[number] = {**cell, "value": self._edit_rich(cell["value"])}
            edited = {**row, "value": {"cells": cells}}
            rows = [edited if each is row else each for each in value["rows"]]
            return {**value, "rows": rows}
        if self.dice.random() < 0.5:
            picture = value["image"]
            (text,) = self._edit_inline((Text(picture["alt_text"]),), marks=False)
            return {**value, "image": {**picture, "alt_text": plain_text([text])}}
        return {**value, "caption": self._edit_rich(value["caption"])}

    def _edit_items(self, items: list[Any], name: str) -> list[Any]:
        place = self.dice.randrange(len(items))
        item = items[place]
        if self.dice.random() < 0.3:
            new = _as_item(f"i{self.word()}", self._item())
            return [*items[:place], new, *items[place:]]
        text = self._edit_rich(item["value"][name])
        changed = {**item, "value": {**item["value"], name: text}}
        return [*items[:place], changed, *items[place + 1 :]]

    def _edit_rich(
        self, source: str, *, structure: bool = False, marks: bool = True
    ) -> str:
        blocks = list(parse_blocks(source))
        place = self.dice.randrange(len(blocks))
        chance = self.dice.random() if structure else 1
        if chance < 0.15:
            blocks.insert(place, Block("p", self.word(), self._inline()))
        elif chance < 0.3 and len(blocks) > 1:
            del blocks[place]
        elif chance < 0.4:
            blocks.insert(self.dice.randrange(len(blocks)), blocks.pop(place))
        else:
            block = blocks[place]
            inline = self._edit_inline(block.inline, marks=marks)
            blocks[place] = Block("p", block.key, inline)
        return serialize(blocks)

    def _edit_inline(
        self, inline: tuple[Inline, ...], *, marks: bool
    ) -> tuple[Inline, ...]:
        places = [n for n, node in enumerate(inline) if isinstance(node, Text)]
        place = self.dice.choice(places)
        node = inline[place]
        assert isinstance(node, Text)
        words = node.text.split(" ")
        number = self.dice.randrange(len(words))
        chance = self.dice.random()
        if chance < 0.2 and marks:
            mark = frozenset({self.dice.choice(_MARKS)})
            split: tuple[Inline, ...] = (
                Text("".join(f"{word} " for word in words[:number]), node.marks),
                Text(words[number], node.marks | mark),
                Text("".join(f" {word}" for word in words[number + 1 :]), node.marks),
            )
            return (*inline[:place], *split, *inline[place + 1 :])
        if chance < 0.5:
            words[number : number + 1] = [words[number], self.word()]
        elif chance < 0.65:
            words[number : number + 1] = self.words(0, 1)
        else:
            words[number] = self.word()
        return (
            *inline[:place],
            Text(" ".join(words), node.marks),
            *inline[place + 1 :],
        )


def _as_item(name: str, value: Any) -> dict[str, Any]:
    return {"type": "item", "id": name, "value": value}


def said_words(stream: Stream) -> set[str]:
    """Return the words that a page says."""
    return {
        word
        for leaf in extract(stream)
        for word in _WORD.findall(plain_text(leaf.inline))
    }


def words_in(text: str) -> set[str]:
    """Return the words of a text."""
    return set(_WORD.findall(text))
