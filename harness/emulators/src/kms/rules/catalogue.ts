import type { Rule } from '../../server/rule.js';
import { cipherRules } from './cipher-rules.js';
import { keyRules } from './key-rules.js';

/** Every rule that the emulator of KMS knows of; its table in the README is made from it. */
export const kmsRules: readonly Rule[] = [keyRules, cipherRules].flatMap((group): Rule[] =>
  Object.values(group),
);
