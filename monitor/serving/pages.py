"""The pages of the way out: take a token, leave the HTML that asks whether to go, and the one that says it is done."""

from __future__ import annotations

import html

_FRAME = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>{title}</title>
<style>:root{{color-scheme:light dark}}body{{font:1rem/1.7 sans-serif;max-width:32rem;margin:3rem auto;padding:0 1rem}}
button{{font:inherit;padding:.5rem 1.5rem}}</style></head><body><main><h1>{title}</h1>{body}</main></body></html>
"""


def asking(token: str, subscription: str) -> bytes:
    """Return the page that asks; nothing is done by looking at it, since mail scanners follow every link."""
    action = html.escape(f"/unsubscribe/{token}", quote=True)
    form = f'<form method="post" action="{action}"><button type="submit">确认退订</button></form>'
    named = f"本订阅（{html.escape(subscription)}）"
    return _page("退订法治政府年报监测", f"<p>确认后，将不再向此收件地址发送{named}的预警。</p>{form}")


def leaving(*, left: bool) -> bytes:
    """Return the page that says what became of it."""
    if left:
        return _page("已退订", "<p>此收件地址已退出该订阅，不会再收到它的预警。</p>")
    return _page("链接无效", "<p>退订链接不完整或已失效。请打开邮件中的原链接，或联系管理员。</p>")


def _page(title: str, body: str) -> bytes:
    return _FRAME.format(title=html.escape(title), body=body).encode()
