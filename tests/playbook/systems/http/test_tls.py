"""TLS: the name in the certificate counts, though the connection goes to a checked address."""

from __future__ import annotations

import datetime
import ssl
import threading

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from playbook.document.http import target
from playbook.systems.http.problems import Unreached
from playbook.systems.http.transport import Transport
from tests.playbook.systems.http.cast import answering, listening, raw

NAME = "door.example"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for NAME, signed by itself, in a file with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = tmp_path_factory.mktemp("tls") / "door.pem"
    file.write_bytes(plain + made.public_bytes(pem))
    return file


@pytest.fixture
def asked():
    """The names that clients asked for."""
    return []


def serving(certificate, asked):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda connection, name, _: asked.append(name)

    def serve(connection):
        with context.wrap_socket(connection, server_side=True) as secured:
            answering(raw(b'{"a": 1}'))(secured)

    return serve


def post(host, port, trust=None):
    transport = Transport(target(f"https://{host}:{port}"), ["127.0.0.1"], {}, 5_000, trust=trust)
    try:
        return transport.post("act", b"{}")
    finally:
        transport.close()


def test_the_name_is_asked_for_and_checked_while_the_address_is_connected_to(certificate, asked):
    with listening(serving(certificate, asked)) as port:
        reply = post(NAME, port, ssl.create_default_context(cafile=str(certificate)))
    assert (reply.body, asked) == (b'{"a": 1}', [NAME])


def test_a_certificate_of_another_name_is_refused(certificate, asked):
    with listening(serving(certificate, asked)) as port:
        trust = ssl.create_default_context(cafile=str(certificate))
        with pytest.raises(Unreached, match="certificate verify failed"):
            post("other.example", port, trust)


def test_a_certificate_that_nobody_signed_is_refused(certificate, asked):
    with (
        listening(serving(certificate, asked)) as port,
        pytest.raises(Unreached, match="self-signed certificate"),
    ):
        post(NAME, port)


def test_a_handshake_that_never_ends_is_given_up(asked):
    release = threading.Event()
    with listening(lambda connection: release.wait()) as port:
        transport = Transport(target(f"https://{NAME}:{port}"), ["127.0.0.1"], {}, 100)
        try:
            with pytest.raises(Unreached, match="within 100 ms"):
                transport.post("act", b"{}")
        finally:
            release.set()
            transport.close()
