"""wapiti: a crawl of the pages as nobody and as the clerk, with its modules for injections,
redirects, files, headers and cookies, bounded in depth, pages and time.
"""

import json
import subprocess

# Not those that ask an address in the internet whether the program has called it.
MODULES = "backup,cookieflags,crlf,csp,csrf,exec,file,htaccess,http_headers,methods,"\
    "permanentxss,redirect,sql,timesql,xss"
ELSEWHERE = ["--dns-endpoint", "localhost", "--external-endpoint", "http://127.0.0.1"]
# For the crawl, for each module, and for all of it.
SCAN_S, ATTACK_S, ALL_S = 60, 20, 600
# What wapiti reports and is none, by a part of what it says; docs/SECURITY-TESTS.md §5 says why.
KNOWN = {
    "POST /login: CSRF token": "nobody is signed in; where the form comes from is checked",
    "POST /language: CSRF token": "the same",
    "HttpOnly flag is not set in the cookie : lang": "it says en or zh-CN",
    "Secure flag is not set in the cookie : lang": "served without TLS here",
}


def run(days, folder):
    found = []
    for role in ("", "clerk"):
        with days.open.serve() as site:
            found += crawled(days.open, site, role, folder)
    return found


def crawled(day, site, role, folder):
    name = role or "nobody"
    report = folder / f"{name}.json"
    start = f"/desk/{day.session}" if role else "/"
    command = [str(folder.parent / "crawler/bin/wapiti"), "-u", site.url + start,
               "--scope", "domain", "-m", MODULES, "-d", "4",
               "--max-links-per-page", "40", "--max-files-per-dir", "40",
               "--max-scan-time", str(SCAN_S), "--max-attack-time", str(ATTACK_S),
               "--flush-session", *ELSEWHERE, "--no-bugreport",
               "--store-session", str(folder / f"{name}-session"), "-f", "json",
               "-o", str(report), "-x", f"{site.url}/logout"]
    if role:
        command += ["-H", f"Cookie: sid={site.sign_in(role)}"]
    with open(folder / f"{name}.txt", "wb") as log:
        log.write((" ".join(command) + "\n\n").encode())
        log.flush()
        try:
            subprocess.run(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                           timeout=ALL_S)
        except subprocess.TimeoutExpired:
            return [f"{name}: wapiti did not come to its end in {ALL_S} s"]
    if not report.exists():
        return [f"{name}: wapiti ended without a report; {name}.txt says why"]
    said = json.loads(report.read_text())
    faults = [(kind, it) for kind, all in said["vulnerabilities"].items() for it in all]
    faults += [(kind, it) for kind, all in said["anomalies"].items() for it in all]
    print(f"  {name}: {said['infos'].get('crawled_pages_nbr', '?')} pages, {len(faults)} reports")
    told = [f"{kind}: {it['method']} {it['path']}: {it['info']}" for kind, it in faults]
    return [f"{name}: {it}" for it in told if not any(part in it for part in KNOWN)]
