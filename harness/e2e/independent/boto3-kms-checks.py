"""KMS, as the AWS library for Python sees it, and each of its refusals. Prints a line for each check."""

import boto3
from awssession import check, control, done, refused
from botocore.config import Config

REGION, ACCOUNT = "us-east-1", "123456789012"
CONTEXT = {"address": "here", "serial": "01"}
PLAIN = b"a data key of thirty-two bytes.."
kms = boto3.client("kms")


def state():
    return control("KMS_CONTROL", "state")


def make(**option):
    return control("KMS_CONTROL", "keys", option)["arn"]


def put(arn, into):
    control("KMS_CONTROL", "key-state", {"arn": arn, "state": into})


def encrypt(key, context=CONTEXT, client=kms):
    return client.encrypt(KeyId=key, Plaintext=PLAIN, EncryptionContext=context)["CiphertextBlob"]


def decrypt(blob, key=None, context=CONTEXT):
    named = {} if key is None else {"KeyId": key}
    return kms.decrypt(CiphertextBlob=blob, EncryptionContext=context, **named)


# What it does.
key, other = make(alias="certctl"), make()
key_id, alias = key.split("/")[1], f"arn:aws:kms:{REGION}:{ACCOUNT}:alias/certctl"
for name in (key, key_id, "alias/certctl", alias):
    back = decrypt(encrypt(name), name)
    check(f"what {name.split(':')[-1][:13]} encrypted comes back", (back["Plaintext"], back["KeyId"]) == (PLAIN, key), back["KeyId"])
blob = encrypt(key)
check("the ciphertext alone names its key", decrypt(blob)["KeyId"] == key)
check("no ciphertext is like another, nor has the plaintext in it", encrypt(key) != blob and PLAIN not in blob)
turned = dict(reversed(CONTEXT.items()))
check("the context may come in another order", decrypt(blob, context=turned)["Plaintext"] == PLAIN)
told = kms.describe_key(KeyId="alias/certctl")["KeyMetadata"]
known = (told["Arn"], told["KeyState"], told["KeySpec"], told["EncryptionAlgorithms"])
check("describe_key", known == (key, "Enabled", "SYMMETRIC_DEFAULT", ["SYMMETRIC_DEFAULT"]), told)
check("its time is a time", hasattr(told["CreationDate"], "year"), told)
patient = boto3.client("kms", config=Config(retries={"mode": "standard", "total_max_attempts": 3}))
control("KMS_CONTROL", "faults", {"operation": "Encrypt", "kind": "throttle", "on": {"times": 2}})
decrypt(encrypt(key, client=patient))
check("a client that retries takes its throttling for that", control("KMS_CONTROL", "faults")["faults"][0]["used"] == 2)


# What it refuses.
def bad(name, code, words, work):
    refused(name, code, words, work, state)


def gone(name, words, work):
    bad(name, "NotFoundException", words, work)


invalid = "InvalidCiphertextException"
for name, context in (("no context", {}), ("a part of it", {"address": "here"}), ("another", {**CONTEXT, "serial": "02"})):
    bad(name, invalid, "", lambda: decrypt(blob, context=context))
bad("a ciphertext that was changed", invalid, "", lambda: decrypt(blob[:-1] + bytes([blob[-1] ^ 1])))
bad("what is no ciphertext", invalid, "", lambda: decrypt(b"nothing of the kind"))
bad("another key than that of the ciphertext", "IncorrectKeyException", "does not identify", lambda: decrypt(blob, other))
gone("a key id that is none", "Invalid keyId 'certctl'", lambda: encrypt("certctl"))
lost = key.replace(key_id, "00000000-0000-4000-8000-000000000000")
gone("a key that is not there", f"Key '{lost}' does not exist", lambda: encrypt(lost))
gone("an alias that is not there", "alias/other is not found", lambda: encrypt("alias/other"))
gone("a key of another region", "Invalid arn eu-west-1", lambda: encrypt(key.replace(REGION, "eu-west-1")))
put(key, "Disabled")
bad("encrypting with a disabled key", "DisabledException", f"{key} is disabled.", lambda: encrypt(key))
bad("decrypting with a disabled key", "DisabledException", key, lambda: decrypt(blob))
told = kms.describe_key(KeyId=key)["KeyMetadata"]
check("which can be described", (told["KeyState"], told["Enabled"]) == ("Disabled", False), told)
put(key, "PendingDeletion")
bad("a key that is about to be deleted", "KMSInvalidStateException", "pending deletion", lambda: decrypt(blob))
told = kms.describe_key(KeyId=key)["KeyMetadata"]
check("which says when it will be", hasattr(told["DeletionDate"], "year"), told)
put(key, "Enabled")
check("and is as before when that is taken back", decrypt(blob)["Plaintext"] == PLAIN)
signing = make(usage="SIGN_VERIFY")
bad("a key for signatures", "InvalidKeyUsageException", "SIGN_VERIFY", lambda: encrypt(signing))
words = "less than or equal to 4096"
bad("4,097 bytes", "ValidationException", words, lambda: kms.encrypt(KeyId=key, Plaintext=b"x" * 4097))
words = "less than or equal to 6144"
bad("a ciphertext of 6,145 bytes", "ValidationException", words, lambda: kms.decrypt(CiphertextBlob=b"x" * 6145))
data_key = lambda: kms.generate_data_key(KeyId=key, KeySpec="AES_256")  # noqa: E731
bad("an operation that is not emulated", "UnknownOperationException", "", data_key)
control("KMS_CONTROL", "settings", {"rates": {"DescribeKey": 1}})
kms.describe_key(KeyId=key)
words = "exceeded the rate"
bad("a second call of one second, where one is allowed", "ThrottlingException", words, lambda: kms.describe_key(KeyId=key))
control("KMS_CONTROL", "settings", {"rates": "off"})
control("KMS_CONTROL", "delete-key", {"arn": key})
gone("decrypting with a key that was deleted", "does not exist", lambda: decrypt(blob))

done()
