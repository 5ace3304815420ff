"""TLS as testssl.sh and sslyze see it, and what curl and openssl are told about HTTP/2."""

import json
import socket
import ssl
import subprocess

from scene import NAME

# What is rated as a weakness and is none here; docs/SECURITY-TESTS.md §1 says more.
KNOWN = {
    "engine_problem": "of the scanner: its openssl knows no GOST",
    "cipher_order": "all suites are strong, so the client chooses",
    "cert_revocation": "a hall has no internet to ask",
    "DNS_CAArecord": "a hall's name stands in no public DNS",
    "maximum_certificate_lifespan": "397 days, of a hall's own authority",
}
# The severities that are looked at.
SEVERE = ("LOW", "MEDIUM", "HIGH", "CRITICAL", "WARN")


def run(days, folder):
    with days.open.serve(tls=True) as site:
        return testssl(site, folder) + sslyze(site, folder) + http2(site)


def called(command, log, seconds):
    """Runs a tool with its output in a file; the exit status."""
    with open(log, "wb") as output:
        output.write((" ".join(map(str, command)) + "\n\n").encode())
        output.flush()
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=output,
                              stderr=subprocess.STDOUT, timeout=seconds)
    return done.returncode


def testssl(site, folder):
    report = folder / "testssl.json"
    called(["testssl", "--ip", site.host, "--add-ca", site.authority, "--warnings", "batch",
            "--color", "0", "--quiet", "--jsonfile", report, f"{NAME}:{site.port}"],
           folder / "testssl.txt", 900)
    lines = json.loads(report.read_text())
    severe = [it for it in lines if it["severity"] in SEVERE]
    print(f"  testssl.sh: {len(lines)} lines, {len(severe)} of them {', '.join(SEVERE)}")
    for line in severe:
        known = " (known)" if line["id"] in KNOWN else ""
        print(f"    {line['severity']:8} {line['id']}: {line['finding']}{known}")
    return [f"testssl.sh {it['severity']} {it['id']}: {it['finding']}"
            for it in severe if it["id"] not in KNOWN]


def sslyze(site, folder):
    code = called(["sslyze", "--mozilla_config", "intermediate", "--certinfo_ca_file",
                   site.authority, "--json_out", folder / "sslyze.json",
                   f"{NAME}:{site.port}{{{site.host}}}"], folder / "sslyze.txt", 600)
    print(f"  sslyze: exit status {code} against Mozilla's intermediate configuration")
    if code == 0:
        return []
    text = (folder / "sslyze.txt").read_text().split("COMPLIANCE", 1)[-1]
    faults = [line.strip(" *") for line in text.splitlines() if line.strip().startswith("*")]
    for fault in faults:
        print(f"    {fault}{' (known)' if fault.split(':')[0] in KNOWN else ''}")
    if not faults:
        return ["sslyze: it failed and gave no reason, see its output"]
    return [f"sslyze: {fault}" for fault in faults if fault.split(":")[0] not in KNOWN]


def http2(site):
    """HTTP/2 is not spoken: by ALPN, by prior knowledge and by upgrade it leads nowhere."""
    found = []

    def negotiated(protocols):
        fresh = ssl.create_default_context(cafile=site.authority)
        fresh.set_alpn_protocols(protocols)
        with socket.create_connection((site.host, site.port), 10) as plain:
            try:
                with fresh.wrap_socket(plain, server_hostname=NAME) as wrapped:
                    return wrapped.selected_alpn_protocol()
            except ssl.SSLError as error:
                return "refused" if "no application protocol" in str(error) else str(error)

    for protocols, wanted in [(["h2"], "refused"), (["h2", "http/1.1"], "http/1.1"),
                              (["http/1.1"], "http/1.1")]:
        got = negotiated(protocols)
        print(f"  ALPN {protocols}: {got}")
        if got != wanted:
            found.append(f"ALPN {protocols}: {got} and not {wanted}")
    curl = ["curl", "-sS", "--cacert", str(site.authority), "--resolve",
            f"{NAME}:{site.port}:{site.host}", "-o", "/dev/null",
            "-w", "%{http_version} %{http_code}"]
    over = f"https://{NAME}:{site.port}/how"
    for what, options, url, wanted in [
        ("HTTP/2 where the server wants it", ["--http2"], over, "1.1 200"),
        ("HTTP/2 by upgrade, in the open", ["--http2"], f"http://{site.plain}/", "1.1 200"),
        ("HTTP/2 by prior knowledge, in the open", ["--http2-prior-knowledge"],
         f"http://{site.plain}/", None),
        ("HTTP/2 by prior knowledge", ["--http2-prior-knowledge"], over, "1.1 200"),
        ("HTTP/1.1", ["--http1.1"], over, "1.1 200"),
    ]:
        done = subprocess.run(curl + options + [url], capture_output=True, text=True, timeout=30)
        print(f"  {what}: {done.stdout} {done.stderr.strip()}")
        good = done.stdout.strip() == wanted if wanted else not done.stdout.startswith("2 200")
        if not good:
            found.append(f"{what}: {done.stdout} {done.stderr}")
    return found
