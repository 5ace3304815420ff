"""A stranger who asks for the same again and again, on many connections.

    greedy.py URL AUTHORITY CODING CONNECTIONS SECONDS

AUTHORITY is empty where no TLS is spoken. A process of its own, so that whoever measures beside it
is not held up by it. Prints how many answers it was given.
"""

import http.client
import ssl
import sys
import threading
import time
from urllib.parse import urlsplit

SOURCE = "127.0.0.9"


def main():
    url, authority, coding, connections, seconds = sys.argv[1:]
    parts = urlsplit(url)
    place = {"source_address": (SOURCE, 0), "timeout": 60}
    context = ssl.create_default_context(cafile=authority) if authority else None
    end = time.monotonic() + float(seconds)
    answers = []

    def ask():
        if context:
            connection = http.client.HTTPSConnection(parts.netloc, context=context, **place)
        else:
            connection = http.client.HTTPConnection(parts.netloc, **place)
        while time.monotonic() < end:
            connection.request("GET", parts.path, headers={"accept-encoding": coding})
            answer = connection.getresponse()
            answers.append(len(answer.read()))

    threads = [threading.Thread(target=ask) for _ in range(int(connections))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(len(answers))


if __name__ == "__main__":
    main()
