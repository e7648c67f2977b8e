import type { Finding, Rule } from '@certctl/plugin-api';
import type { ReadTrail, WrittenPlace } from './writers-report.js';

/** What can be reported of the search for other writers. */
export const WRITER_RULES: readonly Rule[] = [
  {
    code: 'writers_unknown',
    summary: 'No record of who writes to a place could be read, so others may have written.',
    source: 'the trails of the plugin',
  },
  {
    code: 'trail_not_read',
    summary: 'A record of who wrote was not read, or not to its end.',
    source: 'the trails of the plugin',
  },
  {
    code: 'trail_lags',
    summary: 'A record of who wrote shows a write only some time after it.',
    source: 'the trails of the plugin',
  },
  {
    code: 'trail_shorter',
    summary: 'A record of who wrote does not go back as far as was asked.',
    source: 'the trails of the plugin',
  },
  {
    code: 'self_unknown',
    summary: 'It could not be told who our own calls are made as.',
    source: 'the permissions of the plugin',
  },
];

export function writersUnknown({ title, type, trails }: Omit<WrittenPlace, 'known'>): Finding {
  const [source] = trails;
  return {
    code: 'writers_unknown',
    severity: 'warning',
    message:
      trails.length === 0
        ? `${title}: the ${type} plugin reads no record of who writes there`
        : `${title}: no record that shows who wrote ${trails.some(({ covers }) => covers === 'content') ? 'it' : 'its content'} was read`,
    remedy: 'Take nobody for the only writer before such a record was read.',
    source: source?.source ?? 'the trails of the plugin',
  };
}

export function trailNotRead(trail: ReadTrail): Finding {
  return {
    code: 'trail_not_read',
    severity: 'warning',
    message: `${trail.title} was not read${trail.state === 'failed' ? ' to its end' : ''}: ${trail.why}`,
    remedy: trail.error?.remedy ?? 'Set what it needs in the configuration of the target.',
    source: trail.source,
  };
}

export function trailLags({ title, lagMs, source }: ReadTrail): Finding {
  return {
    code: 'trail_lags',
    severity: 'note',
    message: `${title} may be without the writes of the last ${minutes(lagMs)}`,
    remedy: `Look again in ${minutes(lagMs)}.`,
    source,
  };
}

export function trailShorter({ title, source }: ReadTrail, keptMs: number): Finding {
  return {
    code: 'trail_shorter',
    severity: 'warning',
    message: `${title} keeps ${Math.round(keptMs / 86_400_000)} days, which is less than was asked for`,
    remedy: 'Look for older writes where the vendor archives them.',
    source,
  };
}

export function selfUnknown(title: string, why: string): Finding {
  return {
    code: 'self_unknown',
    severity: 'warning',
    message: `${title}: it could not be told who our own calls are made as: ${why}`,
    remedy: 'Writes of ours that are in no record here are shown as those of somebody else.',
    source: 'the permissions of the plugin',
  };
}

function minutes(ms: number): string {
  return `${Math.ceil(ms / 60_000)} minutes`;
}
