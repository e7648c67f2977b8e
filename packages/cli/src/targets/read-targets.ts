import { checkTarget, type Target } from '@certctl/engine';
import { CertctlError, isCertctlError, type StorePlugin } from '@certctl/plugin-api';
import { assertDistinct } from './assert-distinct.js';
import { checkConfig, type Problem } from './check-config.js';
import { type Path, readDocument, type SourceDocument } from './document.js';
import { slugOf } from './slug.js';
import { type TargetFields, targetListSchema, targetSchema } from './target-schema.js';

/** A target, and where its parts were written. */
export interface LocatedTarget {
  readonly target: Target;
  /** `file:line` of a part of the target; of the target itself for an empty path. */
  where(path: Path): string;
}

/**
 * Reads a list of targets (`targets: […]`), or one target: the body that the API takes.
 * @throws CertctlError `target_invalid`, `target_type_unknown`, `target_address_shared`, `tag_reserved`, each
 *   with file and line
 */
export async function readTargets(
  file: string,
  text: string,
  plugins: readonly StorePlugin[],
): Promise<readonly LocatedTarget[]> {
  const document = readDocument(file, text);
  const located = fieldsOf(document, file).map(({ fields, path }) => {
    const where = (part: Path) => document.where([...path, ...part]);
    return { target: targetOf(fields, where([])), where };
  });
  for (const each of located) await checkLocated(each, plugins);
  assertDistinct(located);
  return located;
}

function fieldsOf(document: SourceDocument, file: string): { fields: TargetFields; path: Path }[] {
  const isList = typeof document.value === 'object' && document.value !== null && 'targets' in document.value;
  if (isList) {
    const list = targetListSchema.safeParse(document.value);
    if (!list.success) throw invalid(list.error.issues, document.where);
    return list.data.targets.map((fields, index) => ({ fields, path: ['targets', index] }));
  }
  if (document.value === null) {
    throw new CertctlError('target_invalid', `${file} is empty`, { remedy: 'Give it a list named targets.' });
  }
  const single = targetSchema.safeParse(document.value);
  if (!single.success) throw invalid(single.error.issues, document.where);
  return [{ fields: single.data, path: [] }];
}

/** A target of its fields, as the engine takes it. @throws CertctlError `target_invalid` */
export function targetOf({ agent_id: _, ...fields }: TargetFields, where: string): Target {
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
export async function checkLocated(located: LocatedTarget, plugins: readonly StorePlugin[]): Promise<void> {
  const { target, where } = located;
  const plugin = plugins.find(({ type, alias }) => target.type === type || target.type === alias);
  if (!plugin) {
    const known = plugins.map(({ type, alias }) => `${type} (${alias})`).join(', ');
    throw new CertctlError(
      'target_type_unknown',
      `${where(['type'])}: no plugin serves the type ${JSON.stringify(target.type)}; known: ${known}`,
    );
  }
  try {
    checkTarget(target);
  } catch (error) {
    if (!isCertctlError(error)) throw error;
    const part = error.code === 'tag_reserved' ? ['config', 'tags'] : ['id'];
    throw new CertctlError(error.code, `${where(part)}: ${error.message}`, { remedy: error.remedy });
  }
  const problems = await checkConfig(plugin, target.config);
  if (problems.length > 0) throw invalid(problems, where);
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
