"""Keys that wrap other keys, as the Azure library for Python sees them. Prints a line for each check."""

import time

import vaultsession as vault
from azure.core.exceptions import ResourceNotFoundError
from azure.keyvault.keys import KeyClient
from azure.keyvault.keys.crypto import CryptographyClient, KeyWrapAlgorithm
from vaultsession import FixedCredential, check, control, raw, refused

PLAIN = b"a local key of thirty-two bytes."
OAEP, OAEP_256 = KeyWrapAlgorithm.rsa_oaep, KeyWrapAlgorithm.rsa_oaep_256
keys = KeyClient(vault.VAULT, vault.credential, retry_total=0)


def role(token, *actions):
    """A caller whose role has only these data actions."""
    allowed = [f"Microsoft.KeyVault/vaults/keys/{action}" for action in actions]
    control("principals", {"token": token, "allow": {"properties": {"permissions": [{"dataActions": allowed}]}}})
    return FixedCredential(token)


# Who may read a key wraps in the library itself, and who may not leaves it to the vault.
at_the_vault = role("of-a-wrapper", "wrap/action", "unwrap/action")


def make(**more):
    """The id under the name that the vault has in Azure: the emulator gives the one that it was called by."""
    made = control("keys", {"name": "certctl", **more})["id"]
    return f"{vault.VAULT}/keys/{'/'.join(made.split('/')[-2:])}"


def change(key, **changed):
    control("change-key", {"id": key, **changed})


def crypto(key, credential=at_the_vault):
    return CryptographyClient(key, credential, retry_total=0)


def asked():
    return [each["operation"] for each in control("requests")["requests"] if each["operation"] != "Challenge"]


# What it does.
first = make()
read = keys.get_key("certctl")
check("get_key", (read.id, read.key_type, read.key_operations) == (first, "RSA", ["wrapKey", "unwrapKey"]), read.id)
check("the private half does not come", read.key.n is not None and read.key.d is None, "it came")
check("it says that it is enabled, and since when", read.properties.enabled and read.properties.created_on.year > 2000)
for algorithm in (OAEP, OAEP_256):
    control("reset", {})
    first = make()
    wrapped = crypto(first).wrap_key(algorithm, PLAIN)
    back = crypto(first).unwrap_key(algorithm, wrapped.encrypted_key)
    check(f"{algorithm.value}: what the vault wrapped comes back", back.key == PLAIN, back)
    check(f"{algorithm.value}: the vault was asked for both", [each for each in asked() if each != "GetKey"] == ["WrapKey", "UnwrapKey"], asked())
    check(f"{algorithm.value}: the answer names the key", wrapped.key_id == back.key_id == first, wrapped.key_id)
    by_library = crypto(first, vault.credential).wrap_key(algorithm, PLAIN).encrypted_key
    back = crypto(first).unwrap_key(algorithm, by_library)
    check(f"{algorithm.value}: and what the library wrapped with the public half", back.key == PLAIN, back)
second = make()
latest = keys.get_key("certctl")
check("a second version is the latest", latest.id == second != first, latest.id)
wrapped = crypto(first).wrap_key(OAEP_256, PLAIN).encrypted_key
back = crypto(first).unwrap_key(OAEP_256, wrapped)
check("the version before goes on unwrapping what it wrapped", back.key == PLAIN, back)


# What it refuses.
def bad(name, words, work):
    refused(name, 400, "BadParameter", words, work)


def forbidden(name, words, work, inner):
    refused(name, 403, "Forbidden", words, work, inner)


def wrap(key, plain=PLAIN, credential=at_the_vault):
    return lambda: crypto(key, credential).wrap_key(OAEP_256, plain)


def unwrap(key, algorithm=OAEP_256):
    return lambda: crypto(key).unwrap_key(algorithm, wrapped)


bad("what another version wrapped", "The parameter is incorrect", unwrap(second))
bad("another algorithm than it was wrapped with", "The parameter is incorrect", unwrap(first, OAEP))
bad("more than the key can wrap", "The parameter is incorrect", wrap(first, b"x" * 300))
path = first[len(vault.VAULT) :]
with_rsa15 = '{"alg":"RSA1_5","value":"YQ"}'
bad("an algorithm that is not emulated", "Property alg", lambda: raw("POST", f"{path}/wrapkey", with_rsa15))
bad("no value", "Property value", lambda: raw("POST", f"{path}/wrapkey", '{"alg":"RSA-OAEP"}'))
try:
    keys.get_key("other")
    check("a key that is not there", False, "it was")
except ResourceNotFoundError as error:
    check("a key that is not there", error.error.code == "KeyNotFound", error)
lost = first[: first.rindex("/") + 1] + "0" * 32
refused("a version that is not there", 404, "KeyNotFound", "was not found in this key vault", wrap(lost))
only_wraps = make(operations=["wrapKey"])
forbidden("an operation that the key does not have", "not permitted on this key", unwrap(only_wraps), "KeyOperationForbidden")
change(first, enabled=False)
forbidden("unwrapping with a disabled key", "not allowed on a disabled key", unwrap(first), "KeyDisabled")
check("which goes on wrapping", crypto(first).wrap_key(OAEP_256, PLAIN).encrypted_key is not None)
control("settings", {"disabledKeyWraps": False})
forbidden("unless the vault is told otherwise", "not allowed on a disabled key", wrap(first), "KeyDisabled")
change(first, enabled=True, expiresAt=int(time.time() * 1000) - 1000)
forbidden("wrapping with an expired key", "not allowed on an expired key", wrap(first), "KeyExpired")
check("which goes on unwrapping", crypto(first).unwrap_key(OAEP_256, wrapped).key == PLAIN)
reader = role("of-a-reader", "read")
reading = lambda: KeyClient(vault.VAULT, at_the_vault, retry_total=0).get_key("certctl")  # noqa: E731
forbidden("reading without the data action", "vaults/keys/read", reading, "ForbiddenByRbac")
unwrapping = lambda: crypto(first, reader).unwrap_key(OAEP_256, wrapped)  # noqa: E731
forbidden("unwrapping without the data action", "vaults/keys/unwrap/action", unwrapping, "ForbiddenByRbac")
control("delete-key", {"name": "certctl"})
refused("a key that was deleted", 404, "KeyNotFound", "was not found in this key vault", wrap(second))

vault.done()
