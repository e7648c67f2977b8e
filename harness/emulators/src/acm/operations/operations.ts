import type { AcmOperation } from '../acm-call.js';
import {
  addTagsToCertificate,
  listTagsForCertificate,
  removeTagsFromCertificate,
} from './certificate-tags.js';
import { deleteCertificate } from './delete-certificate.js';
import { describeCertificate } from './describe-certificate.js';
import { exportCertificate } from './export-certificate.js';
import { getCertificate } from './get-certificate.js';
import { importCertificate } from './import-certificate.js';
import { listCertificates } from './list-certificates.js';
import { searchCertificates } from './search-certificates.js';

/** The emulated operations by the name that X-Amz-Target carries. */
export const acmOperations: ReadonlyMap<string, AcmOperation> = new Map<string, AcmOperation>([
  ['ImportCertificate', importCertificate],
  ['DescribeCertificate', describeCertificate],
  ['GetCertificate', getCertificate],
  ['ListCertificates', listCertificates],
  ['SearchCertificates', searchCertificates],
  ['DeleteCertificate', deleteCertificate],
  ['ExportCertificate', exportCertificate],
  ['AddTagsToCertificate', addTagsToCertificate],
  ['RemoveTagsFromCertificate', removeTagsFromCertificate],
  ['ListTagsForCertificate', listTagsForCertificate],
]);
