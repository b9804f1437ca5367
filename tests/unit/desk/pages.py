"""Tiny pages and PDFs of invented towns."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

PARAGRAPHS: Final = (
    "The councils of Lakeside and Hilltop agreed on Wednesday to share the water of the dam, after"
    " talks that went on for most of the night in the old mill.",
    "Hilltop will take two thirds of the water from June to August, said Ann Lee-Marsh, the mayor"
    " of Lakeside, and in winter the shares are equal.",
    "“We trust them for now”, she told reporters. Either council may leave the deal with a year’s"
    " notice, and the engineers will read the gauge in turns.",
    "The deal runs for ten years. It has six articles, and an annex on who pays for the repair of"
    " the sluice, which broke two winters ago.",
)
ARTICLE: Final = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Two towns, one dam",
    "datePublished": "2024-05-01T18:30:00+02:00",
    "author": [{"@type": "Person", "name": "Ann Lee"}, {"@type": "Person", "name": "Bo Marsh"}],
    "publisher": {"@type": "Organization", "name": "The Herald"},
    "inLanguage": "en-GB",
}


def page(
    paragraphs: Sequence[str] = PARAGRAPHS,
    head: str = "",
    *,
    title: str = "Two towns, one dam | The Herald",
    said: object = ARTICLE,
    before: str = "",
) -> bytes:
    """A page of HTML, with what it says of itself."""
    body = "".join(f"<p>{one}</p>\n" for one in paragraphs)
    script = f'<script type="application/ld+json">{json.dumps(said)}</script>' if said else ""
    return (
        f'<!DOCTYPE html>{before}<html><head><meta charset="utf-8"><title>{title}</title>{head}'
        f"{script}</head><body><nav><a>Home</a></nav><article><h1>Two towns, one dam</h1>{body}"
        "</article><footer>Imprint</footer></body></html>"
    ).encode()


def pdf(*pages: Sequence[str], info: str = "") -> bytes:
    """A PDF with some lines on each page, in the fewest objects."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for number, lines in enumerate(pages):
        shown = "\n".join(f"({line}) Tj T*" for line in lines)
        stream = f"BT /F1 10 Tf 12 TL 40 780 Td\n{shown}\nET"
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {5 + 2 * number} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>",
            f"<</Length {len(stream)}>>\nstream\n{stream}\nendstream",
        ]
    objects.append(f"<<{info}>>")
    data, offsets = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{one}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    return data + (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n"
        f"<</Size {size}/Root 1 0 R/Info {size - 1} 0 R>>\nstartxref\n{len(data)}\n%%EOF\n"
    ).encode("latin-1")
