import { dirname, resolve } from 'node:path';
import { checkTarget, type Target } from '@certctl/engine';
import { CertctlError, isCertctlError, type Plugin } from '@certctl/plugin-api';
import { assertDistinct } from './assert-distinct.js';
import { checkConfig, type Problem } from './check-config.js';
import { type ComposedFields, composeTarget } from './compose-target.js';
import { type Path, readDocument, type SourceDocument } from './document.js';
import type { Labels } from './selector.js';
import { slugOf } from './slug.js';
import {
  type CertificateFiles,
  type TargetFields,
  type TargetList,
  targetListSchema,
  targetSchema,
} from './target-schema.js';

/** A target, where its parts were written, and what else the file says of it. */
export interface LocatedTarget {
  readonly target: Target;
  /** What `-l` selects by: the labels, and `id`, `type`, `name`, `connection`, `certificate_id`. */
  readonly labels: Labels;
  /** The files of its certificate, as paths that can be opened. */
  readonly files?: CertificateFiles;
  /** `file:line` of a part of the target; of the target itself for an empty path. */
  where(path: Path): string;
}

/**
 * Reads a list of targets (`targets: […]`, with `defaults`, `connections` and `certificates`), or one target: the
 * body that the API takes.
 * @throws CertctlError `target_invalid`, `target_type_unknown`, `target_address_shared`, `tag_reserved`, each
 *   with file and line
 */
export async function readTargets(
  file: string,
  text: string,
  plugins: readonly Plugin[],
): Promise<readonly LocatedTarget[]> {
  const document = readDocument(file, text);
  const list = listOf(document, file);
  const located = list.targets.map((own, index) => {
    const path = list.single ? [] : ['targets', index];
    const { fields, source } = composeTarget(own, path, list, plugins, document.where);
    const where = (part: Path) => document.where(source(part));
    return locate(fields, where, filesOf(fields, list, file));
  });
  for (const each of located) await checkLocated(each, plugins);
  assertDistinct(located, plugins);
  return located;
}

function listOf(document: SourceDocument, file: string): TargetList & { readonly single?: true } {
  const isList = typeof document.value === 'object' && document.value !== null && 'targets' in document.value;
  if (isList) {
    const list = targetListSchema.safeParse(document.value);
    if (!list.success) throw invalid(list.error.issues, document.where);
    return list.data;
  }
  if (document.value === null) {
    throw new CertctlError('target_invalid', `${file} is empty`, { remedy: 'Give it a list named targets.' });
  }
  const single = targetSchema.safeParse(document.value);
  if (!single.success) throw invalid(single.error.issues, document.where);
  return { targets: [single.data], single: true };
}

function locate(
  fields: ComposedFields,
  where: LocatedTarget['where'],
  files: CertificateFiles | undefined,
): LocatedTarget {
  const target = targetOf(fields, where([]));
  const { type, connection, certificate_id: certificate } = fields;
  return {
    target,
    labels: {
      ...fields.labels,
      id: target.id,
      type,
      name: target.name ?? target.id,
      ...(connection === undefined ? {} : { connection }),
      ...(certificate === undefined ? {} : { certificate_id: certificate }),
    },
    ...(files ? { files } : {}),
    where,
  };
}

/** Paths of the file are meant from the folder that it lies in; those of standard input from here. */
function filesOf(
  { certificate_id: id }: Pick<TargetFields, 'certificate_id'>,
  { certificates = {} }: TargetList,
  file: string,
): CertificateFiles | undefined {
  const files = id !== undefined && Object.hasOwn(certificates, id) ? certificates[id] : undefined;
  if (!files) return undefined;
  const folder = file === '<stdin>' ? '.' : dirname(file);
  const paths = Object.entries(files).map(([name, path]) => [
    name,
    path === undefined ? undefined : resolve(folder, path),
  ]);
  return Object.fromEntries(paths);
}

/** A target of its fields, as the engine takes it. @throws CertctlError `target_invalid` */
export function targetOf(
  { agent_id: _, connection: __, labels: ___, ...fields }: ComposedFields,
  where: string,
): Target {
  const id = fields.id ?? (fields.name === undefined ? undefined : slugOf(fields.name));
  if (id === undefined) {
    throw new CertctlError('target_invalid', `${where}: the target has no id, and no name to make one of`, {
      remedy: 'Give it an id; it goes into the tags of the certificate, so it should never change.',
    });
  }
  // What the schema leaves undefined is absent; the spread would otherwise carry the key.
  return JSON.parse(JSON.stringify({ ...fields, id }));
}

/** @throws CertctlError with the place in front of the message */
export async function checkLocated(
  located: Pick<LocatedTarget, 'target' | 'where'>,
  plugins: readonly Plugin[],
): Promise<void> {
  const { target, where } = located;
  const plugin = pluginOf('store', target.type, where(['type']), plugins);
  try {
    checkTarget(target);
  } catch (error) {
    if (!isCertctlError(error)) throw error;
    const part = error.code === 'tag_reserved' ? ['config', 'tags'] : ['id'];
    throw new CertctlError(error.code, `${where(part)}: ${error.message}`, { remedy: error.remedy });
  }
  const problems = [...(await checkConfig(plugin, target.config))];
  for (const [index, { type, config }] of (target.bindings ?? []).entries()) {
    const at = ['bindings', index];
    const binding = pluginOf('binding', type, where([...at, 'type']), plugins);
    problems.push(...(await checkConfig(binding, config, [...at, 'config'])));
  }
  if (problems.length > 0) throw invalid(problems, where);
}

function pluginOf(kind: Plugin['kind'], named: string, where: string, plugins: readonly Plugin[]): Plugin {
  const ofKind = plugins.filter((plugin) => plugin.kind === kind);
  const plugin = ofKind.find(({ type, alias }) => named === type || named === alias);
  if (plugin) return plugin;
  const known = ofKind.map(({ type, alias }) => `${type} (${alias})`).join(', ') || 'none';
  throw new CertctlError(
    'target_type_unknown',
    `${where}: no ${kind === 'store' ? '' : 'binding '}plugin serves the type ${JSON.stringify(named)}; known: ${known}`,
  );
}

function invalid(problems: readonly Problem[], where: (path: Path) => string): CertctlError {
  const messages = problems.map((problem) => {
    const path = problem.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
    const [unknown] = problem.keys ?? [];
    const name = path.length === 0 ? '' : `${path.join('.')}: `;
    return `${where(unknown === undefined ? path : [...path, unknown])}: ${name}${problem.message}`;
  });
  return new CertctlError('target_invalid', messages.join('; '));
}
