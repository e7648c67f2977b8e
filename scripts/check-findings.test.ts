import { describe, expect, it } from 'vitest';
import { checkFindings } from './check-findings.js';

const path = 'plugins/x/src/review.ts';

function broken(
  declared: string[],
  text: string,
  document = declared.map((code) => `## \`${code}\``).join('\n'),
) {
  const reporter = { folder: 'plugins/x', declared, sources: [{ path, text }] };
  return checkFindings([reporter], document).map(({ rule }) => rule);
}

describe('check-findings', () => {
  it('accepts findings written out and findings made from a rule', () => {
    expect(broken(['san_removed'], "f({ code: 'san_removed', severity: 'refusal', message: 'm' });")).toEqual(
      [],
    );
    expect(broken(['acm_key'], "f(finding('acm_key', 'm', 'r'));")).toEqual([]);
  });

  it('does not take the declaration for a report', () => {
    expect(
      broken(['san_removed'], "const RULES = [{ code: 'san_removed', summary: 's', source: 'x' }];"),
    ).toEqual(['san_removed is among the rules and never reported']);
    expect(broken(['san_removed'], "const RULES = { san_removed: { summary: 's', source: 'x' } };")).toEqual([
      'san_removed is among the rules and never reported',
    ]);
  });

  it('refuses a finding that is not declared, with its line', () => {
    const text = "\nf({ code: 'invented', severity: 'note', message: 'm' });";
    expect(checkFindings([{ folder: 'plugins/x', declared: [], sources: [{ path, text }] }], '')).toEqual([
      { file: path, line: 2, rule: 'invented is reported and not among the rules' },
    ]);
    expect(broken([], "finding('made_up', 'm', 'r');")).toEqual([
      'made_up is reported and not among the rules',
    ]);
  });

  it('compares the document both ways', () => {
    expect(broken(['a_b'], "finding('a_b', 'm', 'r');", '## `c_d`')).toEqual([
      'a_b is declared and not documented',
      'c_d is documented and not declared',
    ]);
  });

  it('refuses one code with two owners', () => {
    const reporter = { folder: 'plugins/x', declared: ['a_b'], sources: [{ path, text: "finding('a_b');" }] };
    expect(checkFindings([reporter, reporter], '## `a_b`').map(({ rule }) => rule)).toContain(
      'a_b is declared by two packages',
    );
  });
});
