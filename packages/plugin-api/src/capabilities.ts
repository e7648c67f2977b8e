/**
 * What a store can do. Data, so that the engine plans with it and the conformance suite probes it both
 * ways; the methods that a plugin must write follow from it.
 */
export interface StoreCapabilities {
  /**
   * `in-place`: the address keeps, its content changes. `versioned`: each import adds a version under one
   * name. `replaces`: each import makes a new address.
   */
  readonly rotation: 'in-place' | 'versioned' | 'replaces';
  /**
   * `with-import`: each import carries all tags. `own-call`: tags are added by `tag`. `none`: no tags exist, and what is
   * ours is known by the engine's own records alone.
   */
  readonly tags: 'with-import' | 'own-call' | 'none';
  /**
   * What `inspect` and `read` show, to prove an import by.
   * - `leaf`: the certificate
   * - `fingerprint`: its SHA-256, and nothing else of it
   * - `serial`: its serial number, and nothing else of it: another certificate can have the same
   * - `handshake`: the service shows nothing; the plugin makes a TLS handshake with a consumer, and gives the leaf and
   *   the chain that it was shown
   *
   * A chain is proven by `leaf` where the service shows it, and by `handshake`; otherwise the outcome says that it is not.
   */
  readonly proof: 'leaf' | 'fingerprint' | 'serial' | 'handshake';
  /** `find`: certificates can be found by provenance or by leaf, without an address. */
  readonly finds: boolean;
  /** `readKeyBack`: the service can give the private key and the chain of what it holds. */
  readonly readsKeyBack: boolean;
  /** `undelete`, `redelete`: a deleted name can be recovered, and deleted again. */
  readonly undeletes: boolean;
  /** `disable`: a revision can be taken out of service. */
  readonly disables: boolean;
  /** `remove`: a certificate that was never used can be deleted. */
  readonly removes: boolean;
  /** `discover`: everything within a scope can be listed, to make targets of what is there already. */
  readonly discovers: boolean;
  /** `activate`: consumers must be told before they take up what is stored. */
  readonly activates: boolean;
  /**
   * An import has the service's own consumers use the certificate at once: store and binding in one transaction. There
   * is nothing to point at it, so a target has no bindings, and `remove` ends that use. Not with `replaces`, where
   * nobody could point back at the certificate before, nor with `activates`.
   */
  readonly bindsItself: boolean;
  /** `writers`: the vendor keeps a record of who wrote, and the plugin reads it. */
  readonly writers: boolean;
}

/** What a binding can do. Data, as for a store. */
export interface BindingCapabilities {
  /** `unbind`: a certificate can be taken from the consumer. Needed wherever one has several. */
  readonly unbinds: boolean;
  /** The configuration can name an endpoint, and a TLS handshake with it shows what is served. */
  readonly handshakes: boolean;
  /** `writers`, as for a store. */
  readonly writers: boolean;
}
