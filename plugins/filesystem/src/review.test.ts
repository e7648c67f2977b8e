import { issueMaterial } from '@certctl/certificate/issue';
import type { JsonObject, Observation, ReviewInput } from '@certctl/plugin-api';
import { beforeAll, describe, expect, it } from 'vitest';
import { type FilesystemConfig, filesystemConfig } from './config.js';
import { placeOf } from './place.js';
import { review } from './review.js';

let incoming: ReviewInput<FilesystemConfig>['incoming'];
beforeAll(async () => {
  incoming = (await issueMaterial()).material;
});

const WANTED = { mode: 0o600 };
const PRESENT = { mode: '0600', uid: 0, gid: 0, links: 1 };

function findings(
  fields: Partial<FilesystemConfig>,
  attributes: JsonObject | undefined = PRESENT,
  wanted: Parameters<typeof review>[1] = WANTED,
) {
  const config = filesystemConfig.parse({ path: '/etc/ssl/site.pem', ...fields });
  const observation: Observation = { state: 'present', attributes };
  const place = placeOf(config.path, true);
  return review({ config, place, incoming, privateKeyBytes: 1, observation, tags: {} }, wanted, [
    'nginx',
    'b',
  ]);
}

describe('the review', () => {
  it('has nothing against a known command and a file that stays as open as it is', () => {
    expect(findings({ reload: 'nginx' })).toEqual([]);
    expect(findings({ reload: 'nginx' }, undefined)).toEqual([]);
  });

  it('refuses a command that the host does not list, before anything is written', () => {
    expect(findings({ reload: 'apache' })).toMatchObject([
      {
        code: 'filesystem_reload_unknown',
        severity: 'refusal',
        message: expect.stringContaining('nginx, b'),
      },
    ]);
  });

  it('notes that nobody is told', () => {
    expect(findings({})).toMatchObject([{ code: 'filesystem_reload_missing', severity: 'note' }]);
  });

  it.each([
    [{ ...PRESENT, mode: '0644' }, WANTED, 'from mode 0644, owner 0, group 0 to mode 0600'],
    [PRESENT, { mode: 0o600, uid: 99 }, 'owner 99'],
    [PRESENT, { mode: 0o600, gid: 98 }, 'group 98'],
  ])('warns of another access: %j', (attributes, wanted, words) => {
    expect(findings({ reload: 'nginx' }, attributes, wanted)).toMatchObject([
      { code: 'filesystem_access_changes', severity: 'warning', message: expect.stringContaining(words) },
    ]);
  });

  it('warns of other names of the file', () => {
    expect(findings({ reload: 'nginx' }, { ...PRESENT, links: 3 })).toMatchObject([
      { code: 'filesystem_hard_links', severity: 'warning', message: expect.stringContaining('3 names') },
    ]);
  });
});
