import { describe, expect, it } from 'vitest';
import { checkSource } from './check-comments.js';

function rulesBroken(text: string): string[] {
  return checkSource({ path: 'a.test.ts', text }).map(({ rule }) => rule);
}

describe('check-comments', () => {
  it('accepts comments that say why', () => {
    expect(
      rulesBroken('// The clouds take no fencing token.\nexport const a = 1; /* ms -- not s */\n'),
    ).toEqual([]);
  });

  it('refuses banners, and not the frame of a docstring', () => {
    expect(rulesBroken('// ==========\nexport const a = 1;')).toHaveLength(1);
    expect(rulesBroken('/************ parts ************/\n/* ---------- */\nexport {};')).toHaveLength(1);
    expect(rulesBroken('/**\n * What it does.\n */\nexport const a = 1;')).toEqual([]);
  });

  it('refuses what is unfinished, with its line', () => {
    const word = ['TO', 'DO'].join('');
    expect(checkSource({ path: 'a.ts', text: `\n// ${word}: later\n` })).toEqual([
      { file: 'a.ts', line: 2, rule: 'an unfinished thing in a comment' },
    ]);
  });

  it('refuses silencers without a reason', () => {
    expect(rulesBroken('// @ts-ignore because\nf();')).toHaveLength(1);
    expect(rulesBroken('// @ts-expect-error\nf();')).toHaveLength(1);
    expect(rulesBroken('// @ts-expect-error: the method is private on purpose\nf();')).toEqual([]);
    expect(rulesBroken('// biome-ignore lint/suspicious/noExplicitAny: <explanation>\nf();')).toHaveLength(1);
    expect(rulesBroken('// biome-ignore lint/suspicious/noExplicitAny: the SDK asks for it\nf();')).toEqual(
      [],
    );
  });

  it('refuses tests that are left out or that leave others out', () => {
    expect(rulesBroken("describe.only('x', () => {});")).toEqual(['.only leaves tests out']);
    expect(rulesBroken("it.skip('x', () => {});")).toEqual(['.skip leaves tests out']);
    expect(rulesBroken("it('tells it.skip from a word', () => {});")).toEqual([]);
  });
});
