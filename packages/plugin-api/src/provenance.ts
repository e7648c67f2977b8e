/** Tag names that certctl owns. An operator's tag of one of these names is refused. */
export const PROVENANCE_TAGS = {
  managedBy: 'certctl-managed-by',
  certificateId: 'certctl-certificate-id',
  targetId: 'certctl-target-id',
  instance: 'certctl-instance',
} as const;

/** Every tag name that begins so is reserved, those of later versions too. */
export const RESERVED_TAG_PREFIX = 'certctl-';

/** Value of `certctl-managed-by` on what the engine imported. */
export const MANAGED_BY = 'certctl';

/** Value of `certctl-managed-by` on what an operator imported by hand, following the recovery commands. */
export const MANUAL_RECOVERY = 'manual-recovery';

/** Whose a stored certificate is. */
export interface Provenance {
  readonly certificateId: string;
  readonly targetId: string;
  /** One installation of certctl; two installations never touch each other's certificates. */
  readonly instance: string;
}

/** The provenance as tags. */
export function provenanceTags(provenance: Provenance): Record<string, string> {
  return {
    [PROVENANCE_TAGS.managedBy]: MANAGED_BY,
    [PROVENANCE_TAGS.certificateId]: provenance.certificateId,
    [PROVENANCE_TAGS.targetId]: provenance.targetId,
    [PROVENANCE_TAGS.instance]: provenance.instance,
  };
}
