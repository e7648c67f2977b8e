import { entraRules } from '../../entra/entra-rules.js';
import type { Rule } from '../../server/rule.js';
import { accessRules } from './access-rules.js';
import { certificateRules } from './certificate-rules.js';
import { deleteRules } from './delete-rules.js';
import { importRules } from './import-rules.js';
import { keyRules } from './key-rules.js';
import { policyRules } from './policy-rules.js';
import { protocolRules } from './protocol-rules.js';
import { secretRules } from './secret-rules.js';

/** Every rule that the emulators of Key Vault and of Entra ID know of; its table in the README is made from it. */
export const vaultRules: readonly Rule[] = [
  importRules,
  policyRules,
  certificateRules,
  deleteRules,
  secretRules,
  keyRules,
  accessRules,
  protocolRules,
  entraRules,
].flatMap((group): Rule[] => Object.values(group));
