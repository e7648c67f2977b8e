import { defaultSettings, type VaultSettings } from './settings.js';

/** Values that a setting may have, where they can be listed. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  secretPfxEncryption: ['aes256', 'tripleDes'],
  chainOrder: ['as-sent', 'reversed'],
  policyOnImport: ['keep', 'default'],
  notExportableSecret: ['certificates', 'refused'],
  versionOrder: ['by-id', 'as-made'],
};

/**
 * Settings that came as JSON; those that are left out stay as they are.
 * @throws TypeError for a name that is no setting, or a value that the setting cannot have
 */
export function readSettings(value: unknown): Partial<VaultSettings> {
  if (!isRecord(value)) throw new TypeError('settings are a JSON object');
  for (const [name, setting] of Object.entries(value)) checkSetting(name, setting);
  // Every name was checked to be a setting, and its value to be of the setting's type.
  return value as Partial<VaultSettings>;
}

function checkSetting(name: string, setting: unknown): void {
  const defaults = new Map<string, unknown>(Object.entries(defaultSettings));
  if (!defaults.has(name))
    throw new TypeError(`${name} is no setting; there are ${[...defaults.keys()].join(', ')}`);
  const choices = CHOICES[name];
  if (choices !== undefined && !choices.some((choice) => choice === setting))
    throw new TypeError(`${name} is ${choices.join(' or ')}`);
  const type = typeof defaults.get(name);
  if (['number', 'boolean'].includes(type) && typeof setting !== type)
    throw new TypeError(`${name} is a ${type}`);
  if (name.startsWith('challenge') && typeof setting !== 'string') throw new TypeError(`${name} is a text`);
  if (name === 'retentionDays' && (Number(setting) < 7 || Number(setting) > 90))
    throw new TypeError('retentionDays is 7 to 90');
  if (name === 'rates' && setting !== 'off' && setting !== 'published' && !isRecord(setting))
    throw new TypeError('rates is off, published, or {"imports":n,"others":n} in ten seconds');
  if (name === 'lateReads' && setting !== null && !isRecord(setting))
    throw new TypeError('lateReads is null, {"reads":n} or {"ms":n}');
  if (name === 'pfxEncryptions' && !isRecord(setting))
    throw new TypeError('pfxEncryptions is {"aes256":…,"tripleDes":…}');
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
