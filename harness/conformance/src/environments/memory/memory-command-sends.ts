/** What a service in memory would be asked by a command: `memory import REFERENCE` sends `memory:Import`. */
export function memoryCommandSends(command: string): string | undefined {
  const [, service, verb = ''] = /^([a-z]+) ([a-z]+)\b/.exec(command) ?? [];
  return service === undefined ? undefined : `${service}:${verb.charAt(0).toUpperCase()}${verb.slice(1)}`;
}
