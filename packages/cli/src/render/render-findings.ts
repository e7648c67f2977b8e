import type { Finding, Severity } from '@certctl/plugin-api';
import { commandLineRemedy } from './command-line-remedy.js';
import { hang, section } from './layout.js';
import type { Screen } from './screen.js';

const ORDER: readonly Severity[] = ['refusal', 'warning', 'note'];

/** Findings, the gravest first, each with its rule's source and what to do. */
export function renderFindings(findings: readonly Finding[], screen: Screen): string | undefined {
  if (findings.length === 0) return undefined;
  const sorted = findings.toSorted((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
  return [section('Findings', screen), ...sorted.map((finding) => renderFinding(finding, screen))].join('\n');
}

function renderFinding(finding: Finding, screen: Screen): string {
  const { palette } = screen;
  const paint = { refusal: palette.red, warning: palette.yellow, note: palette.cyan }[finding.severity];
  return [
    `  ${paint(finding.severity.padEnd(8))} ${palette.bold(finding.code)}`,
    hang('           ', finding.message, screen),
    hang('    rule   ', finding.source, screen, palette.dim),
    hang('    to do  ', commandLineRemedy(finding.code, finding.remedy, finding.severity), screen),
  ].join('\n');
}
