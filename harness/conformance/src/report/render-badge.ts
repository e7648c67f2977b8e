import type { Verdict } from '../kernel/verdict.js';
import type { ConformanceReport } from './conformance-report.js';
import { escapeMarkup } from './escape-markup.js';

const LABEL = 'certctl conformance';

/** Names of colours as shields.io takes them, with what they are; all are read with white text on them. */
const COLOURS: Readonly<Record<Verdict, { readonly name: string; readonly hex: string }>> = {
  passed: { name: '1a7f37', hex: '#1a7f37' },
  'known-failures': { name: '9a6700', hex: '#9a6700' },
  partial: { name: '9a6700', hex: '#9a6700' },
  failed: { name: 'b42318', hex: '#b42318' },
};

/**
 * What a badge says: the verdict, the tier, the version of the contract. What passed on a double says so, and a run
 * with a baseline says how many of its cases fail.
 */
export function badgeText(report: ConformanceReport): string {
  const { verdict, environment, suite, baseline = [] } = report;
  const known = baseline.filter(({ state }) => state === 'known').length;
  const failing = `${known} known failure${known === 1 ? '' : 's'}`;
  const said = verdict === 'known-failures' ? failing : verdict;
  const also =
    verdict !== 'known-failures' && report.baseline ? [known === 0 ? 'with a baseline' : failing] : [];
  return [said, ...also, environment.tier, `contract ${suite.contract}`].join(' · ');
}

/** For `https://img.shields.io/endpoint?url=…`: https://shields.io/badges/endpoint-badge */
export function renderBadgeEndpoint(report: ConformanceReport): string {
  const { name } = COLOURS[report.verdict];
  const badge = {
    schemaVersion: 1,
    label: LABEL,
    message: badgeText(report),
    color: name,
    isError: report.verdict === 'failed',
  };
  return `${JSON.stringify(badge, null, 2)}\n`;
}

/** A picture that asks nothing of anybody. Its title says of which plugin and version it is, and of which run. */
export function renderBadgeSvg(report: ConformanceReport): string {
  const text = badgeText(report);
  const [left, right] = [widthOf(LABEL), widthOf(text)];
  const { plugin, run } = report;
  const title = `${LABEL}: ${plugin.title} ${plugin.version}: ${text} (${run.id}, ${run.endedAt.slice(0, 10)})`;
  const { hex } = COLOURS[report.verdict];
  const word = (said: string, at: number, width: number) =>
    `<text x="${at}" y="14" textLength="${width}" lengthAdjust="spacingAndGlyphs">${escapeMarkup(said)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${escapeMarkup(title)}">`,
    `<title>${escapeMarkup(title)}</title>`,
    // Without an id: several of them may stand in one page.
    `<rect width="${left + right}" height="20" rx="3" fill="${hex}"/><path d="M3 0H${left}V20H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z" fill="#444b52"/>`,
    `<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">${word(LABEL, PADDING, left - 2 * PADDING)}${word(text, left + PADDING, right - 2 * PADDING)}</g>`,
    '</svg>',
    '',
  ].join('\n');
}

const PADDING = 7;

/** Pixels of a text of 11 in Verdana, on average; the text is then set to exactly that width. */
function widthOf(text: string): number {
  return Math.ceil(text.length * 6.6) + 2 * PADDING;
}
