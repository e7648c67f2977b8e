import type { Severity } from '@certctl/plugin-api';

/** What works when the key-encryption key is lost for good. */
const KEYLESS = 'Use --keep caller and --previous-key FILE; or certctl keys abandon.';

/** How the remedy of an error or a finding is written on the command line. */
const FLAGS: Readonly<Record<string, string>> = {
  key_encrypted: 'Use --passphrase-file FILE, or CERTCTL_PASSPHRASE.',
  key_passphrase_wrong: 'It is read from the first line of --passphrase-file, or from CERTCTL_PASSPHRASE.',
  not_ours: 'Use --take-over SHA256.',
  rollback_impossible: 'Use --previous-key FILE, or certctl keys adopt.',
  key_encryption_key_wrong: KEYLESS,
  key_encryption_key_unusable: KEYLESS,
  key_encryption_key_unreachable: 'Use --keep caller and --previous-key FILE.',
  key_encryption_key_refused: KEYLESS,
  name_deleted: 'Use --undelete DELETION.',
  on_hold: 'Use certctl release TARGET.',
  store_present: 'Use --move-aside, or --data FOLDER.',
  chain_unknown: 'Use --chain FILE.',
  deadline_exceeded: 'Use --timeout SECONDS.',
};

/** Findings that are refusals until the deploy is told to act; whoever has told it needs no flag any more. */
const ACTS = new Set(['not_ours', 'name_deleted']);

export function commandLineRemedy(code: string, remedy: string, severity?: Severity): string {
  const flags = Object.hasOwn(FLAGS, code) ? FLAGS[code] : undefined;
  const told = severity !== undefined && severity !== 'refusal' && ACTS.has(code);
  return flags === undefined || told ? remedy : `${remedy} ${flags}`;
}
