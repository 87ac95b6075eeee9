"""Trouble on the wire and on the disk, as its user sees it: a reason that can be understood, and no trace of ours."""

import datetime as dt
import ssl
from http.server import BaseHTTPRequestHandler
from ipaddress import IPv4Address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from monitor.demo.articles import load_articles
from tests.journey.command import Done, fazhi
from tests.journey.portal import Answer, Portal, article_page, list_page, running

REPORT = next(article for article in load_articles() if article.slug == "jichuan_2024")


def self_signed(folder: Path) -> ssl.SSLContext:
    """Return a server's context with a certificate that nobody signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(7).not_valid_before(now).not_valid_after(now + dt.timedelta(days=2))
    names = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.2"))])
    certificate = builder.add_extension(names, critical=False).sign(key, hashes.SHA256())
    file = folder / "portal.pem"
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def broken_off(handler: BaseHTTPRequestHandler) -> None:
    """Promise more bytes than come."""
    body = article_page(REPORT.title, REPORT.text).encode()
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html; charset=utf-8")
    handler.send_header("Content-Length", str(len(body) + 5000))
    handler.end_headers()
    handler.wfile.write(body)
    handler.close_connection = True


def run(folder: Path, hosts: list[str], sources: dict[str, str], archive: str = "archive") -> Done:
    """Run one round over columns by slug."""
    config = folder / "settings.toml"
    blocks = "".join(
        f'[[source]]\nslug = "{slug}"\nplatform = "static_list"\nurl = "{url}"\n' for slug, url in sources.items()
    )
    head = f'[storage]\nurl = "sqlite:///fazhi.db"\narchive = "{archive}"\n[crawl]\ndelay_seconds = 0\nsources = []\n'
    config.write_text(
        f"{head}timeout_seconds = 10\nallow_hosts = {hosts}\n{blocks}".replace("'", '"'), encoding="utf-8"
    )
    done = fazhi("run", "--all", "--format", "json", config=config)
    assert done.code == 1, done.err
    assert "Traceback" not in done.err, done.err
    return done


def test_a_bad_certificate_is_told_in_a_persons_words(tmp_path: Path) -> None:
    portal, secure = Portal(), Portal(tls=self_signed(tmp_path))
    portal.put("/short/", list_page([("/short.html", REPORT.title, "2025-03-12")]))
    portal.pages["/short.html"] = Answer(behaviour=broken_off)
    sources = {"tls": f"{secure.url}/", "short": f"{portal.url}/short/"}
    with running(portal, secure):
        done = run(tmp_path, [portal.host, secure.host], sources)
    told = {row["slug"]: (row["outcome"], row["reason"]) for row in done.lines()[0]["sources"]}
    assert told["tls"][0] == "failed"
    assert "certificate cannot be trusted" in told["tls"][1]
    assert told["short"][0] == "suspect"
    assert "broke off before its end" in told["short"][1]


def test_a_source_may_leave_its_certificate_unchecked_and_no_other_one_does(tmp_path: Path) -> None:
    secure = Portal(tls=self_signed(tmp_path))
    secure.put("/a/", list_page([("/a.html", REPORT.title, "2025-03-12")]))
    secure.put("/a.html", article_page(REPORT.title, REPORT.text))
    config = tmp_path / "settings.toml"
    head = f'[crawl]\ndelay_seconds = 0\nsources = []\nallow_hosts = ["{secure.host}"]\n'
    block = '[[source]]\nslug = "{slug}"\nurl = "{url}/a/{query}"\n'
    excepted = block.format(slug="excepted", url=secure.url, query="") + 'tls_exceptions = ["certificate", "legacy"]\n'
    strict = block.format(slug="strict", url=secure.url, query="?b=1")
    config.write_text(head + excepted + strict, encoding="utf-8")
    with running(secure):
        done = fazhi("run", "--all", "--format", "json", config=config)
    told = {row["slug"]: row["outcome"] for row in done.lines()[0]["sources"]}
    assert told == {"excepted": "found", "strict": "failed"}
    assert "excepted: tls_exceptions: certificate" in done.err
    config.write_text(head + excepted.replace("legacy", "all"), encoding="utf-8")
    wrong = fazhi("sources", "check", config=config)
    assert (wrong.code, "tls_exceptions" in wrong.err) == (2, True)


def test_an_archive_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("a file stands where the folder should be", encoding="utf-8")
    portal = Portal()
    portal.put("/", list_page([("/a.html", REPORT.title, "2025-03-12")]))
    with running(portal):
        done = run(tmp_path, [portal.host], {"one": f"{portal.url}/"})
    assert "the archive cannot be written" in done.err
    assert done.lines()[0]["sources"][0]["outcome"] == "failed"
    doctor = fazhi("doctor", config=tmp_path / "settings.toml")
    assert doctor.code == 1
    assert "no folder that can be written" in doctor.out


def test_a_year_that_is_not_held_is_told_and_nothing_is_asked(tmp_path: Path) -> None:
    portal = Portal()
    config = tmp_path / "settings.toml"
    config.write_text(
        f'[crawl]\nsources = []\nallow_hosts = ["{portal.host}"]\n[[source]]\nslug = "one"\nurl = "{portal.url}/"\n',
        encoding="utf-8",
    )
    with running(portal):
        done = fazhi("recrawl", "one", "--year", "1999", config=config)
    assert (done.code, portal.asked) == (1, [])
    assert "1999" in done.err


def test_a_page_that_nobody_watches_is_told_even_to_the_quiet(tmp_path: Path) -> None:
    config = tmp_path / "settings.toml"
    config.write_text("[crawl]\nsources = []\n", encoding="utf-8")
    done = fazhi("--quiet", "recrawl", "http://www.example.gov.cn/a.html", config=config)
    assert done.code == 1
    assert "no watched source" in done.err
