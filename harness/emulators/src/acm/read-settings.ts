import { objectOr, oneOf, settingReader } from '../server/setting-reader.js';
import { type AcmSettings, defaultSettings } from './settings.js';

export const readSettings = settingReader<AcmSettings>(defaultSettings, {
  tagsOnReimport: oneOf('keep', 'lose'),
  sigv4: oneOf('off', 'check'),
  malformedArn: oneOf('InvalidArnException', 'ValidationException'),
  rates: objectOr('off, published, or calls a second by operation', 'off', 'published'),
  lateReads: objectOr('null, {"reads":n} or {"ms":n}', null),
  quotas: objectOr('an object'),
});
