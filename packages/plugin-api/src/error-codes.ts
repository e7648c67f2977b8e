/** What the registry says of a code. `docs/errors.md` is generated from it. */
export interface ErrorCodeEntry {
  /** What has happened, whatever the circumstances. */
  readonly summary: string;
  /** What to do when the error does not say something more precise. */
  readonly remedy: string;
  /** Whether the same deploy may succeed later with nothing changed. */
  readonly retryable: boolean;
}

/** Every code that a `CertctlError` can carry. */
export const ERROR_CODES = {
  material_empty: {
    summary: 'A certificate, chain or key file holds nothing.',
    remedy: 'Give the path of the file that the certificate authority or the ACME client wrote.',
    retryable: false,
  },
  material_not_pem: {
    summary: 'The input holds no PEM block of the kind that is needed, or is binary.',
    remedy: 'Convert it to PEM: openssl x509 -inform DER -in FILE, or openssl pkey -inform DER -in FILE.',
    retryable: false,
  },
  material_too_large: {
    summary: 'The input is larger than any certificate, chain or key can be.',
    remedy: 'Check that the file is the right one; a bundle of trusted roots is not a chain.',
    retryable: false,
  },
  certificate_unreadable: {
    summary: 'A PEM block says that it is a certificate and does not parse as one.',
    remedy: 'Look at it with openssl x509 -text -noout -in FILE and fetch the certificate again.',
    retryable: false,
  },
  certificate_expired: {
    summary: 'The leaf is past its notAfter.',
    remedy: 'Renew the certificate and deploy the new one.',
    retryable: false,
  },
  certificate_not_yet_valid: {
    summary: 'The notBefore of the leaf lies in the future.',
    remedy: 'Check the clock of this machine; otherwise deploy when the certificate has become valid.',
    retryable: true,
  },
  leaf_missing: {
    summary: 'None of the certificates is a leaf for the private key, or several could be.',
    remedy: 'Give the leaf first, or in a file of its own.',
    retryable: false,
  },
  leaf_in_chain: {
    summary: 'The chain holds an end-entity certificate where only certificate authorities belong.',
    remedy: 'Remove it from the chain file.',
    retryable: false,
  },
  chain_broken: {
    summary:
      'The chain does not lead from the leaf: a certificate is missing, or does not certify the one before.',
    remedy: 'Use the chain that the certificate authority delivered with this leaf.',
    retryable: false,
  },
  key_unreadable: {
    summary: 'The private key does not parse.',
    remedy:
      'It must be PEM: PKCS#8, PKCS#1 (RSA) or SEC1 (EC). Look at it with openssl pkey -noout -in FILE.',
    retryable: false,
  },
  key_encrypted: {
    summary: 'The private key is encrypted and no passphrase was given.',
    remedy: 'Give the passphrase, or decrypt the key first.',
    retryable: false,
  },
  key_passphrase_wrong: {
    summary: 'The private key could not be decrypted with the passphrase that was given.',
    remedy: 'Check the passphrase.',
    retryable: false,
  },
  pkcs12_unreadable: {
    summary:
      'A PKCS#12 (PFX) does not parse, is encrypted in an unknown way, or does not hold one key with its leaf.',
    remedy: 'Look at it with openssl pkcs12 -info -noout -in FILE, and write it again with AES-256.',
    retryable: false,
  },
  key_mismatch: {
    summary: 'The private key does not belong to the leaf.',
    remedy: 'Deploy the key that was generated with this certificate request.',
    retryable: false,
  },
  key_algorithm_unsupported: {
    summary: 'The key is of an algorithm or size that is not deployed.',
    remedy: 'Use RSA 2048, 3072 or 4096, or EC P-256, P-384 or P-521.',
    retryable: false,
  },
  material_missing: {
    summary: 'A target of a fleet names no certificate that could be deployed to it.',
    remedy:
      'Name its files under certificates in the file of targets, and their id as certificate_id of the target.',
    retryable: false,
  },
  target_invalid: {
    summary: 'A target, or a file of targets, is not what it must be.',
    remedy: 'Correct the field that the message names.',
    retryable: false,
  },
  target_type_unknown: {
    summary: 'No loaded plugin serves the type of the target.',
    remedy: 'Load the plugin of that type, or correct the type; certctl plugins lists what is loaded.',
    retryable: false,
  },
  target_address_shared: {
    summary: 'Two targets name the same certificate.',
    remedy: 'Keep one of them; two targets would overwrite each other at every renewal.',
    retryable: false,
  },
  tag_reserved: {
    summary: 'A tag of the target has a name that certctl keeps for itself.',
    remedy: 'Rename the tag; names that begin with certctl- are reserved.',
    retryable: false,
  },
  plugin_invalid: {
    summary: 'A plugin is not an object made by definePlugin, or its shape is wrong.',
    remedy: 'Make it with definePlugin of @certctl/plugin-api, and run the conformance suite.',
    retryable: false,
  },
  plugin_api_version: {
    summary: 'A plugin was made for another version of the contract.',
    remedy: 'Install a version of the plugin for this engine.',
    retryable: false,
  },
  plugin_duplicate_type: {
    summary: 'Two loaded plugins serve the same type.',
    remedy: 'Load one of them.',
    retryable: false,
  },
  plugin_failed: {
    summary: 'A plugin threw something that is not an answer of its service, or broke the contract.',
    remedy: 'Report it to the author of the plugin, with the message.',
    retryable: false,
  },
  plan_refused: {
    summary:
      'The plan holds a refusal: the service would reject the deploy, or it would take something down.',
    remedy: 'See the findings; each names its rule and what to do.',
    retryable: false,
  },
  several_matches: {
    summary: 'Several stored certificates carry the provenance of one target.',
    remedy: 'Pin the one that is in use in the configuration of the target.',
    retryable: false,
  },
  address_mismatch: {
    summary: 'The address that the target pins does not fit its credentials, region or partition.',
    remedy: 'Correct the address, or the role or region of the target.',
    retryable: false,
  },
  nothing_held: {
    summary: 'The target holds no certificate, so there is none that a key could be kept for.',
    remedy: 'See what is held with certctl show; the first deploy needs no key of before.',
    retryable: false,
  },
  chain_unknown: {
    summary: 'The service does not show the chain of the certificate that it holds, and none was given.',
    remedy: 'Give the chain of the certificate that is held now along with its key.',
    retryable: false,
  },
  discovery_unsupported: {
    summary: 'The plugin cannot list what its service holds.',
    remedy: 'Write the targets by hand; certctl plugins tells which plugins can list.',
    retryable: false,
  },
  writers_unsupported: {
    summary: 'The plugin reads no record of who writes to its service.',
    remedy: 'Look in the records of the vendor, or of the machine, where there are any.',
    retryable: false,
  },
  window_invalid: {
    summary: 'The time that was asked for begins at its end, or after it.',
    remedy: 'Give a beginning that lies before the end.',
    retryable: false,
  },
  trail_silent: {
    summary: 'A record of who wrote holds nothing at all of the place, so that its silence proves nothing.',
    remedy: 'Check that the service sends its audit events to that record, and since when.',
    retryable: false,
  },
  rollback_unknown: {
    summary: 'It is not known which certificate to go back to.',
    remedy:
      'See `certctl history` of the target, and name the deployment whose certificate is wanted with --to.',
    retryable: false,
  },
  rollback_impossible: {
    summary: 'The certificate to go back to is known, and cannot be brought back.',
    remedy: 'Give its key with --previous-key, or deploy another certificate.',
    retryable: false,
  },
  lease_held: {
    summary: 'Another deploy is at work on the same certificate.',
    remedy: 'Wait until it has ended.',
    retryable: true,
  },
  lease_lost: {
    summary: 'The lease ran out before the deploy had ended, so nothing further was sent.',
    remedy: 'The next deploy of the target inspects what was left and closes it.',
    retryable: true,
  },
  call_undeclared: {
    summary: 'A plugin tried to call an operation that its permissions do not list.',
    remedy: 'Report it to the author of the plugin.',
    retryable: false,
  },
  service_throttled: {
    summary: 'The service kept throttling until the deadline.',
    remedy: 'Deploy again later; spread renewals, or ask the vendor for a higher quota.',
    retryable: true,
  },
  service_refused: {
    summary: 'The service refused the request.',
    remedy: 'See the code and the message of the service.',
    retryable: false,
  },
  service_absent: {
    summary: 'The service says that the thing does not exist.',
    remedy: 'Check the address that the target pins.',
    retryable: false,
  },
  service_conflict: {
    summary: 'The service says that the thing is in a state that forbids the request.',
    remedy: 'See the code and the message of the service.',
    retryable: true,
  },
  service_uncertain: {
    summary: 'A write was sent and its answer was lost; it may have been carried out.',
    remedy: 'The engine inspects the service before it goes on; nothing has to be done by hand.',
    retryable: true,
  },
  service_broken: {
    summary: 'The service gave no usable answer.',
    remedy: 'Check the network, the proxy and the status page of the vendor, and deploy again.',
    retryable: true,
  },
  deadline_exceeded: {
    summary: 'The deadline of the deploy passed.',
    remedy: 'Deploy again; raise the deadline if the service is known to be slow.',
    retryable: true,
  },
  cancelled: {
    summary: 'The deploy was cancelled by its caller.',
    remedy: 'Deploy again when wanted.',
    retryable: true,
  },
  not_applied: {
    summary:
      'A write was sent, its answer was lost, and after the settle time it was seen not to have happened.',
    remedy: 'Deploy again.',
    retryable: true,
  },
  not_proven: {
    summary: 'After the import the service did not show the certificate that was sent, up to the deadline.',
    remedy: 'See who else writes to this certificate, and deploy again.',
    retryable: true,
  },
  tags_not_proven: {
    summary: 'After tagging, the tags read back were not those that were sent.',
    remedy: 'Check tag policies of the organisation and the permission to tag.',
    retryable: true,
  },
  binding_not_proven: {
    summary:
      'A consumer was pointed at the certificate and did not show that it uses it, up to the deadline.',
    remedy: 'Look at the consumer and at who else configures it, and deploy again.',
    retryable: true,
  },
  keeping_failed: {
    summary: 'The incoming or the previous material could not be kept, so nothing was sent.',
    remedy: 'Check the key store; without it a rollback could not be promised.',
    retryable: true,
  },
  earlier_unresolved: {
    summary: 'An earlier deploy of the same certificate has no known end, and it cannot be looked up now.',
    remedy: 'Deploy again when the service can be reached; nothing is sent before that is known.',
    retryable: true,
  },
  internal: {
    summary: 'The engine failed in a way that it does not know.',
    remedy: 'Report it with the message; the target was inspected before this was said.',
    retryable: false,
  },
  usage: {
    summary: 'A command was given wrong words.',
    remedy: 'See --help of the command.',
    retryable: false,
  },
  file_unreadable: {
    summary: 'A file could not be read.',
    remedy: 'Check the path and its permissions.',
    retryable: false,
  },
  store_unusable: {
    summary:
      'The data folder, or the store in it, cannot be used: missing, read-only, open to others, or unreadable.',
    remedy: 'Correct what the message names: the path, its owner, its mode (0700), or the disk.',
    retryable: false,
  },
  store_newer: {
    summary: 'The store was written by a newer version of certctl.',
    remedy: 'Run that version, or a later one; an older version would lose what it does not know.',
    retryable: false,
  },
  store_corrupt: {
    summary: 'The store is damaged: it is no database, fails its own check, or what was in it is gone.',
    remedy:
      'Restore the folder from a backup. Without one, move it away and start with an empty one: certificates in service are not touched, and kept keys are lost.',
    retryable: false,
  },
  store_full: {
    summary: 'The disk of the data folder has no room left.',
    remedy: 'Free some space and deploy again; nothing is sent that could not be written down before.',
    retryable: true,
  },
  store_busy: {
    summary: 'Another process held the store for longer than is waited.',
    remedy: 'Look for a process that hangs, or is stopped, while it uses the data folder, and deploy again.',
    retryable: true,
  },
  store_present: {
    summary: 'A backup was to be restored into a folder that holds a store.',
    remedy:
      'Restore into another folder, or have the store that is there moved aside; nothing of it is deleted.',
    retryable: false,
  },
  backup_exists: {
    summary: 'A backup was to be written to a file that is there already.',
    remedy: 'Name another file; a backup is never overwritten.',
    retryable: false,
  },
  backup_unusable: {
    summary: 'The file is no backup of a store, or it is damaged.',
    remedy: 'Use another backup; what certctl backup has written was whole and checked when it was written.',
    retryable: false,
  },
  key_encryption_key_unusable: {
    summary: 'The key-encryption key cannot be read, is open to others, or is not 32 bytes in base64.',
    remedy: 'Correct what the message names; the file belongs to you alone (0600), outside the data folder.',
    retryable: false,
  },
  key_encryption_key_wrong: {
    summary: 'The kept keys were sealed with another key-encryption key than the one that was given.',
    remedy:
      'Give the key that they were sealed with. If it is lost, deploys and the records of what was done still work: keep nothing for a deploy and give the previous key with it, or abandon the kept keys; until the next renewal a rollback needs the previous key from its owner.',
    retryable: false,
  },
  key_encryption_key_unreachable: {
    summary: 'The service that holds the key-encryption key gave no answer, or throttled.',
    remedy:
      'Deploy again when it answers; the kept keys are not lost. A deploy that cannot wait can keep nothing and be given the previous key, which needs no key-encryption key.',
    retryable: true,
  },
  key_encryption_key_refused: {
    summary:
      'The service that holds the key-encryption key refuses its use: a permission is missing, or the key is disabled, about to be deleted, or gone.',
    remedy:
      'Grant what the message names, or enable the key. Until then a deploy can keep nothing and be given the previous key; if the key is lost for good, abandon the kept keys and take another one.',
    retryable: false,
  },
  leaf_compromised: {
    summary: 'The certificate, or another one of the same key, was marked compromised: it is not used again.',
    remedy: 'Have a certificate issued with a new key, and deploy that.',
    retryable: false,
  },
  keys_not_kept: {
    summary: 'No key is kept of what was named, so there is nothing to destroy.',
    remedy: 'See what is kept with certctl keys list.',
    retryable: false,
  },
} as const satisfies Record<string, ErrorCodeEntry>;

export type ErrorCode = keyof typeof ERROR_CODES;
