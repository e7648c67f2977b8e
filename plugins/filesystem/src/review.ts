import type { Finding, JsonObject, ReviewInput } from '@certctl/plugin-api';
import { type Access, accessFor, octal } from './access.js';
import type { FilesystemConfig } from './config.js';
import { finding } from './rules.js';

/**
 * What can be known of an import without touching anything.
 * @param commands names of the commands that the host lists
 */
export function review(
  { config, place, observation }: ReviewInput<FilesystemConfig>,
  wanted: Access,
  commands: readonly string[],
): readonly Finding[] {
  const attributes = observation.state === 'present' ? observation.attributes : undefined;
  return [
    ...reloadFindings(config.reload, commands),
    ...(attributes ? fileFindings(place.address, attributes, wanted) : []),
  ];
}

function reloadFindings(reload: string | undefined, commands: readonly string[]): readonly Finding[] {
  if (reload === undefined) {
    const message = 'The target names no command, and nobody is told of the new certificate.';
    const remedy = 'Set reload, unless the consumers watch the file.';
    return [finding('filesystem_reload_missing', message, remedy)];
  }
  if (commands.includes(reload)) return [];
  const message = `The host lists no command ${reload}; it lists ${commands.join(', ') || 'none'}.`;
  const remedy = 'List it in the settings of the host, or name one of those.';
  return [finding('filesystem_reload_unknown', message, remedy)];
}

function fileFindings(path: string, attributes: JsonObject, wanted: Access): readonly Finding[] {
  const findings: Finding[] = [];
  const [now, next] = [inWords(accessFor(attributes)), inWords(accessFor(attributes, wanted))];
  if (now !== next) {
    const message = `${path} changes from ${now} to ${next}.`;
    const remedy = 'Check that its consumers can read it, or set mode, owner and group to what they are now.';
    findings.push(finding('filesystem_access_changes', message, remedy));
  }
  if (typeof attributes.links === 'number' && attributes.links > 1) {
    const message = `${path} is one of ${attributes.links} names of one file; the others keep the old certificate.`;
    const remedy = `Find them with find / -xdev -samefile ${path}, and make symbolic links of them.`;
    findings.push(finding('filesystem_hard_links', message, remedy));
  }
  return findings;
}

function inWords({ mode, uid, gid }: Access): string {
  return `mode ${octal(mode)}, owner ${uid}, group ${gid}`;
}
