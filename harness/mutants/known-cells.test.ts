import { appendFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConformanceMatrix } from './conformance-matrix.js';
import { KnownCells } from './known-cells.js';

const cases = { 'deploy/keeps': 'k1', 'tags/stay': 't1' };
const snapshot: ConformanceMatrix = {
  cases,
  mutants: { forgotten: { on: 'aws-acm', digest: 'm1', killedBy: ['tags/stay'] } },
};

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'certctl-known-cells-'));
  path = join(folder, 'cache', 'since.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (kept: ConformanceMatrix = snapshot) => new KnownCells(kept, path);

describe('what is known of mutants and cases', () => {
  it('is what the snapshot says, as long as both are what they were', () => {
    expect(open().missing('forgotten', 'm1', cases)).toEqual([]);
    expect(open().killers('forgotten', 'm1', cases)).toEqual(['tags/stay']);
  });

  it('is nothing of a mutant that is new or has changed', () => {
    expect(open().missing('other', 'm1', cases)).toEqual(Object.keys(cases));
    expect(open().missing('forgotten', 'm2', cases)).toEqual(Object.keys(cases));
    expect(open().killers('forgotten', 'm2', cases)).toEqual([]);
  });

  it('lacks a case that is new or has changed, and no other', () => {
    const now = { ...cases, 'tags/stay': 't2', 'bind/points': 'b1' };
    expect(open().missing('forgotten', 'm1', now)).toEqual(['tags/stay', 'bind/points']);
    expect(open().killers('forgotten', 'm1', now)).toEqual([]);
  });

  it('goes on with what was run since, in another process too, and by another order', () => {
    const now = { ...cases, 'bind/points': 'b1' };
    open().add({
      name: 'forgotten',
      digest: 'm1',
      cases: { 'bind/points': 'b1' },
      killedBy: ['bind/points'],
    });
    expect(open().missing('forgotten', 'm1', now)).toEqual([]);
    expect(open().killers('forgotten', 'm1', now)).toEqual(['bind/points', 'tags/stay']);
  });

  it('is what was seen last', () => {
    open().add({ name: 'forgotten', digest: 'm1', cases: { 'tags/stay': 't1' }, killedBy: [] });
    expect(open().killers('forgotten', 'm1', cases)).toEqual([]);
  });

  it('passes over a line that was cut off when its process was killed', () => {
    open().add({ name: 'forgotten', digest: 'm2', cases, killedBy: ['deploy/keeps'] });
    appendFileSync(path, '{"name":"forgotten","digest":"m2","cases":{"tags/');
    expect(open().killers('forgotten', 'm2', cases)).toEqual(['deploy/keeps']);
  });

  it('is the snapshot alone when the runs since are in it', () => {
    const known = open();
    known.add({ name: 'other', digest: 'm1', cases, killedBy: [] });
    known.clear();
    expect(existsSync(path)).toBe(false);
    expect(open().missing('other', 'm1', cases)).toEqual(Object.keys(cases));
  });
});
