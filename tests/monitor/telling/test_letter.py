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
        "【警告】指标变动：云汀县 纠错率",
        "云汀县 纠错率：5.1% → 12.3%\n（此前一次投递结果不明。）\n为何值得看：升高\n2023年原文：「纠错率5.1%」\n"
        "网页：https://w.example/a?b=1&c=2\n\n■ 雨山县\n【严重】报告被撤下 2024年\n另有2项",
        "退订：https://w.example/u/1",
    ).partition("<main>")[2]
    assert body.splitlines()[1:] == [
        '<p class="kicker"><span class="badge warning">警告</span>指标变动</p>',
        '<h1>云汀县 纠错率 <span class="move">5.1% → 12.3%</span></h1>',
        '<p class="note">（此前一次投递结果不明。）</p>',
        '<p><span class="label">为何值得看：</span>升高</p>',
        '<blockquote><span class="label">2023年原文：</span>纠错率5.1%</blockquote>',
        '<p class="page"><span class="label">网页：</span><a href="https://w.example/a?b=1&amp;c=2" '
        'rel="noopener noreferrer">https://w.example/a?b=1&amp;c=2</a></p>',
        "<h2>雨山县</h2>",
        '<p class="item"><span class="badge critical">严重</span>报告被撤下 2024年</p>',
        "<p>另有2项</p>",
        '<div class="foot">',
        '<p class="page"><span class="label">退订：</span><a href="https://w.example/u/1" rel="noopener noreferrer">'
        "https://w.example/u/1</a></p>",
        "</div>",
        "</main></body></html>",
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
