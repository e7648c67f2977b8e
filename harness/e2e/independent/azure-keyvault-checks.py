"""The life of a certificate in the vault, as the Azure libraries for Python see it. Prints a line for each check."""

import base64
import time

import vaultsession as vault
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.keyvault.certificates import CertificateClient
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import load_pem_private_key, pkcs12
from vaultsession import certificates, check, control, der, held, is_same, latest, refused, secrets

first_leaf, renewed_leaf = vault.leaf_of("first"), vault.leaf_of("renewed")


def import_pfx(name, material, **more):
    return certificates.import_certificate(name, vault.pfx(material), password="pass", **more)


# An import of a PFX, behind the challenge.
first = import_pfx("site", "first", tags={"env": "test"}, preserve_order=True)
version, now = first.properties.version, latest("site")
asked = [(each["operation"], each["status"]) for each in control("requests")["requests"]]
check("the challenge is met with a token", asked == [("Challenge", 401), ("ImportCertificate", 200)], asked)
check("a PFX with AES is imported", bytes(first.cer) == der(first_leaf) and is_same(now["leaf"], first_leaf), now)
chain = [base64.b64decode(each) for each in now["chain"]]
check("with its chain", chain == [der(each) for each in vault.chain_of("first")] and len(chain) == 1, now)
check("and its own key", now["keyMatches"] and now["importedAs"]["form"] == "pfx", now)
tags = {"env": "test"}
check("enabled, with its tags", now["enabled"] and now["tags"] == first.properties.tags == tags, now)
check("its version is in the answer", version == now["version"] and len(version) == 32, now)
dates = (first.properties.not_before, first.properties.expires_on)
check("its dates too", dates == (first_leaf.not_valid_before_utc, first_leaf.not_valid_after_utc), dates)
thumbprint = bytes(first.properties.x509_thumbprint)
check("and the SHA-1 of the leaf", thumbprint == first_leaf.fingerprint(hashes.SHA1()), thumbprint)
policy = (first.policy.issuer_name, first.policy.exportable, first.policy.key_type)
check("the policy is that of an import", policy == ("Unknown", True, "EC"), policy)

# A renewal.
with_3des = vault.pfx("renewed", triple_des=True)
second = certificates.import_certificate("site", with_3des, password="pass", tags={"turn": "2"})
newer = second.properties.version
got = certificates.get_certificate("site")
shown = (bytes(got.cer), got.properties.version)
check("a PFX with 3DES makes the next version, which is the latest", shown == (der(renewed_leaf), newer), shown[1])
before = certificates.get_certificate_version("site", version)
check("the version before is still there", bytes(before.cer) == der(first_leaf), before.id)
kept = [each["tags"] for each in held("site")["versions"]]
check("tags are not carried over", kept == [tags, {"turn": "2"}] and got.properties.tags == {"turn": "2"}, kept)
listed = {each.version: each.tags for each in certificates.list_properties_of_certificate_versions("site")}
check("versions are listed, each with its tags", listed == {version: tags, newer: {"turn": "2"}}, listed)

# PEM, lists, and their pages.
rsa = certificates.import_certificate("in-pem", vault.pem("rsa"), policy=vault.pem_policy(), preserve_order=True)
now = latest("in-pem")
check("PEM is imported with its chain", is_same(now["leaf"], vault.leaf_of("rsa")) and len(now["chain"]) == 1, now)
check("and its own key", now["keyMatches"] and now["importedAs"] == {"form": "pem"}, now)
form = (str(rsa.policy.content_type.value), now["contentType"])
check("its policy says that it is PEM", form == ("application/x-pem-file",) * 2, form)
control("settings", {"pageSize": 1})
names = sorted(each.name for each in certificates.list_properties_of_certificates())
check("the pages of a list are followed", names == ["in-pem", "site"], names)
versions = {each.version for each in certificates.list_properties_of_certificate_versions("site")}
check("and those of the versions", versions == {version, newer}, versions)
control("settings", {"pageSize": 25})

# The secret that belongs to a certificate.
for encryption in ("aes256", "tripleDes"):
    control("settings", {"secretPfxEncryption": encryption})
    secret = secrets.get_secret("site", version)
    key, leaf, more = pkcs12.load_key_and_certificates(base64.b64decode(secret.value), None)
    check(f"the secret is a PFX ({encryption}) with the leaf", der(leaf) == der(first_leaf), leaf)
    check("its chain", [der(each) for each in more] == [der(each) for each in vault.chain_of("first")], more)
    check("and its key", vault.same_key(key, vault.key_of("first")), "another key")
