import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type Baseline, parseBaseline, renderBaseline } from '../kernel/baseline.js';
import { ConformanceError } from './conformance-error.js';

/** @throws ConformanceError when the file is not there, or is no baseline */
export function readBaseline(path: string): Baseline {
  if (existsSync(path)) return parseBaseline(readFileSync(path, 'utf8'), path);
  throw new ConformanceError(`there is no baseline ${path}\nWrite the first one with --write-baseline`);
}

/** The one that is about to be written anew; undefined where there is none yet. @throws ConformanceError */
export function readEarlierBaseline(path: string): Baseline | undefined {
  return existsSync(path) ? readBaseline(path) : undefined;
}

export function writeBaseline(path: string, baseline: Baseline): void {
  writeFileSync(path, renderBaseline(baseline));
}
