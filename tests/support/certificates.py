"""A certificate that no machine trusts, made for 127.0.0.1."""

import ssl
import subprocess

COMMAND = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1"


def self_signed(folder):
    """Return the file of a new certificate, and a context that serves with it."""
    key, certificate = folder / "key", folder / "crt"
    subprocess.run([*COMMAND.split(), "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return certificate, context
