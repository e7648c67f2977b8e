/** What a number means, and for which scripts it is told apart. */
export interface ExitCode {
  readonly code: number;
  readonly meaning: string;
  /** The outcomes and answers that end with it. */
  readonly when: string;
}

/** Every exit code. Numbers are never given another meaning. The table of the README is generated from this. */
export const EXIT_CODES = {
  done: {
    code: 0,
    meaning: 'Done, or nothing to do.',
    when: '`deployed`, `unchanged`; plan: nothing to do; show: held; verify: `in_sync`; writers: `alone`',
  },
  error: {
    code: 1,
    meaning: 'An error; nothing was changed.',
    when: '`failed`, a call that failed, writers: `unknown`, a demo act that ended otherwise than it must',
  },
  changes: { code: 2, meaning: 'Changes are waiting.', when: 'plan: the deploy would write' },
  refused: {
    code: 3,
    meaning: 'Refused before any write: the material or the plan forbids it.',
    when: '`refused`',
  },
  different: {
    code: 4,
    meaning: 'What is held is not what was asked for.',
    when: 'verify: `drifted`, `absent`; show: nothing is held; audit verify: broken; history: nothing is recorded; writers: `others`',
  },
  taken_back: {
    code: 5,
    meaning: 'The deploy failed and was taken back: what was there before is there again, proven.',
    when: '`restored`, `withdrawn`',
  },
  rollback_failed: {
    code: 6,
    meaning: 'The deploy failed and could not be taken back. Somebody has to act; the commands are printed.',
    when: '`also_failed`',
  },
  unknown: {
    code: 7,
    meaning: 'It is not known what is held now. Look with show, then deploy again.',
    when: '`unresolved`',
  },
  busy: { code: 8, meaning: 'Another deploy is at work on the same certificate.', when: '`busy`' },
  usage: {
    code: 64,
    meaning: 'Wrong words, a file that cannot be read, or a target that is not valid.',
    when: 'one line on stderr says what and where',
  },
  interrupted: {
    code: 130,
    meaning:
      'Interrupted before there was an answer. A deploy is brought to a known end instead, and says which.',
    when: 'conformance run: an interrupt (Ctrl-C) or SIGTERM',
  },
} as const satisfies Record<string, ExitCode>;

export type ExitName = keyof typeof EXIT_CODES;
