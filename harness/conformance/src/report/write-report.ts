import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConformanceReport } from './conformance-report.js';
import { renderHtml } from './render-html.js';
import { renderJunit } from './render-junit.js';
import { renderMarkdown } from './render-markdown.js';

const FORMS: Readonly<Record<string, (report: ConformanceReport) => string>> = {
  'report.json': (report) => `${JSON.stringify(report, null, 2)}\n`,
  'junit.xml': renderJunit,
  'report.md': renderMarkdown,
  'report.html': renderHtml,
};

/** Writes the report in all its forms into a folder, which is made. @returns the paths */
export function writeReport(report: ConformanceReport, folder: string): readonly string[] {
  mkdirSync(folder, { recursive: true });
  return Object.entries(FORMS).map(([name, render]) => {
    const path = join(folder, name);
    writeFileSync(path, render(report));
    return path;
  });
}
