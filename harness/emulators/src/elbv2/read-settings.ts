import { defaultSettings, type Elbv2Settings } from './settings.js';

/** Values that a setting may have, where they can be listed. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  defaultListed: ['once', 'twice'],
  removeListedDefault: ['refuse', 'unlist'],
  removeUnlisted: ['CertificateNotFound', 'OperationNotPermitted', 'ignore'],
  expiredCertificates: ['refuse', 'accept'],
  unsupportedKeys: ['refuse', 'accept'],
  sigv4: ['off', 'check'],
};

/**
 * Settings that came as JSON; those that are left out stay as they are.
 * @throws TypeError for a name that is no setting, or a value that the setting cannot have
 */
export function readSettings(value: unknown): Partial<Elbv2Settings> {
  if (typeof value !== 'object' || value === null) throw new TypeError('settings are a JSON object');
  for (const [name, setting] of Object.entries(value)) checkSetting(name, setting);
  // Every name was checked to be a setting, and its value to be of the setting's type.
  return value as Partial<Elbv2Settings>;
}

function checkSetting(name: string, setting: unknown): void {
  const defaults = new Map<string, unknown>(Object.entries(defaultSettings));
  if (!defaults.has(name))
    throw new TypeError(`${name} is no setting; there are ${[...defaults.keys()].join(', ')}`);
  const choices = CHOICES[name];
  if (choices !== undefined && !choices.some((choice) => choice === setting))
    throw new TypeError(`${name} is ${choices.join(' or ')}`);
  if (typeof defaults.get(name) === 'number' && typeof setting !== 'number')
    throw new TypeError(`${name} is a number of milliseconds or entries`);
  if (name === 'rates' && setting !== 'off' && !isRecord(setting))
    throw new TypeError('rates is off, or calls a second by operation');
  if ((name === 'lateReads' || name === 'lateCertificates') && setting !== null && !isRecord(setting))
    throw new TypeError(`${name} is null, {"reads":n} or {"ms":n}`);
  if (name === 'quotas' && !isRecord(setting)) throw new TypeError('quotas is an object');
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
