"""schemathesis with the program's own description of its JSON: every address, as nobody and as each
role. No answer of 5xx, and each as the description has it; and who is not signed in is refused.
"""

import json
import os
import re
import subprocess
from pathlib import Path

# Examples of each operation in the random phase; the systematic phase makes its own.
EXAMPLES = 4
SECONDS = 600
CHECKS = ["not_a_server_error", "status_code_conformance", "content_type_conformance",
          "response_headers_conformance", "response_schema_conformance", "ignored_auth",
          "unsupported_method", "missing_required_header"]
# A stream of events has no end. What ends the login, or may, would leave the rest to nobody.
ENDLESS = ["/api/sessions/{session}/events"]
ENDS_LOGIN = ["/logout", "/password", "/again", "/login"]
# Who may GET what is tried by tests/http/matrix.rs.
UNDECLARED = ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"]
HOOKS = {"SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(Path(__file__).parent)}
ROLES = ["clerk", "admin", "teller1", "presidium1", ""]


def run(days, folder):
    found = []
    for kind, roles in (("open", ROLES), ("published", [""])):
        day = getattr(days, kind)
        for role in roles:
            with day.serve() as site:
                found += tested(day, site, role, folder / f"{kind}-{role or 'nobody'}")
    return found


def tested(day, site, role, place):
    place.mkdir()
    # A page stands at the address of many a change, so a GET there is no undeclared method.
    lines = ["[phases.coverage]", f"unexpected-methods = {json.dumps(UNDECLARED)}", "[parameters]",
             f'"path.session" = "{day.session}"', f'"path.poll" = "{day.poll}"']
    if role:
        lines += ["[auth.openapi.login]", f'api_key = "{site.sign_in(role)}"']
    config = place / "schemathesis.toml"
    config.write_text("\n".join(lines) + "\n")
    left_out = ENDLESS + (ENDS_LOGIN if role else [])
    command = ["schemathesis", "--config-file", str(config), "run", f"{site.url}/api/openapi.json",
               "--checks", ",".join(CHECKS), "--phases", "examples,coverage,fuzzing",
               "--max-examples", str(EXAMPLES), "--seed", "1", "--workers", "1", "--no-color",
               "--continue-on-failure", "--max-redirects", "0", "--request-timeout", "20",
               "--header", "accept: application/json", "--header", "x-piaojue: 1",
               "--report", "junit,ndjson", "--report-dir", str(place),
               *[it for path in left_out for it in ("--exclude-path", path)]]
    with open(place / "log.txt", "wb") as log:
        log.write((" ".join(command) + "\n\n").encode())
        log.flush()
        try:
            code = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                  timeout=SECONDS, env=os.environ | HOOKS,
                                  cwd=place).returncode
        except subprocess.TimeoutExpired:
            code = "cut"
    text = (place / "log.txt").read_text(errors="replace")
    print(f"  {place.name}: exit status {code}")
    for line in text.splitlines():
        if re.search(r"generated|Tested:", line):
            print(f"    {line.strip()}")
    faults = sorted(set(re.findall(r"^- (ST.+)$", text, re.M)))
    counted = {it: text.count(f"\n- {it}") for it in faults}
    found = [f"{place.name}: {what} ({count}x)" for what, count in counted.items()]
    if code not in (0, 1) or (code == 1 and not found):
        found.append(f"{place.name}: schemathesis ended with {code}, see its log")
    return found
