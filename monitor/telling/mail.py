"""Mail: takes a message, brings it to an SMTP server as text and HTML, leaves the server's own code and words.

The Message-ID is made of the delivery's identity, so that a server or a reader can drop what it has already; all that
is told of one report refers to one ancestor, so that it stands in one thread. Until the server was asked to take the
message nothing can have arrived: that is `failed`. Silence after it is `unknown`.
"""

from __future__ import annotations

import hashlib
import smtplib
import ssl
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime, formataddr
from typing import Any

from monitor.telling.answers import Answer, Particulars
from monitor.telling.fitting import size
from monitor.telling.letter import html_letter
from storage.vocabulary import DeliveryState

# RFC 5321, section 4.5.3.2 gives a server ten minutes to say that it took a message; one channel may not wait so long.
TIMEOUT_SECONDS = 30.0


@dataclass(frozen=True)
class Mail:
    """One mail address of Apprise's kind (`mailto://`, `mailtos://`): a server and its recipients."""

    service: Any
    per_minute: int = 0
    room: int = 200_000  # some hundred alerts; Gmail shows the first 102 kB of a mail's HTML and the rest on request
    each_alone: bool = False

    @property
    def recipients(self) -> tuple[str, ...]:
        """Return everybody the address names; each is told by a mail of their own."""
        return _recipients(self.service)

    def weigh(self, title: str, text: str) -> int:
        """Return how many bytes a title and a text take."""
        return size(title) + size(text)

    def send(self, title: str, text: str, identity: str, particulars: Particulars) -> Answer:
        """Send one mail to the recipient meant, or to all; those refused for good are named in the answer's words."""
        message = compose(self.service, title, text, identity, particulars)
        recipients = (particulars.recipient,) if particulars.recipient else self.recipients
        try:
            smtp = self._connect()
        except smtplib.SMTPResponseException as error:
            return Answer(DeliveryState.FAILED, _said(error.smtp_code, error.smtp_error), down=True)
        except (OSError, smtplib.SMTPException) as error:
            return Answer(DeliveryState.FAILED, f"no connection: {_plain(error)}", down=True)
        try:
            return _hand_over(smtp, self.service.from_addr[1], recipients, message, final=particulars.final)
        finally:
            smtp.close()

    def _connect(self) -> smtplib.SMTP:
        """Return a session that is encrypted and logged in as the address asks."""
        service, context = self.service, ssl.create_default_context()
        if not service.verify_certificate:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        smtp: smtplib.SMTP
        if service.secure_mode == "ssl":
            smtp = smtplib.SMTP_SSL(service.smtp_host, service.port, timeout=TIMEOUT_SECONDS, context=context)
        else:
            smtp = smtplib.SMTP(service.smtp_host, service.port, timeout=TIMEOUT_SECONDS)
        try:
            if service.secure_mode == "starttls":
                smtp.starttls(context=context)
            if service.user and service.password:
                smtp.login(service.user, service.password)
        except BaseException:
            smtp.close()
            raise
        return smtp


def open_mail(service: Any) -> Mail | None:
    """Return the mail that Apprise's service stands for, None for any other service and for PGP, which is Apprise's."""
    if type(service).__name__ != "NotifyEmail" or service.pgp_mode != "no":
        return None
    return Mail(service)


