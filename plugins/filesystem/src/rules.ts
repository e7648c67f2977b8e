import type { Finding, Rule, Severity } from '@certctl/plugin-api';

const RENAME = 'https://pubs.opengroup.org/onlinepubs/9799919799/functions/rename.html';

/** Every finding of the review, with the severity that it has and the document behind it. */
const RULES = {
  filesystem_reload_unknown: {
    severity: 'refusal',
    summary: 'The command that shall be run after the import is not listed in the settings of the host.',
    source: 'reload',
  },
  filesystem_reload_missing: {
    severity: 'note',
    summary: 'No command is named, so consumers serve the old certificate until they read the file again.',
    source: 'reload',
  },
  filesystem_access_changes: {
    severity: 'warning',
    summary: 'The new file has another mode, owner or group than the one that it replaces.',
    source: 'mode, owner, group',
  },
  filesystem_hard_links: {
    severity: 'warning',
    summary: 'The file has other names (hard links), under which the old certificate stays.',
    source: RENAME,
  },
} as const satisfies Record<string, { severity: Severity; summary: string; source: string }>;

export const rules: readonly Rule[] = Object.entries(RULES).map(([code, { summary, source }]) => ({
  code,
  summary,
  source,
}));

/** A finding under one of the rules. */
export function finding(code: keyof typeof RULES, message: string, remedy: string): Finding {
  const { severity, source } = RULES[code];
  return { code, severity, message, remedy, source };
}
