import { objectOr, oneOf, type SettingRule, settingReader } from '../server/setting-reader.js';
import { defaultSettings, type VaultSettings } from './settings.js';

/** Between these a vault's retention lies. */
const RETENTION: SettingRule = {
  says: '7 to 90 days',
  accepts: (value) => typeof value === 'number' && value >= 7 && value <= 90,
};

export const readSettings = settingReader<VaultSettings>(defaultSettings, {
  secretPfxEncryption: oneOf('aes256', 'tripleDes'),
  chainOrder: oneOf('as-sent', 'reversed'),
  policyOnImport: oneOf('keep', 'default'),
  notExportableSecret: oneOf('certificates', 'refused'),
  versionOrder: oneOf('by-id', 'as-made'),
  retentionDays: RETENTION,
  rates: objectOr('off, published, or {"imports":n,"others":n} in ten seconds', 'off', 'published'),
  lateReads: objectOr('null, {"reads":n} or {"ms":n}', null),
  pfxEncryptions: objectOr('{"aes256":…,"tripleDes":…}'),
});
