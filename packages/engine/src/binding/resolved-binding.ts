import type { AnyBinding, BindingPlace, BindingPlugin, JsonObject } from '@certctl/plugin-api';

/** A binding of a target, whose plugin and configuration are known to be right. */
export interface CheckedBinding {
  readonly plugin: BindingPlugin;
  /** With its defaults filled in; JSON, so that the journal can keep it. */
  readonly config: JsonObject;
}

/** A binding with everything that its plugin makes of it. */
export interface ResolvedBinding extends CheckedBinding {
  readonly binding: AnyBinding;
  readonly place: BindingPlace;
}
