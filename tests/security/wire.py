"""Requests that two programs could read in two ways, byte by byte over TLS and in the open.

`tests/http/limits.rs` tries a dozen of them on every change; these are the rest of the family. A
request is *refused* when one answer of 4xx or 5xx comes and the connection ends at once; who goes
on sending may find it ended without the answer. It is *framed* when its body is taken for a body:
what is smuggled in it is never answered.
"""

import re
import select
import socket
import time

SMUGGLED = b"GET /smuggling HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
POST = b"POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\n"
GET = b"GET /how HTTP/1.1\r\nHost: 127.0.0.1\r\n"
CHUNKS = b"\r\n\r\n0\r\n\r\n"
# A refused connection has ended by then; a machine that is busy needs some of it.
ENDS_IN_S = 5


def coded(value, before=b"", after=b""):
    """A POST with a transfer coding."""
    return POST + before + b"Transfer-Encoding:" + value + after + CHUNKS + SMUGGLED


def measured(*lines):
    """A POST with lengths."""
    return POST + b"".join(line + b"\r\n" for line in lines) + b"\r\n" + SMUGGLED


def length(value):
    return measured(b"Content-Length:" + value)


CODINGS = [b" chunked", b"chunked", b"\tchunked", b" Chunked", b" CHUNKED", b" chunked ",
           b" identity",
           b" chunked, identity", b" identity, chunked", b" gzip, chunked", b" chunked;a=b",
           b" x", b"", b" \x0bchunked", b" chunked\x00", b" 'chunked'", b" chunked, chunked"]
NAMES = [b"transfer-encoding", b"TRANSFER-ENCODING", b"Transfer-Encoding ", b"Transfer-Encoding\t",
         b" Transfer-Encoding", b"\tTransfer-Encoding", b"\x0bTransfer-Encoding",
         b"Transfer-Encoding\x00", b"Transfer-Encoding\x0b", b"Transfer\xadEncoding"]
LENGTHS = [b" +44", b" -1", b" 0x2c", b" 4 4", b" 44,44", b" 44, 44", b" 44;", b" 44.0", b"", b" ",
           b" 1e2", b" \x0b44", b" 44\x00", b" 18446744073709551616", b" 99999999999999999999999",
           " ４４".encode(), b" 44\xa0"]

REFUSED = {
    **{f"coding {it!r}": coded(it) for it in CODINGS},
    **{f"coding {it!r} after a length": coded(it, b"Content-Length: 5\r\n") for it in CODINGS},
    **{f"coding {it!r} before a length": coded(it, after=b"\r\nContent-Length: 5")
       for it in CODINGS},
    **{f"name {it!r}": POST + it + b": chunked" + CHUNKS + SMUGGLED for it in NAMES},
    **{f"name {it!r} after a length": POST + b"Content-Length: 5\r\n" + it + b": chunked" + CHUNKS
       + SMUGGLED for it in NAMES},
    **{f"length {it!r}": length(it) for it in LENGTHS},
    "two lengths": measured(b"Content-Length: 0", b"Content-Length: 44"),
    "two lengths, the other way": measured(b"Content-Length: 44", b"Content-Length: 0"),
    "one length twice": measured(b"Content-Length: 44", b"Content-Length: 44"),
    "two lengths of two spellings": measured(b"Content-Length: 0", b"CONTENT-LENGTH: 44"),
    "a length with a space before its colon": measured(b"Content-Length : 44"),
    "a length after a space": measured(b" Content-Length: 44"),
    "a length in a folded line": measured(b"X: y", b" Content-Length: 44"),
    "a folded length": measured(b"Content-Length:", b" 44"),
    "a folded host": b"GET /how HTTP/1.1\r\nHost:\r\n 127.0.0.1\r\n\r\n" + SMUGGLED,
    "a bare LF in the head": POST + b"X: y\nContent-Length: 44\r\n\r\n" + SMUGGLED,
    "a bare CR in the head": POST + b"X: y\rContent-Length: 44\r\n\r\n" + SMUGGLED,
    "CR CR LF": POST + b"X: y\r\r\nContent-Length: 44\r\n\r\n" + SMUGGLED,
    "only bare LF": GET.replace(b"\r\n", b"\n") + b"\n" + SMUGGLED,
    "an end of LF LF": GET.removesuffix(b"\r\n") + b"\n\n" + SMUGGLED,
    "an end of CR LF LF": GET + b"\n" + SMUGGLED,
    "a NUL in a value": GET + b"X: a\x00b\r\n\r\n" + SMUGGLED,
    "a NUL in a name": GET + b"X\x00: a\r\n\r\n" + SMUGGLED,
    "a line without a colon": GET + b"nothing\r\n\r\n" + SMUGGLED,
    "a line without a name": GET + b": a\r\n\r\n" + SMUGGLED,
    "an address with a space": b"GET /how /x HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" + SMUGGLED,
    "a tab after the method": b"GET\t/how HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" + SMUGGLED,
    "two spaces after the method": b"GET  /how HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" + SMUGGLED,
    "no version": b"GET /how\r\nHost: 127.0.0.1\r\n\r\n" + SMUGGLED,
    "version 0.9": b"GET /how HTTP/0.9\r\nHost: 127.0.0.1\r\n\r\n" + SMUGGLED,
    "version 1.2": b"GET /how HTTP/1.2\r\nHost: 127.0.0.1\r\n\r\n" + SMUGGLED,
    "version 2.0": b"GET /how HTTP/2.0\r\nHost: 127.0.0.1\r\n\r\n" + SMUGGLED,
    "a version in small letters": b"GET /how http/1.1\r\nHost: 127.0.0.1\r\n\r\n" + SMUGGLED,
    "the preface of HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + SMUGGLED,
    "no method": b" /how HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" + SMUGGLED,
    "a head of 40 KB": GET + b"X: " + b"a" * 40_000 + b"\r\n\r\n" + SMUGGLED,
}
# The framework ends what is another protocol without a word.
UNANSWERED = {"the preface of HTTP/2"}
FRAMED = {
    "a body and more, then no request": POST + b"Content-Length: 2\r\n\r\nab\x01\x02\x03\r\n\r\n",
    "a body is no request": measured(b"Content-Length: 44"),
    "zeros before a length": length(b" 00044"),
    "spaces around a length": length(b" \t 44 \t "),
    "a GET with a body": GET + b"Content-Length: 44\r\n\r\n" + SMUGGLED,
    "a HEAD with a body": GET.replace(b"GET", b"HEAD") + b"Content-Length: 44\r\n\r\n" + SMUGGLED,
    "a DELETE with a body": GET.replace(b"GET", b"DELETE") + b"Content-Length: 44\r\n\r\n"
    + SMUGGLED,
    "a name that only looks like a coding": POST + b"Transfer_Encoding: chunked\r\n"
    b"Content-Length: 44\r\n\r\n" + SMUGGLED,
    "a length as a coding's header": POST + b"TE: chunked\r\nContent-Length: 44\r\n\r\n" + SMUGGLED,
    "an upgrade to h2c": POST + b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
    b"HTTP2-Settings: AAMAAABkAAQAAP__\r\nContent-Length: 44\r\n\r\n" + SMUGGLED,
    "an upgrade to a web socket": POST + b"Connection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
    b"Content-Length: 44\r\n\r\n" + SMUGGLED,
    "hop-by-hop names of our own": POST + b"Connection: close, Content-Length\r\n"
    b"Content-Length: 44\r\n\r\n" + SMUGGLED,
    "HTTP/1.0 that stays": POST.replace(b"1.1", b"1.0") + b"Connection: keep-alive\r\n"
    b"Content-Length: 44\r\n\r\n" + SMUGGLED,
    "an expectation": POST + b"Expect: 100-continue\r\nContent-Length: 44\r\n\r\n" + SMUGGLED,
    "an unknown expectation": POST + b"Expect: cake\r\nContent-Length: 44\r\n\r\n" + SMUGGLED,
}
# The control: two requests that are two are answered twice, and the second is seen.
TWO = GET + b"\r\n" + SMUGGLED
ANSWERED = {"tls": [200, 404], "open": [308, 308], "operators": [404, 404]}


