"""An authority of timestamps (RFC 3161) for tests, made with `openssl ts` in the folder that is named. The path of an address says
how it behaves: `good`, `stale` (answers the request before), `refuse`, `forge` (one byte of the signed part is another),
`nothing`. Prints its port, then a line for each request."""

import http.server
import os
import subprocess
import sys
import threading
from pathlib import Path

folder = Path(sys.argv[1])
(folder / "tsa.cnf").write_text("""
[req]
distinguished_name = name
x509_extensions = use
prompt = no
[name]
CN = Authority of the tests
[use]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = authority
[authority]
serial = serial
crypto_device = builtin
signer_cert = cert.pem
signer_key = key.pem
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
""")
(folder / "serial").write_text("01\n")


def openssl(*arguments):
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem", "-days", "2", "-config", "tsa.cnf")


def reply(query, name="reply.tsr"):
    (folder / "query.tsq").write_bytes(query)
    openssl("ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query.tsq", "-out", name)
    return (folder / name).read_bytes()


class Handler(http.server.BaseHTTPRequestHandler):
    before = None

    def log_message(self, *_):
        pass

    def do_POST(self):
        behaviour = self.path.strip("/")
        query = self.rfile.read(int(self.headers["Content-Length"]))
        print(behaviour, self.headers["Content-Type"], len(query), flush=True)
        if behaviour == "refuse":
            # PKIStatusInfo with status 2, rejection.
            answer = bytes.fromhex("30053003020102")
        elif behaviour == "nothing":
            answer = b"<html>"
        elif behaviour == "stale" and Handler.before:
            answer = Handler.before
        else:
            answer = reply(query)
            Handler.before = answer
        if behaviour == "forge":
            # The signature is what an answer ends with.
            answer = answer[:-3] + bytes([answer[-3] ^ 1]) + answer[-2:]
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)


def leave_with_the_tests():
    """Ends when the standard input does: with what started this, however that ends."""
    sys.stdin.buffer.read()
    os._exit(0)


threading.Thread(target=leave_with_the_tests, daemon=True).start()
server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
