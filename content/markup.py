"""Rich text as definitions write it, and as Wagtail stores it: paragraphs, headings, lists, bold, links. Pure.

A blank line parts blocks; ``## `` and ``### `` open headings, ``- `` and ``1. `` lists; ``**bold**``,
``[text](address)``; a backslash takes the meaning from the next character. The form is canonical:
``to_text(to_html(text))`` never changes again, so that a file, the database and an export agree to the byte.
"""

import re
from html import escape
from html.parser import HTMLParser
from itertools import takewhile

LISTS = {"ul": "- ", "ol": "1. "}
HEADINGS = {"h2": "## ", "h3": "### "}
OPENER = re.compile(r"(#{2,3} |- |\d+\. )")
INLINE = re.compile(r"\\(.)|\*\*(.+?)(?<!\\)\*\*|\[((?:\\.|[^\[\]\\])+)\]\(([^()\s]+)\)|(.)", re.S)


def to_html(text: str) -> str:
    """Return TEXT as the HTML that Wagtail keeps."""
    blocks = re.split(r"\n[ \t]*\n", text.replace("\r", ""))
    return "".join(_block(block) for block in blocks if block.strip())


def to_text(html: str) -> str:
    """Return HTML (of our features only; other tags are dropped, their text stays) as a definition writes it."""
    reader = _Reader()
    # Comments and declarations are no feature of ours; the parser looks for the end of each to the end of the text.
    reader.feed(html.replace("<!", "&lt;!").replace("<?", "&lt;?"))
    reader.close()
    reader.end_block()
    return "\n\n".join(reader.blocks)


def canonical(text: str) -> str:
    """Return TEXT in its one written form."""
    return to_text(to_html(text))


def addresses(text: str) -> list[str]:
    """Return the addresses that TEXT links to."""
    return [match[4] for match in INLINE.finditer(text) if match[4]]


def _block(block: str) -> str:
    lines = [line.strip() for line in block.strip().split("\n")]
    headings = list(takewhile(lambda line: line.startswith(tuple(HEADINGS.values())), lines))
    rest = lines[len(headings) :]
    return "".join(map(_heading, headings)) + (_body(rest) if rest else "")


def _heading(line: str) -> str:
    tag = next(tag for tag, sign in HEADINGS.items() if line.startswith(sign))
    return f"<{tag}>{_inline(line.removeprefix(HEADINGS[tag]))}</{tag}>"


def _body(lines: list[str]) -> str:
    if all(line.startswith("- ") for line in lines):
        return f"<ul>{''.join(f'<li>{_inline(line[2:])}</li>' for line in lines)}</ul>"
    if all(re.match(r"\d+\. ", line) for line in lines):
        texts = (line.split(". ", 1)[1] for line in lines)
        return f"<ol>{''.join(f'<li>{_inline(text)}</li>' for text in texts)}</ol>"
    return f"<p>{'<br/>'.join(_inline(line) for line in lines)}</p>"


def _inline(text: str) -> str:
    return "".join(_piece(match) for match in INLINE.finditer(text.strip()))


def _piece(match: re.Match[str]) -> str:
    escaped, bold, label, address, character = match.groups()
    if bold:
        return f"<b>{_inline(bold)}</b>"
    if label:
        return f'<a href="{escape(address)}">{_inline(label)}</a>'
    return escape(escaped or character or "")


class _Reader(HTMLParser):
    """Collects blocks of text; ids, block keys and unknown tags are left behind."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self.line = ""
        self.items: list[str] = []
        self.address = ""
        self.link_starts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"p", "ul", "ol", *HEADINGS}:
            self.end_block()
        elif tag == "br":
            self.line = self.line.rstrip() + "\n"
        elif tag in {"b", "strong"}:
            self.line += "**"
        elif tag == "a":
            self.address = dict(attrs).get("href") or ""
            self.link_starts = len(self.line)

    def handle_endtag(self, tag: str) -> None:
        if tag in HEADINGS:
            self.blocks += [HEADINGS[tag] + self.line.strip()] if self.line.strip() else []
            self.line = ""
        elif tag == "p":
            self.end_block()
        elif tag == "li":
            self.items.append(self.line.strip())
            self.line = ""
        elif tag in LISTS:
            signs = (f"{number}. " if tag == "ol" else "- " for number in range(1, len(self.items) + 1))
            lines = [sign + item for sign, item in zip(signs, self.items, strict=True) if item]
            self.blocks += ["\n".join(lines)] if lines else []
            self.items = []
        elif tag in {"b", "strong"}:
            self.line += "**"
        elif tag == "a":
            start, label = self.line[: self.link_starts], self.line[self.link_starts :]
            self.line = f"{start}[{label}]({self.address})" if label and self.address else start + label
            self.address = ""

    def handle_data(self, data: str) -> None:
        self.line += re.sub(r"([\\*\[\]])", r"\\\1", re.sub(r"\s+", " ", data))

    def end_block(self) -> None:
        """Finish a paragraph; a line that would read as a heading or a list is told not to."""
        lines = (line.strip() for line in self.line.split("\n"))
        text = "\n".join(OPENER.sub(r"\\\1", line, count=1) if OPENER.match(line) else line for line in lines if line)
        self.blocks += [text] if text else []
        self.line = ""
