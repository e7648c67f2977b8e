import { objectOr, oneOf, settingReader } from '../server/setting-reader.js';
import { defaultSettings, type Elbv2Settings } from './settings.js';

const LATE = objectOr('null, {"reads":n} or {"ms":n}', null);

export const readSettings = settingReader<Elbv2Settings>(defaultSettings, {
  defaultListed: oneOf('once', 'twice'),
  removeListedDefault: oneOf('refuse', 'unlist'),
  removeUnlisted: oneOf('CertificateNotFound', 'OperationNotPermitted', 'ignore'),
  expiredCertificates: oneOf('refuse', 'accept'),
  unsupportedKeys: oneOf('refuse', 'accept'),
  sigv4: oneOf('off', 'check'),
  rates: objectOr('off, or calls a second by operation', 'off'),
  lateReads: LATE,
  lateCertificates: LATE,
  quotas: objectOr('an object'),
});
