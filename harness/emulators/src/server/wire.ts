/** A request as it arrived, its body read to the end. Header names are lower-case. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Whom it came from; absent where it came over no connection. */
  readonly sourceAddress?: string;
}

/** An answer before it is sent. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What becomes of a connection: answered, answered and cut short, closed without an answer, or left hanging. */
export type Delivery =
  | { readonly kind: 'answer'; readonly answer: WireAnswer }
  | { readonly kind: 'truncated'; readonly answer: WireAnswer }
  | { readonly kind: 'reset' }
  | { readonly kind: 'hang' };
