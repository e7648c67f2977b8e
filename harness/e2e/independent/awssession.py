"""What the checks with the AWS library for Python share. The environment names services and their other doors."""

import json
import os
import pathlib
import sys
import urllib.request

from botocore.exceptions import ClientError

_failed = 0


def check(name, passed, seen=""):
    """Prints one line; the whole of what was seen stands in it when it is not what it has to be."""
    global _failed
    _failed += 0 if passed else 1
    print(("ok " if passed else f"FAILED ({' '.join(str(seen).split())}) ") + name, flush=True)


def done():
    sys.exit(1 if _failed else 0)


def control(door, route, body=None):
    """The other door of an emulator, which no client library stands in; the environment says where it is."""
    request = urllib.request.Request(os.environ[door] + route, method="GET" if body is None else "POST")
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(request, data=data, timeout=10) as answer:
        return json.load(answer)


def material(name):
    return {
        "Certificate": pathlib.Path(f"{name}.crt").read_bytes(),
        "CertificateChain": pathlib.Path(f"{name}.chain").read_bytes(),
        "PrivateKey": pathlib.Path(f"{name}.key").read_bytes(),
    }


def refused(name, code, words, work, state=lambda: None, status=400):
    """The client says what the service is known to say, and nothing has changed."""
    before = state()
    try:
        work()
    except ClientError as error:
        said = (error.response["Error"], error.response["ResponseMetadata"]["HTTPStatusCode"])
        passed = said[0]["Code"] == code and words in (said[0].get("Message") or "") and said[1] == status
        check(name, passed and state() == before, said)
    else:
        check(name, False, "it was accepted")
