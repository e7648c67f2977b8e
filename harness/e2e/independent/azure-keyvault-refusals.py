"""Each refusal of the emulator, as somebody reads it who uses the Azure libraries. Prints a line for each check."""

import json
import pathlib

import vaultsession as vault
from azure.keyvault.certificates import CertificatePolicy, LifetimeAction
from vaultsession import certificates, control, raw, refused, secrets

UNREADABLE = "The specified PKCS#12 X.509 certificate content can not be read."


def bad(name, words, work):
    refused(name, 400, "BadParameter", words, work)


def import_pfx(name="site", material="first", **more):
    return certificates.import_certificate(name, vault.pfx(material), password="pass", **more)


def importing(value, policy=None, password="pass"):
    return lambda: certificates.import_certificate("site", value, policy=policy, password=password)


def update(**more):
    version = certificates.get_certificate("site").properties.version
    return certificates.update_certificate_properties("site", version, **more)


def conflict(name, words, work, inner=None):
    refused(name, 409, "Conflict", words, work, inner)


def forbidden(name, words, work, inner=None):
    refused(name, 403, "Forbidden", words, work, inner)


def missing(name, words, work, code="CertificateNotFound"):
    refused(name, 404, code, words, work)


def get(client=certificates):
    return lambda: client.get_certificate("site")


def with_policy(policy):
    return lambda: raw("POST", "/certificates/site/import", json.dumps({**body, "policy": policy}))


import_pfx(tags={"a": "b"})
body = {"value": vault.base64.b64encode(vault.pfx("first")).decode(), "pwd": "pass"}

# What is imported.
bad("bytes that are no PFX", UNREADABLE, importing(b"nothing of the kind"))
bad("a PFX with another password", UNREADABLE, importing(vault.pfx("first"), password="other"))
bad("a PFX that is cut off", UNREADABLE, importing(vault.pfx("first")[:-40]))
bad("a PFX without a key", "No certificate with private key found", importing(vault.pfx_without_key("first")))
# The library makes no such file, so this one is ours.
other_key = pathlib.Path("mismatched.pfx").read_bytes()
bad("a PFX with the key of another certificate", "does not match the X.509 certificate", importing(other_key))
control("settings", {"pfxEncryptions": {"aes256": False, "tripleDes": True}})
bad("AES, for a vault that reads 3DES only", UNREADABLE, importing(vault.pfx("first")))
control("settings", {"pfxEncryptions": {"aes256": True, "tripleDes": False}})
bad("3DES, for a vault that reads AES only", UNREADABLE, importing(vault.pfx("first", triple_des=True)))
control("settings", {"pfxEncryptions": {"aes256": True, "tripleDes": True}})
pem, no_password = vault.pem_policy(), {"password": None}
unreadable_pem = "The specified PEM X.509 certificate content can not be read."
bad("text that is no PEM", unreadable_pem, importing(b"-----BEGIN CERTIFICATE-----\nno\n", pem, **no_password))
no_key = "Private key is not specified in the specified X.509 PEM certificate content."
bad("PEM without a key", no_key, importing(vault.pem("first", key=""), pem, **no_password))
bad("PEM with a PKCS#1 key", no_key, importing(vault.pem("rsa", key=vault.pkcs1_of("rsa")), pem, **no_password))
other_key = vault.pem("first", key=vault.pem_key_of("renewed"))
bad("PEM with the key of another certificate", "does not match", importing(other_key, pem, **no_password))
bad("an expired certificate", "has expired", importing(vault.pfx("expired")))
bad("a key of RSA 1024", "is not supported", importing(vault.pfx("rsa-1024")))
bad("no value", "The parameter value is required.", lambda: raw("POST", "/certificates/site/import", "{}"))

# Names, tags and policies.
bad("a name of 128 characters", "invalid name", lambda: raw("GET", "/certificates/" + "a" * 128))
bad("a name with an underscore", "invalid name", lambda: raw("GET", "/certificates/a_b"))
bad("16 tags", "exceeds the limit of 15", lambda: import_pfx(tags={f"t{at}": "" for at in range(16)}))
bad("a tag of 513 characters", "longer than 512", lambda: import_pfx(tags={"a": "b" * 513}))
bad("16 tags in an update", "exceeds the limit of 15", lambda: update(tags={f"t{at}": "" for at in range(16)}))
bad("a policy for another key", "does not match the certificate policy", with_policy({"key_props": {"kty": "RSA"}}))
bad("a key size that there is not", "is not supported", with_policy({"key_props": {"kty": "RSA", "key_size": 1000}}))
in_hsm = {"kty": "EC-HSM", "crv": "P-256", "exportable": True}
bad("an HSM in a standard vault", "not supported by the SKU", with_policy({"key_props": in_hsm}))
control("settings", {"premium": True})
bad("an exportable key in an HSM", "cannot be exportable", with_policy({"key_props": in_hsm}))
control("settings", {"premium": False})
bad("an issuer with a space", "issuer name", with_policy({"issuer": {"name": "a b"}}))
renewing = CertificatePolicy(issuer_name="Unknown", lifetime_actions=[LifetimeAction("AutoRenew", days_before_expiry=7)])
bad("that an import renews itself", "lifetime action", importing(vault.pfx("first"), renewing))