known = (secret.properties.content_type, secret.properties.managed, secret.id)
check("it says what it is", known == ("application/x-pkcs12", True, first.secret_id), known)
secret = secrets.get_secret("in-pem")
shown = [der(each) for each in x509.load_pem_x509_certificates(secret.value.encode())]
wanted = [der(each) for each in [vault.leaf_of("rsa"), *vault.chain_of("rsa")]]
check("the secret in PEM has leaf and chain", shown == wanted, secret.properties)
key = load_pem_private_key(secret.value.encode(), None)
check("and the key", vault.same_key(key, vault.key_of("rsa")), "another key")
# Without a type of key the library leaves the properties of the key out of the request.
inside = vault.pem_policy(exportable=False, key_type="RSA", key_size=2048)
certificates.import_certificate("inside", vault.pem("rsa"), policy=inside)
value = secrets.get_secret("inside").value
check("a key that is not exportable stays inside", "PRIVATE KEY" not in value and "CERTIFICATE" in value, "it came")

# Updates.
changed = certificates.update_certificate_properties("site", version, tags={"a": "b"})
kept = [each["tags"] for each in held("site")["versions"]]
check("an update replaces all tags of its version", kept == [{"a": "b"}, {"turn": "2"}], kept)
changed = certificates.update_certificate_properties("site", version, enabled=False)
now = held("site")["versions"][0]
check("an update without tags leaves them", changed.properties.tags == now["tags"] == {"a": "b"}, now)
check("and disables the version", changed.properties.enabled is now["enabled"] is False, now)
get_disabled = lambda: secrets.get_secret("site", version)  # noqa: E731
words = "not allowed on a disabled secret"
refused("the secret of a disabled version", 403, "Forbidden", words, get_disabled, inner="SecretDisabled")
shown = certificates.get_certificate_version("site", version)
check("the certificate of a disabled version can be read", shown.properties.enabled is False, shown)
off = import_pfx("off", "first", enabled=False)
check("an import can be disabled", off.properties.enabled is latest("off")["enabled"] is False, off)

# Reads that are late.
control("settings", {"lateReads": {"reads": 1}})
late = import_pfx("site", "first")
reads = [bytes(certificates.get_certificate("site").cer) == der(first_leaf) for _ in range(2)]
check("a vault that is late shows the version before, once", reads == [False, True], reads)
control("settings", {"lateReads": None})

# Deleted, recovered, purged.
poller = certificates.begin_delete_certificate("site", _polling_interval=0.1)
deleted = poller.result()
poller.wait()
told = (deleted.recovery_id, (deleted.scheduled_purge_date - deleted.deleted_on).days)
check("a deletion tells how to undo it", told == (f"{vault.VAULT}/deletedcertificates/site", 90), told)
shown = certificates.get_deleted_certificate("site").properties.version
check("the deleted certificate can be looked at", shown == late.properties.version, shown)
check("and is deleted", held("site")["status"] == "deleted", held("site"))
gone = [each.name for each in certificates.list_deleted_certificates()]
left = sorted(each.name for each in certificates.list_properties_of_certificates())
check("lists tell the deleted from the others", (gone, left) == (["site"], ["in-pem", "inside", "off"]), (gone, left))
try:
    certificates.get_certificate("site")
    check("a deleted name is not found", False, "it was")
except ResourceNotFoundError as error:
    check("a deleted name is not found", error.error.code == "CertificateNotFound", error)
words, inner = "deleted but recoverable state", "ObjectIsDeletedButRecoverable"
refused("an import onto a deleted name", 409, "Conflict", words, lambda: import_pfx("site", "first"), inner=inner)
certificates.begin_recover_deleted_certificate("site", _polling_interval=0.1).wait()
after = held("site")
kept = [each["tags"] for each in after["versions"]]
check("a recovery brings back every version, with its tags", kept == [{"a": "b"}, {"turn": "2"}, {}], kept)
check("and the name is in use again", after["status"] == "active", after["status"])
certificates.begin_delete_certificate("off", _polling_interval=0.1).wait()
certificates.purge_deleted_certificate("off")
check("what is purged is gone", held("off") is None, held("off"))
import_pfx("off", "first")
check("and its name is free", len(held("off")["versions"]) == 1, held("off"))

# Throttled.
control("settings", {"rates": {"others": 3}})
control("reset", {})
throttled = None
for turn in range(4):
    try:
        list(certificates.list_properties_of_certificates())
    except HttpResponseError as error:
        throttled = (turn, error.status_code, error.error.code)
        wait = int(error.response.headers["retry-after"])
check("the fourth of three calls is throttled", throttled == (3, 429, "Throttled"), throttled)
check("and told when to come again", 1 <= wait <= 10, wait)
patient = CertificateClient(vault.VAULT, vault.credential, retry_total=3)
control("settings", {"rates": {"others": 1}})
control("reset", {})
began = time.monotonic()
for _ in range(2):
    list(patient.list_properties_of_certificates())
waited = time.monotonic() - began
tries = [each["status"] for each in control("requests")["requests"] if each["operation"] != "Challenge"]
check("a client that retries comes again when it was told to", tries == [200, 429, 200] and waited > 8, (tries, waited))

vault.done()
