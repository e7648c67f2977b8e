import { describe, expect, it } from 'vitest';
import type { Plugin } from '../packages/plugin-api/src/plugin.js';
import { renderPluginReadme } from './render-plugin-tables.js';

const schema = {
  type: 'object',
  properties: {
    region: { type: 'string', description: 'Where | it is.' },
    tags: { type: 'object', additionalProperties: { type: 'string' }, default: {} },
    endpoints: { type: 'object', properties: { acm: { type: 'string' } } },
    mode: { enum: ['a', 'b'] },
  },
  required: ['region'],
};

// Only what the tables read; a whole plugin would hide it.
const plugin = {
  alias: 'x',
  config: { '~standard': { jsonSchema: { input: () => schema } } },
  permissions: [
    { operation: 'x:Put', effect: 'write', need: 'required', on: ['deploy', 'roll back'], why: 'Writes.' },
    {
      operation: 'x:Find',
      effect: 'read',
      need: 'optional',
      on: ['resolve'],
      why: 'Finds.',
      without: 'no find.',
    },
  ],
  rules: [{ code: 'x_rule', summary: 'A rule.', source: 'https://example.com/rule' }],
} as unknown as Plugin;

const readme = ['config', 'permissions', 'findings']
  .map((name) => `## ${name}\n<!-- generated:${name} -->\nold\n<!-- /generated:${name} -->\n`)
  .join('\n');

describe('the tables of a plugin', () => {
  it('replaces what is between the markers and keeps the rest', () => {
    const text = renderPluginReadme(readme, plugin);
    expect(text).not.toContain('old');
    expect(text).toContain('| `region` | string | required | Where \\| it is. |');
    expect(text).toContain('| `tags` | map of string | `{}` |  |');
    expect(text).toContain('| `endpoints.acm` | string | none |  |');
    expect(text).toContain('| `mode` | `a`, `b` | none |  |');
    expect(text).toContain('| `x:Put` | write | required | deploy, roll back | Writes. |');
    expect(text).toContain('| `x:Find` | read | optional | resolve | Finds. Without it: no find. |');
    expect(text).toContain('| `x_rule` | A rule. | <https://example.com/rule> |');
    expect(text).toContain('## findings\n<!-- generated:findings -->');
  });

  it('is stable: rendering again changes nothing', () => {
    const once = renderPluginReadme(readme, plugin);
    expect(renderPluginReadme(once, plugin)).toBe(once);
  });

  it('refuses a README that has no place for a table', () => {
    expect(() => renderPluginReadme('# x\n', plugin)).toThrow('generated:config');
  });
});
