from html.parser import HTMLParser

from monitor.telling.letter import html_letter


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


def tags(text: str, title: str = "题") -> _Tags:
    parser = _Tags()
    parser.feed(html_letter(title, text))
    return parser


def test_lines_become_a_headline_quotations_links_and_labels() -> None:
    body = html_letter(
        "题",
        "云汀县 纠错率：5.1% → 12.3%\n为何值得看：升高\n2023年原文：「纠错率5.1%」\n网页：https://w.example/a?b=1&c=2\n\n另有2项",
    ).partition("<body>")[2]
    assert body.splitlines() == [
        "<h1>题</h1>",
        '<p class="first">云汀县 纠错率：5.1% → 12.3%</p>',
        '<p><span class="label">为何值得看：</span>升高</p>',
        '<blockquote><span class="label">2023年原文：</span>「纠错率5.1%」</blockquote>',
        '<p><span class="label">网页：</span><a href="https://w.example/a?b=1&amp;c=2" rel="noopener noreferrer">'
        "https://w.example/a?b=1&amp;c=2</a></p>",
        "<hr>",
        "<p>另有2项</p>",
        "</body></html>",
    ]


def test_what_a_page_wrote_stays_text() -> None:
    hostile = (
        "<script>alert(1)</script>\n2023年原文：「</blockquote><img src=x onerror=y>」\n网页：javascript:alert(1)\n"
        '网页：https://w.example/"><script>'
    )
    seen = tags(hostile, title="</title><script>")
    assert not {"script", "img"} & set(seen.seen)
    assert seen.links == ['https://w.example/"><script>']


def test_it_adapts_to_phones_and_dark_mode_and_fetches_nothing() -> None:
    page = html_letter("题", "文")
    assert '<meta name="viewport" content="width=device-width,initial-scale=1">' in page
    assert "prefers-color-scheme:dark" in page
    assert "url(" not in page
    assert tags("文").links == []
