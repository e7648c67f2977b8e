import { inject, injectable } from 'tsyringe';
import { TOKENS } from '../composition/tokens.js';
import type { Redelete } from './redelete.js';
import type { Restore } from './restore.js';
import type { RollbackInput, RollbackResult } from './rollback-result.js';
import type { Withdraw } from './withdraw.js';

/** Goes back to what was held before the deploy: a certificate, a deleted name, or nothing. */
@injectable()
export class Rollback {
  constructor(
    @inject(TOKENS.restore) private readonly restore: Restore,
    @inject(TOKENS.withdraw) private readonly withdraw: Withdraw,
    @inject(TOKENS.redelete) private readonly redelete: Redelete,
  ) {}

  async run(input: RollbackInput): Promise<RollbackResult> {
    const { preImage } = input.entry;
    switch (preImage.state) {
      case 'present':
        // Consumers were given nothing by a disabled revision, so there is nothing that must come back.
        return preImage.disabled ? this.withdraw.run(input) : this.restore.run(input, preImage);
      case 'deleted':
        return this.redelete.run(input);
      case 'absent':
        return this.withdraw.run(input);
    }
  }
}