# The protocol.
create = lambda: raw("POST", "/certificates/site/create", "{}")  # noqa: E731
post = lambda text: lambda: raw("POST", "/certificates/site/import", text)  # noqa: E731
bad("a request without a version of the API", "api-version must be specified", vault.without_version)
bad("a version that there is not", "not recognized", lambda: raw("GET", "/certificates", version="1.0"))
bad("an operation that is not emulated", "does not allow operation", create)
missing("a path that there is not", "not found", lambda: raw("GET", "/elsewhere"), code="NotFound")
bad("a body that is no JSON", "not valid JSON", post("{"))
bad("a member of another type", "Property value", post('{"value":1}'))
bad("a page of 26", "between 1 and 25", lambda: raw("GET", "/certificates?maxresults=26"))
bad("a page that no list has given", "skip token", lambda: raw("GET", "/certificates?$skiptoken=x"))

# What is not there, or cannot be read.
words, no_version = "was not found in this key vault", "0" * 32
missing("a certificate that is not there", words, lambda: certificates.get_certificate("other"))
missing("a version that is not there", words, lambda: certificates.get_certificate_version("site", no_version))
missing("a secret that is not there", words, lambda: secrets.get_secret("other"), code="SecretNotFound")
inside = vault.pem_policy(exportable=False, key_type="RSA", key_size=2048)
certificates.import_certificate("inside", vault.pem("rsa"), policy=inside)
control("settings", {"notExportableSecret": "refused"})
forbidden("a key that is not exportable", "not exportable", lambda: secrets.get_secret("inside"))
control("settings", {"notExportableSecret": "certificates"})

# Deleted names.
words = "Deleted Certificate not found"
missing("a deleted certificate that is not there", words, lambda: certificates.get_deleted_certificate("site"))
control("settings", {"deletingMs": 60_000})
certificates.begin_delete_certificate("site")
words = "currently being deleted"
conflict("an import while the name is being deleted", words, import_pfx, inner="ObjectIsBeingDeleted")
control("reset", {})
control("settings", {"deletingMs": 0, "recoveringMs": 60_000, "purgeProtection": True})
import_pfx()
certificates.begin_delete_certificate("site", _polling_interval=0.1).wait()
conflict("an import onto a deleted name", "recovered or purged", import_pfx, inner="ObjectIsDeletedButRecoverable")
words = "purge protection is enabled"
forbidden("a purge under purge protection", words, lambda: certificates.purge_deleted_certificate("site"))
recover = lambda: raw("POST", "/deletedcertificates/site/recover")  # noqa: E731
recover()
conflict("a second recover of one name", "sequential manner", recover)
words = "currently being recovered"
conflict("an import while the name is being recovered", words, import_pfx, inner="ObjectIsBeingRecovered")
control("settings", {"recoveringMs": 0, "purgeProtection": False})
control("reset", {})
import_pfx()

# Who may.
control("settings", {"firewall": True})
words = "Client address is not authorized"
forbidden("a call from an address that the firewall does not know", words, get(), inner="ForbiddenByFirewall")
control("settings", {"firewall": False})
update(enabled=False)
words = "not allowed on a disabled secret"
forbidden("the secret of a disabled version", words, lambda: secrets.get_secret("site"), inner="SecretDisabled")
nothing = {"actions": [], "notActions": [], "dataActions": [], "notDataActions": []}
control("principals", {"token": "of-nothing", "allow": {"properties": {"permissions": [nothing]}}})
control("principals", {"token": "of-a-policy", "accessPolicy": {"certificates": ["list"]}})
role, policy = get(vault.client_with("of-nothing")), get(vault.client_with("of-a-policy"))
action = "Action: 'Microsoft.KeyVault/vaults/certificates/read'"
forbidden("a call without its data action", action, role, inner="ForbiddenByRbac")
words = "does not have certificates get permission"
forbidden("a call without its permission in the access policy", words, policy, inner="AccessDenied")
control("settings", {"forbiddenInnerCodes": False})
forbidden("the same from a vault that tells no inner code", action, role)
nobody = get(vault.client_with("of-nobody"))
refused("a token that nobody knows", 401, "Unauthorized", "signature", nobody)
control("settings", {"challengeResource": "https://vault.azure.cn"})
name = "a challenge of another cloud is refused by the client"
try:
    vault.client_with("any").get_certificate("site")
    vault.check(name, False, "it was met")
except ValueError as error:
    vault.check(name, "does not match the requested domain" in str(error), error)
control("settings", {"challengeResource": "https://vault.azure.net", "rates": {"imports": 1}})
control("reset", {})
import_pfx()
words = "too many requests were received"
refused("a second import of ten seconds, where one is allowed", 429, "Throttled", words, import_pfx)

vault.done()
