"""What the checks with the Azure libraries for Python share. The environment names vault, control and identity."""

import base64
import json
import os
import pathlib
import ssl
import sys
import time
import urllib.request

from azure.core import PipelineClient
from azure.core.credentials import AccessToken
from azure.core.exceptions import HttpResponseError
from azure.core.pipeline.policies import BearerTokenCredentialPolicy
from azure.core.rest import HttpRequest
from azure.identity import EnvironmentCredential
from azure.keyvault.certificates import CertificateClient, CertificateContentType, CertificatePolicy
from azure.keyvault.secrets import SecretClient
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import pkcs12

VERSION = "2025-07-01"
VAULT = os.environ["VAULT_URL"]
CONTROL = os.environ["VAULT_CONTROL"] + "/_certctl/"

credential = EnvironmentCredential()
certificates = CertificateClient(VAULT, credential, retry_total=0)
secrets = SecretClient(VAULT, credential, retry_total=0)

_failed = 0


def check(name, passed, seen=""):
    """Prints one line; the whole of what was seen stands in it when it is not what it has to be."""
    global _failed
    _failed += 0 if passed else 1
    print(("ok " if passed else f"FAILED ({' '.join(str(seen).split())}) ") + name, flush=True)


def done():
    sys.exit(1 if _failed else 0)


def control(route, body=None):
    """The other door of the emulator, which no client library stands in."""
    request = urllib.request.Request(CONTROL + route, method="GET" if body is None else "POST")
    data = None if body is None else json.dumps(body).encode()
    context = ssl.create_default_context(cafile=os.environ["SSL_CERT_FILE"])
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context)
    )
    with opener.open(request, data=data, timeout=10) as answer:
        return json.load(answer)


def held(name):
    """What the emulator holds under a name, in whatever state it is; None when it holds nothing."""
    state = control("state")
    found = [each for each in state["certificates"] + state["deleted"] if each["name"] == name]
    return found[0] if found else None


def latest(name):
    return held(name)["versions"][-1]


def leaf_of(name):
    return x509.load_pem_x509_certificate(pathlib.Path(f"{name}.crt").read_bytes())


def chain_of(name):
    return x509.load_pem_x509_certificates(pathlib.Path(f"{name}.chain").read_bytes())


def key_of(name):
    return serialization.load_pem_private_key(pathlib.Path(f"{name}.key").read_bytes(), None)


def der(certificate):
    return certificate.public_bytes(serialization.Encoding.DER)


def same_key(one, other):
    """By their public halves, so that no private byte is ever in an output."""
    spki = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return one.public_key().public_bytes(*spki) == other.public_key().public_bytes(*spki)


def pfx(name, password=b"pass", triple_des=False):
    """A PKCS#12 made by a library that is neither ours nor OpenSSL's command."""
    builder = serialization.PrivateFormat.PKCS12.encryption_builder()
    if triple_des:
        builder = builder.key_cert_algorithm(pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC)
        builder = builder.hmac_hash(hashes.SHA1())
    encryption = builder.build(password)
    return pkcs12.serialize_key_and_certificates(b"n", key_of(name), leaf_of(name), chain_of(name), encryption)


def pfx_without_key(name, password=b"pass"):
    encryption = serialization.BestAvailableEncryption(password)
    return pkcs12.serialize_key_and_certificates(b"n", None, leaf_of(name), None, encryption)


def pem_key_of(name):
    return pathlib.Path(f"{name}.key").read_text()


def pkcs1_of(name):
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption())
    return key_of(name).private_bytes(*form).decode()


def pem(name, key=None):
    parts = [key if key is not None else pem_key_of(name)]
    return "".join(parts + [pathlib.Path(f"{name}.{end}").read_text() for end in ("crt", "chain")]).encode()


def pem_policy(**more):
    return CertificatePolicy(issuer_name="Unknown", content_type=CertificateContentType.pem, **more)


def is_same(der_in_base64, certificate):
    return base64.b64decode(der_in_base64) == der(certificate)


class FixedCredential:
    """A token that the directory has not given."""

    def __init__(self, token):
        self._token = token

    def get_token(self, *scopes, **_):
        return AccessToken(self._token, int(time.time()) + 3600)


def client_with(token):
    return CertificateClient(VAULT, FixedCredential(token), retry_total=0)


def raw(method, path, body=None, version=VERSION):
    """A request that no method of the library would send, through its pipeline and with its token."""
    query = ("&" if "?" in path else "?") + f"api-version={version}"
    headers = {"content-type": "application/json"}
    request = HttpRequest(method, VAULT + path + query, headers=headers, content=body)
    answer = certificates.send_request(request)
    answer.raise_for_status()
    return answer


def without_version():
    """The library always names a version, so this goes through a pipeline that does not."""
    policy = BearerTokenCredentialPolicy(credential, "https://vault.azure.net/.default")
    with PipelineClient(VAULT, policies=[policy]) as client:
        client.send_request(HttpRequest("GET", f"{VAULT}/certificates")).raise_for_status()


def inner_of(error):
    innererror = getattr(error.error, "innererror", None) or {}
    return innererror.get("code")


def refused(name, status, code, words, work, inner=None):
    """The client says what the service is known to say, and nothing has changed in the vault."""
    before = control("state")
    try:
        work()
    except HttpResponseError as error:
        said = (error.status_code, getattr(error.error, "code", None), inner_of(error), str(error.message))
        passed = said[:3] == (status, code, inner) and words in said[3]
        check(name, passed and control("state") == before, said)
    else:
        check(name, False, "it was accepted")