def compose(service: Any, title: str, text: str, identity: str, particulars: Particulars) -> EmailMessage:
    """Return the mail with its stable Message-ID, its thread, a plain and an HTML part."""
    sender = service.from_addr[1]
    domain = sender.rpartition("@")[2]
    mail = EmailMessage(policy=SMTP.clone(header_factory=_headers()))
    mail["Subject"] = _encodable(title)
    mail["From"] = formataddr((service.from_addr[0] or "", sender))
    mail["To"] = particulars.recipient or ", ".join(
        formataddr((name or "", address)) for name, address in service.targets
    )
    for header, addresses in (("Cc", service.cc), ("Reply-To", service.reply_to)):
        if addresses and not (particulars.recipient and header == "Cc"):
            mail[header] = ", ".join(sorted(addresses))
    mail["Date"] = format_datetime(datetime.now(UTC))
    whose = [particulars.recipient] if particulars.recipient else _recipients(service)
    mail["Message-ID"] = f"<{identity}.{_digest(*whose)}@{domain}>"
    if particulars.thread:
        ancestor = f"<fazhi-report.{_digest(particulars.thread)}@{domain}>"
        mail["In-Reply-To"] = mail["References"] = ancestor
    mail["X-Fazhi-Delivery"] = identity
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday answer comes back
    if particulars.unsubscribe:
        mail["List-Unsubscribe"] = f"<{particulars.unsubscribe}>"
        if particulars.unsubscribe.startswith("https://"):
            mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    for header, value in service.headers.items():
        if header not in mail:
            mail[header] = value
    footer = particulars.footer
    mail.set_content(_encodable(f"{text}\n\n-- \n{footer}" if footer else text), cte="base64")
    mail.add_alternative(_encodable(html_letter(title, text, footer)), subtype="html", cte="base64")
    return mail


class _Verbatim(UnstructuredHeader, BaseHeader):
    """A header of one long word: folded as text it would be encoded, and no mail program finds an address in that."""

    def fold(self, *, policy: Policy[Any]) -> str:
        """Return the header on one line."""
        return f"{self.name}: {self}{policy.linesep}"


def _headers() -> HeaderRegistry:
    registry = HeaderRegistry()
    for name in ("list-unsubscribe", "in-reply-to", "references"):
        registry.map_to_type(name, _Verbatim)
    return registry


def _hand_over(
    smtp: smtplib.SMTP, sender: str, recipients: Sequence[str], mail: EmailMessage, *, final: bool
) -> Answer:
    """Return what the server says to sender, recipients and message.

    One recipient who cannot be served just now keeps the mail from all until the next attempt, since the others would
    get it twice; at the last attempt they get it.
    """
    try:
        smtp.ehlo_or_helo_if_needed()
        code, words = smtp.mail(sender)
        if code != 250:
            return Answer(DeliveryState.FAILED, _said(code, words))
        replies = {recipient: smtp.rcpt(recipient) for recipient in recipients}
    except (OSError, smtplib.SMTPException) as error:
        return Answer(DeliveryState.FAILED, f"the server broke off before the message: {_plain(error)}", down=True)
    refused = {recipient: reply for recipient, reply in replies.items() if reply[0] not in (250, 251, 252)}
    told = "; ".join(f"{recipient}: {_said(*reply)}" for recipient, reply in refused.items())
    later = any(400 <= code < 500 for code, _words in refused.values())
    if len(refused) == len(replies) or (later and not final):
        return Answer(DeliveryState.FAILED, told)
    answer = _hand_in(smtp, mail)
    if told and answer.state is DeliveryState.SENT:
        return replace(answer, words=f"{answer.words}; not for {told}")
    return answer


def _hand_in(smtp: smtplib.SMTP, mail: EmailMessage) -> Answer:
    """Return what the server says to the message itself."""
    try:
        code, words = smtp.data(mail.as_bytes())
    except smtplib.SMTPDataError as error:
        return Answer(DeliveryState.FAILED, _said(error.smtp_code, error.smtp_error))
    except (OSError, smtplib.SMTPException) as error:
        return Answer(DeliveryState.UNKNOWN, f"no answer after the message: {_plain(error)}", down=True)
    if code != 250:
        return Answer(DeliveryState.FAILED, _said(code, words))
    with suppress(OSError, smtplib.SMTPException):  # it has the message, whatever becomes of the farewell
        smtp.quit()
    return Answer(DeliveryState.SENT, _said(code, words))


def _recipients(service: Any) -> tuple[str, ...]:
    named = [address for _name, address in service.targets or ()]
    return tuple(dict.fromkeys([*named, *sorted(service.cc), *sorted(service.bcc)]))


def _said(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(text.split())}"


def _plain(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:16]


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