def run(days, folder):
    assert len(SMUGGLED) == 44, "the lengths above are those of what is smuggled"
    with days.open.serve("--limit-addresses", "no", tls=True) as site:
        found = []
        with open(folder / "wire.txt", "w") as log:
            for where in ("tls", "open"):
                for pace in ("whole", "by bytes"):
                    found += family(site, where, pace, log)
        print(f"  {len(REFUSED)} requests to be refused and {len(FRAMED)} to be framed, each over "
              f"TLS and in the open, whole and by bytes")
        return found


def family(site, where, pace, log):
    found = []
    for wanted, requests in (("refused", REFUSED), ("framed", FRAMED)):
        for what, request in requests.items():
            # A long head by bytes is only long.
            bytewise = pace == "by bytes" and len(request) < 1_000
            answers, took = sent(site, where, request, bytewise, wanted == "refused")
            log.write(f"{where}, {pace}, {wanted}, {what}: {answers} {took}\n")
            if fault := judged(wanted, what, answers, took, bytewise):
                found.append(f"{what} ({where}, {pace}): {fault}")
    answers, _ = sent(site, where, TWO, pace == "by bytes")
    if answers != ANSWERED[where]:
        found.append(f"a dead test: two requests ({where}, {pace}) are answered {answers}")
    return found


def judged(wanted, what, answers, took, bytewise):
    if wanted == "refused":
        cut = (bytewise or what in UNANSWERED) and not answers and took is not None
        if not cut and (len(answers) != 1 or not 400 <= answers[0] < 600):
            return f"answered {answers} and not refused once"
        return None if took is not None else "the connection stays open"
    # /smuggling is answered with 308 in the open and with 404 elsewhere; what carries it is
    # answered before.
    smuggled = [it for it in answers[1:] if it in (404, 308)]
    if smuggled or not answers or 101 in answers:
        return f"answered {answers}"
    return None


def sent(site, where, request, bytewise, refused=False):
    """The answers' statuses, and after how many seconds the connection ended, if it did."""
    address = (site.host, site.port)
    if where == "open":
        host, port = site.plain.rsplit(":", 1)
        address = (host, int(port))
    stops = refused and bytewise and where != "tls"
    said, start = b"", time.monotonic()
    with socket.create_connection(address, ENDS_IN_S) as stream:
        stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if where == "tls":
            stream = site.context.wrap_socket(stream, server_hostname=site.host)
        with stream:
            try:
                for part in ([bytes([byte]) for byte in request] if bytewise else [request]):
                    stream.sendall(part)
                    # Who is refused stops sending, or the answer is lost with the connection. TLS
                    # sends tickets, so there it cannot be seen from outside.
                    if stops and select.select([stream], [], [], 0.0005)[0]:
                        break
            except OSError:
                pass  # It was refused before all was sent.
            took = None
            # A connection that is framed may stay; a second of silence is its end here.
            stream.settimeout(1)
            while time.monotonic() - start < ENDS_IN_S:
                try:
                    part = stream.recv(65536)
                except TimeoutError:
                    break
                except OSError:
                    part = b""
                if not part:
                    took = time.monotonic() - start
                    break
                said += part
    statuses = [int(it) for it in re.findall(rb"(?:^|\n|>|\})HTTP/1\.[01] (\d{3}) ", said)]
    return [it for it in statuses if it != 100], took
