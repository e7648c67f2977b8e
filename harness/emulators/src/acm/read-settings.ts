import { type AcmSettings, defaultSettings } from './settings.js';

/**
 * Settings that came as JSON; those that are left out stay as they are.
 * @throws TypeError for a name that is no setting, or a value of another type than its default
 */
export function readSettings(value: unknown): Partial<AcmSettings> {
  if (typeof value !== 'object' || value === null) throw new TypeError('settings are a JSON object');
  const defaults = new Map<string, unknown>(Object.entries(defaultSettings));
  for (const [name, setting] of Object.entries(value)) {
    if (!defaults.has(name))
      throw new TypeError(`${name} is no setting; there are ${[...defaults.keys()].join(', ')}`);
    if (typeof defaults.get(name) === 'number' && typeof setting !== 'number')
      throw new TypeError(`${name} is a number`);
  }
  // Names and numbers are checked; the literals of the others are compared where they are used.
  return value as Partial<AcmSettings>;
}
