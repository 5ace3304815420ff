"""A stranger who asks for the largest file of a page again and again, on many connections.

    greedy.py HOST:PORT AUTHORITY CODING CONNECTIONS SECONDS

A process of its own, so that whoever measures beside it is not held up by it. Prints how many
answers it was given.
"""

import http.client
import ssl
import sys
import threading
import time

PATH = "/static/ballotbox.wasm"
SOURCE = "127.0.0.9"


def main():
    address, authority, coding, connections, seconds = sys.argv[1:]
    context = ssl.create_default_context(cafile=authority)
    end = time.monotonic() + float(seconds)
    answers = []

    def ask():
        connection = http.client.HTTPSConnection(
            address, context=context, source_address=(SOURCE, 0), timeout=60)
        while time.monotonic() < end:
            connection.request("GET", PATH, headers={"accept-encoding": coding})
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
