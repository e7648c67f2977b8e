import type { Members } from '../../server/members.js';
import { nameValue } from '../../x509/parsed-certificate.js';
import { extendedKeyUsageName } from '../../x509/usages.js';
import { type AcmCall, namedCertificate, readVersion } from '../acm-call.js';
import { domainNames } from '../certificate-store.js';
import { colonSerial, commonView, keyUsageNames, nameText } from '../certificate-view.js';

/** https://docs.aws.amazon.com/acm/latest/APIReference/API_DescribeCertificate.html */
export function describeCertificate(input: Members, call: AcmCall): object {
  const certificate = namedCertificate(input, call);
  const version = readVersion(certificate, call);
  const { leaf } = version;
  return {
    Certificate: {
      ...commonView(certificate, version, call.clock.now()),
      SubjectAlternativeNames: domainNames(leaf),
      DomainValidationOptions: domainNames(leaf).map((DomainName) => ({ DomainName })),
      Serial: wrongSerial(call) ?? colonSerial(leaf),
      Subject: nameText(leaf.subject),
      Issuer: nameValue(leaf.issuer, 'O') ?? nameValue(leaf.issuer, 'CN') ?? nameText(leaf.issuer),
      SignatureAlgorithm: leaf.signatureAlgorithm,
      InUseBy: [...certificate.inUseBy],
      KeyUsages: keyUsageNames(leaf).map((Name) => ({ Name })),
      ExtendedKeyUsages: (leaf.extendedKeyUsages ?? []).map((OID) => ({
        Name: extendedKeyUsageName(OID),
        OID,
      })),
      Options: { CertificateTransparencyLoggingPreference: 'DISABLED' },
    },
  };
}

function wrongSerial(call: AcmCall): string | undefined {
  for (const fault of call.faults) if (fault.kind === 'wrong-serial') return fault.serial ?? 'de:ad:be:ef';
  return undefined;
}
