import { CertctlError } from '@certctl/plugin-api';
import { describe, expect, it } from 'vitest';
import { explainPostgres } from './explain-postgres.js';
import { openPostgres } from './open-postgres.js';

const stateOf = (code: string) => Object.assign(new Error('the server said so'), { code });

describe('what PostgreSQL says', () => {
  it.each([
    ['53100', 'store_full'],
    ['53300', 'store_busy'],
    ['55P03', 'store_busy'],
    ['40P01', 'store_busy'],
    ['XX001', 'store_corrupt'],
    ['25006', 'store_unusable'],
    ['28P01', 'store_unusable'],
    ['57P01', 'store_unusable'],
  ])('%s is %s', (state, code) => {
    expect(explainPostgres(stateOf(state), 'host/db')).toMatchObject({ code });
  });

  it('is left as it is when it is something else', () => {
    const coded = new CertctlError('internal', 'coded');
    for (const error of [stateOf('42601'), new Error('other'), coded, 'text']) {
      expect(explainPostgres(error, 'host/db')).toBe(error);
    }
  });

  it('is that nobody listens, and the password is shown to nobody', async () => {
    const error = await openPostgres({ postgres: 'postgres://me:hidden@127.0.0.1:1/db' }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({
      code: 'store_unusable',
      message: 'the store at 127.0.0.1:1/db failed (ECONNREFUSED)',
    });
    expect(JSON.stringify(error)).not.toContain('hidden');
  });
});
