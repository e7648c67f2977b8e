import { describe, expect, it } from 'vitest';
import { checkErrors, documentedCodes } from './check-errors.js';

const raise = (code: string) => ({
  path: 'packages/x/src/a.ts',
  text: `throw new CertctlError('${code}', 'm');`,
});

describe('check-errors', () => {
  it('accepts codes that are registered, raised and documented', () => {
    expect(checkErrors(['usage'], [raise('usage')], '# Errors\n\n## `usage`\n')).toEqual([]);
  });

  it('takes a code in a table of codes for a raised one', () => {
    const table = {
      path: 'packages/x/src/a.ts',
      text: "const BY_CLASS = { throttled: 'service_throttled' };",
    };
    expect(checkErrors(['service_throttled'], [table], '## `service_throttled`')).toEqual([]);
  });

  it('refuses a code that is not registered, with its line', () => {
    expect(checkErrors([], [raise('invented')], '')).toEqual([
      { file: 'packages/x/src/a.ts', line: 1, rule: 'invented is not a registered error code' },
    ]);
  });

  it('refuses a code that nothing raises, and does not take the registry for a use', () => {
    const registry = { path: 'packages/plugin-api/src/error-codes.ts', text: "const a = 'usage';" };
    expect(checkErrors(['usage'], [registry], '## `usage`').map(({ rule }) => rule)).toEqual([
      'usage is registered, and no source raises it',
    ]);
  });

  it('compares the document both ways', () => {
    expect(checkErrors(['usage'], [raise('usage')], '## `gone`').map(({ rule }) => rule)).toEqual([
      'usage is registered and not documented',
      'gone is documented and not registered',
    ]);
    expect(documentedCodes('## `a_b`\n### `c`\ntext `d`\n')).toEqual(['a_b', 'c']);
  });
});
