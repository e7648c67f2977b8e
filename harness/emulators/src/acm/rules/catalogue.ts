import type { Rule } from '../../server/rule.js';
import { certificateRules } from './certificate-rules.js';
import { importRules } from './import-rules.js';
import { listRules } from './list-rules.js';
import { protocolRules } from './protocol-rules.js';
import { reimportRules } from './reimport-rules.js';
import { tagRules } from './tag-rules.js';

/** Every rule that the emulator knows of; its README's table is made from it. */
export const acmRules: readonly Rule[] = [
  importRules,
  reimportRules,
  certificateRules,
  listRules,
  tagRules,
  protocolRules,
].flatMap((group): Rule[] => Object.values(group));
