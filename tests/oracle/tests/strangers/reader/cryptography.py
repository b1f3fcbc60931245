"""Prints the moduli of what is in a file: KIND FILE, the password in the environment."""

import os
import sys

from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.hazmat.primitives.serialization import pkcs12

kind, file = sys.argv[1:]
password = os.environb[b"PASSWORD"]
data = open(file, "rb").read()
certificate = key = None
if kind == "certificate-pem":
    certificate = x509.load_pem_x509_certificate(data)
elif kind == "certificate-der":
    certificate = x509.load_der_x509_certificate(data)
elif kind == "key-pem":
    key = load_pem_private_key(data, password)
elif kind == "pfx":
    key, certificate, others = pkcs12.load_key_and_certificates(data, password)
    assert not others, "other certificates"
else:
    sys.exit(f"no kind: {kind}")
if certificate:
    certificate.verify_directly_issued_by(certificate)
    print(f"certificate={certificate.public_key().public_numbers().n:X}")
if key:
    print(f"key={key.private_numbers().public_numbers.n:X}")
