"""A server for the tests of `plumb data --fetch`: the first part of an address says how it behaves. Prints its port, then a line
for each request with the range that was asked for."""

import http.server
import os
import sys
import threading
from pathlib import Path

folder = Path(sys.argv[1])
asked = {}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def start(self, status, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()

    def do_GET(self):
        behaviour, name = self.path.strip("/").split("/")
        span = self.headers.get("Range")
        print(behaviour, name, span, flush=True)
        asked[behaviour] = asked.get(behaviour, 0) + 1
        content = (folder / name).read_bytes()
        first = int(span[len("bytes=") : -1]) if span else 0
        rest = content[first:]
        whole = {"Content_Length": len(content)}
        part = {"Content_Length": len(rest), "Content_Range": f"bytes {first}-{len(content) - 1}/{len(content)}"}
        self.close_connection = True
        if behaviour == "missing":
            self.start(404, Content_Length=0)
        elif behaviour == "to-file":
            self.start(302, Location=f"file://{folder / name}", Content_Length=0)
        elif behaviour == "to-good":
            self.start(302, Location=f"/good/{name}", Content_Length=0)
        elif behaviour == "round":
            self.start(302, Location=self.path, Content_Length=0)
        elif behaviour == "other":
            self.start(200, **whole)
            self.wfile.write(bytes(len(content)))
        elif behaviour == "more":
            self.start(200, Content_Length=len(content) + 5)
            self.wfile.write(content + b"extra")
        elif behaviour == "less":
            self.start(200, Content_Length=10)
            self.wfile.write(content[:10])
        elif behaviour == "ends":
            self.start(200, Connection="close")
            self.wfile.write(content[: len(content) // 2])
        elif behaviour == "endless":
            self.start(200, Connection="close")
            try:
                while True:
                    self.wfile.write(bytes(1 << 16))
            except OSError:
                print("gone", flush=True)
        elif behaviour == "whole" or behaviour == "good" and not span:
            self.start(200, **whole)
            self.wfile.write(content)
        elif behaviour == "elsewhere" and span:
            self.start(206, Content_Length=len(content), Content_Range=f"bytes 0-{len(content) - 1}/{len(content)}")
            self.wfile.write(content)
        elif behaviour == "good":
            self.start(206, **part)
            self.wfile.write(rest)
        elif behaviour == "cuts":
            # 40,000 bytes at a time.
            self.start(206 if span else 200, **(part if span else whole))
            self.wfile.write(rest[:40000])
        elif behaviour == "later":
            # 30,000 bytes, then nothing, then all that is asked for.
            self.start(206 if span else 200, **(part if span else whole))
            self.wfile.write({1: content[:30000], 2: b""}.get(asked[behaviour], rest))
        else:
            self.start(500, Content_Length=0)


def leave_with_the_tests():
    """Ends when the standard input does: with what started this, however that ends."""
    sys.stdin.buffer.read()
    os._exit(0)


threading.Thread(target=leave_with_the_tests, daemon=True).start()
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
