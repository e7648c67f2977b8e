import { createHash } from 'node:crypto';
import { relative } from 'node:path';
import type { Discovered, JsonObject, StorePlugin } from '@certctl/plugin-api';
import { Document, isMap } from 'yaml';
import { oneLine } from '../render/one-line.js';
import { expiry, minuteOf } from '../render/time.js';
import { slugOf } from '../targets/slug.js';
import type { Matched, Matching } from './match-local.js';

export interface FileInput {
  readonly plugin: StorePlugin;
  readonly matching: Matching;
  /** Fields that all targets share: they become the connection. */
  readonly scope: JsonObject;
  readonly now: number;
  /** Folder of the file, which paths are relative to; undefined for standard output. */
  readonly folder: string | undefined;
}

/** The file of targets, in YAML, with what a person wants to know of each certificate beside it. */
export function targetsFile(input: FileInput): string {
  const { plugin, matching, now } = input;
  const usable = matching.matched.filter(({ discovered }) => isUsable(discovered));
  const others = matching.matched.filter(({ discovered }) => !isUsable(discovered));
  const shared = sharedFields(usable, input.scope);
  const connection = slugOf([plugin.alias, ...Object.values(shared).map(String)].join(' ')) ?? plugin.alias;
  const ids = idsOf(usable);
  const certificates = certificateEntries(usable, input.folder);
  const document = new Document({
    connections: { [connection]: { type: plugin.type, config: shared } },
    ...(certificates.size === 0 ? {} : { certificates: Object.fromEntries(certificates) }),
    targets: usable.map((each) => targetOf(each, ids.get(each) ?? '', connection, shared)),
  });
  document.commentBefore = ` ${plugin.title}: ${usable.length} targets, found on ${minuteOf(now)}.\n Nothing was written there. Plan first: certctl plan --all -f THIS_FILE`;
  const targets = document.get('targets');
  if (typeof targets === 'object' && targets !== null && 'items' in targets && Array.isArray(targets.items)) {
    for (const [index, node] of targets.items.entries()) {
      const each = usable[index];
      if (isMap(node) && each) node.commentBefore = ` ${aboutOf(each, now)}`;
    }
  }
  const left = others.map(
    (each) => `# left out: ${oneLine(each.discovered.name)}: ${whyNot(each.discovered)}`,
  );
  const unused = matching.unused.map(
    ({ certFile, leaf }) => `# deployed nowhere here: ${oneLine(certFile)} (${oneLine(leaf.subject)})`,
  );
  const lines = [...left, ...unused];
  return `${document.toString({ lineWidth: 0 })}${lines.length === 0 ? '' : `\n${lines.join('\n')}\n`}`;
}

export function isUsable({ unusable, trouble }: Discovered): boolean {
  return unusable === undefined && trouble === undefined;
}

export function whyNot({ unusable, trouble, place }: Discovered): string {
  return oneLine(`${unusable ?? trouble ?? ''} (${place.reference ?? place.address})`);
}

/** Fields with one value in all targets that the scope names too: account, region, vault. */
function sharedFields(all: readonly Matched[], scope: JsonObject): JsonObject {
  const [first] = all;
  if (!first) return scope;
  return Object.fromEntries(
    Object.entries(first.discovered.config).filter(
      ([field, value]) =>
        Object.hasOwn(scope, field) && all.every(({ discovered }) => same(discovered.config[field], value)),
    ),
  );
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Ids by name. Where names meet, each gets a part of its address, so that an id never depends on the others' order. */
function idsOf(all: readonly Matched[]): ReadonlyMap<Matched, string> {
  const base = (each: Matched) => slugOf(each.discovered.name) ?? 'certificate';
  const counts = new Map<string, number>();
  for (const each of all) counts.set(base(each), (counts.get(base(each)) ?? 0) + 1);
  return new Map(
    all.map((each) => {
      const slug = base(each);
      if (counts.get(slug) === 1) return [each, slug];
      const digest = createHash('sha256').update(each.discovered.place.address).digest('hex');
      return [each, `${slug.slice(0, 110)}-${digest.slice(0, 8)}`];
    }),
  );
}

function certificateEntries(all: readonly Matched[], folder: string | undefined) {
  const entries = new Map<string, { cert: string; key: string }>();
  const path = (file: string) => (folder === undefined ? file : relative(folder, file) || file);
  for (const { local } of all) {
    if (local?.keyFile === undefined) continue;
    entries.set(certificateId(local.leaf.fingerprint, local.leaf.sans), {
      cert: path(local.certFile),
      key: path(local.keyFile),
    });
  }
  return entries;
}

/** A certificate is known by its first name across renewals, told from others of that name by all of them. */
function certificateId(_fingerprint: string, sans: readonly string[]): string {
  const first = sans.find((san) => san.startsWith('dns:'))?.slice(4) ?? sans[0] ?? 'certificate';
  const slug = slugOf(first.replace('*', 'wildcard')) ?? 'certificate';
  if (sans.length === 1) return slug;
  return `${slug}-${createHash('sha256').update(sans.join(' ')).digest('hex').slice(0, 6)}`;
}

function targetOf(each: Matched, id: string, connection: string, shared: JsonObject): JsonObject {
  const { discovered, local } = each;
  const own = Object.fromEntries(
    Object.entries(discovered.config).filter(([field]) => !Object.hasOwn(shared, field)),
  );
  return {
    id,
    name: oneLine(discovered.name),
    connection,
    ...(local?.keyFile === undefined
      ? {}
      : { certificate_id: certificateId(local.leaf.fingerprint, local.leaf.sans) }),
    config: own,
  };
}

function aboutOf({ discovered, leaf, local, by }: Matched, now: number): string {
  const users = discovered.usedBy;
  const parts = [
    leaf?.sans.map((san) => san.replace(/^dns:/, '')).join(', '),
    leaf?.keyAlgorithm,
    leaf && `${expiry(leaf.notAfter, now)} (${minuteOf(leaf.notAfter)})`,
    users &&
      (users.length === 0 ? 'in use by nothing that the service knows of' : `in use by ${users.join(', ')}`),
    discovered.held.disabled ? 'the latest version is disabled' : undefined,
    local
      ? local.keyFile === undefined
        ? `matches ${local.certFile}, whose key was not found`
        : `matches by ${by}`
      : 'matches no local certificate',
  ];
  return parts
    .filter((part) => part !== undefined && part !== '')
    .map((part) => oneLine(part ?? ''))
    .join('; ');
}
