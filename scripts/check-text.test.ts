import { describe, expect, it } from 'vitest';
import { checkText } from './check-text.js';

function broken(text: string, path = 'docs/a.md'): string[] {
  return checkText({ path, text }).map(({ rule }) => rule);
}

describe('check-text', () => {
  it('accepts the words of the field', () => {
    for (const text of [
      'The session token of AssumeRole, the issue of a certificate, the agent that claims work.',
      'Mounted at /var/lib/certctl, or ~/work/certctl, or https://example.com/home/page',
      'See https://docs.aws.amazon.com/acm/latest/userguide/root/x and docs/errors.md.',
      'The issuer of the leaf; issued by a CA. Chain of trust, AIA extension.',
    ]) {
      expect(broken(text)).toEqual([]);
    }
  });

  it('refuses paths of one machine, with the line', () => {
    expect(checkText({ path: 'a.md', text: 'fine\nsee `/root/.npmrc`\n' })).toEqual([
      { file: 'a.md', line: 2, rule: 'a path of one machine: /root/.' },
    ]);
    expect(broken('cd /home/someone/project')).toHaveLength(1);
  });

  it('refuses registry hosts', () => {
    expect(broken('https://registry.npmjs.org/certctl')).toHaveLength(1);
    expect(broken('pip install -i https://pypi.org/simple moto')).toHaveLength(1);
  });

  it('refuses talk of language models and of how it was made', () => {
    expect(broken('written by an LLM')).toHaveLength(1);
    expect(broken('as the AI said')).toHaveLength(1);
    expect(broken('done in issue 12')).toHaveLength(1);
    expect(broken('left for a later session')).toHaveLength(1);
    expect(broken('see design.md for the plan')).toHaveLength(1);
  });

  it('does not read words into base64', () => {
    expect(broken(`MIIB${'A'.repeat(30)}/AI/${'B'.repeat(30)}==`)).toEqual([]);
  });

  it('lets nothing but the named rules pass in a file that is allow-listed', () => {
    expect(broken('Claude', 'LICENSE')).toEqual([]);
    expect(broken('/home/someone/x', 'LICENSE')).toHaveLength(1);
  });
});
